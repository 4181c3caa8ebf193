"""Vouchers: what an application keeps of its own, waiting lists, and a child between two places."""

from alembic import op

from kezek.db.migrations.tables import drop_tables, tenant_table

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """A child keeps its place until it has signed for the other one: two indexes stand for one."""
    op.execute("alter table applications add column voucher jsonb")
    tenant_table(
        "waiting_list",
        """
        tenant_id smallint not null references tenants (id),
        application_id uuid not null,
        kindergarten_id uuid not null,
        birth_year integer not null,
        language text not null,
        queue_type text not null,
        joined_at timestamptz not null,
        constraint pk_waiting_list primary key (tenant_id, application_id, kindergarten_id),
        constraint fk_waiting_list_applications foreign key (tenant_id, application_id)
            references applications (tenant_id, id),
        constraint fk_waiting_list_kindergartens foreign key (tenant_id, kindergarten_id)
            references kindergartens (tenant_id, id)
        """,
    )
    op.execute(
        "create index ix_waiting_list_turn on waiting_list"
        " (tenant_id, kindergarten_id, birth_year, language, queue_type, joined_at)"
    )
    op.execute(
        "create index ix_applications_vouchers on applications (tenant_id, territory, state)"
        " where state in ('VOUCHER_OFFERED', 'VOUCHER_ACTIVE')"
    )
    op.execute("drop index uq_places_one_per_application")
    op.execute(
        "create unique index uq_places_one_settled_per_application on places"
        " (tenant_id, holder_id) where state in ('FILLED', 'RESERVED_FOR_SANATORIUM')"
    )
    op.execute(
        "create unique index uq_places_one_coming_per_application on places"
        " (tenant_id, holder_id) where state in ('OFFERED', 'HELD')"
    )


def downgrade() -> None:
    """No vouchers."""
    op.execute("drop index uq_places_one_coming_per_application")
    op.execute("drop index uq_places_one_settled_per_application")
    op.execute(
        "create unique index uq_places_one_per_application on places (tenant_id, holder_id)"
        " where holder_id is not null"
    )
    op.execute("drop index ix_applications_vouchers")
    drop_tables("waiting_list")
    op.execute("alter table applications drop column voucher")
