"""Going back from the present finds what a replay from the beginning finds."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as some

from kezek.core.events import Cause
from kezek.core.ids import ApplicationId, KindergartenId
from kezek.core.lookback import (
    Lookback,
    PastMove,
    Step,
    Stretch,
    is_arrival_of_the_other,
    may_matter,
)
from kezek.core.moves import Move, Op, Stand, ahead_share
from kezek.core.queues import Queue, QueueKey, QueueType, SeatKey
from kezek.core.turns import Ahead, Rank, Slot, Standing, draw, merged
from kezek.reads.history import NumberChange, latest_change, number_changes

NOON = datetime(2026, 9, 7, 7, tzinfo=UTC)
SHORT = 3
STEPS = some.lists(
    some.tuples(
        some.integers(0, 8), some.integers(0, 99), some.integers(0, 2), some.integers(0, 2)
    ),
    max_size=40,
)


@settings(max_examples=400)
@given(steps=STEPS, queue_type=some.sampled_from([QueueType.GENERAL, QueueType.SPECIAL]))
def test_it_is_the_last_change_of_the_whole_history(
    steps: list[tuple[int, int, int, int]], queue_type: QueueType
) -> None:
    life = Life(key(queue_type))
    for step in steps:
        life.take(*step)

    for subject in life.waiting:
        assert by_lookback(life, subject) == by_replay(life, subject)


def test_whoever_comes_in_behind_need_not_be_taken_back() -> None:
    own = stand(Standing.G, 5)

    def enters(standing: Standing, serial: int) -> bool:
        move = Move(Op.ENTER, None, 3, 3, name(serial), None, stand(standing, serial))
        return may_matter(own, move, keeps_ratio=True)

    assert not enters(Standing.G, 6)
    assert enters(Standing.G, 4)
    assert enters(Standing.P, 6)
    assert enters(Standing.O, 6)
    assert enters(Standing.G, 5), "its own coming in is where it ends"


def by_replay(life: "Life", subject: int) -> tuple[object, ...] | None:
    """The last change since the application came in for the last time."""
    changes = number_changes(life.queue.key, name(subject), life.moves)
    for change in reversed(changes):
        if change.before is None or None in [point.number for point in change.points]:
            return None
        if change.is_change:
            return told(change)
    return None


def by_lookback(life: "Life", subject: int) -> tuple[object, ...] | None:
    own = life.waiting[subject]

    def ahead_at(version: int, of: Stand, but: ApplicationId) -> Ahead:
        ahead = Ahead(0, 0, 0)
        for other, its in standing_at(life, version).items():
            if other == but:
                continue
            share = ahead_share(of, its, keeps_ratio=life.queue.keeps_ratio)
            ahead = Ahead(
                ahead.out_of_turn + share.out_of_turn,
                ahead.first_priority + share.first_priority,
                ahead.general + share.general,
            )
        return ahead

    lookback = Lookback(life.queue, name(subject), own, ahead_at, newest=len(life.moves))
    assert lookback.number == life.order().index(subject) + 1

    found = latest_change(lookback, partial(way_back, life, name(subject)), newest=len(life.moves))
    return told(found) if found else None


def way_back(life: "Life", subject: ApplicationId, below: int, own: Stand, spare: int) -> Stretch:
    """As the ledger reads it, in stretches so short that every join is met."""
    steps: list[Step] = []
    passed = 0
    for at in reversed(range(below)):
        move = life.moves[at]
        before = life.moves[at - 1] if at else move
        if spare and is_arrival_of_the_other(own, move, subject):
            passed, spare = passed + 1, spare - 1
            if not spare:
                return Stretch(steps, move.version, passed)
        elif may_matter(own, move, keeps_ratio=life.queue.keeps_ratio):
            past = PastMove(move, before.count_after, before.ratio_after)
            steps.append(Step(past, passed))
            passed = 0
            if len(steps) == SHORT:
                return Stretch(steps, move.version)
    return Stretch(steps, 1, passed)


def standing_at(life: "Life", version: int) -> dict[ApplicationId, Stand]:
    """Who stood in the queue after the move of that version."""
    stood: dict[ApplicationId, Stand] = {}
    for move in life.moves[:version]:
        if move.application is None:
            continue
        stood.pop(move.application, None)
        if move.after is not None:
            stood[move.application] = move.after
    return stood


def told(change: NumberChange) -> tuple[object, ...]:
    return (change.at, change.before, change.after, set(change.causes))


@dataclass
class Life:
    """A queue in which anything may happen; what happens at one moment belongs together."""

    key: QueueKey

    def __post_init__(self) -> None:
        self.queue = Queue(self.key, 3, 3)
        self.waiting: dict[int, Stand] = {}
        self.gone: dict[int, Stand] = {}
        self.moves: list[Move] = []
        self.now = NOON
        self._serial = 0

    def take(self, what: int, which: int, standing_at: int, later: int) -> None:
        """One step: come in, be served, withdraw, change class, come back, another ratio."""
        self.now += timedelta(minutes=later // 2)
        standing = list(Standing)[standing_at]
        if what <= 3 or not self.waiting:
            self._serial += 1
            self._enter(self._serial, stand(standing, self._serial), Cause.ENTERED_AHEAD)
            return
        one = sorted(self.waiting)[which % len(self.waiting)]
        if what == 4:
            self._serve()
        elif what == 5:
            self._leave(one, Cause.WITHDRAWN_AHEAD)
        elif what == 6 and self.gone:
            back = sorted(self.gone)[which % len(self.gone)]
            self._enter(back, self.gone.pop(back), Cause.RETURNED_AHEAD)
        elif what == 7:
            before, after = self.waiting[one], stand(standing, one)
            self.waiting[one] = after
            self._add(Op.RESTAND, Cause.STANDING_CHANGED_AHEAD, one, before, after)
        else:
            ratio = 1 + which % 4
            self.queue = replace(self.queue, ratio=ratio, count=min(self.queue.count, ratio))
            self._add(Op.COUNT, None, None, None, None)

    def order(self) -> list[int]:
        """Who stands where."""
        lines = {
            standing: sorted(one for one, its in self.waiting.items() if its.standing is standing)
            for standing in Standing
        }
        if self.queue.keeps_ratio:
            return merged(self.queue, lines)
        return lines[Standing.O] + sorted(lines[Standing.P] + lines[Standing.G])

    def _enter(self, one: int, its: Stand, cause: Cause) -> None:
        self.waiting[one] = its
        self._add(Op.ENTER, cause, one, None, its)

    def _leave(self, one: int, cause: Cause) -> None:
        its = self.gone[one] = self.waiting.pop(one)
        self._add(Op.LEAVE, cause, one, its, None)

    def _serve(self) -> None:
        first = self.order()[0]
        standing = self.waiting[first].standing
        if self.queue.keeps_ratio and standing is not Standing.O:
            slot, count = draw(
                self.queue,
                has_first_priority=any(one.standing is Standing.P for one in self.waiting.values()),
                has_general=any(one.standing is Standing.G for one in self.waiting.values()),
            )
            assert Slot(standing) is slot
            self.queue = replace(self.queue, count=count)
        self._leave(first, Cause.SERVED_AHEAD)

    def _add(
        self,
        op: Op,
        cause: Cause | None,
        one: int | None,
        before: Stand | None,
        after: Stand | None,
    ) -> None:
        self.moves.append(
            Move(
                op,
                cause,
                self.queue.count,
                self.queue.ratio,
                name(one) if one else None,
                before,
                after,
                self.now,
                len(self.moves) + 1,
            )
        )


def name(serial: int) -> ApplicationId:
    return ApplicationId(UUID(int=serial))


def stand(standing: Standing, serial: int) -> Stand:
    return Stand(standing, Rank(NOON + timedelta(seconds=serial), serial))


def key(queue_type: QueueType) -> QueueKey:
    return SeatKey(KindergartenId(UUID(int=1)), 2022, "kk", queue_type)
