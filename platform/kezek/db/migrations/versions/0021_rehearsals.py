"""What a change of the rules would do, as it was rehearsed, for whoever signs it (N6)."""

from alembic import op

from kezek.db.migrations.tables import drop_tables, tenant_table

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """A rehearsal is never changed; those that nobody signed are swept out after some days."""
    tenant_table(
        "rehearsals",
        """
        tenant_id smallint not null references tenants (id),
        id uuid not null,
        made_at timestamptz not null,
        made_by text not null,
        rules_version integer not null,
        sha256 text not null,
        children integer not null,
        found jsonb not null,
        constraint pk_rehearsals primary key (tenant_id, id)
        """,
        grants="select, insert, delete",
    )
    op.execute("create index ix_rehearsals_made_at on rehearsals (tenant_id, made_at)")


def downgrade() -> None:
    """Without what was rehearsed."""
    drop_tables("rehearsals")
