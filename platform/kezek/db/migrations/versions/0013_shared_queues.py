"""Queues that belong to a territory instead of a kindergarten: indigo's and the voucher's."""

from alembic import op

from kezek.db.migrations.tables import drop_tables, tenant_table

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """A queue is of a kindergarten, of a territory, or of a category in a territory."""
    op.execute("alter table queues alter column kindergarten_id drop not null")
    op.execute("alter table queues add column territory text, add column category text")
    op.execute("alter table queues drop constraint uq_queues_key")
    op.execute(
        "alter table queues add constraint uq_queues_key unique nulls not distinct"
        " (tenant_id, kindergarten_id, territory, category, birth_year, language, queue_type)"
    )
    op.execute(
        "alter table queues add constraint ck_queues_shape check"
        " ((kindergarten_id is null) = (territory is not null)"
        " and (category is null or territory is not null)) not valid"
    )
    op.execute("alter table applications add column cohort integer")
    tenant_table(
        "territory_clocks",
        """
        tenant_id smallint not null references tenants (id),
        territory text not null,
        done_until timestamptz not null,
        constraint pk_territory_clocks primary key (tenant_id, territory)
        """,
    )


def downgrade() -> None:
    """Only queues of kindergartens."""
    drop_tables("territory_clocks")
    op.execute("alter table applications drop column cohort")
    op.execute("alter table queues drop constraint ck_queues_shape")
    op.execute("alter table queues drop constraint uq_queues_key")
    op.execute("alter table queues drop column category, drop column territory")
    op.execute("alter table queues alter column kindergarten_id set not null")
    op.execute(
        "alter table queues add constraint uq_queues_key"
        " unique (tenant_id, kindergarten_id, birth_year, language, queue_type)"
    )
