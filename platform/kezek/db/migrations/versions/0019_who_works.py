"""Who works here: sessions, invitations, a second step; who looked at whom, and who agreed."""

from alembic import op

from kezek.db.migrations.tables import drop_tables, tenant_table

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """What makes an account answerable: where it is signed in, what it saw, what it agreed to."""
    _accounts()
    _invitations_and_reviews()
    _sessions()
    _views()
    _approvals()


def _accounts() -> None:
    op.execute(
        """
        alter table accounts
            add column two_step_sealed bytea,
            add column two_step_since timestamptz,
            add column two_step_last bigint,
            add constraint ck_accounts_two_step
                check ((two_step_sealed is null) = (two_step_since is null)),
            drop constraint ck_accounts_password,
            add constraint ck_accounts_password
                check (login is not null or password_hash is null)
        """
    )


def _invitations_and_reviews() -> None:
    # Who was invited has a login and no password yet.
    tenant_table(
        "staff_invitations",
        """
        tenant_id smallint not null references tenants (id),
        id uuid not null,
        account_id uuid not null,
        token_hash bytea not null,
        made_at timestamptz not null,
        made_by text not null,
        expires_at timestamptz not null,
        used_at timestamptz,
        constraint pk_staff_invitations primary key (tenant_id, id),
        constraint uq_staff_invitations_token unique (tenant_id, token_hash),
        constraint fk_staff_invitations_accounts foreign key (tenant_id, account_id)
            references accounts (tenant_id, id)
        """,
        grants="select, insert, update",
    )
    op.execute(
        "create index ix_staff_invitations_account on staff_invitations (tenant_id, account_id)"
    )
    tenant_table(
        "access_reviews",
        """
        tenant_id smallint not null references tenants (id),
        id uuid not null,
        account_id uuid not null,
        verdict text not null,
        reviewed_at timestamptz not null,
        reviewed_by text not null,
        constraint pk_access_reviews primary key (tenant_id, id),
        constraint fk_access_reviews_accounts foreign key (tenant_id, account_id)
            references accounts (tenant_id, id),
        constraint ck_access_reviews_verdict check (verdict in ('keeps', 'closed'))
        """,
        grants="select, insert",
    )
    op.execute(
        "create index ix_access_reviews_account on access_reviews"
        " (tenant_id, account_id, reviewed_at desc)"
    )


def _sessions() -> None:
    tenant_table(
        "sessions",
        """
        tenant_id smallint not null references tenants (id),
        id uuid not null,
        account_id uuid not null,
        epoch integer not null,
        browser text not null default '',
        begun_at timestamptz not null,
        proved_at timestamptz not null,
        seen_at timestamptz not null,
        ended_at timestamptz,
        ended_by text,
        constraint pk_sessions primary key (tenant_id, id),
        constraint fk_sessions_accounts foreign key (tenant_id, account_id)
            references accounts (tenant_id, id),
        constraint ck_sessions_ended check ((ended_at is null) = (ended_by is null))
        """,
    )
    op.execute(
        "create index ix_sessions_account on sessions (tenant_id, account_id, begun_at desc)"
    )


def _views() -> None:
    # Written and read, never changed: who looked at whom stays as it was.
    tenant_table(
        "personal_views",
        """
        tenant_id smallint not null references tenants (id),
        id uuid not null,
        account_id uuid not null,
        role text not null,
        shows text not null,
        subject_id uuid,
        page text not null,
        span timestamptz not null,
        looked_at timestamptz not null,
        constraint pk_personal_views primary key (tenant_id, id),
        constraint uq_personal_views_span unique nulls not distinct
            (tenant_id, account_id, page, subject_id, span)
        """,
        grants="select, insert",
    )
    op.execute(
        "create index ix_personal_views_subject on personal_views"
        " (tenant_id, subject_id, looked_at desc)"
    )
    op.execute("create index ix_personal_views_at on personal_views (tenant_id, looked_at desc)")


def _approvals() -> None:
    tenant_table(
        "approvals",
        """
        tenant_id smallint not null references tenants (id),
        id uuid not null,
        kind text not null,
        subject text not null,
        territory text,
        payload jsonb not null,
        reason text not null,
        proposed_at timestamptz not null,
        proposed_by text not null,
        expires_at timestamptz not null,
        decision text,
        decided_at timestamptz,
        decided_by text,
        answer text not null default '',
        carried_out_at timestamptz,
        outcome jsonb,
        constraint pk_approvals primary key (tenant_id, id),
        constraint ck_approvals_decision
            check (decision in ('agreed', 'declined', 'withdrawn')),
        constraint ck_approvals_decided check (
            (decision is null) = (decided_at is null) and (decision is null) = (decided_by is null)
        ),
        constraint ck_approvals_four_eyes
            check (decision is distinct from 'agreed' or decided_by <> proposed_by),
        constraint ck_approvals_carried_out
            check (carried_out_at is null or decision is not distinct from 'agreed')
        """,
        grants="select, insert, update",
    )
    op.execute(
        "create unique index uq_approvals_open on approvals (tenant_id, kind, subject)"
        " where decision is null"
    )
    op.execute("create index ix_approvals_at on approvals (tenant_id, proposed_at desc)")


def downgrade() -> None:
    """Without them; accounts that were only invited go too, for they never had a password."""
    drop_tables("approvals", "personal_views", "sessions", "access_reviews", "staff_invitations")
    op.execute(
        "delete from staff_territories where account_id in"
        " (select id from accounts where login is not null and password_hash is null)"
    )
    op.execute("delete from accounts where login is not null and password_hash is null")
    op.execute(
        """
        alter table accounts
            drop constraint ck_accounts_password,
            add constraint ck_accounts_password check ((login is null) = (password_hash is null)),
            drop constraint ck_accounts_two_step,
            drop column two_step_sealed,
            drop column two_step_since,
            drop column two_step_last
        """
    )
