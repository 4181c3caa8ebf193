"""Whose turn it is: out of turn, then one to three, the count taken in and handed back.

The number that people see is the same rule played forward without storing, in closed form:
nobody walks a queue to tell a number (rulebook §8).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from kezek.core.queues import Queue


class Standing(StrEnum):
    """The class of an application (L-10.2, L-10.3): out of turn, first priority, general."""

    O = "O"  # noqa: E741 - the rulebook's own letter
    P = "P"
    G = "G"


class Slot(StrEnum):
    """The class to which an opened place was drawn (§8, "bind the class slot to the place")."""

    P = "P"
    G = "G"


@dataclass(frozen=True, slots=True, order=True)
class Rank:
    """The order inside a class: moment of submission, then serial (§8)."""

    submitted_at: datetime
    serial: int


@dataclass(frozen=True, slots=True)
class Ahead:
    """How many stand before one application: of each class, what its number needs.

    For an application of class O only `out_of_turn` counts; for P, `first_priority` are those
    before it and `general` is everybody general; for G the other way round.
    """

    out_of_turn: int
    first_priority: int
    general: int


def draw(queue: Queue, *, has_first_priority: bool, has_general: bool) -> tuple[Slot, int]:
    """The class that the next place goes to, and the count to store (§8 `next()`).

    At least one of the two classes must wait. With nobody of first priority the turn is a
    general one and a full count stays full: the next to come with first priority is next.
    """
    if has_first_priority and (queue.count >= queue.ratio or not has_general):
        return Slot.P, 0
    return Slot.G, min(queue.ratio, queue.count + 1)


def number(queue: Queue, standing: Standing, ahead: Ahead) -> int:
    """The queue number, from 1: the place in the order in which `next()` would serve."""
    if not queue.keeps_ratio:
        return ahead.out_of_turn + ahead.first_priority + ahead.general + 1
    if standing is Standing.O:
        return ahead.out_of_turn + 1
    if standing is Standing.P:
        before_it = _general_turns_before(queue, ahead.first_priority)
        return ahead.out_of_turn + ahead.first_priority + min(ahead.general, before_it) + 1
    return (
        ahead.out_of_turn
        + ahead.general
        + min(ahead.first_priority, _first_priority_turns_before(queue, ahead.general))
        + 1
    )


def spare(queue: Queue, standing: Standing, ahead: Ahead) -> int:
    """How many of the other class could be missing, and the number would be the same.

    Of the other class only those count whose turns come before: in a long queue most do not.
    """
    if not queue.keeps_ratio or standing is Standing.O:
        return 0
    if standing is Standing.P:
        return max(0, ahead.general - _general_turns_before(queue, ahead.first_priority))
    needed = _first_priority_turns_before(queue, ahead.general)
    return max(0, ahead.first_priority - needed)


def _general_turns_before(queue: Queue, first_priority_before: int) -> int:
    """How many general turns come before the next one of first priority but so many."""
    return queue.ratio - queue.count + queue.ratio * first_priority_before


def _first_priority_turns_before(queue: Queue, general_before: int) -> int:
    """How many first-priority turns come before the general turn number `general_before + 1`."""
    until_first = queue.ratio - queue.count
    if general_before < until_first:
        return 0
    return (general_before - until_first) // queue.ratio + 1


Waiting = TypeVar("Waiting")


def merged(queue: Queue, waiting: Mapping[Standing, Sequence[Waiting]]) -> list[Waiting]:
    """The whole shown order: `next()` played forward from the stored count, not storing it (§8)."""
    order = list(waiting.get(Standing.O, ()))
    first, general = waiting.get(Standing.P, ()), waiting.get(Standing.G, ())
    at_first = at_general = 0
    while at_first < len(first) or at_general < len(general):
        slot, count = draw(
            queue,
            has_first_priority=at_first < len(first),
            has_general=at_general < len(general),
        )
        queue = replace(queue, count=count)
        if slot is Slot.P:
            order.append(first[at_first])
            at_first += 1
        else:
            order.append(general[at_general])
            at_general += 1
    return order
