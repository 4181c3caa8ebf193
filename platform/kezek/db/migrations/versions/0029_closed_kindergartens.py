"""What everybody reads of a kindergarten that was closed."""

from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    """Words in both languages; empty where nothing was said."""
    for language in ("kk", "ru"):
        op.execute(
            f"alter table kindergartens add column closed_words_{language} text not null default ''"
        )


def downgrade() -> None:
    """Without them."""
    for language in ("kk", "ru"):
        op.execute(f"alter table kindergartens drop column closed_words_{language}")
