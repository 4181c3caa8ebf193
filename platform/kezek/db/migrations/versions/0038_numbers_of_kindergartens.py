"""The business identification number (BIN) by which a kindergarten's own key is known."""

from alembic import op

revision = "0038"
down_revision = "0037"


def upgrade() -> None:
    """Empty where nobody has said it: such a kindergarten signs nothing by key."""
    op.execute("alter table kindergartens add column bin text not null default ''")


def downgrade() -> None:
    """Without it."""
    op.execute("alter table kindergartens drop column bin")
