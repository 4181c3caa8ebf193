"""Applications, queues, places, and the spans that run on them."""

from alembic import op

from kezek.db.migrations.tables import APP_ROLE, drop_tables, tenant_table

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """The queue itself; uniqueness of offers and places stands here, not in the program."""
    _applications()
    _queues()
    _places()
    _offers_and_referrals()
    _terms()


def _applications() -> None:
    # One sequence for all: a counter per region would make acts of one region wait for each other.
    op.execute("create sequence application_serials")
    op.execute(f"grant usage on sequence application_serials to {APP_ROLE}")
    tenant_table(
        "applications",
        """
        tenant_id smallint not null references tenants (id),
        id uuid not null,
        number text not null,
        serial bigint not null,
        child_id uuid not null,
        guardian_id uuid not null,
        territory text not null,
        mode text not null,
        queue_type text not null,
        born_on date not null,
        birth_year integer not null,
        language text not null,
        choices uuid[] not null,
        categories integer[] not null,
        standing text not null,
        claimed text not null,
        submitted_at timestamptz not null,
        state text not null,
        reason text,
        has_pmpk boolean not null,
        planned_from date,
        cancels integer not null,
        yearly_asked integer not null,
        yearly_year integer not null,
        asked_places uuid[] not null,
        reviewed boolean not null,
        state_since timestamptz not null,
        version integer not null,
        constraint pk_applications primary key (tenant_id, id),
        constraint uq_applications_number unique (tenant_id, number),
        constraint fk_applications_children foreign key (tenant_id, child_id)
            references children (tenant_id, id),
        constraint fk_applications_guardians foreign key (tenant_id, guardian_id)
            references guardians (tenant_id, id),
        constraint ck_applications_standing check (standing in ('O', 'P', 'G')),
        constraint ck_applications_reason check ((state = 'ARCHIVED') = (reason is not null))
        """,
    )
    op.execute(
        "create unique index uq_applications_one_live_per_child on applications"
        " (tenant_id, child_id) where state not in ('ARCHIVED', 'REFUSED')"
    )
    op.execute("create index ix_applications_guardian on applications (tenant_id, guardian_id)")
    op.execute("create index ix_applications_child on applications (tenant_id, child_id)")
    op.execute("create index ix_applications_state on applications (tenant_id, state, state_since)")


def _queues() -> None:
    tenant_table(
        "queues",
        """
        tenant_id smallint not null references tenants (id),
        id uuid not null,
        kindergarten_id uuid not null,
        birth_year integer not null,
        language text not null,
        queue_type text not null,
        count integer not null,
        ratio integer not null,
        version bigint not null,
        moves bigint not null,
        constraint pk_queues primary key (tenant_id, id),
        constraint uq_queues_key
            unique (tenant_id, kindergarten_id, birth_year, language, queue_type),
        constraint fk_queues_kindergartens foreign key (tenant_id, kindergarten_id)
            references kindergartens (tenant_id, id),
        constraint ck_queues_count check (count between 0 and ratio)
        """,
    )
    tenant_table(
        "queue_entries",
        """
        tenant_id smallint not null references tenants (id),
        queue_id uuid not null,
        application_id uuid not null,
        preference integer not null,
        standing text not null,
        submitted_at timestamptz not null,
        serial bigint not null,
        is_shown boolean not null,
        is_candidate boolean not null,
        constraint pk_queue_entries primary key (tenant_id, queue_id, application_id),
        constraint fk_queue_entries_queues foreign key (tenant_id, queue_id)
            references queues (tenant_id, id),
        constraint fk_queue_entries_applications foreign key (tenant_id, application_id)
            references applications (tenant_id, id)
        """,
    )
    op.execute(
        "create index ix_queue_entries_shown on queue_entries"
        " (tenant_id, queue_id, standing, submitted_at, serial, application_id) where is_shown"
    )
    op.execute(
        "create index ix_queue_entries_candidates on queue_entries"
        " (tenant_id, queue_id, standing, submitted_at, serial, application_id)"
        " where is_candidate"
    )
    op.execute(
        "create index ix_queue_entries_application on queue_entries (tenant_id, application_id)"
    )


