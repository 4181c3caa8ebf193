"""The journal: append-only facts, their order by seals, and the moves of each queue."""

from alembic import op

from kezek.db.migrations.tables import drop_tables, tenant_table

revision = "0005"
down_revision = "0004"

APPEND_ONLY = "select, insert"


def upgrade() -> None:
    """No role of the application may change or remove a fact, a position or a seal.

    Facts and keys do not refer to `tenants`: the wall already lets only the running tenant in,
    and a reference would have every act of a tenant lock the one row of it.
    """
    tenant_table(
        "family_keys",
        """
        tenant_id smallint not null,
        family_id uuid not null,
        wrapped_key bytea,
        destroyed_at timestamptz,
        constraint pk_family_keys primary key (tenant_id, family_id),
        constraint ck_family_keys_destroyed
            check ((wrapped_key is null) = (destroyed_at is not null))
        """,
        grants="select, insert, update (wrapped_key, destroyed_at)",
    )
    tenant_table(
        "journal_facts",
        """
        tenant_id smallint not null,
        id uuid not null,
        kind text not null,
        rule text not null,
        rules_version integer not null,
        actor text not null,
        at timestamptz not null,
        application_id uuid,
        family_id uuid,
        payload jsonb not null,
        sealed bytea,
        hash bytea not null,
        constraint pk_journal_facts primary key (tenant_id, id),
        constraint ck_journal_facts_family check (sealed is null or family_id is not null)
        """,
        grants=APPEND_ONLY,
    )
    op.execute(
        "create index ix_journal_facts_application on journal_facts (tenant_id, application_id, at)"
    )
    op.execute("create index ix_journal_facts_at on journal_facts (tenant_id, at)")
    tenant_table(
        "journal_unsealed",
        """
        tenant_id smallint not null,
        fact_id uuid not null,
        recorded_at timestamptz not null default clock_timestamp(),
        constraint pk_journal_unsealed primary key (tenant_id, fact_id)
        """,
        grants="select, insert, delete",
    )
    tenant_table(
        "journal_seals",
        """
        tenant_id smallint not null references tenants (id),
        seal integer not null,
        first_position bigint not null,
        last_position bigint not null,
        root bytea not null,
        previous bytea not null,
        hash bytea not null,
        sealed_at timestamptz not null,
        constraint pk_journal_seals primary key (tenant_id, seal),
        constraint uq_journal_seals_first unique (tenant_id, first_position),
        constraint ck_journal_seals_span check (first_position <= last_position)
        """,
        grants=APPEND_ONLY,
    )
    tenant_table(
        "journal_positions",
        """
        tenant_id smallint not null references tenants (id),
        position bigint not null,
        fact_id uuid not null,
        hash bytea not null,
        seal integer not null,
        constraint pk_journal_positions primary key (tenant_id, position),
        constraint uq_journal_positions_fact unique (tenant_id, fact_id),
        constraint fk_journal_positions_facts foreign key (tenant_id, fact_id)
            references journal_facts (tenant_id, id),
        constraint fk_journal_positions_seals foreign key (tenant_id, seal)
            references journal_seals (tenant_id, seal)
        """,
        grants=APPEND_ONLY,
    )
    tenant_table(
        "queue_moves",
        """
        tenant_id smallint not null,
        queue_id uuid not null,
        version bigint not null,
        fact_id uuid not null,
        at timestamptz not null,
        op text not null,
        cause text,
        application_id uuid,
        standing text,
        standing_before text,
        submitted_at timestamptz,
        submitted_before timestamptz,
        serial bigint,
        count_after integer not null,
        ratio_after integer not null,
        constraint pk_queue_moves primary key (tenant_id, queue_id, version),
        constraint fk_queue_moves_facts foreign key (tenant_id, fact_id)
            references journal_facts (tenant_id, id) deferrable initially deferred,
        constraint fk_queue_moves_queues foreign key (tenant_id, queue_id)
            references queues (tenant_id, id)
        """,
        grants=APPEND_ONLY,
    )
    op.execute("create index ix_queue_moves_application on queue_moves (tenant_id, application_id)")
    op.execute("create index ix_queue_moves_at on queue_moves (tenant_id, queue_id, at)")


def downgrade() -> None:
    """Without a journal."""
    drop_tables(
        "queue_moves",
        "journal_positions",
        "journal_seals",
        "journal_unsealed",
        "journal_facts",
        "family_keys",
    )
