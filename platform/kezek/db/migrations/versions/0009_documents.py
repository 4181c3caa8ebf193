"""What families fill in and attach: unfinished applications, files, and the consent of Annex 5."""

from alembic import op

from kezek.db.migrations.tables import drop_tables, tenant_table

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """A file belongs to a child until its application is sent, and to both afterwards."""
    _drafts()
    _documents()
    _consents()


def _drafts() -> None:
    # The row without a child holds a consent that was given before a child was chosen.
    tenant_table(
        "application_drafts",
        """
        tenant_id smallint not null references tenants (id),
        id uuid not null,
        guardian_id uuid not null,
        child_id uuid,
        steps jsonb not null,
        updated_at timestamptz not null,
        constraint pk_application_drafts primary key (tenant_id, id),
        constraint uq_application_drafts_child
            unique nulls not distinct (tenant_id, guardian_id, child_id),
        constraint fk_application_drafts_guardians foreign key (tenant_id, guardian_id)
            references guardians (tenant_id, id),
        constraint fk_application_drafts_children foreign key (tenant_id, child_id)
            references children (tenant_id, id)
        """,
    )
    op.execute(
        "create index ix_application_drafts_child on application_drafts (tenant_id, child_id)"
    )


def _documents() -> None:
    tenant_table(
        "documents",
        """
        tenant_id smallint not null references tenants (id),
        id uuid not null,
        guardian_id uuid not null,
        child_id uuid not null,
        application_id uuid,
        kind text not null,
        issued_on date,
        expires_on date,
        filename text not null,
        media_type text not null,
        size integer not null,
        sha256 bytea not null,
        stored_path text not null,
        uploaded_at timestamptz not null,
        constraint pk_documents primary key (tenant_id, id),
        constraint uq_documents_path unique (tenant_id, stored_path),
        constraint fk_documents_guardians foreign key (tenant_id, guardian_id)
            references guardians (tenant_id, id),
        constraint fk_documents_children foreign key (tenant_id, child_id)
            references children (tenant_id, id),
        constraint fk_documents_applications foreign key (tenant_id, application_id)
            references applications (tenant_id, id),
        constraint ck_documents_kind check (kind ~ '^DOC-[0-9]{2}$'),
        constraint ck_documents_media_type
            check (media_type in ('application/pdf', 'image/jpeg', 'image/png')),
        constraint ck_documents_size check (size between 1 and 5242880),
        constraint ck_documents_expires check (expires_on is null or expires_on >= issued_on)
        """,
    )
    op.execute("create index ix_documents_guardian on documents (tenant_id, guardian_id)")
    op.execute("create index ix_documents_child on documents (tenant_id, child_id, uploaded_at)")
    op.execute(
        "create index ix_documents_application on documents"
        " (tenant_id, application_id, uploaded_at)"
    )


def _consents() -> None:
    tenant_table(
        "consents",
        """
        tenant_id smallint not null references tenants (id),
        application_id uuid not null,
        guardian_id uuid not null,
        child_id uuid not null,
        text_version text not null,
        language text not null,
        given_at timestamptz not null,
        constraint pk_consents primary key (tenant_id, application_id),
        constraint fk_consents_applications foreign key (tenant_id, application_id)
            references applications (tenant_id, id),
        constraint fk_consents_guardians foreign key (tenant_id, guardian_id)
            references guardians (tenant_id, id),
        constraint fk_consents_children foreign key (tenant_id, child_id)
            references children (tenant_id, id)
        """,
        grants="select, insert",
    )
    op.execute("create index ix_consents_guardian on consents (tenant_id, guardian_id)")
    op.execute("create index ix_consents_child on consents (tenant_id, child_id)")


def downgrade() -> None:
    """Without papers."""
    drop_tables("consents", "documents", "application_drafts")
