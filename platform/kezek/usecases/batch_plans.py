"""What a batch would do with each matter, and which it leaves out and why; nothing is changed."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.access import Actor
from kezek.core.admission_papers import EXTENSION_PROOF
from kezek.core.admission_stages import asked_extension
from kezek.core.applications import Application
from kezek.core.ids import ApplicationId
from kezek.core.people import Identity
from kezek.core.queues import QueueType
from kezek.core.registers import Answer
from kezek.core.standing import GENERAL_CATEGORY, category, proofs_of
from kezek.core.wishes import Attached, holds_on
from kezek.core.work import MatterKey, Work
from kezek.db.accounts import IdentityConflictRow
from kezek.db.applications import load_applications
from kezek.db.documents import DocumentRow
from kezek.db.matter_numbers import numbers_of
from kezek.db.people import ChildRow, GuardianRow
from kezek.db.private import identity_of
from kezek.db.register_questions import answers_of
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.db.waiting_work import Matter, Worklist


class BatchAct(StrEnum):
    """What can be done with several matters at once."""

    CONFIRM = "confirm"
    GRANT = "grant"
    TAKE = "take"
    HAND_OVER = "hand_over"
    RELEASE = "release"


UNDOABLE = frozenset({BatchAct.TAKE, BatchAct.HAND_OVER, BatchAct.RELEASE})
"""Acts of which no family was told; a decision is not taken back by a button."""

_CONFIRMED = frozenset({Work.REVIEW, Work.SECOND})


class Why(StrEnum):
    """Why a matter is left out of a batch."""

    GONE = "gone"
    OTHER_KIND = "other_kind"
    PAPERS = "papers"
    PERSON = "person"
    CONFLICT = "conflict"
    NO_PROOF = "no_proof"
    HAS_IT = "has_it"


@dataclass(frozen=True, slots=True)
class Planned:
    """One matter of a batch before it is done."""

    key: MatterKey
    number: str
    why: Why | None
    """Nothing where it will be done."""
    days: int | None = None
    """By how many days a term would be extended."""
    holder_id: uuid.UUID | None = None
    """Who has it now."""


def plan(
    tenant_id: int, by: Actor, act: BatchAct, keys: Sequence[MatterKey], to: uuid.UUID | None
) -> tuple[Planned, ...]:
    """What would happen to each of these matters, in their order."""
    with read_scope(tenant_id) as session:
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        matters = Worklist(session, region, by, now).find(keys)
        seen = _Seen(session, matters, region.calendar.local_day(now))
        numbers = numbers_of(session, keys)
        return tuple(_planned(one, numbers[one], matters.get(one), act, seen, to) for one in keys)


class _Seen:
    """What is known of the applications among the matters, read at once for all."""

    def __init__(self, session: Session, matters: Collection[MatterKey], today: date) -> None:
        ids = [one.id for one in matters]
        self.today = today
        self.applications = load_applications(session, ids)
        self.files = _files(session, ids)
        self.conflicts = _in_conflict(session, self.applications.values())
        self.confirmed = {
            key for key, row in answers_of(session, ids).items() if row.answer == Answer.CONFIRMED
        }
        self.people = _people(session, self.applications.values())

    def of(self, key: MatterKey) -> Application | None:
        """The application of a matter."""
        return self.applications.get(ApplicationId(key.id))


def _planned(
    key: MatterKey,
    number: str,
    matter: Matter | None,
    act: BatchAct,
    seen: _Seen,
    to: uuid.UUID | None,
) -> Planned:
    if matter is None:
        return Planned(key, number, Why.GONE)
    holder = matter.account_id
    if act in UNDOABLE:
        why = Why.HAS_IT if holder == to else None
        return Planned(key, number, why, holder_id=holder)
    application = seen.of(key)
    if application is None:
        return Planned(key, number, Why.OTHER_KIND, holder_id=holder)
    if act is BatchAct.GRANT:
        return _granted(key, number, application, seen, holder)
    return Planned(key, number, _fault(key, application, seen), holder_id=holder)


def _granted(
    key: MatterKey, number: str, application: Application, seen: _Seen, holder: uuid.UUID | None
) -> Planned:
    if key.work is not Work.EXTENSION:
        return Planned(key, number, Why.OTHER_KIND, holder_id=holder)
    days = asked_extension(application)
    kinds = {file.kind for file in seen.files.get(key.id, ())}
    why = None if EXTENSION_PROOF in kinds else Why.NO_PROOF
    return Planned(key, number, why, days=days, holder_id=holder)


def _fault(key: MatterKey, application: Application, seen: _Seen) -> Why | None:
    """Why this one has to be looked at alone; nothing where all papers are there (L-6.4)."""
    if key.work not in _CONFIRMED:
        return Why.OTHER_KIND
    if application.guardian in seen.conflicts:
        return Why.CONFLICT
    parent, child, is_proven = seen.people[application.id]
    if not is_proven and not (parent.iin and child.iin):
        return Why.PERSON
    files = seen.files.get(application.id, ())
    ready = {one.kind for one in files if holds_on(one, seen.today)}
    is_whole = all(
        set(category(code).proofs) <= ready or (application.id, code) in seen.confirmed
        for code in application.categories
        if code != GENERAL_CATEGORY
    )
    of_queue = {one.code for one in proofs_of((), application.queue_type)}
    if application.queue_type is not QueueType.GENERAL and not of_queue <= ready:
        is_whole = False
    return None if is_whole else Why.PAPERS


def _files(session: Session, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Attached]]:
    found: dict[uuid.UUID, list[Attached]] = {}
    query = select(DocumentRow.application_id, DocumentRow.kind, DocumentRow.issued_on)
    for row in session.execute(query.where(DocumentRow.application_id.in_(ids))):
        found.setdefault(row.application_id, []).append(Attached(row.kind, row.issued_on))
    return found


def _in_conflict(session: Session, applications: Iterable[Application]) -> set[uuid.UUID]:
    guardians = {one.guardian for one in applications}
    query = select(IdentityConflictRow.guardian_id).where(
        IdentityConflictRow.guardian_id.in_(guardians), IdentityConflictRow.settled_at.is_(None)
    )
    return set(session.scalars(query))


def _people(
    session: Session, applications: Iterable[Application]
) -> dict[uuid.UUID, tuple[Identity, Identity, bool]]:
    """Parent, child, and whether both are proven."""
    wanted = list(applications)
    parents = {
        row.id: row
        for row in session.scalars(
            select(GuardianRow).where(GuardianRow.id.in_({one.guardian for one in wanted}))
        )
    }
    children = {
        row.id: row
        for row in session.scalars(
            select(ChildRow).where(ChildRow.id.in_({one.child for one in wanted}))
        )
    }
    found: dict[uuid.UUID, tuple[Identity, Identity, bool]] = {}
    for one in wanted:
        parent, child = parents[one.guardian], children[one.child]
        is_proven = parent.proven and child.parentage_proven
        found[one.id] = (identity_of(parent), identity_of(child), is_proven)
    return found
