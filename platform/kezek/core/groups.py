"""Groups of a kindergarten: which years each takes, for which birth year, who is in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from kezek.core.knobs import Whole
from kezek.core.spans import DayOfYear


@dataclass(frozen=True, slots=True)
class GroupAge:
    """Which full years, reached by the end of the year, a group takes (rulebook 13.2, L-24.1)."""

    group: Literal["early", "junior", "middle", "senior", "preschool"]
    years: Annotated[int, Whole(0, 7)]


SHIPPED_GROUP_AGES = (
    GroupAge("early", 1),
    GroupAge("junior", 2),
    GroupAge("middle", 3),
    GroupAge("senior", 4),
    GroupAge("preschool", 5),
)


def reference_year(day: date, switch: DayOfYear) -> int:
    """The year in which the school year of that day began, or begins from the switch on (A-63).

    With the switch on 1 August, 31 July 2026 belongs to 2025 and 1 August 2026 to 2026.
    """
    return day.year if (day.month, day.day) >= (switch.month, switch.day) else day.year - 1


def proposed_birth_year(years: int, day: date, switch: DayOfYear) -> int:
    """The birth year proposed for a new place of a group; the kindergarten decides (A-63)."""
    return reference_year(day, switch) - years


@dataclass(frozen=True, slots=True)
class Group:
    """How many children a group has and how many lack planned vaccinations (A-19)."""

    enrolled: int
    unvaccinated: int

    def would_exceed(self, percent: int) -> bool:
        """Whether one more child without vaccinations makes them more than this share (L-22.8)."""
        return (self.unvaccinated + 1) * 100 > (self.enrolled + 1) * percent
