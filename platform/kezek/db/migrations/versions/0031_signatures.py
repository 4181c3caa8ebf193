"""Electronic signatures: texts that wait to be signed, and what was signed, kept for good."""

from alembic import op

from kezek.db.migrations.tables import drop_tables, tenant_table

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    """A text waits five minutes; what was signed can be added and read, and nothing else."""
    tenant_table(
        "signature_challenges",
        """
        tenant_id smallint not null references tenants (id),
        id uuid not null,
        act text not null,
        subject text not null,
        asked_by uuid,
        content_sealed bytea not null,
        asked_at timestamptz not null,
        expires_at timestamptz not null,
        used_at timestamptz,
        signer_hash bytea,
        constraint pk_signature_challenges primary key (tenant_id, id)
        """,
    )
    op.execute(
        "create index ix_signature_challenges_asked_at"
        " on signature_challenges (tenant_id, asked_at)"
    )
    tenant_table(
        "signatures",
        """
        tenant_id smallint not null references tenants (id),
        id uuid not null,
        act text not null,
        subject uuid not null,
        guardian_id uuid not null,
        signer_hash bytea not null,
        content_sha256 bytea not null,
        content_sealed bytea not null,
        cms_sealed bytea not null,
        facts jsonb not null,
        signed_at timestamptz not null,
        kept_at timestamptz not null,
        fact_id uuid not null,
        constraint pk_signatures primary key (tenant_id, id),
        constraint fk_signatures_guardians foreign key (tenant_id, guardian_id)
            references guardians (tenant_id, id)
        """,
        grants="select, insert",
    )
    op.execute("create index ix_signatures_subject on signatures (tenant_id, subject, kept_at)")
    op.execute("create index ix_signatures_guardian on signatures (tenant_id, guardian_id)")


def downgrade() -> None:
    """Without them."""
    drop_tables("signatures", "signature_challenges")
