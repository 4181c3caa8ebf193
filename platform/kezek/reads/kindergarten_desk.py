"""The desk of a kindergarten: what waits for it, its groups, its pupils."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.applications import State
from kezek.core.kazakh_order import name_key
from kezek.core.paging import Pages, page_of
from kezek.core.places import PlaceState
from kezek.db.applications import ApplicationRow, ReferralRow, TermRow
from kezek.db.kindergartens import GroupRow, find_kindergarten
from kezek.db.people import ChildRow
from kezek.db.places import PlaceRow
from kezek.db.queues import QueueRow
from kezek.db.scope import read_scope

PAGE = 50
_ENROLLED = (State.ENROLLED, State.ENROLLED_TEMP)


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
    due_at: datetime | None
    """Until when the next step is due: the check, the papers, the signature."""
    is_late: bool
    documents_at: datetime | None
    asked_days: int | None
    """Days by which the family asks to extend the referral, while that waits."""
    temporary_until: date | None
    is_away: bool


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group with its places, counted."""

    birth_year: int
    language: str
    capacity: int | None
    """Nothing where places were given without a group in the registry."""
    enrolled: int
    awaited: int
    """Places offered to a family or kept for a child that is sent."""
    free: int
    is_demo: bool


@dataclass(frozen=True, slots=True)
class KindergartenDesk:
    """The first page of a kindergarten."""

    id: uuid.UUID
    name: str
    is_demo: bool
    now: datetime
    checks: tuple[ChildLine, ...]
    extensions: tuple[ChildLine, ...]
    arrivals: tuple[ChildLine, ...]
    contracts: tuple[ChildLine, ...]
    refused: tuple[ChildLine, ...]
    """Refusals that the department looks at: the place is held (R-45)."""
    groups: tuple[GroupLine, ...]

    @property
    def late(self) -> int:
        """How many checks are over their working day (L-22.6)."""
        return sum(one.is_late for one in self.checks)


@dataclass(frozen=True, slots=True)
class PupilsPage:
    """The children with a contract."""

    id: uuid.UUID
    name: str
    pupils: tuple[ChildLine, ...]
    pages: Pages


def kindergarten_desk(
    tenant_id: int, kindergarten_id: uuid.UUID, language: str
) -> KindergartenDesk | None:
    """What waits for the kindergarten, the late first, and its groups (L-17.1, L-22.6)."""
    with read_scope(tenant_id) as session:
        garden = find_kindergarten(session, kindergarten_id)
        if garden is None:
            return None
        now = services().clock.now(session)
        lines = child_lines(session, kindergarten_id, now)
        by_state = _by_state(one for one in lines if one.state not in _ENROLLED)
        referred = by_state.get(State.REFERRED, [])
        return KindergartenDesk(
            id=garden.id,
            name=garden.name(language),
            is_demo=garden.is_demo,
            now=now,
            checks=tuple(by_state.get(State.ADMISSION, ())),
            extensions=tuple(one for one in referred if one.asked_days is not None),
            arrivals=tuple(one for one in referred if one.asked_days is None),
            contracts=tuple(by_state.get(State.CONTRACT, ())),
            refused=tuple(by_state.get(State.ADMISSION_REFUSED, ())),
            groups=_groups(session, kindergarten_id),
        )


def pupils_page(
    tenant_id: int, kindergarten_id: uuid.UUID, language: str, wished: int
) -> PupilsPage | None:
    """The children whose contract is signed, by name."""
    with read_scope(tenant_id) as session:
        garden = find_kindergarten(session, kindergarten_id)
        if garden is None:
            return None
        now = services().clock.now(session)
        enrolled = [
            one for one in child_lines(session, kindergarten_id, now) if one.state in _ENROLLED
        ]
        enrolled.sort(key=lambda one: (name_key(one.name), one.number))
        part, pages = page_of(enrolled, wished, PAGE)
        return PupilsPage(garden.id, garden.name(language), tuple(part), pages)


