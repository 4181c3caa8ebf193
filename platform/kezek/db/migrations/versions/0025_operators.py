"""Who runs the deployment, what they have stopped, and how its processes are."""

from alembic import op

from kezek.db.migrations.tables import APP_ROLE, drop_tables, global_table, tenant_table

revision = "0025"
down_revision = "0024"

APPEND_ONLY = "select, insert"

SECRETS = "deployment_secrets(text)"

_SHOWN = (
    "id, role, login, full_name, language, invited_hash, invited_until, failures, failed_at,"
    " two_step_since, active, created_at, created_by"
)
_CHANGED = (
    "language, password_hash, two_step_sealed, two_step_since, two_step_last, invited_hash,"
    " invited_until, failures, failed_at, active"
)


def upgrade() -> None:
    """Tables of the deployment itself; the walls of regions do not concern them."""
    _accounts()
    _sessions()
    _acts()
    _stops()
    _switches()
    _processes()
    _outages()


def _accounts() -> None:
    """Hashes and secrets are given for one login at a time: nobody lists them, whatever he asks."""
    global_table(
        "deployment_accounts",
        """
        id uuid not null,
        role text not null,
        login text not null,
        full_name text not null,
        language text,
        password_hash text,
        two_step_sealed bytea,
        two_step_since timestamptz,
        two_step_last bigint,
        invited_hash bytea,
        invited_until timestamptz,
        failures integer not null default 0,
        failed_at timestamptz,
        active boolean not null default true,
        created_at timestamptz not null,
        created_by text not null,
        constraint pk_deployment_accounts primary key (id),
        constraint uq_deployment_accounts_login unique (login),
        constraint ck_deployment_accounts_role check (role in ('operator', 'shared_hotline')),
        constraint ck_deployment_accounts_invited
            check ((invited_hash is null) = (invited_until is null)),
        constraint ck_deployment_accounts_two_step
            check ((two_step_sealed is null) = (two_step_since is null))
        """,
        grants=f"select ({_SHOWN}), insert, update ({_CHANGED})",
    )
    op.execute(
        f"""
        create function {SECRETS.replace("text", "wanted text")}
        returns table (id uuid, password_hash text, two_step_sealed bytea, two_step_last bigint)
        language sql security definer set search_path = pg_catalog, pg_temp as $$
            select one.id, one.password_hash, one.two_step_sealed, one.two_step_last
            from public.deployment_accounts one
            where one.login = wanted
            for update
        $$
        """
    )
    op.execute(f"revoke all on function {SECRETS} from public")
    op.execute(f"grant execute on function {SECRETS} to {APP_ROLE}")


def _sessions() -> None:
    global_table(
        "deployment_sessions",
        """
        id uuid not null,
        account_id uuid not null,
        begun_at timestamptz not null,
        proved_at timestamptz not null,
        seen_at timestamptz not null,
        ended_at timestamptz,
        ended_by text,
        address text not null,
        browser text not null,
        constraint pk_deployment_sessions primary key (id),
        constraint fk_deployment_sessions_accounts foreign key (account_id)
            references deployment_accounts (id),
        constraint ck_deployment_sessions_ended check ((ended_at is null) = (ended_by is null))
        """,
        grants="select, insert, update (proved_at, seen_at, ended_at, ended_by)",
    )
    op.execute(
        "create index ix_deployment_sessions_account on deployment_sessions (account_id, begun_at)"
    )


def _acts() -> None:
    global_table(
        "deployment_acts",
        """
        id uuid not null,
        at timestamptz not null,
        actor text not null,
        kind text not null,
        tenant_id smallint references tenants (id),
        reason text not null,
        detail jsonb not null,
        constraint pk_deployment_acts primary key (id)
        """,
        grants=APPEND_ONLY,
    )
    op.execute("create index ix_deployment_acts_at on deployment_acts (at)")
    global_table(
        "deployment_proposals",
        """
        id uuid not null,
        kind text not null,
        tenant_id smallint not null references tenants (id),
        reason text not null,
        detail jsonb not null,
        proposed_at timestamptz not null,
        proposed_by text not null,
        expires_at timestamptz not null,
        decision text,
        decided_at timestamptz,
        decided_by text,
        answer text not null default '',
        constraint pk_deployment_proposals primary key (id),
        constraint ck_deployment_proposals_decision
            check (decision in ('agreed', 'declined', 'withdrawn', 'lapsed')),
        constraint ck_deployment_proposals_decided check (
            (decision is null) = (decided_at is null) and (decision is null) = (decided_by is null)
        ),
        constraint ck_deployment_proposals_four_eyes
            check (decision is distinct from 'agreed' or decided_by <> proposed_by)
        """,
        grants="select, insert, update (decision, decided_at, decided_by, answer)",
    )
    op.execute(
        "create unique index uq_deployment_proposals_open on deployment_proposals (tenant_id, kind)"
        " where decision is null"
    )


