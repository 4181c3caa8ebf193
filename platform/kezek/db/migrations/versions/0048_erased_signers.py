"""An erased family cannot be told by its signatures either; names are hashed anew."""

from alembic import op

from kezek.db.migrations.tables import APP_ROLE

revision = "0048"
down_revision = "0047"


def upgrade() -> None:
    """Hashes of names hang on no key that is changed; the night, or `kezek keys seal`, fills them.

    Of a signature only the signer's hash may be changed: erasure empties it.
    """
    op.execute("truncate name_tokens")
    op.execute(f"grant update (signer_hash) on signatures to {APP_ROLE}")


def downgrade() -> None:
    """Names are hashed as before by the night."""
    op.execute(f"revoke update (signer_hash) on signatures from {APP_ROLE}")
    op.execute("truncate name_tokens")
