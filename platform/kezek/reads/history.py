"""The history of a number: every change with its causes and their amounts (N1, N2, R-12)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import groupby

from kezek.core.ids import ApplicationId
from kezek.core.lookback import Lookback, PastMove, Stretch
from kezek.core.moves import Amount, Move, Point, Stand, causes_between, history
from kezek.core.queues import QueueKey


@dataclass(frozen=True, slots=True)
class NumberChange:
    """All that happened to a number at one moment."""

    at: datetime | None
    before: int | None
    after: int | None
    points: tuple[Point, ...]

    @property
    def causes(self) -> tuple[Amount, ...]:
        """Why, with amounts that sum to the difference."""
        return causes_between(self.points)

    @property
    def is_change(self) -> bool:
        """Whether a number became another: to appear or disappear is no change (R-94)."""
        return None not in (self.before, self.after) and self.before != self.after


def number_changes(
    key: QueueKey, subject: ApplicationId, moves: Sequence[Move]
) -> list[NumberChange]:
    """The history of one application's number in one queue, one entry for each moment."""
    if not moves:
        return []
    first = moves[0]
    points = history(key, subject, moves, count=first.count_after, ratio=first.ratio_after)
    changes = []
    number: int | None = None
    for at, group in groupby(points, key=lambda point: point.at):
        together = tuple(group)
        changes.append(NumberChange(at, number, together[-1].number, together))
        number = together[-1].number
    return changes


def last_change(
    key: QueueKey, subject: ApplicationId, moves: Sequence[Move]
) -> NumberChange | None:
    """The last time that the number became another, if it ever did."""
    changes: Iterable[NumberChange] = reversed(number_changes(key, subject, moves))
    return next((change for change in changes if change.is_change), None)


def changes_of_life(
    subject: ApplicationId, queues: Iterable[tuple[QueueKey, Sequence[Move]]]
) -> list[NumberChange]:
    """The history of the one number that a shared queue or a category gives, through all of them.

    Whoever goes from one queue into another at one moment (another category, another mode) has a
    number that became another, not one that disappeared: its own move is the reason (R-12, VX-6).
    """
    told = [
        (change.at or _LONG_AGO, place, change)
        for place, (key, moves) in enumerate(queues)
        for change in number_changes(key, subject, moves)
    ]
    numbers: dict[int, int] = {}
    life: list[NumberChange] = []
    for at, group in groupby(sorted(told, key=lambda one: one[:2]), key=lambda one: one[0]):
        came_from = next(iter(numbers), None)
        before = numbers[came_from] if came_from is not None else None
        together = {place: change for _, place, change in group}
        for place, change in together.items():
            if change.after is None:
                numbers.pop(place, None)
            else:
                numbers[place] = change.after
        stands_in = next(iter(numbers), None)
        if stands_in == came_from and stands_in in together:
            life.append(together[stands_in])
            continue
        after = numbers[stands_in] if stands_in is not None else None
        entered = together[stands_in].points if stands_in in together else ()
        life.append(NumberChange(at, before, after, _crossing(before, after, entered)))
    return life


_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def _crossing(
    before: int | None, after: int | None, entered: tuple[Point, ...]
) -> tuple[Point, ...]:
    """All that a change of queue did to a number, as one step with the reason of entering."""
    if before is None or after is None or not entered:
        return ()
    came = entered[0]
    return (replace(came, number=after, amounts=(Amount(came.entered_by, after - before),)),)


Back = Callable[[int, Stand, int], Stretch]
"""The way back from a version for whoever stands so, with at most so many arrivals passed over."""


def latest_change(lookback: Lookback, back: Back, *, newest: int) -> NumberChange | None:
    """The last change since the application came in, found from the present backwards.

    It says what `last_change` says of the same moves, without replaying those before it.
    """
    group: list[Point] = []
    at: datetime | None = None
    after = lookback.number
    for past in _taken_back(lookback, back, newest):
        if group and past.move.at != at:
            if lookback.number != after:
                break
            group = []
        at = past.move.at
        group.append(lookback.take_back(past))
        if lookback.own is None:
            return None
    before = lookback.number
    if before == after or not group:
        return None
    return NumberChange(at, before, after, tuple(reversed(group)))


def _taken_back(lookback: Lookback, back: Back, newest: int) -> Iterator[PastMove]:
    """The moves in turn; the way is asked for anew once it was for somebody who stood otherwise.

    That is: of another class, or with fewer to spare than were to be passed over.
    """
    below = newest
    while below > 0 and lookback.own is not None:
        own, left = lookback.own, lookback.spare
        stretch = back(below, own, left)
        below = stretch.bottom - 1
        for step in stretch.steps:
            lookback.pass_over(step.passed)
            left -= step.passed
            yield step.past
            if lookback.own != own or lookback.spare < left:
                below = step.past.move.version - 1
                break
        else:
            lookback.pass_over(stretch.passed)
