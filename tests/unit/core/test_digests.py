"""The night's digest of numbers says what the replay of each application says (N-08, R-12)."""

import uuid
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from kezek.core.digests import Digest, digests
from kezek.core.events import Cause
from kezek.core.ids import ApplicationId, KindergartenId
from kezek.core.moves import Amount, Move, Op, Replay, Stand
from kezek.core.queues import Queue, QueueType, SeatKey
from kezek.core.turns import Rank, Standing

START = datetime(2026, 9, 7, tzinfo=UTC)
LEAVING = (Cause.SERVED_AHEAD, Cause.WITHDRAWN_AHEAD, Cause.SUSPENDED_AHEAD)


@dataclass
class Story:
    """A queue in which things happen, as its moves tell it."""

    queue: Queue
    stands: dict[ApplicationId, Stand] = field(default_factory=dict)
    moves: list[Move] = field(default_factory=list)

    def enter(self, serial: int, standing: Standing, cause: Cause) -> None:
        application = ApplicationId(uuid.UUID(int=serial))
        stand = Stand(standing, Rank(START + timedelta(seconds=serial), serial))
        before = self.stands.get(application)
        if before == stand:
            return
        op = Op.ENTER if before is None else Op.RESTAND
        self._add(Move(op, cause, 0, 0, application, before, stand), self.queue.count)
        self.stands[application] = stand

    def leave(self, position: int, cause: Cause, count: int) -> None:
        if not self.stands:
            return
        application = sorted(self.stands)[position % len(self.stands)]
        before = self.stands.pop(application)
        self._add(Move(Op.LEAVE, cause, 0, 0, application, before), count)

    def count(self, count: int) -> None:
        self._add(Move(Op.COUNT, None, 0, 0), count)

    def _add(self, move: Move, count: int) -> None:
        self.queue = replace(self.queue, count=count)
        self.moves.append(replace(move, count_after=count, ratio_after=self.queue.ratio))


@st.composite
def stories(draw: st.DrawFn) -> Story:
    queue_type = draw(st.sampled_from([QueueType.GENERAL, QueueType.SPECIAL]))
    key = SeatKey(KindergartenId(uuid.UUID(int=1)), 2023, "kk", queue_type)
    story = Story(Queue(key, count=3, ratio=3))
    story.count(3)
    for _ in range(draw(st.integers(1, 25))):
        step = draw(st.integers(0, 9))
        if step < 5:
            cause = draw(st.sampled_from([Cause.ENTERED_AHEAD, Cause.STANDING_CHANGED_AHEAD]))
            story.enter(draw(st.integers(1, 15)), draw(st.sampled_from(list(Standing))), cause)
        elif step < 9:
            cause = draw(st.sampled_from(LEAVING))
            count = draw(st.sampled_from([story.queue.count, 0, 1, 2, 3]))
            story.leave(draw(st.integers(0, 20)), cause, count)
        else:
            story.count(draw(st.integers(0, 3)))
    return story


@settings(deadline=None)
@given(stories(), st.data())
def test_everybody_is_told_what_the_replay_of_one_says(story: Story, data: st.DataObject) -> None:
    since = data.draw(st.integers(1, len(story.moves)), label="told until")
    found = digests(story.queue, story.stands, story.moves[since:], before=story.moves[since - 1])

    for application in story.stands:
        assert found.get(application) == replayed(story, application, since), application


@settings(deadline=None)
@given(stories())
def test_the_amounts_sum_to_the_difference(story: Story) -> None:
    for digest in digests(story.queue, story.stands, story.moves[1:], story.moves[0]).values():
        assert sum(part.amount for part in digest.amounts) == digest.after - digest.before


def test_who_is_served_brings_those_behind_one_nearer() -> None:
    story = queue_of_three()
    story.leave(0, Cause.SERVED_AHEAD, count=3)

    found = digests(story.queue, story.stands, story.moves[-1:], before=story.moves[-2])

    assert [(one.before, one.after) for one in found.values()] == [(2, 1), (3, 2)]
    assert {part.cause for one in found.values() for part in one.amounts} == {Cause.SERVED_AHEAD}


def test_who_leaves_behind_and_moves_the_count_is_no_service_ahead() -> None:
    story = queue_of_three()
    story.enter(4, Standing.P, Cause.ENTERED_AHEAD)
    story.leave(2, Cause.SERVED_AHEAD, count=0)

    found = digests(story.queue, story.stands, story.moves[-1:], before=story.moves[-2])

    turned = (Amount(Cause.RATIO_TURN, 2),)
    assert found[ApplicationId(uuid.UUID(int=4))] == Digest(1, 3, turned)


def test_nothing_new_is_nothing_to_tell() -> None:
    story = queue_of_three()

    assert digests(story.queue, story.stands, [], before=story.moves[-1]) == {}


def queue_of_three() -> Story:
    key = SeatKey(KindergartenId(uuid.UUID(int=1)), 2023, "kk", QueueType.GENERAL)
    story = Story(Queue(key, count=3, ratio=3))
    for serial in (1, 2, 3):
        story.enter(serial, Standing.G, Cause.ENTERED_AHEAD)
    return story


def replayed(story: Story, application: ApplicationId, since: int) -> Digest | None:
    """What following this one application through its queue's whole life gives."""
    replay = Replay(story.queue.key, application, count=3, ratio=3)
    first: int | None = None
    sums: dict[Cause, int] = {}
    for position, move in enumerate(story.moves):
        point = replay.play(move)
        if position == since - 1 or first is None or point.number is None:
            first, sums = point.number, {}
            continue
        for part in point.amounts:
            sums[part.cause] = sums.get(part.cause, 0) + part.amount
    if first is None or replay.number is None or first == replay.number:
        return None
    amounts = tuple(Amount(cause, amount) for cause, amount in sums.items() if amount)
    return Digest(first, replay.number, amounts)
