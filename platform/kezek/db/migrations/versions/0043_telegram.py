"""A parent's chat with the bot, and the codes by which one is bound to a cabinet."""

from alembic import op

from kezek.db.migrations.tables import drop_tables, tenant_table

revision = "0043"
down_revision = "0042"


def upgrade() -> None:
    """The chat is sealed: who writes with whom is nobody's business."""
    op.execute(
        "alter table guardians add column telegram_sealed bytea, add column telegram_at timestamptz"
    )
    tenant_table(
        "telegram_codes",
        """
        tenant_id smallint not null references tenants (id),
        code_hash bytea not null,
        guardian_id uuid not null,
        expires_at timestamptz not null,
        constraint pk_telegram_codes primary key (tenant_id, code_hash),
        constraint fk_telegram_codes_guardians foreign key (tenant_id, guardian_id)
            references guardians (tenant_id, id)
        """,
        grants="select, insert, delete",
    )
    op.execute("create index ix_telegram_codes_guardian on telegram_codes (tenant_id, guardian_id)")
    op.execute("create index ix_telegram_codes_expires on telegram_codes (tenant_id, expires_at)")


def downgrade() -> None:
    """Without the bot."""
    drop_tables("telegram_codes")
    op.execute("alter table guardians drop column telegram_sealed, drop column telegram_at")
