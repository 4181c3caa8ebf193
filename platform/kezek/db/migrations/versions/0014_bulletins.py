"""Indigo: bulletins, windows of places, strikes, and a second application while a child attends."""

from alembic import op

from kezek.db.migrations.tables import APP_ROLE, drop_tables, tenant_table

revision = "0014"
down_revision = "0013"

_FUNCTION = "pass_claim(uuid, uuid)"

_LET_CLAIM_GO_ON = """
create function pass_claim(application uuid, other uuid)
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    update public.child_claims own set application_id = other
    where own.tenant_id = current_setting('kezek.tenant')::smallint
      and own.application_id = application;
end
$$
"""
"""As the functions of claims: the tenant is that of the transaction, and nothing is told."""

_LIVE = "state not in ('ARCHIVED', 'REFUSED')"


def upgrade() -> None:
    """What a bulletin said stays said: its lines can be added and read, never changed."""
    op.execute(
        "alter table applications add column strikes integer not null default 0,"
        " add column is_transfer boolean not null default false"
    )
    op.execute("drop index uq_applications_one_live_per_child")
    op.execute(
        "create unique index uq_applications_one_live_per_child on applications"
        f" (tenant_id, child_id) where {_LIVE} and not is_transfer"
    )
    op.execute(
        "create unique index uq_applications_one_transfer_per_child on applications"
        f" (tenant_id, child_id) where {_LIVE} and is_transfer"
    )
    # A child that attends has the referral of its contract, and may get one more.
    op.execute("drop index uq_referrals_one_live_per_child")
    op.execute(
        "create unique index uq_referrals_one_live_per_application on referrals"
        " (tenant_id, application_id) where ended_at is null"
    )
    op.execute(
        "alter table places add column is_private boolean not null default false,"
        " add column bulletin_on date, add column window_ends_at timestamptz"
    )
    op.execute(
        "create index ix_places_window on places (tenant_id, window_ends_at)"
        " where state = 'PRIORITY'"
    )
    op.execute(
        "create index ix_places_open on places (tenant_id, birth_year, queue_id)"
        " where state in ('PRIORITY', 'OPEN')"
    )
    _bulletin_lines()
    tenant_table(
        "claim_turns",
        """
        tenant_id smallint not null references tenants (id),
        guardian_id uuid not null,
        last_at timestamptz not null,
        constraint pk_claim_turns primary key (tenant_id, guardian_id),
        constraint fk_claim_turns_guardians foreign key (tenant_id, guardian_id)
            references guardians (tenant_id, id)
        """,
    )
    op.execute(_LET_CLAIM_GO_ON)
    op.execute(f"revoke all on function {_FUNCTION} from public")
    op.execute(f"grant execute on function {_FUNCTION} to {APP_ROLE}")


def _bulletin_lines() -> None:
    tenant_table(
        "bulletin_lines",
        """
        tenant_id smallint not null references tenants (id),
        place_id uuid not null,
        bulletin_on date not null,
        kind text not null,
        territory text not null,
        at timestamptz not null,
        kindergarten_id uuid not null,
        birth_year integer not null,
        language text not null,
        queue_type text not null,
        serial integer not null,
        temporary_until date,
        reason text not null,
        constraint pk_bulletin_lines primary key (tenant_id, place_id, bulletin_on, kind),
        constraint fk_bulletin_lines_places foreign key (tenant_id, place_id)
            references places (tenant_id, id),
        constraint ck_bulletin_lines_kind check (kind in ('listed', 'recalled'))
        """,
        grants="select, insert",
    )
    op.execute(
        "create index ix_bulletin_lines_day on bulletin_lines (tenant_id, territory, bulletin_on)"
    )


def downgrade() -> None:
    """Without bulletins."""
    op.execute(f"drop function {_FUNCTION}")
    drop_tables("claim_turns", "bulletin_lines")
    op.execute("drop index ix_places_open")
    op.execute("drop index ix_places_window")
    op.execute(
        "alter table places drop column window_ends_at, drop column bulletin_on,"
        " drop column is_private"
    )
    op.execute("drop index uq_referrals_one_live_per_application")
    op.execute(
        "create unique index uq_referrals_one_live_per_child on referrals (tenant_id, child_id)"
        " where ended_at is null"
    )
    op.execute("drop index uq_applications_one_transfer_per_child")
    op.execute("drop index uq_applications_one_live_per_child")
    op.execute(
        "create unique index uq_applications_one_live_per_child on applications"
        f" (tenant_id, child_id) where {_LIVE}"
    )
    op.execute("alter table applications drop column is_transfer, drop column strikes")
