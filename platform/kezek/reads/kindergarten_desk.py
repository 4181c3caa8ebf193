"""The desk of a kindergarten: what waits for it, its groups, its pupils."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kezek.adapters.services import services
from kezek.core.admission_stages import Stage
from kezek.db.kindergartens import find_kindergarten
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.reads.child_lines import ChildLine, child_lines
from kezek.reads.kindergarten_groups import GroupLine, group_lines
from kezek.reads.no_shows import NoShow, no_shows


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
    missed: tuple[NoShow, ...]
    """Families that were sent here and did not come in time."""

    @property
    def late(self) -> int:
        """How many checks are over their working day (L-22.6)."""
        return sum(one.is_late for one in self.checks)


def kindergarten_desk(
    tenant_id: int, kindergarten_id: uuid.UUID, language: str
) -> KindergartenDesk | None:
    """What waits for the kindergarten, the late first, and its groups (L-17.1, L-22.6)."""
    with read_scope(tenant_id) as session:
        garden = find_kindergarten(session, kindergarten_id)
        if garden is None:
            return None
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        today = region.calendar.local_day(now)
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
            groups=group_lines(session, garden, region, today),
            missed=no_shows(session, kindergarten_id, now),
        )


def _by_stage(lines: Iterable[ChildLine]) -> dict[Stage, list[ChildLine]]:
    sorted_out: dict[Stage, list[ChildLine]] = {stage: [] for stage in Stage}
    for line in lines:
        sorted_out[line.stage].append(line)
    return sorted_out