def _stops() -> None:
    global_table(
        "tenant_stops",
        """
        id uuid not null,
        tenant_id smallint not null references tenants (id),
        level text not null,
        reason text not null,
        words_kk text not null,
        words_ru text not null,
        began_at timestamptz not null,
        began_by text not null,
        kept_through_on date,
        ended_at timestamptz,
        ended_by text,
        constraint pk_tenant_stops primary key (id),
        constraint ck_tenant_stops_level check (level in ('reads_only', 'suspended', 'closed')),
        constraint ck_tenant_stops_kept check ((level = 'closed') = (kept_through_on is not null)),
        constraint ck_tenant_stops_ended check ((ended_at is null) = (ended_by is null))
        """,
        grants="select, insert, update (ended_at, ended_by)",
    )
    op.execute(
        "create unique index uq_tenant_stops_open on tenant_stops (tenant_id)"
        " where ended_at is null"
    )
    op.execute("create index ix_tenant_stops_tenant on tenant_stops (tenant_id, began_at)")


def _switches() -> None:
    global_table(
        "switches",
        """
        id uuid not null,
        name text not null,
        tenant_id smallint references tenants (id),
        reason text not null,
        off_at timestamptz not null,
        off_by text not null,
        until timestamptz,
        on_at timestamptz,
        on_by text,
        constraint pk_switches primary key (id),
        constraint ck_switches_on check ((on_at is null) = (on_by is null))
        """,
        grants="select, insert, update (on_at, on_by)",
    )
    op.execute(
        "create unique index uq_switches_open on switches (name, coalesce(tenant_id, 0::smallint))"
        " where on_at is null"
    )
    op.execute("create index ix_switches_at on switches (off_at)")


def _processes() -> None:
    global_table(
        "heartbeats",
        """
        process text not null,
        kind text not null,
        version text not null,
        began_at timestamptz not null,
        seen_at timestamptz not null,
        detail jsonb not null,
        constraint pk_heartbeats primary key (process)
        """,
        grants="select, insert, update, delete",
    )
    global_table(
        "failed_jobs",
        """
        id uuid not null,
        queue text not null,
        actor text not null,
        tenant_id smallint,
        args jsonb not null,
        error text not null,
        place text not null,
        first_at timestamptz not null,
        last_at timestamptz not null,
        times integer not null,
        settled_at timestamptz,
        settled_by text,
        outcome text,
        reason text not null default '',
        constraint pk_failed_jobs primary key (id),
        constraint ck_failed_jobs_outcome check (outcome in ('retried', 'discarded')),
        constraint ck_failed_jobs_settled check (
            (settled_at is null) = (outcome is null) and (settled_at is null) = (settled_by is null)
        )
        """,
        grants="select, insert, update (last_at, times, settled_at, settled_by, outcome, reason)",
    )
    op.execute(
        "create unique index uq_failed_jobs_open on failed_jobs"
        " (actor, coalesce(tenant_id, 0::smallint), error, place) where settled_at is null"
    )
    op.execute("create index ix_failed_jobs_at on failed_jobs (last_at)")


def _outages() -> None:
    # Of the region: its parents read it, its terms were moved by it.
    tenant_table(
        "recorded_outages",
        """
        tenant_id smallint not null references tenants (id),
        id uuid not null,
        began_at timestamptz not null,
        ended_at timestamptz not null,
        failed text not null,
        reason text not null,
        words_kk text not null,
        words_ru text not null,
        recorded_at timestamptz not null,
        recorded_by text not null,
        terms_moved integer not null,
        constraint pk_recorded_outages primary key (tenant_id, id),
        constraint ck_recorded_outages_span check (began_at < ended_at)
        """,
        grants=APPEND_ONLY,
    )
    op.execute("create index ix_recorded_outages_at on recorded_outages (tenant_id, began_at)")


def downgrade() -> None:
    """Without operators; what they recorded goes with them."""
    op.execute(f"drop function {SECRETS}")
    drop_tables(
        "recorded_outages",
        "failed_jobs",
        "heartbeats",
        "switches",
        "tenant_stops",
        "deployment_proposals",
        "deployment_acts",
        "deployment_sessions",
        "deployment_accounts",
    )
