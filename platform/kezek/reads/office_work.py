"""Every kind of thing that waits for a specialist, with the end of its working day."""

import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from kezek.core import relocation
from kezek.core.access import Actor
from kezek.core.admission_stages import Stage, arrival_of
from kezek.core.applications import ENDED, SECOND_LOOK, State
from kezek.core.complaints import Body
from kezek.core.days import CalendarMissing
from kezek.core.regions import Tenant
from kezek.core.terms import working_days_after
from kezek.db.accounts import open_conflicts
from kezek.db.applications import ApplicationRow, ReferralRow, load_applications
from kezek.db.complaints import open_complaints
from kezek.db.journal import FactRow
from kezek.db.kindergartens import KindergartenRow
from kezek.db.people import GuardianRow
from kezek.db.relocations import unanswered_moves
from kezek.reads.referral_matters import EXTENSION_ASKED

_FAR = datetime(9999, 1, 1, tzinfo=UTC)


class Work(StrEnum):
    """What a specialist is asked to look at."""

    REVIEW = "review"
    SECOND = "second"
    REFUSAL = "refusal"
    EXTENSION = "extension"
    RELOCATION = "relocation"
    LATE_CHECK = "late_check"
    IDENTITY = "identity"
    COMPLAINT = "complaint"


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One thing that waits; `id` is that of the application, the family or the complaint."""

    work: Work
    id: uuid.UUID
    number: str
    territory: str
    since: datetime
    due_at: datetime | None
    is_late: bool
    standing: str = ""
    queue_type: str = ""
    garden: str = ""
    birth_year: int | None = None

    @property
    def order(self) -> tuple[datetime, datetime, str, str]:
        """The most urgent first; of two as urgent the one that waits longer."""
        return (self.due_at or _FAR, self.since, str(self.id), self.work)

    @property
    def mark(self) -> str:
        """Where in the order it stands, for "the next one after this"."""
        due, since = (round(at.timestamp() * 1000) for at in (self.due_at or _FAR, self.since))
        return f"{due:015}-{since:015}-{self.id}-{self.work}"


def waiting(
    session: Session, region: Tenant, actor: Actor, now: datetime, language: str
) -> list[WorkItem]:
    """Everything that waits for this specialist, the most urgent first."""
    desk = _Desk(session, region, now, language)
    found = [one for part in _PARTS for one in part(desk)]
    allowed = [one for one in found if _is_theirs(one, actor)]
    return sorted(allowed, key=lambda one: one.order)


def _is_theirs(item: WorkItem, actor: Actor) -> bool:
    """A family belongs to no territory before it applies: any specialist attends to it."""
    if not actor.territories:
        return True
    if item.work is Work.IDENTITY and not item.territory:
        return True
    return item.territory in actor.territories


@dataclass(frozen=True, slots=True)
class _Desk:
    session: Session
    region: Tenant
    now: datetime
    language: str

    def due(self, since: datetime, working_days: int) -> datetime | None:
        """The end of a staff term; nothing where it leads past the known calendar (R-90)."""
        try:
            return working_days_after(since, working_days, self.region.calendar)
        except CalendarMissing:
            return None

    def is_late(self, due_at: datetime | None) -> bool:
        return due_at is not None and due_at <= self.now


def _reviews(desk: _Desk) -> Iterator[WorkItem]:
    days = desk.region.rules.review_working_days
    rows = desk.session.scalars(
        select(ApplicationRow).where(ApplicationRow.state == str(State.UNDER_REVIEW))
    )
    for row in rows:
        due_at = desk.due(row.submitted_at, days)
        yield WorkItem(
            work=Work.REVIEW,
            id=row.id,
            number=row.number,
            territory=row.territory,
            since=row.submitted_at,
            due_at=due_at,
            is_late=desk.is_late(due_at),
            standing=row.claimed,
            queue_type=row.queue_type,
            birth_year=row.birth_year,
        )


def _referred(*states: State) -> Select[ApplicationRow, ReferralRow, KindergartenRow]:
    return (
        select(ApplicationRow, ReferralRow, KindergartenRow)
        .join(ReferralRow, ReferralRow.application_id == ApplicationRow.id)
        .join(KindergartenRow, KindergartenRow.id == ReferralRow.kindergarten_id)
        .where(
            ApplicationRow.state.in_([str(one) for one in states]), ReferralRow.ended_at.is_(None)
        )
    )


def _second_checks(desk: _Desk) -> Iterator[WorkItem]:
    """Children with a place by a benefit that nobody has looked at again yet (L-14.1).

    A place taken in the indigo mode is given back unless it is looked at by the referral's end.
    """
    query = _referred(*SECOND_LOOK).where(ApplicationRow.standing.in_(["O", "P"]))
    for row in desk.session.execute(query):
        referral = row.ReferralRow.value
        if not referral.rechecked:
            due_at = desk.due(referral.issued_at, desk.region.rules.review_working_days)
            if row.ApplicationRow.state == State.BENEFIT_CHECK:
                due_at = referral.expires_at
            yield _of_referred(desk, Work.SECOND, row, referral.issued_at, due_at)


def _refusals(desk: _Desk) -> Iterator[WorkItem]:
    """Refusals of kindergartens that wait for their review (A-18)."""
    days = desk.region.rules.refusal_review_working_days
    for row in desk.session.execute(_referred(State.ADMISSION_REFUSED)):
        since = row.ApplicationRow.state_since
        yield _of_referred(desk, Work.REFUSAL, row, since, desk.due(since, days))


def _extensions(desk: _Desk) -> Iterator[WorkItem]:
    """Requests to extend a referral: the kindergarten or the department answers (A-17)."""
    rows = [
        row
        for row in desk.session.execute(_referred(State.REFERRED))
        if row.ReferralRow.value.extension_asked_days is not None
    ]
    asked = _asked_at(desk.session, [row.ApplicationRow.id for row in rows])
    days = desk.region.rules.extension_answer_working_days
    for row in rows:
        since = asked.get(row.ApplicationRow.id, row.ReferralRow.issued_at)
        yield _of_referred(desk, Work.EXTENSION, row, since, desk.due(since, days))


def _voucher_extensions(desk: _Desk) -> Iterator[WorkItem]:
    """Requests for more days of a voucher: before a choice only the department can answer."""
    rows = desk.session.scalars(
        select(ApplicationRow).where(
            ApplicationRow.state.in_([str(State.VOUCHER_ACTIVE), str(State.PLACE_CHOSEN)]),
            ApplicationRow.voucher["extension_asked_days"].astext.is_not(None),
        )
    ).all()
    asked = _asked_at(desk.session, [row.id for row in rows])
    days = desk.region.rules.extension_answer_working_days
    for row in rows:
        since = asked.get(row.id, row.state_since)
        due_at = desk.due(since, days)
        yield _of_application(desk, Work.EXTENSION, row, since, due_at)


def _late_moves(desk: _Desk) -> Iterator[WorkItem]:
    """Papers of a child that moves, which the new kindergarten has not checked in time (R-81)."""
    ids = desk.session.scalars(
        select(ApplicationRow.id).where(ApplicationRow.state == str(State.TRANSFER))
    )
    for one in load_applications(desk.session, ids).values():
        arrival = arrival_of(one)
        referral = arrival.referral if arrival and arrival.stage is Stage.CHECK else None
        if referral is not None and desk.is_late(referral.check_due_at):
            row = desk.session.scalars(
                select(ApplicationRow).where(ApplicationRow.id == one.id)
            ).one()
            since = referral.documents_at or referral.issued_at
            yield _of_application(desk, Work.LATE_CHECK, row, since, referral.check_due_at)


def _of_application(
    desk: _Desk, work: Work, row: ApplicationRow, since: datetime, due_at: datetime | None
) -> WorkItem:
    return WorkItem(
        work=work,
        id=row.id,
        number=row.number,
        territory=row.territory,
        since=since,
        due_at=due_at,
        is_late=desk.is_late(due_at),
        standing=row.standing,
        queue_type=row.queue_type,
        birth_year=row.birth_year,
    )


def _asked_at(session: Session, applications: Sequence[uuid.UUID]) -> dict[uuid.UUID, datetime]:
    rows = session.execute(
        select(FactRow.application_id, FactRow.at)
        .where(FactRow.application_id.in_(applications), FactRow.kind.in_(EXTENSION_ASKED))
        .order_by(FactRow.at)
    )
    return {row.application_id: row.at for row in rows}


def _relocations(desk: _Desk) -> Iterator[WorkItem]:
    """Papers of a transfer or a move that came in and were not answered yet (L-23.2, DOC-18)."""
    sent = unanswered_moves(desk.session)
    for one in load_applications(desk.session, sent).values():
        if relocation.may_move_up(one, desk.region.rules):
            since = sent[one.id]
            due_at = desk.due(since, desk.region.rules.review_working_days)
            yield WorkItem(
                work=Work.RELOCATION,
                id=one.id,
                number=one.number,
                territory=one.territory,
                since=since,
                due_at=due_at,
                is_late=desk.is_late(due_at),
                standing=str(one.standing),
                queue_type=str(one.queue_type),
                birth_year=one.birth_year,
            )


def _late_checks(desk: _Desk) -> Iterator[WorkItem]:
    """Papers that a kindergarten has not checked in its working day (A-32)."""
    for row in desk.session.execute(_referred(State.ADMISSION)):
        referral = row.ReferralRow.value
        if desk.is_late(referral.check_due_at):
            since = referral.documents_at or referral.issued_at
            yield _of_referred(desk, Work.LATE_CHECK, row, since, referral.check_due_at)


def _of_referred(
    desk: _Desk,
    work: Work,
    row: Row[ApplicationRow, ReferralRow, KindergartenRow],
    since: datetime,
    due_at: datetime | None,
) -> WorkItem:
    application, _, garden = row
    return WorkItem(
        work=work,
        id=application.id,
        number=application.number,
        territory=application.territory,
        since=since,
        due_at=due_at,
        is_late=desk.is_late(due_at),
        standing=application.standing,
        queue_type=application.queue_type,
        garden=garden.name(desk.language),
        birth_year=application.birth_year,
    )


def _identities(desk: _Desk) -> Iterator[WorkItem]:
    """Conflicts of identity, and people without an IIN whose papers nobody has seen (L-5.3)."""
    days = desk.region.rules.review_working_days
    conflicts = open_conflicts(desk.session)
    seen = set()
    for conflict in conflicts:
        seen.add(conflict.guardian_id)
        due_at = desk.due(conflict.opened_at, days)
        yield WorkItem(
            Work.IDENTITY,
            conflict.guardian_id,
            "",
            "",
            conflict.opened_at,
            due_at,
            desk.is_late(due_at),
        )
    for guardian, application in desk.session.execute(_unseen_papers()):
        if guardian.id in seen:
            continue
        seen.add(guardian.id)
        due_at = desk.due(application.submitted_at, days)
        yield WorkItem(
            Work.IDENTITY,
            guardian.id,
            application.number,
            application.territory,
            application.submitted_at,
            due_at,
            desk.is_late(due_at),
        )


def _unseen_papers() -> Select[GuardianRow, ApplicationRow]:
    return (
        select(GuardianRow, ApplicationRow)
        .join(ApplicationRow, ApplicationRow.guardian_id == GuardianRow.id)
        .where(
            GuardianRow.document_kind.is_not(None),
            ~GuardianRow.proven,
            GuardianRow.displaced_at.is_(None),
            ApplicationRow.state.not_in([str(state) for state in ENDED]),
        )
        .order_by(ApplicationRow.submitted_at)
    )


def _complaints(desk: _Desk) -> Iterator[WorkItem]:
    for row in open_complaints(desk.session):
        yield WorkItem(
            work=Work.COMPLAINT,
            id=row.id,
            number=row.number,
            # The body above is served by specialists of the whole region.
            territory="" if row.body == Body.AUTHORITY else row.territory,
            since=row.filed_at,
            due_at=row.due_at,
            is_late=desk.is_late(row.due_at),
        )


_PARTS: tuple[Callable[[_Desk], Iterator[WorkItem]], ...] = (
    _reviews,
    _second_checks,
    _refusals,
    _extensions,
    _voucher_extensions,
    _relocations,
    _late_checks,
    _late_moves,
    _identities,
    _complaints,
)
