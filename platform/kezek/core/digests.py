"""What a night of moves did to every number of a queue at once, with the causes (N-08, R-12).

`moves.Replay` follows one application through the whole life of a queue; here the newest moves are
taken back from the present, then played again for everybody together: the same amounts, and the
work of one move is one walk through the queue instead of one for each who stands in it.
"""

from bisect import insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from kezek.core.events import Cause
from kezek.core.ids import ApplicationId
from kezek.core.moves import Amount, Move, Op, Stand, amounts_of
from kezek.core.queues import Queue
from kezek.core.turns import Rank, Standing, merged


@dataclass(frozen=True, slots=True)
class Digest:
    """A number that became another, and why: the amounts sum to the difference."""

    before: int
    after: int
    amounts: tuple[Amount, ...]

    @property
    def worsened_by(self) -> int:
        """By how much the number grew; nothing or less where it did not."""
        return self.after - self.before


def digests(
    queue: Queue, standing: Mapping[ApplicationId, Stand], moves: Sequence[Move], before: Move
) -> dict[ApplicationId, Digest]:
    """Of everybody who stands in a queue now and whose number these newest moves changed.

    `queue` and `standing` are as they are after the moves, `before` is the move before the first
    of them. Whoever entered meanwhile is measured from then on (R-94).
    """
    stands = dict(standing)
    for move in reversed(moves):
        _take_back(stands, move)
    earlier = replace(queue, count=before.count_after, ratio=before.ratio_after)
    played = _Played(earlier, stands)
    for move in moves:
        played.play(move)
    return {
        application: Digest(first, now, tuple(Amount(*one) for one in causes.items() if one[1]))
        for application, first, now, causes in played.results()
        if first != now
    }


def _take_back(stands: dict[ApplicationId, Stand], move: Move) -> None:
    if move.application is None:
        return
    if move.before is None:
        stands.pop(move.application, None)
    else:
        stands[move.application] = move.before


@dataclass
class _Account:
    """One application's number when it was first seen, and what has changed it since."""

    first: int
    causes: dict[Cause, int] = field(default_factory=dict)


class _Played:
    """A queue with everybody's number, moved on move by move."""

    def __init__(self, queue: Queue, stands: dict[ApplicationId, Stand]) -> None:
        self._queue = queue
        self._stands = stands
        self._order: dict[Standing, list[tuple[Rank, ApplicationId]]] = {
            one: [] for one in Standing
        }
        for application, stand in stands.items():
            self._order[stand.standing].append((stand.rank, application))
        for waiting in self._order.values():
            waiting.sort()
        self._numbers = self._count()
        self._accounts = {one: _Account(number) for one, number in self._numbers.items()}

    def results(self) -> list[tuple[ApplicationId, int, int, dict[Cause, int]]]:
        """Each who stands there: its number when first seen, its number now, the causes."""
        return [
            (application, account.first, self._numbers[application], account.causes)
            for application, account in self._accounts.items()
        ]

    def play(self, move: Move) -> None:
        """Applies one move and books what it did to each number."""
        moved = (self._queue.count, self._queue.ratio) != (move.count_after, move.ratio_after)
        left_from = self._numbers.get(move.application) if move.application else None
        self._apply(move)
        before, self._numbers = self._numbers, self._count()
        for application, now in self._numbers.items():
            was = before.get(application)
            if was is None:
                self._accounts[application] = _Account(now)
            elif was != now:
                served = move.op is Op.LEAVE and left_from is not None and left_from < was
                self._book(application, move, now - was, moved=moved, served=served)
        for gone in before.keys() - self._numbers.keys():
            del self._accounts[gone]

    def _book(
        self, application: ApplicationId, move: Move, change: int, *, moved: bool, served: bool
    ) -> None:
        """The parts that `Replay` would give, in their order."""
        causes = self._accounts[application].causes
        for part in amounts_of(move, application, change, stood_ahead=served, moved=moved):
            causes[part.cause] = causes.get(part.cause, 0) + part.amount

    def _apply(self, move: Move) -> None:
        self._queue = replace(self._queue, count=move.count_after, ratio=move.ratio_after)
        if move.application is None:
            return
        known = self._stands.pop(move.application, None)
        if known is not None:
            self._order[known.standing].remove((known.rank, move.application))
        if move.after is not None:
            self._stands[move.application] = move.after
            insort(self._order[move.after.standing], (move.after.rank, move.application))

    def _count(self) -> dict[ApplicationId, int]:
        if self._queue.keeps_ratio:
            order = merged(self._queue, self._order)
        else:
            rest = sorted((*self._order[Standing.P], *self._order[Standing.G]))
            order = [*self._order[Standing.O], *rest]
        return {application: place for place, (_, application) in enumerate(order, start=1)}
