"""Territories of a region, and which mode rules each of them on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum


class Mode(StrEnum):
    """The three ways of giving places."""

    LINEAR = "linear"
    INDIGO = "indigo"
    VOUCHER = "voucher"


class Level(StrEnum):
    """What a territory is in the country's division (G-14, G-15)."""

    CITY = "city"
    DISTRICT = "district"
    CITY_DISTRICT = "city_district"
    RURAL_DISTRICT = "rural_district"
    SETTLEMENT = "settlement"


class UnknownTerritory(LookupError):
    """A territory that the region does not have."""

    def __init__(self, slug: str, known: Iterable[str]) -> None:
        super().__init__(f"no territory is called {slug!r}")
        self.slug = slug
        self.known = tuple(known)


@dataclass(frozen=True, slots=True, order=True)
class ModeFrom:
    """A mode and the first day on which it rules, from 00:00 (R-10)."""

    from_on: date
    mode: Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class Territory:
    """A part of a region with its own mode (G-10) and its provider (G-14)."""

    slug: str
    kk: str
    ru: str
    level: Level
    modes: tuple[ModeFrom, ...]
    kato: str | None = None
    provider_kk: str | None = None
    provider_ru: str | None = None

    def __post_init__(self) -> None:
        """Refuse a territory without a mode, and two modes on one day; keep the order of days."""
        ordered = tuple(sorted(self.modes))
        if not ordered:
            raise ValueError(f"territory {self.slug} has no mode")
        if len({one.from_on for one in ordered}) != len(ordered):
            raise ValueError(f"territory {self.slug} has two modes from one day")
        object.__setattr__(self, "modes", ordered)

    def mode_on(self, day: date) -> Mode | None:
        """The mode that rules on a day; nothing before the first one begins (G-12)."""
        begun = [one.mode for one in self.modes if one.from_on <= day]
        return begun[-1] if begun else None

    def next_switch(self, after: date) -> ModeFrom | None:
        """The next mode that begins later than a day, if one is set (R-10)."""
        return next((one for one in self.modes if one.from_on > after), None)

    def switched(self, mode: Mode, from_on: date) -> Territory:
        """The territory with one more mode, which must begin later than all the others (R-10)."""
        if from_on <= self.modes[-1].from_on:
            raise ValueError(f"territory {self.slug} already has a mode from that day or later")
        return replace(self, modes=(*self.modes, ModeFrom(from_on, mode)))

    def unswitched(self, from_on: date) -> Territory:
        """The territory without the mode that would begin on a day, the latest of all (R-10)."""
        if len(self.modes) < 2 or self.modes[-1].from_on != from_on:
            raise ValueError(f"territory {self.slug} has no last mode from that day")
        return replace(self, modes=self.modes[:-1])


def get_territory(territories: Iterable[Territory], slug: str) -> Territory:
    """The region's territory of this name. Raises UnknownTerritory."""
    known = {one.slug: one for one in territories}
    if slug not in known:
        raise UnknownTerritory(slug, known)
    return known[slug]


def mode_on(territories: Iterable[Territory], slug: str, day: date) -> Mode | None:
    """The mode of one of a region's territories on a day (G-10, G-12). Raises UnknownTerritory."""
    return get_territory(territories, slug).mode_on(day)
