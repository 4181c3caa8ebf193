"""A kindergarten's own desk: its groups' history, batches of places, absences, the year's end."""

from alembic import op

from kezek.db.migrations.tables import drop_tables, tenant_table

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """What a kindergarten says of itself, and the steps of its August."""
    _groups()
    _places()
    _year_ends()
    _year_end_children()


def _groups() -> None:
    op.execute(
        "alter table groups add column hours numeric(3, 1),"
        " add constraint ck_groups_hours check (hours in (4, 9, 10.5, 12, 24))"
    )
    # Each change is a version of its own that nobody rewrites: what a group was, by whose word.
    tenant_table(
        "group_changes",
        """
        tenant_id smallint not null references tenants (id),
        group_id uuid not null,
        version integer not null,
        changed_at timestamptz not null,
        changed_by text not null,
        reason text not null,
        before jsonb not null,
        after jsonb not null,
        constraint pk_group_changes primary key (tenant_id, group_id, version),
        constraint fk_group_changes_groups foreign key (tenant_id, group_id)
            references groups (tenant_id, id) on delete cascade
        """,
        grants="select, insert",
    )


def _places() -> None:
    tenant_table(
        "place_batches",
        """
        tenant_id smallint not null references tenants (id),
        id uuid not null,
        kindergarten_id uuid not null,
        published_at timestamptz not null,
        published_by text not null,
        places uuid[] not null,
        taken_back_at timestamptz,
        constraint pk_place_batches primary key (tenant_id, id),
        constraint fk_place_batches_kindergartens foreign key (tenant_id, kindergarten_id)
            references kindergartens (tenant_id, id)
        """,
        grants="select, insert, update",
    )
    op.execute(
        "create index ix_place_batches_kindergarten on place_batches"
        " (tenant_id, kindergarten_id, published_at desc)"
    )
    tenant_table(
        "absences",
        """
        tenant_id smallint not null references tenants (id),
        id uuid not null,
        kindergarten_id uuid not null,
        application_id uuid not null,
        because text not null,
        noted_at timestamptz not null,
        noted_by text not null,
        until_on date not null,
        ended_at timestamptz,
        constraint pk_absences primary key (tenant_id, id),
        constraint fk_absences_kindergartens foreign key (tenant_id, kindergarten_id)
            references kindergartens (tenant_id, id),
        constraint fk_absences_applications foreign key (tenant_id, application_id)
            references applications (tenant_id, id),
        constraint ck_absences_because check (because in ('sanatorium', 'illness', 'leave'))
        """,
        grants="select, insert, update",
    )
    op.execute(
        "create index ix_absences_kindergarten on absences (tenant_id, kindergarten_id, ended_at)"
    )
    op.execute("create index ix_absences_application on absences (tenant_id, application_id)")
    op.execute(
        "create unique index uq_absences_open on absences (tenant_id, application_id)"
        " where ended_at is null"
    )


def _year_ends() -> None:
    tenant_table(
        "year_ends",
        """
        tenant_id smallint not null references tenants (id),
        id uuid not null,
        kindergarten_id uuid not null,
        school_year integer not null,
        on_day date not null,
        stage text not null,
        openings jsonb not null,
        publishes boolean not null,
        begun_at timestamptz not null,
        begun_by text not null,
        signed_at timestamptz,
        signed_by text,
        finished_at timestamptz,
        version integer not null,
        constraint pk_year_ends primary key (tenant_id, id),
        constraint uq_year_ends_year unique (tenant_id, kindergarten_id, school_year),
        constraint fk_year_ends_kindergartens foreign key (tenant_id, kindergarten_id)
            references kindergartens (tenant_id, id),
        constraint ck_year_ends_stage check (stage in ('draft', 'signed', 'done')),
        constraint ck_year_ends_signed check ((stage = 'draft') = (signed_at is null))
        """,
    )
    op.execute("create index ix_year_ends_due on year_ends (tenant_id, stage, on_day)")


def _year_end_children() -> None:
    tenant_table(
        "year_end_children",
        """
        tenant_id smallint not null references tenants (id),
        year_end_id uuid not null,
        application_id uuid not null,
        deed text not null,
        to_group_id uuid,
        done_at timestamptz,
        outcome text,
        constraint pk_year_end_children primary key (tenant_id, year_end_id, application_id),
        constraint fk_year_end_children_year_ends foreign key (tenant_id, year_end_id)
            references year_ends (tenant_id, id) on delete cascade,
        constraint fk_year_end_children_applications foreign key (tenant_id, application_id)
            references applications (tenant_id, id),
        constraint fk_year_end_children_groups foreign key (tenant_id, to_group_id)
            references groups (tenant_id, id),
        constraint ck_year_end_children_deed check (deed in ('leaves', 'stays', 'moves')),
        constraint ck_year_end_children_group check ((deed = 'moves') = (to_group_id is not null))
        """,
    )
    op.execute(
        "create index ix_year_end_children_application on year_end_children"
        " (tenant_id, application_id)"
    )
    op.execute(
        "create index ix_year_end_children_group on year_end_children (tenant_id, to_group_id)"
    )


def downgrade() -> None:
    """Without them; groups keep what they have become."""
    drop_tables("year_end_children", "year_ends", "absences", "place_batches", "group_changes")
    op.execute("alter table groups drop column hours")
