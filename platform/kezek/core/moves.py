"""Why a number changed: what facts do to a queue, and the sum of their causes (R-12).

A *move* is one effect on one queue: somebody enters, leaves, changes class, or the stored count
changes. The number of an application is a function of the moves so far, so the difference between
any two moments is the sum over the moves between them: the account always closes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from kezek.core.applications import Application
from kezek.core.events import Cause, Change, Fact
from kezek.core.ids import ApplicationId
from kezek.core.queues import Queue, QueueKey
from kezek.core.turns import Ahead, Rank, Standing, number


class Op(StrEnum):
    """What a move does."""

    ENTER = "enter"
    LEAVE = "leave"
    RESTAND = "restand"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Stand:
    """How an application stands in a queue: its class and its order in it."""

    standing: Standing
    rank: Rank


@dataclass(frozen=True, slots=True)
class Move:
    """One effect on one queue, with the count and ratio that hold after it."""

    op: Op
    cause: Cause | None
    count_after: int
    ratio_after: int
    application: ApplicationId | None = None
    before: Stand | None = None
    after: Stand | None = None
    at: datetime | None = None
    version: int = 0


def moves_of(fact: Fact, queues: dict[QueueKey, Queue]) -> list[tuple[QueueKey, Move]]:
    """The moves that one fact makes, in order; `queues` holds every queue of its applications.

    Whoever is served leaves and moves the count in one move: taken apart, those behind would be
    told of a detour that nobody saw.
    """
    counts = {change.after.key: change for change in fact.queues}
    made: list[tuple[QueueKey, Move]] = []
    for change in fact.applications:
        before, after = _stands(change.before), _stands(change.after)
        for key in (*before, *(key for key in after if key not in before)):
            if before.get(key) == after.get(key):
                continue
            state = counts.pop(key).after if key in counts else queues[key]
            move = _application_move(change.after.id, before.get(key), after.get(key), fact.cause)
            made.append((key, replace(move, count_after=state.count, ratio_after=state.ratio)))
    made.extend((key, _count_move(change, fact.cause)) for key, change in counts.items())
    return made


def _stands(application: Application | None) -> dict[QueueKey, Stand]:
    if application is None or not application.is_shown:
        return {}
    stand = Stand(application.standing, application.rank)
    return dict.fromkeys(application.keys, stand)


def _application_move(
    application: ApplicationId, before: Stand | None, after: Stand | None, cause: Cause | None
) -> Move:
    op = Op.ENTER if before is None else Op.LEAVE if after is None else Op.RESTAND
    return Move(op, cause, 0, 0, application, before, after)


def _count_move(change: Change[Queue], cause: Cause | None) -> Move:
    return Move(Op.COUNT, cause, change.after.count, change.after.ratio)


@dataclass(frozen=True, slots=True)
class Amount:
    """One cause with what it did to a number: −1 is one step nearer."""

    cause: Cause
    amount: int


@dataclass(frozen=True, slots=True)
class Point:
    """The number after one move; no number before it entered or after it left (R-94)."""

    version: int
    at: datetime | None
    number: int | None
    amounts: tuple[Amount, ...] = ()
    entered_by: Cause = Cause.OWN_CHOICE_CHANGED
    """Why it came into this queue, where this is the move by which it did."""


class Replay:
    """Plays the moves of one queue for one application, a constant amount of work for each."""

    def __init__(self, key: QueueKey, subject: ApplicationId, *, count: int, ratio: int) -> None:
        self._queue = Queue(key, count, ratio)
        self._subject = subject
        self._own: Stand | None = None
        self._others: dict[ApplicationId, Stand] = {}
        self._ahead = Ahead(0, 0, 0)

    @property
    def number(self) -> int | None:
        """The number now, if the application stands in the queue."""
        if self._own is None:
            return None
        return number(self._queue, self._own.standing, self._ahead)

    def play(self, move: Move) -> Point:
        """Applies one move and says what it did to the number."""
        before = self.number
        moved = (self._queue.count, self._queue.ratio) != (move.count_after, move.ratio_after)
        stood_ahead = moved and self._is_ahead_in_order(move, before)
        self._apply(move)
        after = self.number
        amounts: tuple[Amount, ...] = ()
        if before is not None and after is not None and before != after:
            amounts = amounts_of(
                move, self._subject, after - before, stood_ahead=stood_ahead, moved=moved
            )
        return Point(move.version, move.at, after, amounts, own_cause(move.cause))

    def _apply(self, move: Move) -> None:
        self._queue = replace(self._queue, count=move.count_after, ratio=move.ratio_after)
        if move.application is None:
            return
        if move.application == self._subject:
            self._own = move.after
            self._recount()
            return
        if move.before is not None:
            del self._others[move.application]
            self._shift(move.before, -1)
        if move.after is not None:
            self._others[move.application] = move.after
            self._shift(move.after, 1)

    def _recount(self) -> None:
        self._ahead = Ahead(0, 0, 0)
        for stand in self._others.values():
            self._shift(stand, 1)

    def _shift(self, stand: Stand, by: int) -> None:
        if self._own is None:
            return
        share = ahead_share(self._own, stand, keeps_ratio=self._queue.keeps_ratio)
        self._ahead = Ahead(
            self._ahead.out_of_turn + by * share.out_of_turn,
            self._ahead.first_priority + by * share.first_priority,
            self._ahead.general + by * share.general,
        )

    def _is_ahead_in_order(self, move: Move, own_number: int | None) -> bool:
        if move.op is not Op.LEAVE or own_number is None or move.before is None:
            return False
        if move.application == self._subject:
            return False
        return self._number_of(move.before) < own_number

    def _number_of(self, stand: Stand) -> int:
        shares = [
            ahead_share(stand, other, keeps_ratio=self._queue.keeps_ratio)
            for other in (*self._others.values(), *([self._own] if self._own else []))
            if other != stand
        ]
        ahead = Ahead(
            sum(share.out_of_turn for share in shares),
            sum(share.first_priority for share in shares),
            sum(share.general for share in shares),
        )
        return number(self._queue, stand.standing, ahead)


def amounts_of(
    move: Move, subject: ApplicationId, change: int, *, stood_ahead: bool, moved: bool
) -> tuple[Amount, ...]:
    """The causes of what one move did to a number; they sum to the change (R-12).

    `moved` says that the stored count changed with it, `stood_ahead` that whoever left had stood
    before the subject.
    """
    if move.application == subject:
        return (Amount(own_cause(move.cause), change),)
    if move.op is Op.COUNT or move.cause is None:
        return (Amount(Cause.RATIO_TURN, change),)
    if not moved:
        return (Amount(move.cause, change),)
    served = -1 if stood_ahead else 0
    parts = (Amount(move.cause, served), Amount(Cause.RATIO_TURN, change - served))
    return tuple(part for part in parts if part.amount)


def own_cause(cause: Cause | None) -> Cause:
    """What a family is told when its own application changed (R-12)."""
    if cause in (Cause.STANDING_CHANGED_AHEAD, Cause.OWN_STANDING_CHANGED):
        return Cause.OWN_STANDING_CHANGED
    if cause in (Cause.COHORT_UPDATE, Cause.MODE_SWITCH):
        return cause
    return Cause.OWN_CHOICE_CHANGED


def ahead_share(own: Stand, other: Stand, *, keeps_ratio: bool) -> Ahead:
    """What one other application adds to what stands ahead of `own` (see `turns.Ahead`)."""
    nothing = Ahead(0, 0, 0)
    if other.standing is Standing.O:
        counts = own.standing is not Standing.O or other.rank < own.rank
        return Ahead(1, 0, 0) if counts else nothing
    if own.standing is Standing.O:
        return nothing
    same_class = other.standing is own.standing
    if (same_class or not keeps_ratio) and not other.rank < own.rank:
        return nothing
    return Ahead(0, 1, 0) if other.standing is Standing.P else Ahead(0, 0, 1)


def history(
    key: QueueKey, subject: ApplicationId, moves: Iterable[Move], *, count: int, ratio: int
) -> Iterator[Point]:
    """Every point at which the number of one application appeared, changed or disappeared (N2)."""
    replay = Replay(key, subject, count=count, ratio=ratio)
    last: int | None = None
    for move in moves:
        point = replay.play(move)
        if point.number != last or point.amounts:
            last = point.number
            yield point


def causes_between(points: Iterable[Point]) -> tuple[Amount, ...]:
    """The causes of all points, one entry for each kind, in the order of their first appearance."""
    sums: dict[Cause, int] = {}
    for point in points:
        for part in point.amounts:
            sums[part.cause] = sums.get(part.cause, 0) + part.amount
    return tuple(Amount(cause, amount) for cause, amount in sums.items())
