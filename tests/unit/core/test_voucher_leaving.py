"""A family leaves a waiting list, and a voucher ends with its contract (9.3 rows 10, 11, 18)."""

from datetime import date

import pytest

from kezek.core.applications import ArchiveReason, State, deadline
from kezek.core.errors import Code, Refusal
from kezek.core.events import Fact
from kezek.core.groups import Group
from kezek.core.places import PlaceState
from kezek.core.triggers import (
    Accept,
    Admit,
    BeginTransfer,
    Choose,
    EndContract,
    JoinWaitingList,
    LeaveWaitingList,
    Leaving,
    Publish,
    Sign,
    SubmitDocuments,
)
from tests.builders import garden
from tests.voucher_town import ITERATION, VoucherTown, child, named, on, seat

ME, OTHER = child(1).id, child(2).id
GROUP = Group(20, 0)


def test_leaving_the_last_list_starts_the_clock_again() -> None:
    """R-70: the day of joining counts, so four of the five days are left."""
    town = waiting()
    town.goes_to(on(21, 11))

    town.does(LeaveWaitingList(ME, named(2)))

    assert town.child(1).state is State.VOUCHER_ACTIVE
    assert deadline(town.child(1)) == on(26)
    assert town.notices(1)[-1] == "N-47"
    assert lists_of(town) == []


def test_leaving_one_of_two_lists_changes_nothing_else() -> None:
    town = waiting()
    town.does(JoinWaitingList(ME, named(4)))
    until = deadline(town.child(1))

    town.does(LeaveWaitingList(ME, named(2)))

    assert (town.child(1).state, deadline(town.child(1))) == (State.WAITLISTED, until)
    assert lists_of(town) == [4]


def test_what_the_list_has_used_of_the_pause_stays_used() -> None:
    """A-48: thirty days in all, however often a family comes and goes."""
    town = waiting()
    town.goes_to(on(19, 11))
    town.does(LeaveWaitingList(ME, named(2)))
    town.does(JoinWaitingList(ME, named(2)))

    assert deadline(town.child(1)) == on(10, month=10)


def test_a_kept_place_that_is_given_back_goes_to_the_next_of_the_list() -> None:
    town = waiting()
    town.does(Accept(OTHER))
    town.does(JoinWaitingList(OTHER, named(2)))
    town.does(Publish((seat(7, 2),)))
    assert town.place(7) == (PlaceState.HELD, 1)

    town.does(LeaveWaitingList(ME, named(2)))

    assert town.place(7) == (PlaceState.HELD, 2)
    assert town.child(1).state is State.VOUCHER_ACTIVE


def test_a_list_on_which_the_child_does_not_stand_cannot_be_left() -> None:
    with pytest.raises(Refusal) as refused:
        waiting().does(LeaveWaitingList(ME, named(4)))

    assert (refused.value.code, refused.value.detail) == (Code.WRONG_STATE, "not_on_list")


def test_a_pupil_leaves_a_list_and_stays_a_pupil() -> None:
    town = enrolled()
    town.does(JoinWaitingList(ME, named(2)))

    town.does(LeaveWaitingList(ME, named(2)))

    assert (town.child(1).state, lists_of(town)) == (State.ENROLLED, [])
    assert deadline(town.child(1)) is None


def test_no_list_is_left_while_a_child_moves() -> None:
    town = enrolled()
    town.does(JoinWaitingList(ME, named(2)))
    town.does(BeginTransfer(ME, named(3)))

    with pytest.raises(Refusal) as refused:
        town.does(LeaveWaitingList(ME, named(2)))

    assert refused.value.detail == "state"


def test_nobody_moves_into_a_place_that_ends_on_a_day() -> None:
    town = enrolled()
    town.does(Publish((seat(7, 4, temporary_until=date(2026, 12, 30)),)))

    with pytest.raises(Refusal) as refused:
        town.does(BeginTransfer(ME, named(4)))

    assert refused.value.code is Code.NO_PLACE


@pytest.mark.parametrize(
    ("because", "told"),
    [
        (Leaving.ENDED, "ended"),
        (Leaving.GRADUATED, "graduated"),
        (Leaving.NEVER_CAME, "never_came"),
    ],
)
def test_the_family_is_told_why_the_voucher_ended(because: Leaving, told: str) -> None:
    """N-51."""
    town = enrolled()

    facts = town.does(EndContract(ME, because))

    assert reasons(facts) == [told]
    assert town.child(1).reason is ArchiveReason.OTHER
    assert town.place(1) == (PlaceState.PUBLISHED, None)


def test_a_long_absence_ends_the_voucher_where_the_region_says_so() -> None:
    """VX-18, row 18: after as many calendar days as are set, not before."""
    town = enrolled(voucher_absence_days=30)
    town.goes_to(on(7, 9, month=10))

    with pytest.raises(Refusal) as refused:
        town.does(EndContract(ME, Leaving.ABSENT, date(2026, 9, 8)))
    facts = town.does(EndContract(ME, Leaving.ABSENT, date(2026, 9, 7)))

    assert (refused.value.code, refused.value.values) == (Code.TOO_EARLY, {"days": 30})
    assert reasons(facts) == ["absent"]
    assert town.state(1) == "ARCHIVED(other)"


@pytest.mark.parametrize("since", [None, date(2026, 10, 8)])
def test_an_absence_begins_on_a_day_that_has_come(since: date | None) -> None:
    town = enrolled(voucher_absence_days=30)
    town.goes_to(on(7, 9, month=10))

    with pytest.raises(Refusal) as refused:
        town.does(EndContract(ME, Leaving.ABSENT, since))

    assert (refused.value.code, refused.value.detail) == (Code.INVALID_CHOICE, "absent_since")


def test_by_default_no_absence_ends_a_voucher() -> None:
    town = enrolled()

    with pytest.raises(Refusal) as refused:
        town.does(EndContract(ME, Leaving.ABSENT, date(2026, 1, 1)))

    assert refused.value.detail == "absence_off"
    assert town.child(1).state is State.ENROLLED


def waiting() -> VoucherTown:
    """The first child waits for the second kindergarten, the other has a voucher offered."""
    town = VoucherTown(child(1), child(2), places=[seat(1), seat(2, 3)])
    town.does(ITERATION)
    town.does(Accept(ME))
    town.goes_to(on(9, 10))
    town.does(JoinWaitingList(ME, named(2)))
    return town


def enrolled(**settings: object) -> VoucherTown:
    town = VoucherTown(child(1), places=[seat(1), seat(2, 3)], **settings)
    town.does(ITERATION)
    town.does(Accept(ME))
    town.does(Choose(ME, named(1)))
    town.does(SubmitDocuments(ME, complete=True, vaccinated=True))
    town.does(Admit(ME, GROUP))
    town.does(Sign(ME))
    return town


def lists_of(town: VoucherTown) -> list[int]:
    voucher = town.child(1).voucher
    assert voucher is not None
    return [number for number in range(1, 5) if voucher.stands_on(garden(number))]


def reasons(facts: tuple[Fact, ...]) -> list[object]:
    return [one.values["reason"] for fact in facts for one in fact.notices if one.code == "N-51"]
