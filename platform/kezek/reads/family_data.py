"""What we keep of a family, as the family sees it: consents, what holds its data, and a copy."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.applications import ENDED, State
from kezek.core.consent import VERSION
from kezek.core.family_rights import CONTRACTED, ErasureRequest, Held
from kezek.db.applications import ApplicationRow
from kezek.db.assisted_entries import AssistedEntryRow
from kezek.db.complaints import complaints_of, open_words
from kezek.db.documents import DocumentRow
from kezek.db.drafts import ConsentRow, consents_of
from kezek.db.erasure_requests import find_request, holds_of
from kezek.db.notices import NoticeRow
from kezek.db.people import ChildRow, GuardianRow, find_guardian
from kezek.db.personal_views import PersonalViewRow
from kezek.db.private import identity_of
from kezek.db.scope import read_scope
from kezek.db.signatures import SignatureRow


@dataclass(frozen=True, slots=True)
class GivenConsent:
    """One consent: for which child, to which words, when, how, and whether it still holds."""

    application_id: uuid.UUID
    number: str
    child: str
    version: str
    language: str
    given_at: datetime
    withdrawn_at: datetime | None
    way: str
    can_withdraw: bool
    has_contract: bool
    asks_renewal: bool


@dataclass(frozen=True, slots=True)
class OwnData:
    """The family's page about its data."""

    consents: tuple[GivenConsent, ...]
    held: tuple[Held, ...]
    request: ErasureRequest | None


@dataclass(frozen=True, slots=True)
class Copy:
    """Everything we keep of a family that its key opens; `files` give each file's content."""

    made_at: datetime
    data: Mapping[str, Any]
    files: tuple[tuple[str, uuid.UUID], ...]


def own_data(tenant_id: int, guardian_id: uuid.UUID) -> OwnData:
    """What the family agreed to, and what its data wait for."""
    with read_scope(tenant_id) as session:
        return OwnData(
            consents=tuple(_consents(session, guardian_id)),
            held=holds_of(session, guardian_id),
            request=request_of(session, guardian_id),
        )


def request_of(session: Session, guardian_id: uuid.UUID) -> ErasureRequest | None:
    """How the family's request for erasure stands."""
    row = find_request(session, guardian_id)
    return ErasureRequest(row.asked_at, row.erased_at) if row is not None else None


def find_copy(tenant_id: int, guardian_id: uuid.UUID) -> Copy | None:
    """The family's copy of everything; nothing for a family that is not there, or was erased."""
    with read_scope(tenant_id) as session:
        guardian = find_guardian(session, guardian_id)
        if guardian is None or guardian.erased_at is not None:
            return None
        papers = session.scalars(
            select(DocumentRow)
            .where(DocumentRow.guardian_id == guardian_id)
            .order_by(DocumentRow.uploaded_at, DocumentRow.id)
        ).all()
        names = {row.id: f"{at}-{row.filename}" for at, row in enumerate(papers, 1)}
        data = {
            "parent": _parent(guardian),
            "children": _children(session, guardian_id),
            "applications": _applications(session, guardian_id),
            "consents": [_consent(one) for one in _consents(session, guardian_id)],
            "documents": [_paper(row, names[row.id]) for row in papers],
            "notices": _notices(session, guardian_id),
            "complaints": _complaints(session, guardian_id),
            "signatures": _signatures(session, guardian_id),
            "looked_at_by": _looks(session, guardian_id),
        }
        files = tuple((names[row.id], row.id) for row in papers)
        return Copy(services().clock.now(session), data, files)


def _consents(session: Session, guardian_id: uuid.UUID) -> Iterator[GivenConsent]:
    rows = consents_of(session, guardian_id)
    ids = {row.application_id for row in rows}
    applications = {
        row.id: row
        for row in session.execute(
            select(
                ApplicationRow.id, ApplicationRow.number, ApplicationRow.state, ChildRow.full_name
            )
            .join(
                ChildRow,
                (ChildRow.tenant_id == ApplicationRow.tenant_id)
                & (ChildRow.id == ApplicationRow.child_id),
            )
            .where(ApplicationRow.id.in_(ids))
        )
    }
    signed = set(session.scalars(select(SignatureRow.subject).where(SignatureRow.subject.in_(ids))))
    on_paper = set(
        session.scalars(
            select(AssistedEntryRow.application_id).where(AssistedEntryRow.application_id.in_(ids))
        )
    )
    seen: set[uuid.UUID] = set()
    for row in rows:
        one = applications[row.application_id]
        way = "paper" if one.id in on_paper else "key" if one.id in signed else "code"
        yield _given(row, one.number, one.full_name, State(one.state), way, one.id not in seen)
        seen.add(one.id)


