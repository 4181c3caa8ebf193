"""Regions, and the dated versions of what each has set."""

from alembic import op

from kezek.db.migrations.tables import APP_ROLE, drop_tables, global_table, tenant_table

revision = "0001"
down_revision = None


def upgrade() -> None:
    """A region is data: its row, and its settings with the day from which they hold."""
    op.execute(f"grant usage on schema public to {APP_ROLE}")
    # So that a process can say which schema it found; `kezek doctor` asks.
    op.execute(f"grant select on alembic_version to {APP_ROLE}")
    global_table(
        "tenants",
        """
        id smallint not null generated always as identity,
        slug text not null,
        prefix text not null,
        constraint pk_tenants primary key (id),
        constraint uq_tenants_slug unique (slug),
        constraint uq_tenants_prefix unique (prefix)
        """,
        grants="select, insert",
    )
    tenant_table(
        "tenant_versions",
        """
        tenant_id smallint not null references tenants (id),
        version integer not null,
        effective_from timestamptz not null,
        loaded_at timestamptz not null,
        loaded_by text not null,
        sha256 text not null,
        data jsonb not null,
        constraint pk_tenant_versions primary key (tenant_id, version)
        """,
        grants="select, insert",
    )


def downgrade() -> None:
    """Back to nothing."""
    drop_tables("tenant_versions", "tenants")
