"""One number through several queues: crossing from one into another is a change with its reason."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from kezek.core.events import Cause
from kezek.core.ids import ApplicationId, TerritorySlug
from kezek.core.moves import Amount, Move, Op, Stand
from kezek.core.queues import CategoryKey
from kezek.core.turns import Rank, Standing
from kezek.reads.history import changes_of_life

BEGIN = datetime(2026, 6, 1, tzinfo=UTC)
NIGHT = datetime(2026, 6, 30, 18, tzinfo=UTC)
YOUNGER, OLDER = (CategoryKey(TerritorySlug("city"), cohort, "G") for cohort in (2, 3))


def name(serial: int) -> ApplicationId:
    return ApplicationId(uuid.UUID(int=serial))


def enter(serial: int, at: datetime, cause: Cause = Cause.ENTERED_AHEAD) -> Move:
    stand = Stand(Standing.G, Rank(BEGIN + timedelta(seconds=serial), serial))
    return Move(Op.ENTER, cause, 3, 3, name(serial), None, stand, at)


def leave(entered: Move, at: datetime, cause: Cause) -> Move:
    return replace(entered, op=Op.LEAVE, cause=cause, before=entered.after, after=None, at=at)


def numbered(*moves: Move) -> list[Move]:
    return [replace(move, version=at) for at, move in enumerate(moves, start=1)]


def test_another_category_is_a_change_with_its_own_reason() -> None:
    ahead, own, known = enter(1, BEGIN), enter(2, BEGIN), enter(9, BEGIN)
    younger = numbered(
        ahead, own, leave(ahead, NIGHT, Cause.COHORT_UPDATE), leave(own, NIGHT, Cause.COHORT_UPDATE)
    )
    older = numbered(
        known,
        enter(3, BEGIN),
        replace(own, at=NIGHT, cause=Cause.COHORT_UPDATE),
    )

    life = changes_of_life(name(2), [(YOUNGER, younger), (OLDER, older)])

    assert [(one.before, one.after) for one in life] == [(None, 2), (2, 1)]
    assert life[-1].causes == (Amount(Cause.COHORT_UPDATE, -1),)


def test_what_others_do_in_the_queue_that_it_stands_in_has_their_reasons() -> None:
    ahead, own = enter(1, BEGIN), enter(2, BEGIN)
    moves = numbered(ahead, own, leave(ahead, NIGHT, Cause.WITHDRAWN_AHEAD))

    life = changes_of_life(name(2), [(YOUNGER, moves)])

    assert life[-1].causes == (Amount(Cause.WITHDRAWN_AHEAD, -1),)


def test_to_leave_and_come_back_later_is_no_change() -> None:
    own = enter(2, BEGIN)
    moves = numbered(
        own,
        leave(own, NIGHT, Cause.SERVED_AHEAD),
        enter(1, NIGHT),
        replace(own, at=NIGHT + timedelta(days=1), cause=Cause.RETURNED_AHEAD),
    )

    life = changes_of_life(name(2), [(YOUNGER, moves)])

    assert [one.after for one in life] == [1, None, 2]
    assert not any(one.is_change for one in life)
