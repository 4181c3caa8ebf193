"""Numbers by which people are known: keyed hash and ciphertext, opened only where needed."""

import uuid
from typing import Protocol, TypedDict

from kezek.adapters.services import services
from kezek.core.people import DocumentKind, Identity


class HoldsIdentity(Protocol):
    """A row of a guardian or a child, as far as its identity goes."""

    tenant_id: int
    id: uuid.UUID
    iin_sealed: bytes | None
    document_kind: str | None
    document_number_sealed: bytes | None


class IdentityColumns(TypedDict, total=False):
    """The columns of a guardian or a child that hold an identity."""

    iin_hash: bytes
    iin_sealed: bytes
    document_kind: str
    document_hash: bytes
    document_number_sealed: bytes


def person_hash(identity: Identity) -> bytes:
    """The keyed hash by which a person is found; the same in all regions (G-40)."""
    return services().keys.iin_hash(identity.key)


def identity_columns(tenant_id: int, owner_id: uuid.UUID, identity: Identity) -> IdentityColumns:
    """What is stored of an identity in the row of a guardian or a child."""
    context = _context(tenant_id, owner_id)
    keys = services().keys
    if identity.iin:
        return {
            "iin_hash": person_hash(identity),
            "iin_sealed": keys.seal_text(identity.iin, context),
        }
    return {
        "document_kind": str(identity.document_kind),
        "document_hash": person_hash(identity),
        "document_number_sealed": keys.seal_text(identity.document_number, context),
    }


def identity_of(row: HoldsIdentity) -> Identity:
    """The identity that a row holds; an empty one if it has none. Raises the errors of keys."""
    context = _context(row.tenant_id, row.id)
    keys = services().keys
    if row.iin_sealed is not None:
        return Identity(iin=keys.open_text(row.iin_sealed, context))
    if row.document_number_sealed is not None and row.document_kind is not None:
        number = keys.open_text(row.document_number_sealed, context)
        return Identity(document_kind=DocumentKind(row.document_kind), document_number=number)
    return Identity()


def _context(tenant_id: int, owner_id: uuid.UUID) -> str:
    return f"identity:{tenant_id}:{owner_id}"
