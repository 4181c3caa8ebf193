"""A season whose journal tells of a broken promise is found out, each by its own sentence."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from kezek.core.applications import Application, Offer, Referral, State, Term, TermKind
from kezek.core.events import Cause
from kezek.core.moves import Move, Op, Stand
from kezek.core.places import Place, PlaceState
from kezek.core.queues import CategoryKey, Queue, QueueKey, QueueType, SharedKey
from kezek.core.territories import Mode
from kezek.core.turns import Rank, Standing
from kezek.core.vouchers import Hold, Voucher
from kezek.scenarios.season_laws import Chronicle, Told
from tests.builders import CITY, MONDAY, application, garden, key, place, queue

LATER = MONDAY + timedelta(days=2)
COHORT = CategoryKey(CITY, 4)
SHARED = SharedKey(CITY, QueueType.GENERAL, 2022, "kk")


def chronicle(*known: Application | Place | Queue) -> Chronicle:
    """One in which all this stands already."""
    found = Chronicle({garden(number): CITY for number in range(1, 5)})
    found.tell(
        told(
            "region:as-it-stands",
            applications=tuple(one for one in known if isinstance(one, Application)),
            places=tuple(one for one in known if isinstance(one, Place)),
            queues=tuple(one for one in known if isinstance(one, Queue)),
        )
    )
    return found


def told(kind: str, rule: str = "", **what: Any) -> Told:
    return Told(kind, rule, MONDAY, **what)


def voucher_child(serial: int, **fields: Any) -> Application:
    return application(serial, mode=Mode.VOUCHER, cohort=4, choices=(), **fields)


def indigo_child(serial: int, **fields: Any) -> Application:
    return application(serial, mode=Mode.INDIGO, choices=(), **fields)


def offered(one: Application, its: Place) -> Told:
    return told(
        "offer:made",
        "L-15.4",
        applications=(replace(one, state=State.OFFERED, offer=Offer(its.id, MONDAY, LATER)),),
        places=(replace(its, state=PlaceState.OFFERED, holder=one.id),),
    )


def voucher_for(one: Application, count: int = 1) -> Told:
    return told(
        "voucher:offered",
        "VX-5",
        applications=(replace(one, state=State.VOUCHER_OFFERED),),
        queues=(Queue(COHORT, count, 3),),
    )


def window_for(one: Application) -> Told:
    term = Term(LATER, TermKind.WINDOW, MONDAY)
    in_window = replace(one, state=State.PRIORITY, terms=(term,))
    return told("window:opened", "I-3.9", applications=(in_window,))


@pytest.mark.parametrize(
    ("first", "second", "its"),
    [
        (application(1), application(2), offered(application(2), place(1))),
        (voucher_child(1), voucher_child(2), voucher_for(voucher_child(2))),
        (indigo_child(1), indigo_child(2), window_for(indigo_child(2))),
    ],
    ids=["an offer", "a voucher", "a window"],
)
def test_whoever_stands_ahead_is_not_passed_over(
    first: Application, second: Application, its: Told
) -> None:
    season = chronicle(first, second, place(1), queue())

    season.tell(its)

    assert [
        f"{its.kind} {second.number} before {first.number}" in one for one in season.broken
    ] == [True]


@pytest.mark.parametrize(
    "fields",
    [
        {"state": State.DEFERRED},
        {"born_on": date(2022, 12, 1)},
        {"born_on": date(2020, 9, 7)},
        {"asked_places": frozenset({place(1).id})},
        {"standing": Standing.P},
    ],
    ids=["planned age", "too young", "leaves today", "asked before", "another class"],
)
def test_there_are_reasons_to_be_passed_over(fields: dict[str, Any]) -> None:
    season = chronicle(application(1, **fields), application(2), place(1))

    season.tell(offered(application(2), place(1)))

    assert season.broken == []


@pytest.mark.parametrize(
    ("standing", "other", "before", "after", "sentence"),
    [
        (Standing.P, Standing.G, 2, 0, "first priority after 2 of 3 turns"),
        (Standing.G, Standing.P, 3, 2, "first priority was due"),
    ],
)
def test_first_priority_comes_after_three_general_turns(
    standing: Standing, other: Standing, before: int, after: int, sentence: str
) -> None:
    waiting, served = voucher_child(1, standing=other), voucher_child(2, standing=standing)
    season = chronicle(waiting, served, place(1), Queue(COHORT, before, 3))

    season.tell(voucher_for(served, count=after))

    assert [sentence in one for one in season.broken] == [True]
    assert season.checked["ratios"] == 1


def test_vouchers_are_no_more_than_places() -> None:
    season = chronicle(voucher_child(1), voucher_child(2), place(1))

    season.tell(voucher_for(voucher_child(1)))
    assert season.broken == []
    season.tell(voucher_for(voucher_child(2)))

    assert [one.endswith("2 vouchers, 1 places") for one in season.broken] == [True]


def test_a_voucher_with_a_place_looks_for_none() -> None:
    hold = Hold(place(2).id, garden(1), MONDAY, LATER)
    with_place = voucher_child(1, state=State.VOUCHER_ACTIVE, voucher=Voucher(hold=hold))
    kept = place(2, state=PlaceState.HELD, holder=with_place.id)
    season = chronicle(with_place, kept, voucher_child(2), place(1))

    season.tell(voucher_for(voucher_child(2)))

    assert season.broken == []


def test_a_place_goes_from_hand_to_hand_only_by_being_free() -> None:
    its = place(1, state=PlaceState.HELD, holder=application(1).id)
    season = chronicle(application(1), application(2), its)

    season.tell(told("place:taken", places=(replace(its, holder=application(2).id),)))

    assert [f"place {its.id} went from" in one for one in season.broken] == [True]


def test_in_the_evening_every_place_has_one_child() -> None:
    referral = Referral(place(1).id, garden(1), MONDAY, LATER, LATER)
    one = application(1, state=State.REFERRED, referral=referral)
    two = application(2, state=State.REFERRED, referral=referral)
    its = place(1, state=PlaceState.HELD, holder=one.id)
    vain = place(2, state=PlaceState.HELD, holder=one.id)
    season = chronicle(one, two, its, vain)

    season.evening(MONDAY, 2)

    assert season.broken == [
        f"place {its.id} has 2 children",
        f"{two.number} counts on {its.id}, held by {one.id}",
        f"place {vain.id} is kept for {one.number} in vain",
    ]


def test_in_the_evening_a_child_waits_once() -> None:
    one, twin = application(1), application(2, child=application(1).child)
    season = chronicle(one, twin)

    season.evening(MONDAY, 2)

    assert season.broken == [f"one child: {one.number} QUEUED, {twin.number} QUEUED"]


def test_who_attends_may_look_for_another_kindergarten() -> None:
    attends = indigo_child(1, state=State.ENROLLED)
    looks = indigo_child(2, child=attends.child, is_transfer=True)
    season = chronicle(attends, looks)

    season.evening(MONDAY, 2)

    assert season.broken == []


def test_in_the_evening_nothing_is_overdue_and_nobody_missed_too_often() -> None:
    overdue = Term(MONDAY, TermKind.STOP_LIST, MONDAY - timedelta(days=9))
    one = indigo_child(1, state=State.STOP_LIST, strikes=3, terms=(overdue,))
    season = chronicle(one)

    season.evening(MONDAY, 2)

    assert season.broken == [
        f"{MONDAY} {one.number}: stop_list was over at {MONDAY}",
        f"{MONDAY} {one.number}: 3 strikes",
    ]


def test_a_changed_number_has_reasons_that_add_up() -> None:
    """The second withdraws, and the move says so; a count that nobody moved is no reason."""
    season = chronicle(application(1), application(2))
    season.tell(told("both-came", moves=(came(1), came(2))))
    assert season.order(key()) == [application(1).id, application(2).id]

    season.tell(told("withdrawn", moves=(left(1),)))

    assert season.broken == []
    assert season.order(key()) == [application(2).id]
    assert season.checked["numbers"] > 0


def came(serial: int) -> tuple[QueueKey, Move]:
    stand = Stand(Standing.G, Rank(MONDAY, serial))
    return key(), Move(Op.ENTER, None, 3, 3, application(serial).id, None, stand)


def left(serial: int) -> tuple[QueueKey, Move]:
    stand = Stand(Standing.G, Rank(MONDAY, serial))
    return key(), Move(Op.LEAVE, Cause.WITHDRAWN_AHEAD, 3, 3, application(serial).id, stand, None)
