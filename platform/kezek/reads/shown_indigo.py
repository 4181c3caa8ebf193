"""What a family of an indigo territory has to know of its application beside its number."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from kezek.core.applications import Application, State
from kezek.core.modes.registry import has_bulletin
from kezek.core.regions import Tenant
from kezek.db.rules_in_force import rules_of
from kezek.reads.morning_bulletin import Today, today_of
from kezek.reads.places_to_take import MAY_TAKE, Takeable, takeable_by

_IN_LINE = MAY_TAKE | {State.DEFERRED, State.STOP_LIST}
_COUNTS = frozenset({State.REFERRED, State.CONTRACT, State.STOP_LIST})
"""States in which a missed referral is near, or was just one."""


@dataclass(frozen=True, slots=True)
class ShownIndigo:
    """Places that wait, bulletins that come, referrals that were missed."""

    today: Today
    takeable: Takeable
    strikes: int
    max_misses: int
    stop_list_working_days: int
    is_in_line: bool
    """Whether it stands in the shared queue, or comes back to it by itself."""
    shows_misses: bool
    may_transfer: bool
    """Whether the child attends, and may be put into the queue beside that (A-42)."""

    @property
    def misses_left(self) -> int:
        """How many referrals may still be missed before the application is removed."""
        return self.max_misses - self.strikes


def shown_indigo(
    session: Session, region: Tenant, one: Application, now: datetime
) -> ShownIndigo | None:
    """The matters of an indigo application; nothing in another mode."""
    if not has_bulletin(one.mode):
        return None
    rules = rules_of(region, 0, now)
    settings = region.rules
    return ShownIndigo(
        today=today_of(rules, now),
        takeable=takeable_by(session, one, rules, now) if one.state in MAY_TAKE else Takeable(),
        strikes=one.strikes,
        max_misses=settings.max_misses,
        stop_list_working_days=settings.stop_list_working_days,
        is_in_line=one.state in _IN_LINE,
        shows_misses=one.state in _COUNTS,
        may_transfer=one.state is State.ENROLLED,
    )
