"""Complaints with their clocks, and the places that are kept for pupils in a sanatorium."""

from alembic import op

from kezek.db.migrations.tables import APP_ROLE, drop_tables, tenant_table

revision = "0010"
down_revision = "0009"

_HOLDER = (
    "alter table places add constraint ck_places_holder"
    " check ((state in ({})) = (holder_id is not null))"
)
_HELD = "'OFFERED', 'HELD', 'FILLED'"


def upgrade() -> None:
    """Who complained of what, until when an answer is due; whose seat a temporary place is."""
    _complaints()
    op.execute("alter table places add column in_place_of uuid")
    op.execute(
        "alter table places add constraint fk_places_places"
        " foreign key (tenant_id, in_place_of) references places (tenant_id, id) not valid"
    )
    op.execute(
        "create unique index uq_places_one_stand_in on places (tenant_id, in_place_of)"
        " where in_place_of is not null and state <> 'RECALLED'"
    )
    op.execute("alter table places drop constraint ck_places_holder")
    op.execute(_HOLDER.format(f"{_HELD}, 'RESERVED_FOR_SANATORIUM'"))


def _complaints() -> None:
    op.execute("create sequence complaint_serials")
    op.execute(f"grant usage on sequence complaint_serials to {APP_ROLE}")
    tenant_table(
        "complaints",
        """
        tenant_id smallint not null references tenants (id),
        id uuid not null,
        number text not null,
        guardian_id uuid not null,
        application_id uuid not null,
        kindergarten_id uuid,
        territory text not null,
        about text not null,
        body text not null,
        text_sealed bytea not null,
        state text not null,
        outcome text,
        answer_sealed bytea,
        filed_at timestamptz not null,
        register_at timestamptz not null,
        registered_at timestamptz,
        due_at timestamptz,
        alarm_at timestamptz,
        alarmed_at timestamptz,
        answered_at timestamptz,
        answered_by text,
        constraint pk_complaints primary key (tenant_id, id),
        constraint uq_complaints_number unique (tenant_id, number),
        constraint fk_complaints_guardians foreign key (tenant_id, guardian_id)
            references guardians (tenant_id, id),
        constraint fk_complaints_applications foreign key (tenant_id, application_id)
            references applications (tenant_id, id),
        constraint fk_complaints_kindergartens foreign key (tenant_id, kindergarten_id)
            references kindergartens (tenant_id, id),
        constraint ck_complaints_about check (about in ('queueing', 'admission')),
        constraint ck_complaints_body check (body in ('provider', 'authority')),
        constraint ck_complaints_state
            check (state in ('delivered', 'registered', 'answered', 'declined')),
        constraint ck_complaints_registered check ((state = 'delivered') = (due_at is null)),
        constraint ck_complaints_answered
            check ((state in ('answered', 'declined')) = (answer_sealed is not null)),
        constraint ck_complaints_outcome check ((outcome is null) = (answered_at is null))
        """,
        grants="select, insert, update",
    )
    op.execute(
        "create index ix_complaints_guardian on complaints (tenant_id, guardian_id, filed_at)"
    )
    op.execute("create index ix_complaints_application on complaints (tenant_id, application_id)")
    op.execute("create index ix_complaints_kindergarten on complaints (tenant_id, kindergarten_id)")
    op.execute(
        "create index ix_complaints_open on complaints (tenant_id, due_at)"
        " where state in ('delivered', 'registered')"
    )
    op.execute("create index ix_complaints_answered on complaints (tenant_id, answered_at)")


def downgrade() -> None:
    """Without complaints; kept places become filled ones again."""
    # The owner stands behind the wall, too, and has no tenant: it steps aside for one statement.
    op.execute("alter table places no force row level security")
    op.execute("update places set state = 'FILLED' where state = 'RESERVED_FOR_SANATORIUM'")
    op.execute("alter table places force row level security")
    op.execute("alter table places drop constraint ck_places_holder")
    op.execute(_HOLDER.format(_HELD))
    op.execute("drop index uq_places_one_stand_in")
    op.execute("alter table places drop constraint fk_places_places")
    op.execute("alter table places drop column in_place_of")
    drop_tables("complaints")
    op.execute("drop sequence complaint_serials")
