"""Accounts of families and staff, the codes that were sent by SMS, and conflicts of identity."""

from alembic import op

from kezek.db.migrations.tables import drop_tables, tenant_table

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Who may enter, and what was sent to whom so that they could."""
    _accounts()
    _codes()
    _conflicts()


def _accounts() -> None:
    # Operators are no region's people and have no row here: a row would be inside one region.
    tenant_table(
        "accounts",
        """
        tenant_id smallint not null references tenants (id),
        id uuid not null,
        role text not null,
        guardian_id uuid,
        kindergarten_id uuid,
        login text,
        password_hash text,
        full_name text not null default '',
        language text,
        active boolean not null default true,
        session_epoch integer not null default 1,
        failures integer not null default 0,
        failed_at timestamptz,
        created_at timestamptz not null,
        constraint pk_accounts primary key (tenant_id, id),
        constraint uq_accounts_guardian unique (tenant_id, guardian_id),
        constraint uq_accounts_login unique (tenant_id, login),
        constraint fk_accounts_guardians foreign key (tenant_id, guardian_id)
            references guardians (tenant_id, id),
        constraint fk_accounts_kindergartens foreign key (tenant_id, kindergarten_id)
            references kindergartens (tenant_id, id),
        constraint ck_accounts_role
            check (role in ('family', 'kindergarten', 'office', 'hotline', 'admin')),
        constraint ck_accounts_family check ((role = 'family') = (guardian_id is not null)),
        constraint ck_accounts_kindergarten
            check ((role = 'kindergarten') = (kindergarten_id is not null)),
        constraint ck_accounts_login check ((role = 'family') = (login is null)),
        constraint ck_accounts_password check ((login is null) = (password_hash is null)),
        constraint ck_accounts_login_shape check (login = lower(login))
        """,
    )
    op.execute("create index ix_accounts_kindergarten on accounts (tenant_id, kindergarten_id)")
    tenant_table(
        "staff_territories",
        """
        tenant_id smallint not null references tenants (id),
        account_id uuid not null,
        territory text not null,
        constraint pk_staff_territories primary key (tenant_id, account_id, territory),
        constraint fk_staff_territories_accounts foreign key (tenant_id, account_id)
            references accounts (tenant_id, id)
        """,
    )


def _codes() -> None:
    # A row is written for every message, also for one without a code: limits count them all alike.
    tenant_table(
        "sms_codes",
        """
        tenant_id smallint not null references tenants (id),
        id uuid not null,
        purpose text not null,
        subject text not null default '',
        phone text not null,
        person_hash bytea,
        person_sealed bytea,
        is_stranger boolean not null default false,
        is_confirmed boolean not null default false,
        code_hash bytea not null,
        attempts integer not null default 0,
        sent_at timestamptz not null,
        expires_at timestamptz not null,
        proved_at timestamptz,
        used_at timestamptz,
        constraint pk_sms_codes primary key (tenant_id, id),
        constraint ck_sms_codes_purpose
            check (purpose in ('sign_up', 'sign_in', 'sign', 'phone_change')),
        constraint ck_sms_codes_used check (used_at is null or proved_at is not null)
        """,
    )
    op.execute("create index ix_sms_codes_phone on sms_codes (tenant_id, phone, sent_at)")
    op.execute("create index ix_sms_codes_person on sms_codes (tenant_id, person_hash, sent_at)")
    op.execute("create index ix_sms_codes_sent on sms_codes (tenant_id, sent_at)")
    # Filled in demo and test only, where messages go nowhere and somebody has to read them.
    tenant_table(
        "sent_codes",
        """
        tenant_id smallint not null references tenants (id),
        id uuid not null,
        phone text not null,
        text text not null,
        digits text not null,
        sent_at timestamptz not null,
        constraint pk_sent_codes primary key (tenant_id, id)
        """,
        grants="select, insert, delete",
    )
    op.execute("create index ix_sent_codes_sent on sent_codes (tenant_id, sent_at desc)")


def _conflicts() -> None:
    tenant_table(
        "identity_conflicts",
        """
        tenant_id smallint not null references tenants (id),
        id uuid not null,
        kind text not null,
        guardian_id uuid not null,
        application_id uuid,
        opened_at timestamptz not null,
        settled_at timestamptz,
        settled_by text,
        constraint pk_identity_conflicts primary key (tenant_id, id),
        constraint fk_identity_conflicts_guardians foreign key (tenant_id, guardian_id)
            references guardians (tenant_id, id),
        constraint fk_identity_conflicts_applications foreign key (tenant_id, application_id)
            references applications (tenant_id, id),
        constraint ck_identity_conflicts_kind check (kind in ('guardian', 'child')),
        constraint ck_identity_conflicts_child
            check ((kind = 'child') = (application_id is not null)),
        constraint ck_identity_conflicts_settled
            check ((settled_at is null) = (settled_by is null))
        """,
        grants="select, insert, update",
    )
    op.execute(
        "create unique index uq_identity_conflicts_open_child on identity_conflicts"
        " (tenant_id, application_id) where settled_at is null"
    )
    op.execute(
        "create unique index uq_identity_conflicts_open_guardian on identity_conflicts"
        " (tenant_id, guardian_id) where settled_at is null and kind = 'guardian'"
    )
    op.execute(
        "create index ix_identity_conflicts_guardian on identity_conflicts (tenant_id, guardian_id)"
    )


def downgrade() -> None:
    """Without anybody who may enter."""
    drop_tables("identity_conflicts", "sent_codes", "sms_codes", "staff_territories", "accounts")