def _places() -> None:
    tenant_table(
        "places",
        """
        tenant_id smallint not null references tenants (id),
        id uuid not null,
        queue_id uuid not null,
        birth_year integer not null,
        serial integer not null,
        state text not null,
        opened_at timestamptz not null,
        opened_seq integer not null,
        slot text,
        holder_id uuid,
        temporary_until date,
        closes_at timestamptz,
        version integer not null,
        constraint pk_places primary key (tenant_id, id),
        constraint uq_places_serial unique (tenant_id, queue_id, serial),
        constraint fk_places_queues foreign key (tenant_id, queue_id)
            references queues (tenant_id, id),
        constraint fk_places_applications foreign key (tenant_id, holder_id)
            references applications (tenant_id, id),
        constraint ck_places_holder
            check ((state in ('OFFERED', 'HELD', 'FILLED')) = (holder_id is not null))
        """,
    )
    op.execute(
        "create unique index uq_places_one_per_application on places (tenant_id, holder_id)"
        " where holder_id is not null"
    )
    op.execute(
        "create index ix_places_free on places (tenant_id, birth_year, opened_at, opened_seq)"
        " where state = 'PUBLISHED'"
    )
    op.execute("create index ix_places_queue on places (tenant_id, queue_id, state)")
    op.execute(
        "create index ix_places_closing on places (tenant_id, closes_at)"
        " where closes_at is not null and state <> 'RECALLED'"
    )


def _offers_and_referrals() -> None:
    tenant_table(
        "offers",
        """
        tenant_id smallint not null references tenants (id),
        application_id uuid not null,
        made_at timestamptz not null,
        child_id uuid not null,
        place_id uuid not null,
        due_at timestamptz not null,
        temporary_until date,
        ended_at timestamptz,
        outcome text,
        constraint pk_offers primary key (tenant_id, application_id, made_at, place_id),
        constraint fk_offers_applications foreign key (tenant_id, application_id)
            references applications (tenant_id, id),
        constraint fk_offers_places foreign key (tenant_id, place_id)
            references places (tenant_id, id),
        constraint ck_offers_outcome check ((ended_at is null) = (outcome is null))
        """,
    )
    op.execute(
        "create unique index uq_offers_one_live_per_place on offers (tenant_id, place_id)"
        " where ended_at is null"
    )
    op.execute(
        "create unique index uq_offers_one_live_per_child on offers (tenant_id, child_id)"
        " where ended_at is null"
    )
    tenant_table(
        "referrals",
        """
        tenant_id smallint not null references tenants (id),
        application_id uuid not null,
        issued_at timestamptz not null,
        child_id uuid not null,
        place_id uuid not null,
        kindergarten_id uuid not null,
        expires_at timestamptz not null,
        temporary_until date,
        progress jsonb not null,
        ended_at timestamptz,
        outcome text,
        constraint pk_referrals primary key (tenant_id, application_id, issued_at),
        constraint fk_referrals_applications foreign key (tenant_id, application_id)
            references applications (tenant_id, id),
        constraint fk_referrals_places foreign key (tenant_id, place_id)
            references places (tenant_id, id),
        constraint ck_referrals_outcome check ((ended_at is null) = (outcome is null))
        """,
    )
    op.execute(
        "create unique index uq_referrals_one_live_per_place on referrals (tenant_id, place_id)"
        " where ended_at is null"
    )
    op.execute(
        "create unique index uq_referrals_one_live_per_child on referrals (tenant_id, child_id)"
        " where ended_at is null"
    )
    op.execute(
        "create index ix_referrals_kindergarten on referrals"
        " (tenant_id, kindergarten_id, issued_at desc)"
    )
    op.execute("create index ix_referrals_issued on referrals (tenant_id, issued_at desc)")


def _terms() -> None:
    tenant_table(
        "terms",
        """
        tenant_id smallint not null references tenants (id),
        application_id uuid not null,
        kind text not null,
        due_at timestamptz not null,
        started_at timestamptz not null,
        waits boolean not null,
        phase text not null,
        submitted_at timestamptz not null,
        serial bigint not null,
        birth_year integer not null,
        constraint pk_terms primary key (tenant_id, application_id, kind, due_at),
        constraint fk_terms_applications foreign key (tenant_id, application_id)
            references applications (tenant_id, id)
        """,
    )
    op.execute(
        "create index ix_terms_due on terms (tenant_id, due_at, phase, submitted_at, serial)"
        " where not waits"
    )
    op.execute(
        "create index ix_terms_cohort on terms (tenant_id, birth_year, due_at) where not waits"
    )


def downgrade() -> None:
    """Without a queue."""
    drop_tables(
        "terms",
        "referrals",
        "offers",
        "places",
        "queue_entries",
        "queues",
        "applications",
    )
    op.execute("drop sequence application_serials")
