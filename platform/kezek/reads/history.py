"""The history of a number: every change with its causes and their amounts (N1, N2, R-12)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from kezek.core.ids import ApplicationId
from kezek.core.moves import Amount, Move, Point, causes_between, history
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
