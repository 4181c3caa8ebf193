"""How other systems of the state answer, as all our processes together have seen it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Line:
    """One endpoint of one system."""

    system: str
    path: str
    is_resting: bool
    """Whether a process leaves it alone for a while, because it failed some times in a row."""
    good_at: datetime | None
    bad_at: datetime | None
    fault: str

    @property
    def is_well(self) -> bool:
        """Whether the last that was heard of it is an answer."""
        if self.is_resting:
            return False
        return self.bad_at is None or (self.good_at is not None and self.good_at > self.bad_at)


def exchange_lines(details: Iterable[Mapping[str, Any]]) -> tuple[Line, ...]:
    """The endpoints that any process has asked since it began, by system and address."""
    told: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for detail in details:
        for system, endpoints in detail.get("exchange", {}).items():
            for path, seen in endpoints.items():
                told.setdefault((system, path), []).append(seen)
    return tuple(_line(system, path, seen) for (system, path), seen in sorted(told.items()))


def _line(system: str, path: str, seen: list[Mapping[str, Any]]) -> Line:
    bad = max((one for one in seen if one["bad_at"]), key=lambda one: one["bad_at"], default=None)
    good_at = max((one["good_at"] for one in seen if one["good_at"]), default=None)
    return Line(
        system,
        path,
        any(one["rests"] for one in seen),
        datetime.fromisoformat(good_at) if good_at else None,
        datetime.fromisoformat(bad["bad_at"]) if bad else None,
        bad["fault"] if bad else "",
    )
