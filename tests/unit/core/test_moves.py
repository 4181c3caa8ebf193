"""Why a number changed: the causes always sum to the difference (R-12)."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from kezek.core.events import Cause, Change, Fact
from kezek.core.ids import ApplicationId
from kezek.core.moves import Amount, Move, Op, Replay, Stand, causes_between, history, moves_of
from kezek.core.queues import Queue
from kezek.core.turns import Rank, Slot, Standing, draw, merged
from tests.builders import MONDAY, application, key, queue

SUBJECT = ApplicationId(UUID(int=1))


def stand(standing: Standing, serial: int) -> Stand:
    return Stand(standing, Rank(MONDAY + timedelta(milliseconds=serial), serial))


def enter(serial: int, standing: Standing = Standing.G, count: int = 3) -> Move:
    return Move(
        Op.ENTER,
        Cause.ENTERED_AHEAD,
        count,
        3,
        ApplicationId(UUID(int=serial)),
        None,
        stand(standing, serial),
    )


def leave(serial: int, cause: Cause, standing: Standing = Standing.G, count: int = 3) -> Move:
    return Move(
        Op.LEAVE, cause, count, 3, ApplicationId(UUID(int=serial)), stand(standing, serial), None
    )


def causes(*moves: Move, subject: int) -> tuple[Amount, ...]:
    found = list(history(key(), ApplicationId(UUID(int=subject)), moves, count=3, ratio=3))
    return causes_between(found[1:])


def test_who_is_served_ahead_brings_one_step() -> None:
    assert causes(enter(1), enter(2), leave(1, Cause.SERVED_AHEAD), subject=2) == (
        Amount(Cause.SERVED_AHEAD, -1),
    )


def test_the_head_that_moves_the_count_is_still_only_one_service() -> None:
    moves = [
        enter(1, Standing.P),
        enter(2, Standing.P),
        enter(3),
        leave(1, Cause.SERVED_AHEAD, Standing.P, count=0),
    ]

    assert causes(*moves, subject=3) == (Amount(Cause.SERVED_AHEAD, -1),)


def test_a_general_child_shown_before_a_first_priority_one_is_served_ahead_of_it() -> None:
    moves = [
        enter(1, Standing.P, count=0),
        enter(2, count=0),
        enter(3, count=0),
        leave(3, Cause.SERVED_AHEAD, count=1),
    ]
    points = list(history(key(), ApplicationId(UUID(int=1)), moves, count=0, ratio=3))

    assert [point.number for point in points] == [1, 2, 3, 2]
    assert points[-1].amounts == (Amount(Cause.SERVED_AHEAD, -1),)


def test_a_lost_benefit_is_told_to_its_owner_and_to_the_others() -> None:
    before = application(1, standing=Standing.P, claimed=Standing.P)
    after = replace(before, standing=Standing.G, claimed=Standing.G)
    fact = Fact(
        kind="standing:lost",
        rule="L-13.3",
        cause=Cause.STANDING_CHANGED_AHEAD,
        applications=(Change(before, after),),
    )

    ((where, move),) = moves_of(fact, {key(): queue()})

    assert where == key()
    assert move.op is Op.RESTAND
    moves = [enter(1, Standing.P), enter(2), enter(3), move]
    assert causes(*moves, subject=1) == ()
    moves = [enter(2), enter(1, Standing.P), enter(3), move]
    assert causes(*moves, subject=2) == (Amount(Cause.ENTERED_AHEAD, 1),)


Step = tuple[int, int, int]


@settings(max_examples=300)
@given(steps=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 99), st.integers(0, 2))))
def test_causes_sum_to_the_difference_and_numbers_are_the_merged_order(steps: list[Step]) -> None:
    """A random life of a queue: enter, be served by turn, withdraw, change class."""
    moves, waiting, kept = _life(steps)
    for subject in range(1, len(steps) + 1):
        replay = Replay(key(), ApplicationId(UUID(int=subject)), count=3, ratio=3)
        last = None
        for move in moves:
            point = replay.play(move)
            if last is not None and point.number is not None:
                assert last + sum(part.amount for part in point.amounts) == point.number
            last = point.number
        order = merged(
            kept,
            {
                standing: sorted(one for one, its in waiting.items() if its is standing)
                for standing in Standing
            },
        )
        assert last == (order.index(subject) + 1 if subject in order else None)


def _life(steps: list[Step]) -> tuple[list[Move], dict[int, Standing], Queue]:
    waiting: dict[int, Standing] = {}
    kept, moves = queue(3), []
    for serial, (what, which, standing_at) in enumerate(steps, start=1):
        standing = list(Standing)[standing_at]
        if what <= 2 or not waiting:
            waiting[serial] = standing
            moves.append(enter(serial, standing, kept.count))
            continue
        one = sorted(waiting)[which % len(waiting)]
        if what == 3:
            one, count = _next(waiting, kept)
            kept = replace(kept, count=count)
            moves.append(leave(one, Cause.SERVED_AHEAD, waiting.pop(one), count))
        elif what == 4:
            moves.append(leave(one, Cause.WITHDRAWN_AHEAD, waiting.pop(one), kept.count))
        else:
            moves.append(
                Move(
                    Op.RESTAND,
                    Cause.STANDING_CHANGED_AHEAD,
                    kept.count,
                    3,
                    ApplicationId(UUID(int=one)),
                    stand(waiting[one], one),
                    stand(standing, one),
                )
            )
            waiting[one] = standing
    return moves, waiting, kept


def _next(waiting: dict[int, Standing], kept: Queue) -> tuple[int, int]:
    lines = {
        standing: sorted(one for one, its in waiting.items() if its is standing)
        for standing in Standing
    }
    if lines[Standing.O]:
        return lines[Standing.O][0], kept.count
    slot, count = draw(
        kept,
        has_first_priority=bool(lines[Standing.P]),
        has_general=bool(lines[Standing.G]),
    )
    return lines[Standing.P if slot is Slot.P else Standing.G][0], count
