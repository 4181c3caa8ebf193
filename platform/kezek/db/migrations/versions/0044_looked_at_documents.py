"""A document's copy for viewing, what may be hard to read on it, and files that rows share."""

from alembic import op

revision = "0044"
down_revision = "0043"


def upgrade() -> None:
    """Two rows of one family may name one file: it lies under what it holds, not under its row."""
    op.execute("alter table documents drop constraint uq_documents_path")
    op.execute(
        "alter table documents add column view_path text,"
        " add column flaws text[] not null default '{}'"
    )
    op.execute("create index ix_documents_path on documents (tenant_id, stored_path)")
    op.execute("create index ix_documents_view on documents (tenant_id, view_path)")


def downgrade() -> None:
    """Each row with a file of its own again."""
    op.execute("drop index ix_documents_view")
    op.execute("drop index ix_documents_path")
    op.execute("alter table documents drop column view_path, drop column flaws")
    op.execute(
        "alter table documents add constraint uq_documents_path unique (tenant_id, stored_path)"
    )
