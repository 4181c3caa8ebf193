"""A change of a region is drawn up, given a reason, and can be taken back before its moment."""

from alembic import op

from kezek.db.migrations.tables import drop_tables, tenant_table

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    """Why each version was made, which one it stands for, and the change that is being drawn up."""
    # Versions are never changed: what repeats or takes back another one says so itself.
    op.execute(
        """
        alter table tenant_versions
            add column reason text not null default '',
            add column repeats integer,
            add column takes_back integer
        """
    )
    tenant_table(
        "region_drafts",
        """
        tenant_id smallint not null references tenants (id),
        opened_at timestamptz not null,
        opened_by text not null,
        changed_at timestamptz not null,
        changed_by text not null,
        base jsonb not null,
        data jsonb not null,
        rehearsed_sha256 text,
        rehearsed_at timestamptz,
        rehearsed_by text,
        constraint pk_region_drafts primary key (tenant_id),
        constraint ck_region_drafts_rehearsed
            check ((rehearsed_sha256 is null) = (rehearsed_at is null))
        """,
    )


def downgrade() -> None:
    """Without reasons and drafts."""
    drop_tables("region_drafts")
    op.execute(
        "alter table tenant_versions drop column reason, drop column repeats,"
        " drop column takes_back"
    )
