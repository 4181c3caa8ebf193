"""Spans that ended and could not be brought about, because a calendar is missing (R-90)."""

from alembic import op

from kezek.db.migrations.tables import drop_tables, tenant_table

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """A mark for each, which goes with its span; it is no part of the ledger."""
    tenant_table(
        "passed_over_terms",
        """
        tenant_id smallint not null references tenants (id),
        application_id uuid not null,
        kind text not null,
        due_at timestamptz not null,
        until timestamptz not null,
        constraint pk_passed_over_terms primary key (tenant_id, application_id, kind, due_at),
        constraint fk_passed_over_terms_terms foreign key (tenant_id, application_id, kind, due_at)
            references terms (tenant_id, application_id, kind, due_at) on delete cascade
        """,
    )
    op.execute("create index ix_passed_over_terms_until on passed_over_terms (tenant_id, until)")


def downgrade() -> None:
    """Without the marks: what was passed over is tried at once."""
    drop_tables("passed_over_terms")
