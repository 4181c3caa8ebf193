"""Numbers before a queue came in and after it, and why they differ: the account always closes."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kezek.core.ids import ApplicationId


class Because(StrEnum):
    """One reason of a difference between the number in the old queue and the one here."""

    OTHERS_HERE = "others_here"
    """Children stood in this queue here already, and stand before it."""
    UNNUMBERED = "unnumbered"
    """Children of the file without a number of their own stand before it."""
    AWAY = "away"
    """The old queue counted children before it that are suspended, blocked or under review."""
    MISSING = "missing"
    """The old queue counted children before it that the file does not have."""
    ORDER = "order"
    """By class, ratio and moment of submission it stands elsewhere among those of the file."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A reason with what it does to a number: −1 is one step nearer."""

    because: Because
    amount: int


@dataclass(frozen=True, slots=True)
class Reconciled:
    """The number of one application in one queue, before and after."""

    before: int | None
    after: int | None
    """Nothing where it has no number now: it is suspended, blocked or under review."""
    differences: tuple[Difference, ...] = ()


def reconcile(
    order: Sequence[ApplicationId],
    before: Mapping[ApplicationId, int | None],
    away: Iterable[ApplicationId],
) -> dict[ApplicationId, Reconciled]:
    """For everybody of the file in one queue: number before, number after, and the reasons.

    `order` are all who stand in the queue now, `before` the old numbers of those of the file,
    `away` those of the file that belong to the queue and have no number now.
    """
    absent = [one for one in away if one in before]
    left = sorted(number for one in absent if (number := before[one]) is not None)
    shown = (before.get(one) for one in order)
    known = sorted([*left, *(number for number in shown if number is not None)])
    found = {one: Reconciled(before[one], None) for one in absent}
    others = unnumbered = 0
    for after, one in enumerate(order, start=1):
        if one not in before:
            others += 1
            continue
        old = before[one]
        found[one] = Reconciled(old, after, _reasons(old, after, others, unnumbered, known, left))
        unnumbered += old is None
    return found


def _reasons(
    old: int | None,
    after: int,
    others: int,
    unnumbered: int,
    known: Sequence[int],
    left: Sequence[int],
) -> tuple[Difference, ...]:
    """The steps from the old number to the new one; their sum is the difference."""
    if old is None:
        return ()
    in_file = bisect_left(known, old)
    absent = bisect_left(left, old)
    numbered_ahead = after - 1 - others - unnumbered
    steps = (
        (Because.OTHERS_HERE, others),
        (Because.UNNUMBERED, unnumbered),
        (Because.AWAY, -absent),
        (Because.MISSING, -(old - 1 - in_file)),
        (Because.ORDER, numbered_ahead - (in_file - absent)),
    )
    return tuple(Difference(because, amount) for because, amount in steps if amount)
