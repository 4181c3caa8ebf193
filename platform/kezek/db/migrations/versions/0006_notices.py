"""Notices, the way out to SMS and e-mail, and the keys of repeated requests."""

from alembic import op

from kezek.db.migrations.tables import drop_tables, tenant_table

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """The cabinet's record is the legal one; what leaves the house leaves from the outbox."""
    tenant_table(
        "notices",
        """
        tenant_id smallint not null references tenants (id),
        id uuid not null,
        seq bigint not null generated always as identity,
        code text not null,
        audience text not null,
        application_id uuid,
        guardian_id uuid,
        kindergarten_id uuid,
        "values" jsonb not null,
        language text not null,
        subject text not null,
        body text not null,
        recorded_at timestamptz not null,
        read_at timestamptz,
        constraint pk_notices primary key (tenant_id, id),
        constraint fk_notices_applications foreign key (tenant_id, application_id)
            references applications (tenant_id, id),
        constraint fk_notices_guardians foreign key (tenant_id, guardian_id)
            references guardians (tenant_id, id),
        constraint fk_notices_kindergartens foreign key (tenant_id, kindergarten_id)
            references kindergartens (tenant_id, id),
        constraint ck_notices_audience check (audience in ('family', 'kindergarten', 'office'))
        """,
    )
    op.execute("create index ix_notices_guardian on notices (tenant_id, guardian_id, seq desc)")
    op.execute("create index ix_notices_application on notices (tenant_id, application_id, seq)")
    op.execute(
        "create index ix_notices_kindergarten on notices (tenant_id, kindergarten_id, seq desc)"
    )
    op.execute("create index ix_notices_audience on notices (tenant_id, audience, seq desc)")
    tenant_table(
        "outbox",
        """
        tenant_id smallint not null references tenants (id),
        id uuid not null,
        key text not null,
        channel text not null,
        notice_id uuid,
        address_sealed bytea,
        text text not null,
        created_at timestamptz not null,
        not_before timestamptz not null,
        queued_at timestamptz,
        attempts integer not null default 0,
        settled_at timestamptz,
        outcome text,
        constraint pk_outbox primary key (tenant_id, id),
        constraint uq_outbox_key unique (tenant_id, key),
        constraint fk_outbox_notices foreign key (tenant_id, notice_id)
            references notices (tenant_id, id),
        constraint ck_outbox_channel check (channel in ('sms', 'email')),
        constraint ck_outbox_settled check ((settled_at is null) = (outcome is null))
        """,
    )
    op.execute(
        "create index ix_outbox_waiting on outbox (tenant_id, not_before) where settled_at is null"
    )
    op.execute("create index ix_outbox_notice on outbox (tenant_id, notice_id)")
    tenant_table(
        "idempotency_keys",
        """
        tenant_id smallint not null references tenants (id),
        key text not null,
        actor text not null,
        request_hash bytea not null,
        response jsonb not null,
        created_at timestamptz not null,
        constraint pk_idempotency_keys primary key (tenant_id, actor, key)
        """,
        grants="select, insert, delete",
    )


def downgrade() -> None:
    """Without messages."""
    drop_tables("idempotency_keys", "outbox", "notices")
