"""The history of a number: every change with its causes and their amounts (N1, N2, R-12)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from kezek.core.ids import ApplicationId
from kezek.core.lookback import Lookback, PastMove
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


Back = Callable[[int, Stand], Iterable[PastMove]]
"""Moves below a version, the newest first, that may matter for whoever stands so."""


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
    """The moves in turn; what may matter is asked anew once the application's own class changed."""
    below: int | None = newest
    while below is not None and lookback.own is not None:
        own, reached = lookback.own, below
        below = None
        for past in back(reached, own):
            yield past
            if lookback.own != own:
                below = past.move.version - 1
                break
