"""Notices, their way out of the house, the marks of nightly work, and answered requests."""

from alembic import op

from kezek.db.migrations.tables import drop_tables, tenant_table

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """The cabinet's record is the legal one; what leaves the house leaves from the outbox."""
    _notices()
    _outbox()
    _calls()
    _nights()
    _answered_requests()


def _notices() -> None:
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
        escalated_at timestamptz,
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
    op.execute(
        "create index ix_notices_recorded on notices (tenant_id, recorded_at)"
        " where audience = 'family'"
    )


def _outbox() -> None:
    # `relay_at`: when the relay looks at it again; at `not_before` if it has not looked yet.
    # `held_until` is set while a worker speaks with a provider; found in the past on a message that
    # is not settled, it means that the answer was lost: tried again, and counted in `unknown`.
    tenant_table(
        "outbox",
        """
        tenant_id smallint not null references tenants (id),
        id uuid not null,
        key text not null,
        channel text not null,
        notice_id uuid,
        address_sealed bytea not null,
        subject text not null default '',
        text text not null,
        created_at timestamptz not null,
        not_before timestamptz not null,
        relay_at timestamptz,
        held_until timestamptz,
        attempts integer not null default 0,
        unknown integer not null default 0,
        last_error text,
        settled_at timestamptz,
        outcome text,
        constraint pk_outbox primary key (tenant_id, id),
        constraint uq_outbox_key unique (tenant_id, key),
        constraint fk_outbox_notices foreign key (tenant_id, notice_id)
            references notices (tenant_id, id),
        constraint ck_outbox_channel check (channel in ('sms', 'email')),
        constraint ck_outbox_outcome
            check (outcome in ('sent', 'refused', 'gave_up', 'too_late')),
        constraint ck_outbox_settled check ((settled_at is null) = (outcome is null))
        """,
    )
    # One-time codes have a lane of their own: no number of notices keeps a person at the door.
    op.execute(
        "create index ix_outbox_codes on outbox (tenant_id, coalesce(relay_at, not_before))"
        " where settled_at is null and notice_id is null"
    )
    op.execute(
        "create index ix_outbox_waiting on outbox (tenant_id, coalesce(relay_at, not_before))"
        " where settled_at is null and notice_id is not null"
    )
    op.execute("create index ix_outbox_notice on outbox (tenant_id, notice_id)")
    op.execute("create index ix_outbox_settled on outbox (tenant_id, settled_at)")


def _calls() -> None:
    tenant_table(
        "hotline_tasks",
        """
        tenant_id smallint not null references tenants (id),
        id uuid not null,
        kind text not null,
        notice_id uuid not null,
        guardian_id uuid not null,
        application_id uuid,
        opened_at timestamptz not null,
        closed_at timestamptz,
        closed_by text,
        note text not null default '',
        constraint pk_hotline_tasks primary key (tenant_id, id),
        constraint uq_hotline_tasks_notice unique (tenant_id, notice_id),
        constraint fk_hotline_tasks_notices foreign key (tenant_id, notice_id)
            references notices (tenant_id, id),
        constraint fk_hotline_tasks_guardians foreign key (tenant_id, guardian_id)
            references guardians (tenant_id, id),
        constraint fk_hotline_tasks_applications foreign key (tenant_id, application_id)
            references applications (tenant_id, id),
        constraint ck_hotline_tasks_kind check (kind in ('undelivered')),
        constraint ck_hotline_tasks_closed check ((closed_at is null) = (closed_by is null))
        """,
        grants="select, insert, update",
    )
    op.execute(
        "create index ix_hotline_tasks_open on hotline_tasks (tenant_id, opened_at)"
        " where closed_at is null"
    )
    op.execute("create index ix_hotline_tasks_guardian on hotline_tasks (tenant_id, guardian_id)")
    op.execute(
        "create index ix_hotline_tasks_application on hotline_tasks (tenant_id, application_id)"
    )


def _nights() -> None:
    # Two tickers, or one that was away at night: each piece of work is done once for its day.
    tenant_table(
        "nightly_runs",
        """
        tenant_id smallint not null references tenants (id),
        job text not null,
        for_day date not null,
        ran_at timestamptz not null,
        constraint pk_nightly_runs primary key (tenant_id, job, for_day)
        """,
        grants="select, insert, delete",
    )
    # Up to which move of a queue its families have been told of their numbers (N-08), and up to
    # which somebody has looked whether a number grew so much that it cannot wait for the night.
    tenant_table(
        "number_digests",
        """
        tenant_id smallint not null references tenants (id),
        queue_id uuid not null,
        told_version bigint not null,
        looked_at_version bigint not null,
        told_at timestamptz,
        constraint pk_number_digests primary key (tenant_id, queue_id),
        constraint fk_number_digests_queues foreign key (tenant_id, queue_id)
            references queues (tenant_id, id)
        """,
        grants="select, insert, update",
    )


def _answered_requests() -> None:
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
    op.execute(
        "create index ix_idempotency_keys_created on idempotency_keys (tenant_id, created_at)"
    )


def downgrade() -> None:
    """Without messages."""
    drop_tables(
        "idempotency_keys", "number_digests", "nightly_runs", "hotline_tasks", "outbox", "notices"
    )
