"""The desk of a kindergarten: what waits for it, its groups, its pupils."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.admission_stages import Stage
from kezek.core.kazakh_order import name_key
from kezek.core.paging import Pages, page_of
from kezek.core.places import FREE
from kezek.db.kindergartens import GroupRow, find_kindergarten
from kezek.db.places import PlaceRow
from kezek.db.queues import QueueRow
from kezek.db.scope import read_scope
from kezek.reads.child_lines import ChildLine, child_lines

PAGE = 50


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
    leaving: tuple[ChildLine, ...]
    """Pupils on their way to another kindergarten: the contract holds until they sign there."""
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
        by_stage = _by_stage(lines)
        awaited = by_stage[Stage.PAPERS]
        return KindergartenDesk(
            id=garden.id,
            name=garden.name(language),
            is_demo=garden.is_demo,
            now=now,
            checks=tuple(by_stage[Stage.CHECK]),
            extensions=tuple(one for one in awaited if one.asked_days is not None),
            arrivals=tuple(one for one in awaited if one.asked_days is None),
            contracts=tuple(by_stage[Stage.CONTRACT]),
            refused=tuple(by_stage[Stage.REVIEW]),
            leaving=tuple(one for one in by_stage[Stage.PUPIL] if one.is_transfer),
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
        lines = child_lines(session, kindergarten_id, now)
        enrolled = _by_stage(lines)[Stage.PUPIL]
        enrolled.sort(key=lambda one: (name_key(one.name), one.number))
        part, pages = page_of(enrolled, wished, PAGE)
        return PupilsPage(garden.id, garden.name(language), tuple(part), pages)


def _by_stage(lines: Iterable[ChildLine]) -> dict[Stage, list[ChildLine]]:
    sorted_out: dict[Stage, list[ChildLine]] = {stage: [] for stage in Stage}
    for line in lines:
        sorted_out[line.stage].append(line)
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
        free=sum(counts.get(str(state), 0) for state in FREE),
        is_demo=bool(group and group.is_demo),
    )
