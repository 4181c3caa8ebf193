"""Runs of the forgetting: when, on whose word, and how many rows of each table went."""

from alembic import op

from kezek.db.migrations.tables import drop_tables, tenant_table

revision = "0041"
down_revision = "0040"


def upgrade() -> None:
    """Counts only; a run cannot be changed afterwards."""
    tenant_table(
        "retention_runs",
        """
        tenant_id smallint not null references tenants (id),
        id uuid not null,
        ran_at timestamptz not null,
        actor text not null,
        gone jsonb not null,
        constraint pk_retention_runs primary key (tenant_id, id)
        """,
        grants="select, insert",
    )
    op.execute("create index ix_retention_runs_ran_at on retention_runs (tenant_id, ran_at)")


def downgrade() -> None:
    """Without a trace of runs."""
    drop_tables("retention_runs")
