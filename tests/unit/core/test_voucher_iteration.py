"""Who is offered a voucher: capacity, classes, ages, budget, and the yearly update (R-6, R-7)."""

from datetime import date
from typing import Any

import pytest

from kezek.core.applications import State
from kezek.core.days import CalendarMissing
from kezek.core.happenings import Happening
from kezek.core.mode_rules import VoucherCategory
from kezek.core.queues import QueueType
from kezek.core.triggers import Accept, Choose, Decline, JoinWaitingList, Publish
from kezek.core.turns import Standing
from tests.builders import key, place
from tests.voucher_town import ITERATION, UPDATE, VoucherTown, child, named, next_due, on, seat

O, P, G = Standing.O, Standing.P, Standing.G  # noqa: E741 - the rulebook's own letters


def test_as_many_as_there_are_free_places() -> None:
    """R-6."""
    town = VoucherTown(child(1), child(2), child(3), places=[seat(1), seat(2, 2)])

    town.does(ITERATION)

    assert town.offered() == {1, 2}
    assert town.notices(1) == ["N-43"]


def test_out_of_turn_first_then_by_the_count_of_the_cohort() -> None:
    """R-6: out of turn leaves the count where it is."""
    town = VoucherTown(
        child(1), child(2, P), child(3, O), places=[seat(serial) for serial in (1, 2)]
    )

    town.does(ITERATION)

    assert town.offered() == {2, 3}
    assert town.count() == 0


def test_three_general_children_after_one_of_first_priority() -> None:
    """L-10.3: over several iterations, as the count is stored."""
    children = [child(serial, P) for serial in (1, 2)] + [child(serial) for serial in range(3, 8)]
    town = VoucherTown(*children, places=[seat(serial) for serial in range(1, 8)])

    order = [next(iter(fact.applications)).after.serial for fact in town.does(ITERATION)]

    assert order == [1, 3, 4, 5, 2, 6, 7]


def test_a_declined_voucher_does_not_move_the_count_back() -> None:
    """R-6."""
    town = VoucherTown(child(1, P), child(2, P), child(3), places=[seat(1)])
    town.does(ITERATION)
    town.does(Decline(child(1).id))

    town.does(ITERATION)

    assert town.offered() == {3}
    assert town.count() == 1


def test_vouchers_that_look_for_a_place_count_and_waiting_ones_do_not() -> None:
    """R-6."""
    town = VoucherTown(child(1), child(2), places=[seat(1)])
    town.does(ITERATION)
    town.does(Accept(child(1).id))
    town.does(ITERATION)
    assert town.offered() == set()

    town.does(JoinWaitingList(child(1).id, named(2)))
    town.does(ITERATION)

    assert town.offered() == {2}


def test_a_chosen_place_counts_for_nobody() -> None:
    """R-6: neither the place nor its voucher."""
    town = VoucherTown(child(1), child(2), places=[seat(1), seat(2)])
    town.does(Publish(()))
    town.does(ITERATION)
    town.does(Accept(child(1).id))
    town.does(Choose(child(1).id, named(1)))
    town.does(Decline(child(2).id))

    assert town.does(ITERATION) == ()


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"state": State.DEFERRED}, "passed over until its planned age"),
        ({"born_on": date(2024, 9, 8), "cohort": 2}, "not two years old (R-79)"),
        ({"born_on": date(2026, 1, 1), "cohort": 0}, "no category for it (R-80)"),
        ({"queue_type": QueueType.SPECIAL}, "the place is of another type"),
    ],
)
def test_who_is_passed_over(fields: dict[str, Any], why: str) -> None:
    town = VoucherTown(child(1, **fields), places=[seat(1)])

    assert town.does(ITERATION) == (), why


def test_the_first_cohort_waits_until_every_other_category_is_empty() -> None:
    """VX-6."""
    baby = child(1, born_on=date(2025, 1, 1), cohort=1)
    room = place(1, key=key(1, 2025))
    town = VoucherTown(baby, child(2, born_on=date(2022, 1, 1)), places=[room])

    assert town.does(ITERATION) == ()

    alone = VoucherTown(baby, places=[room])
    alone.does(ITERATION)
    assert alone.offered() == {1}


def test_a_monthly_budget_cuts_an_iteration_short() -> None:
    """7.1(3): what the month has given before counts."""
    town = VoucherTown(
        child(1),
        child(2),
        child(3),
        places=[seat(serial) for serial in (1, 2, 3)],
        iteration_budget=5,
    )
    town.given = 3

    town.does(ITERATION)

    assert town.offered() == {1, 2}


def test_cohorts_share_a_budget_by_weight() -> None:
    """A-46."""
    table = [
        {
            "cohort": 4,
            "standing": "G",
            "order": 1,
            "min_age_months": 24,
            "weight": 1,
            "issued_last": False,
        },
        {
            "cohort": 3,
            "standing": "G",
            "order": 2,
            "min_age_months": 24,
            "weight": 2,
            "issued_last": False,
        },
    ]
    younger = [child(serial, born_on=date(2023, 1, serial), cohort=3) for serial in (1, 2, 3)]
    elder = [child(serial) for serial in (4, 5, 6)]
    places = [place(serial, key=key(1, 2023)) for serial in (1, 2, 3)]
    places += [seat(serial) for serial in (4, 5, 6)]
    town = VoucherTown(
        *younger, *elder, places=places, iteration_budget=3, voucher_categories=table
    )

    town.does(ITERATION)

    assert town.offered() == {4, 1, 2}


def test_a_category_says_its_code() -> None:
    one = VoucherCategory(3, "G", 1, 24, 1, issued_last=False)
    assert one.code == "3-G"


def test_the_yearly_update_moves_the_eldest_first_and_tells_those_who_wait() -> None:
    """R-7, R-18: the count stays with the cohort's number."""
    elder = child(1, cohort=3)
    younger = child(2, born_on=date(2023, 1, 1), cohort=2)
    away = child(3, cohort=3, state=State.VOUCHER_OFFERED)
    town = VoucherTown(younger, elder, away)

    facts = town.does(UPDATE)

    assert [fact.applications[0].after.serial for fact in facts] == [1, 3, 2]
    assert [town.child(serial).cohort for serial in (1, 2, 3)] == [4, 3, 4]
    assert (town.notices(1), town.notices(2), town.notices(3)) == (["N-50"], ["N-50"], [])
    assert town.does(UPDATE) == ()


def test_a_territory_iterates_by_night_and_updates_once_a_year() -> None:
    """R-6, R-7."""
    calendar_rules = VoucherTown().rules

    assert next_due(calendar_rules, on(7, 9)).at == on(8, 3)
    assert next_due(calendar_rules, on(8, 3)).at == on(9, 3)
    update = next_due(calendar_rules, on(30, 3, month=6))
    assert (update.at, update.happenings) == (on(30, 23, month=6), (Happening.YEARLY_UPDATE,))


def test_a_place_starts_an_iteration_of_its_cohort_only_where_the_region_wants_it() -> None:
    """R-6."""
    quiet = VoucherTown(child(1))
    quiet.does(Publish((seat(1),)))
    assert quiet.offered() == set()

    town = VoucherTown(child(1), iterate_on_place=True)
    town.does(Publish((seat(1),)))
    assert town.offered() == {1}


def test_nothing_is_offered_beyond_the_known_days() -> None:
    """R-90: the end of an offer cannot be computed, so none is made."""
    town = VoucherTown(child(1), places=[seat(1)])
    town.now = on(31, 9, month=12)

    with pytest.raises(CalendarMissing):
        town.does(ITERATION)