def _given(
    row: ConsentRow, number: str, child: str, state: State, way: str, is_newest: bool
) -> GivenConsent:
    holds = is_newest and row.withdrawn_at is None
    return GivenConsent(
        application_id=row.application_id,
        number=number,
        child=child,
        version=row.text_version,
        language=row.language,
        given_at=row.given_at,
        withdrawn_at=row.withdrawn_at,
        way=way,
        can_withdraw=holds and state not in CONTRACTED,
        has_contract=state in CONTRACTED,
        asks_renewal=is_newest and state not in ENDED and row.text_version != VERSION,
    )


def _parent(row: GuardianRow) -> dict[str, Any]:
    identity, contacts = identity_of(row), row.contacts
    return {
        "name": row.full_name,
        "iin": identity.iin,
        "document": identity.document_number,
        "phone": contacts.phone,
        "email": contacts.email,
        "address": contacts.address,
        "language": row.language,
        "identity_confirmed": row.proven,
        "since": _told(row.created_at),
    }


def _children(session: Session, guardian_id: uuid.UUID) -> list[dict[str, Any]]:
    rows = session.scalars(
        select(ChildRow).where(ChildRow.guardian_id == guardian_id).order_by(ChildRow.created_at)
    )
    return [
        {
            "name": row.full_name,
            "iin": identity_of(row).iin,
            "document": identity_of(row).document_number,
            "born_on": _told(row.born_on),
            "parentage_confirmed": row.parentage_proven,
            "taken_off_the_list": _told(row.removed_at),
        }
        for row in rows
    ]


def _applications(session: Session, guardian_id: uuid.UUID) -> list[dict[str, Any]]:
    rows = session.scalars(
        select(ApplicationRow)
        .where(ApplicationRow.guardian_id == guardian_id)
        .order_by(ApplicationRow.serial)
    )
    return [
        {
            "number": row.number,
            "submitted_at": _told(row.submitted_at),
            "state": row.state,
            "state_since": _told(row.state_since),
            "standing": row.standing,
            "categories": list(row.categories),
            "language": row.language,
            "has_pmpk": row.has_pmpk,
        }
        for row in rows
    ]


def _consent(one: GivenConsent) -> dict[str, Any]:
    return {
        "application": one.number,
        "version": one.version,
        "language": one.language,
        "given_at": _told(one.given_at),
        "withdrawn_at": _told(one.withdrawn_at),
        "way": one.way,
    }


def _paper(row: DocumentRow, name: str) -> dict[str, Any]:
    return {"kind": row.kind, "file": f"files/{name}", "sent_at": _told(row.uploaded_at)}


def _notices(session: Session, guardian_id: uuid.UUID) -> list[dict[str, Any]]:
    rows = session.scalars(
        select(NoticeRow).where(NoticeRow.guardian_id == guardian_id).order_by(NoticeRow.seq)
    )
    return [
        {"at": _told(row.recorded_at), "subject": row.subject, "text": row.body} for row in rows
    ]


def _complaints(session: Session, guardian_id: uuid.UUID) -> list[dict[str, Any]]:
    return [
        {
            "number": row.number,
            "filed_at": _told(row.filed_at),
            "text": open_words(session, row, row.text_sealed),
            "answer": open_words(session, row, row.answer_sealed),
        }
        for row in complaints_of(session, guardian_id)
    ]


def _signatures(session: Session, guardian_id: uuid.UUID) -> list[dict[str, Any]]:
    rows = session.execute(
        select(SignatureRow.act, SignatureRow.signed_at)
        .where(SignatureRow.guardian_id == guardian_id)
        .order_by(SignatureRow.kept_at)
    )
    return [{"act": row.act, "signed_at": _told(row.signed_at)} for row in rows]


def _looks(session: Session, guardian_id: uuid.UUID) -> list[dict[str, Any]]:
    own = select(ApplicationRow.id).where(ApplicationRow.guardian_id == guardian_id)
    rows = session.execute(
        select(PersonalViewRow.role, PersonalViewRow.shows, PersonalViewRow.looked_at)
        .where((PersonalViewRow.subject_id == guardian_id) | PersonalViewRow.subject_id.in_(own))
        .order_by(PersonalViewRow.looked_at)
    )
    return [{"at": _told(row.looked_at), "role": row.role, "looked_at": row.shows} for row in rows]


def _told(moment: date | None) -> str | None:
    return moment.isoformat() if moment else None
