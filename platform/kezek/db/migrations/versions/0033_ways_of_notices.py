"""By which ways a parent wishes to be told, and from which version of its text a notice came."""

from alembic import op

revision = "0033"
down_revision = "0032"

_WAYS = ("sms", "email", "telegram")


def upgrade() -> None:
    """Everything goes by every way until a parent says otherwise; older notices have version 1."""
    for way in _WAYS:
        op.execute(f"alter table guardians add column told_by_{way} boolean not null default true")
    op.execute("alter table notices add column template_version integer not null default 1")


def downgrade() -> None:
    """Wishes are forgotten."""
    op.execute("alter table notices drop column template_version")
    for way in _WAYS:
        op.execute(f"alter table guardians drop column told_by_{way}")
