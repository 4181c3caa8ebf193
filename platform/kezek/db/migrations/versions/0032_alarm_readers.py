"""Who of the staff is told of alarms outside the house, and where (N-54)."""

from alembic import op

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    """An address of each account; empty for who reads alarms in the console alone."""
    op.execute("alter table accounts add column alarm_email text not null default ''")


def downgrade() -> None:
    """In the console alone."""
    op.execute("alter table accounts drop column alarm_email")
