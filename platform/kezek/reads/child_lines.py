"""The children who come to a kindergarten, or are there, as lines of its desk."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kezek.core.admission_stages import Stage, arrival_of, stage_in
from kezek.core.applications import Application, State
from kezek.core.ids import KindergartenId
from kezek.core.places import PlaceState
from kezek.db.applications import ApplicationRow, ReferralRow, TermRow, load_applications
from kezek.db.people import ChildRow, find_child
from kezek.db.places import PlaceRow
from kezek.db.queues import QueueRow
from kezek.db.vouchers import moving_to


@dataclass(frozen=True, slots=True)
class ChildLine:
    """One child that is sent to this kindergarten, or goes there."""

    application_id: uuid.UUID
    number: str
    name: str
    born_on: date
    language: str
    standing: str
    state: str
    stage: Stage
    due_at: datetime | None
    """Until when the next step is due: the check, the papers, the signature."""
    is_late: bool
    documents_at: datetime | None
    asked_days: int | None
    """Days by which the family asks to extend its time, while that waits."""
    temporary_until: date | None
    is_away: bool
    is_transfer: bool = False
    """Whether it comes from another kindergarten, or is about to leave for it (9.3 row 16)."""
    group: tuple[int, str] = (0, "")
    """The birth year and language of the group in which its place is (X-14)."""


def child_lines(session: Session, kindergarten_id: uuid.UUID, now: datetime) -> list[ChildLine]:
    """The children with a live referral to it, or on a move to it, the most urgent first."""
    rows = session.execute(
        select(ReferralRow, ApplicationRow, ChildRow, PlaceRow.state, QueueRow)
        .join(ApplicationRow, ApplicationRow.id == ReferralRow.application_id)
        .join(ChildRow, ChildRow.id == ApplicationRow.child_id)
        .join(PlaceRow, PlaceRow.id == ReferralRow.place_id)
        .join(QueueRow, QueueRow.id == PlaceRow.queue_id)
        .where(
            ReferralRow.kindergarten_id == kindergarten_id,
            ReferralRow.ended_at.is_(None),
            # Of a child with a benefit it learns once the papers are confirmed (IX-6).
            ApplicationRow.state != str(State.BENEFIT_CHECK),
        )
    ).all()
    signing = _sign_by(session, [one.id for _, one, _, _, _ in rows if one.state == State.CONTRACT])
    lines = [_line(*row, signing, now) for row in rows]
    lines += _moving_here(session, kindergarten_id, now)
    return sorted(lines, key=lambda one: (one.due_at or now, one.number))


def _line(
    referral: ReferralRow,
    application: ApplicationRow,
    child: ChildRow,
    place_state: str,
    queue: QueueRow,
    signing: Mapping[uuid.UUID, datetime],
    now: datetime,
) -> ChildLine:
    value = referral.value
    stage = stage_in(State(application.state))
    due_at = {
        Stage.PAPERS: value.expires_at,
        Stage.CHECK: value.check_due_at,
        Stage.CONTRACT: signing.get(application.id),
    }.get(stage)
    voucher = application.voucher
    return ChildLine(
        application_id=application.id,
        number=application.number,
        name=child.full_name,
        born_on=application.born_on,
        language=application.language,
        standing=application.standing,
        state=application.state,
        stage=stage,
        due_at=due_at,
        is_late=_is_late(stage, due_at, now),
        documents_at=value.documents_at,
        asked_days=voucher["extension_asked_days"] if voucher else value.extension_asked_days,
        temporary_until=referral.temporary_until,
        is_away=place_state == PlaceState.RESERVED_FOR_SANATORIUM,
        is_transfer=application.state == State.TRANSFER,
        group=(queue.birth_year, queue.language),
    )


def _is_late(stage: Stage, due_at: datetime | None, now: datetime) -> bool:
    """Whether a check is over its working day (L-22.6)."""
    return stage is Stage.CHECK and due_at is not None and due_at <= now


def _moving_here(session: Session, kindergarten_id: uuid.UUID, now: datetime) -> list[ChildLine]:
    """Children of other kindergartens that come here (9.3 row 16)."""
    found = load_applications(session, moving_to(session, kindergarten_id))
    return [_line_of_move(session, one, kindergarten_id, now) for one in found.values()]


def _line_of_move(
    session: Session, one: Application, kindergarten_id: uuid.UUID, now: datetime
) -> ChildLine:
    arrival = arrival_of(one, KindergartenId(kindergarten_id))
    assert arrival is not None, "a move that leads elsewhere"
    referral = arrival.referral
    due_at = {
        Stage.PAPERS: referral.expires_at,
        Stage.CHECK: referral.check_due_at,
        Stage.CONTRACT: arrival.sign_by,
    }.get(arrival.stage)
    child = find_child(session, one.child)
    return ChildLine(
        application_id=one.id,
        number=one.number,
        name=child.full_name if child else "",
        born_on=one.born_on,
        language=one.language,
        standing=str(one.standing),
        state=str(one.state),
        stage=arrival.stage,
        due_at=due_at,
        is_late=_is_late(arrival.stage, due_at, now),
        documents_at=referral.documents_at,
        asked_days=None,
        temporary_until=None,
        is_away=False,
        is_transfer=True,
        group=(one.birth_year, one.language),
    )


def _sign_by(session: Session, applications: Sequence[uuid.UUID]) -> dict[uuid.UUID, datetime]:
    rows = session.execute(
        select(TermRow.application_id, TermRow.due_at).where(
            TermRow.application_id.in_(applications), TermRow.kind == "contract_sign"
        )
    )
    return {row.application_id: row.due_at for row in rows}
