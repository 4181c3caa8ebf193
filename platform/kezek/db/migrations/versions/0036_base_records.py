"""What the national education base was told: a digest of every record, and its version (L-3.10)."""

from alembic import op

from kezek.db.migrations.tables import drop_tables, tenant_table

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    """Digests only: what a record says is made anew whenever it is asked for."""
    tenant_table(
        "base_versions",
        """
        tenant_id smallint not null references tenants (id),
        version bigint not null,
        made_at timestamptz not null,
        checksum bytea not null,
        counts jsonb not null,
        constraint pk_base_versions primary key (tenant_id, version)
        """,
        grants="select, insert, delete",
    )
    tenant_table(
        "base_records",
        """
        tenant_id smallint not null references tenants (id),
        kind text not null,
        record_id uuid not null,
        sha256 bytea not null,
        version bigint not null,
        is_gone boolean not null default false,
        constraint pk_base_records primary key (tenant_id, kind, record_id),
        constraint ck_base_records_kind
            check (kind in ('kindergarten', 'group', 'place', 'child', 'contract'))
        """,
    )
    op.execute(
        "create index ix_base_records_version on base_records (tenant_id, version, kind, record_id)"
    )


def downgrade() -> None:
    """Without the exchange."""
    drop_tables("base_records", "base_versions")
