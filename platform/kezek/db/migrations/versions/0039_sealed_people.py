"""What people are known and reached by is kept under their family's key."""

from alembic import op

revision = "0039"
down_revision = "0038"


def upgrade() -> None:
    """Room for the ciphertexts, and for the keyed hash by which a telephone is found.

    The columns that they replace stay, and are emptied row by row (`kezek keys seal`, and every
    night): the keys do not stand in the database, so that no migration can seal.
    """
    op.execute(
        "alter table guardians add column private_sealed bytea, add column phone_hash bytea,"
        " add column erased_at timestamptz, drop constraint ck_guardians_document"
    )
    op.execute(
        "alter table children add column private_sealed bytea, drop constraint ck_children_document"
    )
    op.execute("create index ix_guardians_phone_hash on guardians (tenant_id, phone_hash)")


def downgrade() -> None:
    """Telephones and numbers that were sealed meanwhile are lost."""
    op.execute("drop index ix_guardians_phone_hash")
    for table in ("guardians", "children"):
        op.execute(
            f"alter table {table} drop column private_sealed,"
            f" add constraint ck_{table}_document check"
            " ((document_hash is null) = (document_number_sealed is null)"
            " and (document_hash is null) = (document_kind is null)) not valid"
        )
    op.execute("alter table guardians drop column phone_hash, drop column erased_at")
