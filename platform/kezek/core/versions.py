"""Dated versions of a region: which one holds, which are to come, and what each was laid upon.

Versions are never changed. Of those whose moment has come the newest holds. A change that begins
before another one that waits already is put into that one too: it is stored once more, and
`repeats` names the version that it stands for. A version that is taken back before its moment is
covered by one more, whose `takes_back` names it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Version:
    """One stored version without its data."""

    number: int
    effective_from: datetime
    repeats: int | None = None
    takes_back: int | None = None

    @property
    def root(self) -> int:
        """The version that somebody made, of which this one may be a repetition."""
        return self.repeats or self.number


def in_force(versions: Iterable[Version], now: datetime) -> Version | None:
    """The version that holds at a moment: the newest of those that have begun."""
    begun = [one for one in versions if one.effective_from <= now]
    return max(begun, key=lambda one: one.number, default=None)


def reigns(versions: Sequence[Version], through: datetime) -> list[tuple[datetime, Version]]:
    """Which version held from which moment on, in order, up to a moment (R-9)."""
    moments = sorted({one.effective_from for one in versions if one.effective_from <= through})
    held: list[tuple[datetime, Version]] = []
    for moment in moments:
        one = in_force(versions, moment)
        if one is not None and (not held or held[-1][1] != one):
            held.append((moment, one))
    return held


def coming(versions: Sequence[Version], now: datetime) -> list[Version]:
    """What is still to come into force, earliest first; of each change its newest repetition."""
    gone = {one.takes_back for one in versions}
    newest: dict[int, Version] = {}
    for one in sorted(versions, key=lambda one: one.number):
        if one.takes_back is None:
            newest[one.root] = one
    left = [one for root, one in newest.items() if root not in gone and one.effective_from > now]
    return sorted(left, key=lambda one: (one.effective_from, one.number))


def laid_upon(versions: Iterable[Version], version: Version) -> Version | None:
    """What a version was made of: the newest before it that would hold at its own moment."""
    below = [
        one
        for one in versions
        if one.number < version.number and one.effective_from <= version.effective_from
    ]
    return max(below, key=lambda one: one.number, default=None)


def held_before(versions: Iterable[Version], version: Version) -> Version | None:
    """What held in the last moment before a version began."""
    earlier = [one for one in versions if one.effective_from < version.effective_from]
    return max(earlier, key=lambda one: one.number, default=None)


def after(versions: Sequence[Version], moment: datetime, now: datetime) -> list[Version]:
    """Those to come that begin later than a moment: a change of that moment goes into them too."""
    return [one for one in coming(versions, now) if one.effective_from > moment]


def made(versions: Iterable[Version]) -> list[Version]:
    """The versions that somebody made, the newest first, without repetitions and coverings."""
    own = [one for one in versions if one.repeats is None and one.takes_back is None]
    return sorted(own, key=lambda one: -one.number)
