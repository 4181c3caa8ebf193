"""What people are known and reached by: one ciphertext a row, under the key of their family.

Names stay readable, for lists of staff are sorted and searched by the database; numbers,
telephones, addresses and mailboxes are looked for by keyed hashes, or not at all. Rows from before
are read as they were written until `seal_rows` has come by.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy.orm import Session

from kezek.core.people import DocumentKind, Identity
from kezek.db.family_keys import cipher, family_key

Sealed = dict[str, Any]
"""Columns of a guardian or a child."""


class HoldsPrivate(Protocol):
    """A row of a guardian or a child, as far as its sealed part goes."""

    tenant_id: int
    id: uuid.UUID
    private_sealed: bytes | None
    iin_sealed: bytes | None
    document_kind: str | None
    document_number_sealed: bytes | None

    @property
    def family_id(self) -> uuid.UUID:
        """Whose key opens it."""

    @property
    def wrapped_key(self) -> bytes | None:
        """That key, wrapped; nothing once the family is erased."""


@dataclass(frozen=True, slots=True)
class Contacts:
    """How a parent is reached."""

    phone: str = ""
    email: str = ""
    address: str = ""


def phone_hash(tenant_id: int, phone: str) -> bytes | None:
    """The keyed hash by which a telephone is found in one region; nothing for none."""
    return cipher().phone_hash(tenant_id, phone) if phone else None


def guardian_columns(
    session: Session,
    tenant_id: int,
    guardian_id: uuid.UUID,
    identity: Identity,
    contacts: Contacts,
) -> Sealed:
    """What is stored of a parent beside name and language. Raises FamilyErased, errors of keys."""
    private = _identity(identity) | _contacts(contacts)
    return _hashes(identity) | {
        "phone_hash": phone_hash(tenant_id, contacts.phone),
        "private_sealed": _seal(session, tenant_id, guardian_id, guardian_id, private),
    }


def child_columns(
    session: Session,
    tenant_id: int,
    guardian_id: uuid.UUID,
    child_id: uuid.UUID,
    identity: Identity,
) -> Sealed:
    """What is stored of a child's number. Raises FamilyErased and the errors of keys."""
    sealed = _seal(session, tenant_id, guardian_id, child_id, _identity(identity))
    return _hashes(identity) | {"private_sealed": sealed}


def identity_of(row: HoldsPrivate) -> Identity:
    """The identity that a row holds; an empty one if it has none, or was erased.

    Raises the errors of keys.
    """
    if row.private_sealed is None:
        return _identity_of_before(row)
    private = open_private(row)
    if private.get("iin"):
        return Identity(iin=private["iin"])
    if private.get("document") and row.document_kind is not None:
        kind = DocumentKind(row.document_kind)
        return Identity(document_kind=kind, document_number=private["document"])
    return Identity()


def open_private(row: HoldsPrivate) -> dict[str, str]:
    """Everything that is sealed in a row; nothing once its family was erased."""
    wrapped = row.wrapped_key
    if row.private_sealed is None or wrapped is None:
        return {}
    return cipher().open_personal(row.tenant_id, row.family_id, wrapped, row.id, row.private_sealed)


def _identity_of_before(row: HoldsPrivate) -> Identity:
    context = f"identity:{row.tenant_id}:{row.id}"
    if row.iin_sealed is not None:
        return Identity(iin=cipher().open_text(row.iin_sealed, context))
    if row.document_number_sealed is not None and row.document_kind is not None:
        number = cipher().open_text(row.document_number_sealed, context)
        return Identity(document_kind=DocumentKind(row.document_kind), document_number=number)
    return Identity()


def _seal(
    session: Session,
    tenant_id: int,
    family_id: uuid.UUID,
    row_id: uuid.UUID,
    private: Mapping[str, str],
) -> bytes:
    wrapped = family_key(session, tenant_id, family_id)
    return cipher().seal_personal(tenant_id, family_id, wrapped, row_id, private)


def _identity(identity: Identity) -> dict[str, str]:
    return {"iin": identity.iin, "document": identity.document_number}


def _contacts(contacts: Contacts) -> dict[str, str]:
    return {"phone": contacts.phone, "email": contacts.email, "address": contacts.address}


def _hashes(identity: Identity) -> Sealed:
    """All of them, so that many people can be written by one statement."""
    known = identity.iin or identity.document_number
    hashed = cipher().iin_hash(identity.key) if known else None
    return {
        "iin_hash": hashed if identity.iin else None,
        "document_kind": str(identity.document_kind) if identity.document_kind else None,
        "document_hash": None if identity.iin else hashed,
        # What was sealed before, under another key, is emptied.
        "iin_sealed": None,
        "document_number_sealed": None,
    }
