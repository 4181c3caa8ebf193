"""Stages of the service on their way to the state's monitoring (L-9.2, L-27.1)."""

from alembic import op

from kezek.db.migrations.tables import drop_tables, tenant_table

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    """Written in the commit of the fact; the id is made of the fact, so that none is made twice."""
    tenant_table(
        "stage_reports",
        """
        tenant_id smallint not null references tenants (id),
        id uuid not null,
        application_id uuid not null,
        stage text not null,
        at timestamptz not null,
        payload jsonb not null,
        not_before timestamptz not null,
        held_until timestamptz,
        attempts integer not null default 0,
        last_error text,
        settled_at timestamptz,
        outcome text,
        constraint pk_stage_reports primary key (tenant_id, id),
        constraint fk_stage_reports_applications foreign key (tenant_id, application_id)
            references applications (tenant_id, id),
        constraint ck_stage_reports_outcome check (outcome in ('acknowledged', 'refused')),
        constraint ck_stage_reports_settled check ((settled_at is null) = (outcome is null))
        """,
    )
    op.execute(
        "create index ix_stage_reports_waiting on stage_reports (tenant_id, not_before)"
        " where settled_at is null"
    )
    op.execute(
        "create index ix_stage_reports_refused on stage_reports (tenant_id, settled_at)"
        " where outcome = 'refused'"
    )
    op.execute("create index ix_stage_reports_settled on stage_reports (tenant_id, settled_at)")
    op.execute(
        "create index ix_stage_reports_application on stage_reports (tenant_id, application_id)"
    )


def downgrade() -> None:
    """Without monitoring."""
    drop_tables("stage_reports")
