"""What statistics count by: the line as it stands, offers and facts by month, acts of staff."""

from alembic import op

revision = "0027"
down_revision = "0026"

_COUNTED = (
    "'contract:signed', 'referral:expired', 'referral:missed', 'voucher:accepted',"
    " 'voucher:lapsed', 'voucher:offered'"
)


def upgrade() -> None:
    """Indexes alone: figures are counted when they are asked for, and must not read payloads."""
    op.execute(
        "create index ix_applications_line on applications"
        " (tenant_id, territory, birth_year, language, standing, mode)"
        " where state in ('QUEUED', 'DEFERRED', 'PRIORITY')"
    )
    op.execute("create index ix_offers_made on offers (tenant_id, made_at)")
    op.execute(
        "create index ix_journal_facts_counted on journal_facts (tenant_id, kind, at)"
        f" include (application_id) where kind in ({_COUNTED})"
    )
    op.execute(
        "create index ix_journal_facts_office on journal_facts (tenant_id, at)"
        " include (actor, kind, application_id) where actor like 'office:%'"
    )


def downgrade() -> None:
    """Without them."""
    for name in (
        "ix_journal_facts_office",
        "ix_journal_facts_counted",
        "ix_offers_made",
        "ix_applications_line",
    ):
        op.execute(f"drop index {name}")
