"""What a change of a region may do and hardly ever means to: said plainly before it is signed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from kezek.core.regions import Tenant


class Danger(StrEnum):
    """What families would feel at once."""

    NO_HOLIDAYS = "no_holidays"
    """A year loses all of its days off: terms would run on holidays (R-90)."""
    NO_CHANNEL = "no_channel"
    """Neither SMS nor e-mail: of a term that runs only the cabinet tells (§10)."""


@dataclass(frozen=True, slots=True)
class Caution:
    """One of them, and the year that it is about."""

    danger: Danger
    year: int = 0


def cautions(before: Tenant, after: Tenant) -> tuple[Caution, ...]:
    """What should be said of a change before somebody signs it."""
    return (*_bare_years(before, after), *_silence(before, after))


def _bare_years(before: Tenant, after: Tenant) -> Iterator[Caution]:
    known = {one.year: one for one in before.calendar.years}
    for year in after.calendar.years:
        old = known.get(year.year)
        if not year.days_off and (old is None or old.days_off):
            yield Caution(Danger.NO_HOLIDAYS, year.year)


def _silence(before: Tenant, after: Tenant) -> Iterator[Caution]:
    spoke, speaks = (one.channels.sms or one.channels.email for one in (before, after))
    if spoke and not speaks:
        yield Caution(Danger.NO_CHANNEL)
