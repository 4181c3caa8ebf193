"""What a family may ask of its data: that it is erased, and that a consent no longer holds."""

from alembic import op

from kezek.db.migrations.tables import APP_ROLE, drop_tables, tenant_table

revision = "0040"
down_revision = "0039"


def upgrade() -> None:
    """A request waits until nothing demands keeping; a consent is renewed, or taken back."""
    tenant_table(
        "erasure_requests",
        """
        tenant_id smallint not null references tenants (id),
        guardian_id uuid not null,
        asked_at timestamptz not null,
        asked_by text not null,
        signed_on date,
        erased_at timestamptz,
        gone jsonb,
        constraint pk_erasure_requests primary key (tenant_id, guardian_id),
        constraint ck_erasure_requests_gone check ((erased_at is null) = (gone is null)),
        constraint fk_erasure_requests_guardians foreign key (tenant_id, guardian_id)
            references guardians (tenant_id, id)
        """,
    )
    op.execute(
        "create index ix_erasure_requests_waiting on erasure_requests (tenant_id, asked_at)"
        " where erased_at is null"
    )
    op.execute(
        "alter table consents add column withdrawn_at timestamptz, drop constraint pk_consents,"
        " add constraint pk_consents primary key (tenant_id, application_id, given_at)"
    )
    op.execute(f"grant update (withdrawn_at) on consents to {APP_ROLE}")


def downgrade() -> None:
    """Requests are lost, and of several consents all but the newest."""
    op.execute("alter table consents no force row level security")
    op.execute(
        "delete from consents as old using consents as new"
        " where old.tenant_id = new.tenant_id and old.application_id = new.application_id"
        " and old.given_at < new.given_at"
    )
    op.execute("alter table consents force row level security")
    op.execute(f"revoke update (withdrawn_at) on consents from {APP_ROLE}")
    op.execute(
        "alter table consents drop constraint pk_consents, drop column withdrawn_at,"
        " add constraint pk_consents primary key (tenant_id, application_id)"
    )
    drop_tables("erasure_requests")
