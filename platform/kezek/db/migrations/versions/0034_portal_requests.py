"""Applications that the state portal sent: one row for each of its requests (E-6, I-2.3)."""

from alembic import op

from kezek.db.migrations.tables import drop_tables, tenant_table

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    """A request that was taken is settled; a refused one may come once more, put right."""
    tenant_table(
        "portal_requests",
        """
        tenant_id smallint not null references tenants (id),
        id uuid not null,
        caller text not null,
        request_id text not null,
        body_sha256 bytea not null,
        received_at timestamptz not null,
        outcome text not null,
        refusal text not null default '',
        application_id uuid,
        signature_id uuid,
        constraint pk_portal_requests primary key (tenant_id, id),
        constraint uq_portal_requests_request unique (tenant_id, caller, request_id),
        constraint fk_portal_requests_applications foreign key (tenant_id, application_id)
            references applications (tenant_id, id),
        constraint fk_portal_requests_signatures foreign key (tenant_id, signature_id)
            references signatures (tenant_id, id),
        constraint ck_portal_requests_outcome check (outcome in ('taken', 'refused')),
        constraint ck_portal_requests_taken
            check ((outcome = 'taken') = (application_id is not null))
        """,
        grants="select, insert, update",
    )
    op.execute(
        "create index ix_portal_requests_application on portal_requests (tenant_id, application_id)"
    )
    op.execute(
        "create index ix_portal_requests_signature on portal_requests (tenant_id, signature_id)"
    )
    op.execute(
        "create index ix_portal_requests_received on portal_requests (tenant_id, received_at)"
    )


def downgrade() -> None:
    """Without the portal."""
    drop_tables("portal_requests")
