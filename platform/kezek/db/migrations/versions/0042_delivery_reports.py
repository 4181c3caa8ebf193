"""What a provider says of a message after it took it, and how an attempt failed."""

from alembic import op

revision = "0042"
down_revision = "0041"

_CHANNELS = "('sms', 'email')"
_WITH_TELEGRAM = "('sms', 'email', 'telegram')"
_OUTCOMES = "('sent', 'refused', 'gave_up', 'too_late')"
_WITH_REPORTS = "('sent', 'delivered', 'refused', 'expired', 'failed', 'gave_up', 'too_late')"


def upgrade() -> None:
    """The provider's own name of a message, by which its reports find it."""
    # `ask_at`: when the provider is asked what became of it, unless it tells before.
    op.execute(
        """
        alter table outbox
            add column gateway_ref text,
            add column delivered_at timestamptz,
            add column failure text,
            add column ask_at timestamptz,
            add constraint ck_outbox_failure check (failure in ('temporary', 'technical'))
        """
    )
    _allow(_WITH_TELEGRAM, _WITH_REPORTS)
    op.execute(
        "create index ix_outbox_gateway_ref on outbox (tenant_id, gateway_ref)"
        " where gateway_ref is not null"
    )
    op.execute(
        "create index ix_outbox_asked on outbox (tenant_id, ask_at) where ask_at is not null"
    )


def _allow(channels: str, outcomes: str) -> None:
    op.execute(
        f"""
        alter table outbox
            drop constraint ck_outbox_channel,
            drop constraint ck_outbox_outcome,
            add constraint ck_outbox_channel check (channel in {channels}),
            add constraint ck_outbox_outcome check (outcome in {outcomes})
        """
    )


def downgrade() -> None:
    """Taken is all that is known; what went by the new channel goes with it."""
    op.execute("delete from outbox where channel = 'telegram'")
    op.execute("update outbox set outcome = 'sent' where outcome = 'delivered'")
    op.execute("update outbox set outcome = 'gave_up' where outcome in ('expired', 'failed')")
    _allow(_CHANNELS, _OUTCOMES)
    op.execute(
        """
        alter table outbox
            drop column gateway_ref,
            drop column delivered_at,
            drop column failure,
            drop column ask_at
        """
    )
