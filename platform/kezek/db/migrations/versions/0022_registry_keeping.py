"""The registry is kept by hand and by file: kindergartens close, files are looked at first."""

from alembic import op

from kezek.db.migrations.tables import drop_tables, tenant_table

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """A closed kindergarten stays for the history of its children; a file waits for its yes."""
    op.execute("alter table kindergartens add column closed_on date")
    tenant_table(
        "registry_files",
        """
        tenant_id smallint not null references tenants (id),
        id uuid not null,
        name text not null,
        sha256 text not null,
        content bytea not null,
        brought_at timestamptz not null,
        brought_by text not null,
        taken_at timestamptz,
        constraint pk_registry_files primary key (tenant_id, id),
        constraint ck_registry_files_size check (octet_length(content) <= 5242880)
        """,
    )
    op.execute("create index ix_registry_files_brought on registry_files (tenant_id, brought_at)")


def downgrade() -> None:
    """Without closed kindergartens and without files that wait."""
    drop_tables("registry_files")
    op.execute("alter table kindergartens drop column closed_on")
