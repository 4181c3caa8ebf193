"""Switches of territories: what was rehearsed and signed, and what happened on the day (R-10)."""

from kezek.db.migrations.tables import drop_tables, tenant_table

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """A signed switch stays for good; what may still come to it is its end, or its outcome."""
    tenant_table(
        "territory_switches",
        """
        tenant_id smallint not null references tenants (id),
        id uuid not null,
        territory text not null,
        mode_before text not null,
        mode_after text not null,
        from_on date not null,
        reason text not null,
        signed_at timestamptz not null,
        signed_by text not null,
        rehearsal jsonb not null,
        cancelled_at timestamptz,
        cancelled_by text,
        cancelled_why text,
        happened_at timestamptz,
        outcome jsonb,
        constraint pk_territory_switches primary key (tenant_id, id),
        constraint ck_territory_switches_end check (
            (cancelled_at is null) = (cancelled_by is null)
            and (cancelled_at is null) = (cancelled_why is null)
            and (happened_at is null) = (outcome is null)
            and (cancelled_at is null or happened_at is null)
        )
        """,
        grants="select, insert, update",
    )


def downgrade() -> None:
    """Without what was signed."""
    drop_tables("territory_switches")