def child_lines(session: Session, kindergarten_id: uuid.UUID, now: datetime) -> list[ChildLine]:
    """The children with a live referral to it, the most urgent first."""
    rows = session.execute(
        select(ReferralRow, ApplicationRow, ChildRow, PlaceRow.state)
        .join(ApplicationRow, ApplicationRow.id == ReferralRow.application_id)
        .join(ChildRow, ChildRow.id == ApplicationRow.child_id)
        .join(PlaceRow, PlaceRow.id == ReferralRow.place_id)
        .where(ReferralRow.kindergarten_id == kindergarten_id, ReferralRow.ended_at.is_(None))
    ).all()
    signing = _sign_by(session, [one.id for _, one, _, _ in rows if one.state == State.CONTRACT])
    lines = [_line(*row, signing, now) for row in rows]
    return sorted(lines, key=lambda one: (one.due_at or now, one.number))


def _line(
    referral: ReferralRow,
    application: ApplicationRow,
    child: ChildRow,
    place_state: str,
    signing: Mapping[uuid.UUID, datetime],
    now: datetime,
) -> ChildLine:
    value = referral.value
    due_at = {
        str(State.REFERRED): value.expires_at,
        str(State.ADMISSION): value.check_due_at,
        str(State.CONTRACT): signing.get(application.id),
    }.get(application.state)
    return ChildLine(
        application_id=application.id,
        number=application.number,
        name=child.full_name,
        born_on=application.born_on,
        language=application.language,
        standing=application.standing,
        state=application.state,
        due_at=due_at,
        is_late=application.state == State.ADMISSION and due_at is not None and due_at <= now,
        documents_at=value.documents_at,
        asked_days=value.extension_asked_days,
        temporary_until=referral.temporary_until,
        is_away=place_state == PlaceState.RESERVED_FOR_SANATORIUM,
    )


def _sign_by(session: Session, applications: Sequence[uuid.UUID]) -> dict[uuid.UUID, datetime]:
    rows = session.execute(
        select(TermRow.application_id, TermRow.due_at).where(
            TermRow.application_id.in_(applications), TermRow.kind == "contract_sign"
        )
    )
    return {row.application_id: row.due_at for row in rows}


def _by_state(lines: Iterable[ChildLine]) -> dict[str, list[ChildLine]]:
    sorted_out: dict[str, list[ChildLine]] = {}
    for line in lines:
        sorted_out.setdefault(line.state, []).append(line)
    return sorted_out


def _groups(session: Session, kindergarten_id: uuid.UUID) -> tuple[GroupLine, ...]:
    listed = session.scalars(select(GroupRow).where(GroupRow.kindergarten_id == kindergarten_id))
    groups = {(one.birth_year, one.language): one for one in listed}
    counted: dict[tuple[int, str], dict[str, int]] = {key: {} for key in groups}
    # A lent seat is one seat: its pupil is counted, the child that has it meanwhile is not.
    is_lent = PlaceRow.in_place_of.is_not(None) & (PlaceRow.state == "FILLED")
    for state, year, language in session.execute(
        select(PlaceRow.state, QueueRow.birth_year, QueueRow.language)
        .join(QueueRow, QueueRow.id == PlaceRow.queue_id)
        .where(QueueRow.kindergarten_id == kindergarten_id, PlaceRow.state != "RECALLED", ~is_lent)
    ):
        counts = counted.setdefault((year, language), {})
        counts[state] = counts.get(state, 0) + 1
    return tuple(
        _group(key, groups.get(key), counts)
        for key, counts in sorted(counted.items(), key=lambda one: (-one[0][0], one[0][1]))
    )


def _group(key: tuple[int, str], group: GroupRow | None, counts: Mapping[str, int]) -> GroupLine:
    return GroupLine(
        birth_year=key[0],
        language=key[1],
        capacity=group.capacity if group else None,
        enrolled=counts.get("FILLED", 0) + counts.get("RESERVED_FOR_SANATORIUM", 0),
        awaited=counts.get("OFFERED", 0) + counts.get("HELD", 0),
        free=counts.get("PUBLISHED", 0),
        is_demo=bool(group and group.is_demo),
    )
