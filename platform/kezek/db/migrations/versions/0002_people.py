"""Families: guardians and their children."""

from alembic import op

from kezek.db.migrations.tables import drop_tables, tenant_table

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """People before everything that is about them; an IIN is kept as ciphertext and keyed hash."""
    tenant_table(
        "guardians",
        """
        tenant_id smallint not null references tenants (id),
        id uuid not null,
        iin_hash bytea,
        iin_sealed bytea,
        document_kind text,
        document_hash bytea,
        document_number_sealed bytea,
        full_name text not null default '',
        address text not null default '',
        phone text not null default '',
        email text not null default '',
        language text not null,
        proven boolean not null default false,
        proven_by text,
        displaced_at timestamptz,
        created_at timestamptz not null,
        constraint pk_guardians primary key (tenant_id, id),
        constraint ck_guardians_proven check (proven or proven_by is null),
        constraint ck_guardians_displaced check (displaced_at is null or not proven),
        constraint ck_guardians_document
            check ((document_hash is null) = (document_number_sealed is null)
                and (document_hash is null) = (document_kind is null))
        """,
    )
    tenant_table(
        "children",
        """
        tenant_id smallint not null references tenants (id),
        id uuid not null,
        guardian_id uuid not null,
        iin_hash bytea,
        iin_sealed bytea,
        document_kind text,
        document_hash bytea,
        document_number_sealed bytea,
        full_name text not null,
        born_on date not null,
        parentage_proven boolean not null default false,
        parentage_proven_by text,
        removed_at timestamptz,
        created_at timestamptz not null,
        constraint pk_children primary key (tenant_id, id),
        constraint ck_children_parentage
            check (parentage_proven or parentage_proven_by is null),
        constraint ck_children_document
            check ((document_hash is null) = (document_number_sealed is null)
                and (document_hash is null) = (document_kind is null)),
        constraint fk_children_guardians foreign key (tenant_id, guardian_id)
            references guardians (tenant_id, id)
        """,
    )
    # One holder for each person: who is displaced keeps the rows, and the right to none of them.
    op.execute(
        "create unique index uq_guardians_iin on guardians (tenant_id, iin_hash)"
        " where displaced_at is null"
    )
    op.execute(
        "create unique index uq_guardians_document on guardians (tenant_id, document_hash)"
        " where displaced_at is null"
    )
    op.execute("create index ix_children_guardian on children (tenant_id, guardian_id)")
    # A family lists a child once; two parents may each list the same one.
    op.execute(
        "create unique index uq_children_iin on children (tenant_id, guardian_id, iin_hash)"
        " where removed_at is null"
    )
    op.execute(
        "create unique index uq_children_document on children"
        " (tenant_id, guardian_id, document_hash) where removed_at is null"
    )
    op.execute("create index ix_children_iin on children (tenant_id, iin_hash)")
    op.execute("create index ix_children_document on children (tenant_id, document_hash)")


def downgrade() -> None:
    """Without families."""
    drop_tables("children", "guardians")
