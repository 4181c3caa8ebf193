"""Staff come in by their own key, and by codes on paper where the telephone is lost."""

from alembic import op

from kezek.db.migrations.tables import drop_tables, tenant_table

revision = "0037"
down_revision = "0036"


def upgrade() -> None:
    """Whose key opens an account, how a session was begun, and codes that are good once."""
    op.execute("alter table accounts add column key_holder_hash bytea")
    op.execute("alter table accounts add column key_since timestamptz")
    op.execute(
        "create unique index uq_accounts_key_holder on accounts (tenant_id, key_holder_hash)"
        " where key_holder_hash is not null"
    )
    op.execute("alter table sessions add column by_key boolean not null default false")
    tenant_table(
        "recovery_codes",
        """
        tenant_id smallint not null references tenants (id),
        id uuid not null,
        account_id uuid not null,
        code_hash bytea not null,
        made_at timestamptz not null,
        used_at timestamptz,
        constraint pk_recovery_codes primary key (tenant_id, id),
        constraint fk_recovery_codes_accounts foreign key (tenant_id, account_id)
            references accounts (tenant_id, id)
        """,
    )
    op.execute("create index ix_recovery_codes_account on recovery_codes (tenant_id, account_id)")


def downgrade() -> None:
    """By password and app alone."""
    drop_tables("recovery_codes")
    op.execute("alter table sessions drop column by_key")
    op.execute("alter table accounts drop column key_since, drop column key_holder_hash")
