"""The registry of preschool organisations and their groups (L-3.06)."""

from alembic import op

from kezek.db.migrations.tables import drop_tables, tenant_table

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Kindergartens before the queues that lead to them."""
    tenant_table(
        "kindergartens",
        """
        tenant_id smallint not null references tenants (id),
        id uuid not null,
        external_id text not null,
        name_kk text,
        name_ru text not null,
        kind text not null,
        ownership text not null,
        territory text not null,
        address_kk text not null default '',
        address_ru text not null default '',
        lat double precision,
        lon double precision,
        phone text not null default '',
        languages text[] not null default '{}',
        hours numeric(3, 1),
        capacity integer,
        source text not null default '',
        is_demo boolean not null default false,
        constraint pk_kindergartens primary key (tenant_id, id),
        constraint uq_kindergartens_external unique (tenant_id, external_id),
        constraint ck_kindergartens_kind check (kind in ('nursery_kindergarten', 'kindergarten',
            'mini_centre', 'sanatorium', 'special')),
        constraint ck_kindergartens_ownership
            check (ownership in ('state', 'private_order', 'private', 'unknown')),
        constraint ck_kindergartens_hours check (hours in (4, 9, 10.5, 12, 24))
        """,
    )
    op.execute("create index ix_kindergartens_territory on kindergartens (tenant_id, territory)")
    tenant_table(
        "groups",
        """
        tenant_id smallint not null references tenants (id),
        id uuid not null,
        kindergarten_id uuid not null,
        birth_year integer not null,
        language text not null,
        capacity integer not null,
        is_demo boolean not null default false,
        constraint pk_groups primary key (tenant_id, id),
        constraint fk_groups_kindergartens foreign key (tenant_id, kindergarten_id)
            references kindergartens (tenant_id, id),
        constraint uq_groups_cohort unique (tenant_id, kindergarten_id, birth_year, language),
        constraint ck_groups_capacity check (capacity > 0)
        """,
    )


def downgrade() -> None:
    """Without a registry."""
    drop_tables("groups", "kindergartens")
