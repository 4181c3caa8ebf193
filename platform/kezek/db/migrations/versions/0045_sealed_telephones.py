"""A code knows its telephone by a keyed hash, and seals it."""

from alembic import op

revision = "0045"
down_revision = "0044"


def upgrade() -> None:
    """A code is counted for a day and then forgotten: those of before may go at once."""
    op.execute("truncate sms_codes")
    op.execute("drop index ix_sms_codes_phone")
    op.execute(
        "alter table sms_codes drop column phone, add column phone_hash bytea not null,"
        " add column phone_sealed bytea not null"
    )
    op.execute("create index ix_sms_codes_phone on sms_codes (tenant_id, phone_hash, sent_at)")
    op.execute("drop index ix_guardians_phone")


def downgrade() -> None:
    """Codes that were sent are asked for once more."""
    op.execute("create index ix_guardians_phone on guardians (tenant_id, phone)")
    op.execute("drop index ix_sms_codes_phone")
    op.execute("truncate sms_codes")
    op.execute(
        "alter table sms_codes drop column phone_sealed, drop column phone_hash,"
        " add column phone text not null"
    )
    op.execute("create index ix_sms_codes_phone on sms_codes (tenant_id, phone, sent_at)")
