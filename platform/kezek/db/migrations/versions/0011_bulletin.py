"""The chronology of publications is read out of the journal by an index of its own (L-3.04)."""

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Few facts are about places, and a public page must not walk over all the others."""
    op.execute(
        "create index ix_journal_facts_bulletin on journal_facts (tenant_id, at desc, id desc)"
        " where kind in ('place:published', 'place:kept', 'place:recalled', 'place:closed',"
        " 'place:pupil-returned', 'temporary:ended')"
    )


def downgrade() -> None:
    """Without it."""
    op.execute("drop index ix_journal_facts_bulletin")
