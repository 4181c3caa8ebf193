"""The bytes of a contract: written once, and the same ones for both sides (L-22.10)."""

import uuid
from datetime import date, datetime

from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.applications import Application
from kezek.core.contract_words import ContractSaid, contract_text
from kezek.core.days import Calendar
from kezek.core.errors import Code, Refusal
from kezek.core.people import Identity
from kezek.core.signed_texts import SignedAct, Stamp, tongue_of
from kezek.db.contract_rows import ContractRows, contract_rows
from kezek.db.family_keys import family_key
from kezek.db.private import identity_of
from kezek.db.signatures import SignatureRow, signatures_of

GARDEN, FAMILY = "kindergarten", "family"
"""The sides of a contract."""


def text_of_contract(session: Session, application: Application, stamp: Stamp) -> bytes:
    """What the head signed for this place, else the contract written now. Raises Refusal."""
    rows = need_rows(session, application)
    signed = head_signature(session, rows, application.id)
    if signed is not None:
        return content_of(session, signed)
    kk, ru = (_said(rows, application, stamp.calendar, one) for one in ("kk", "ru"))
    return contract_text(kk, ru, stamp)


def need_rows(session: Session, application: Application) -> ContractRows:
    """What the contract is made of. Raises Refusal where the child comes nowhere."""
    rows = contract_rows(session, application)
    if rows is None:
        raise Refusal(Code.ALREADY_DECIDED, "state", state=application.label)
    return rows


def head_signature(
    session: Session, rows: ContractRows, application_id: uuid.UUID
) -> SignatureRow | None:
    """The signature of the kindergarten's head under the contract for this very coming."""
    found = [
        one
        for one in signatures_of(session, application_id)
        if one.act == SignedAct.CONTRACT
        and one.facts.get("side") == GARDEN
        and one.facts.get("place") == str(rows.place.id)
        and one.kept_at >= rows.arrival.referral.issued_at
    ]
    return found[-1] if found else None


def content_of(session: Session, row: SignatureRow) -> bytes:
    """The bytes that were signed."""
    wrapped = family_key(session, row.tenant_id, row.guardian_id)
    file_id = str(uuid.uuid5(row.id, "content"))
    return services().keys.open_file(
        row.tenant_id, row.guardian_id, wrapped, file_id, row.content_sealed
    )


def _said(
    rows: ContractRows, application: Application, calendar: Calendar, language: str
) -> ContractSaid:
    garden, until = rows.garden, rows.place.temporary_until
    return ContractSaid(
        garden=garden.name(language),
        address=garden.address_ru if language == "ru" else garden.address_kk or garden.address_ru,
        bin=garden.bin,
        parent=rows.guardian.full_name,
        parent_iin=_number(identity_of(rows.guardian)),
        child=rows.child.full_name,
        child_iin=_number(identity_of(rows.child)),
        born=_day(rows.child.born_on),
        given=_moment(calendar.local(rows.arrival.referral.issued_at)),
        number=application.number,
        birth_year=str(rows.place.key.birth_year),
        tongue=tongue_of(rows.place.key.language, language),
        has_voucher=application.voucher is not None,
        temporary_until=_day(until) if until else "",
    )


def _number(identity: Identity) -> str:
    return identity.iin or identity.document_number


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def _moment(moment: datetime) -> str:
    return f"{moment:%d.%m.%Y %H:%M}"
