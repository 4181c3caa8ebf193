"""Families who ask to be told of open places, and the claims on a place by its moments."""

from alembic import op

from kezek.db.migrations.tables import drop_tables, tenant_table

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """One row for an application whose family asked; it is told once a day at most (N-37)."""
    tenant_table(
        "place_watches",
        """
        tenant_id smallint not null references tenants (id),
        application_id uuid not null,
        asked_at timestamptz not null,
        told_on date,
        constraint pk_place_watches primary key (tenant_id, application_id),
        constraint fk_place_watches_applications foreign key (tenant_id, application_id)
            references applications (tenant_id, id)
        """,
        grants="select, insert, update, delete",
    )
    # A bulletin shows of each place whether it was taken since.
    op.execute("create index ix_referrals_place on referrals (tenant_id, place_id, issued_at)")


def downgrade() -> None:
    """Without them."""
    op.execute("drop index ix_referrals_place")
    drop_tables("place_watches")
