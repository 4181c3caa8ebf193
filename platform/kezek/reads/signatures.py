"""What was signed electronically about an application, and the very bytes of it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kezek.adapters.eds.certificates import told
from kezek.adapters.eds.messages import decode, read_message
from kezek.adapters.services import services
from kezek.db.family_keys import FamilyErased, family_key
from kezek.db.scope import read_scope
from kezek.db.signatures import find_signature, signatures_of


@dataclass(frozen=True, slots=True)
class ShownSignature:
    """One signature in a list; whose it is stands in the opened one."""

    id: uuid.UUID
    act: str
    signed_at: datetime
    kept_at: datetime
    algorithm: str


@dataclass(frozen=True, slots=True)
class OpenedSignature:
    """A signature with what was signed."""

    shown: ShownSignature
    holder: str
    organisation: str
    issuer: str
    serial: str
    revocation: str
    content: bytes
    cms: str


def signatures_about(tenant_id: int, subject: uuid.UUID) -> Sequence[ShownSignature]:
    """The signatures of a subject, the first one first."""
    with read_scope(tenant_id) as session:
        return [
            ShownSignature(one.id, one.act, one.signed_at, one.kept_at, one.facts["algorithm"])
            for one in signatures_of(session, subject)
        ]


def open_signature(
    tenant_id: int, subject: uuid.UUID, signature_id: uuid.UUID
) -> OpenedSignature | None:
    """One signature of a subject; nothing for another's, or once the family was erased."""
    with read_scope(tenant_id) as session:
        row = find_signature(session, signature_id)
        if row is None or row.subject != subject:
            return None
        try:
            wrapped = family_key(session, tenant_id, row.guardian_id)
        except FamilyErased:
            return None

        def opened(part: str, sealed: bytes) -> bytes:
            file_id = uuid.uuid5(row.id, part)
            keys = services().keys
            return keys.open_file(tenant_id, row.guardian_id, wrapped, file_id, sealed)

        cms = opened("cms", row.cms_sealed).decode()
        holder = told(read_message(decode(cms)).signer).holder
        return OpenedSignature(
            shown=ShownSignature(
                row.id, row.act, row.signed_at, row.kept_at, row.facts["algorithm"]
            ),
            holder=holder.name,
            organisation=holder.organisation,
            issuer=row.facts["issuer"],
            serial=row.facts["serial"],
            revocation=row.facts["revocation"],
            content=opened("content", row.content_sealed),
            cms=cms,
        )
