"""Recorded outages: what failed, how spans of them join, and which terms they would move (R-11)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from kezek.core.applications import Term, TermKind
from kezek.core.days import Calendar
from kezek.core.modes.linear.upkeep import moved_term
from kezek.core.terms import Span
from kezek.core.triggers import Outage


class Failed(StrEnum):
    """What did not work, so that families could not act in time."""

    PORTAL = "portal"
    SMS = "sms"
    EMAIL = "email"
    REGISTERS = "registers"
    STOP = "stop"
    """The region stood still by an operator's act."""
    OTHER = "other"


RECORDED_BY_HAND = tuple(one for one in Failed if one is not Failed.STOP)

LONGEST = timedelta(days=60)
"""A longer one is a mistake in the year, or no outage but a change of the rules."""


@dataclass(frozen=True, slots=True)
class Shift:
    """So many running terms of one kind would move by so much."""

    kind: TermKind
    by: timedelta
    terms: int


def shifts(terms: Iterable[Term], outage: Outage, calendar: Calendar) -> tuple[Shift, ...]:
    """How the running terms would move, the longest way first."""
    found: Counter[tuple[TermKind, timedelta]] = Counter()
    for term in terms:
        by = moved_term(term, outage, calendar).due_at - term.due_at
        if by:
            found[term.kind, by] += 1
    ordered = sorted(found.items(), key=lambda one: (-one[0][1], -one[1], one[0][0]))
    return tuple(Shift(kind, by, many) for (kind, by), many in ordered)


def joined(spans: Iterable[Span], within: Span) -> tuple[Span, ...]:
    """The parts of a span that others cover, as spans that share no time."""
    covered: list[Span] = []
    for began_at, ended_at in sorted(spans):
        began, ended = max(began_at, within[0]), min(ended_at, within[1])
        if ended <= began:
            continue
        if covered and began <= covered[-1][1]:
            covered[-1] = (covered[-1][0], max(covered[-1][1], ended))
        else:
            covered.append((began, ended))
    return tuple(covered)


def left_of(within: Span, covered: Iterable[Span]) -> timedelta:
    """How much of a span nothing covers."""
    return within[1] - within[0] - sum((one[1] - one[0] for one in covered), timedelta())
