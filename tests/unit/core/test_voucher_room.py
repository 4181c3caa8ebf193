"""Every act in every state of the voucher mode, and what time brings about there (9.3)."""

from collections.abc import Callable
from uuid import UUID

import pytest

from kezek.core.applications import ENDED, ArchiveReason, State, Term, TermKind, deadline
from kezek.core.errors import Code, Refusal
from kezek.core.groups import Group
from kezek.core.ids import GuardianId
from kezek.core.modes.contract import Decision, World
from kezek.core.modes.laws import violations
from kezek.core.modes.linear.lifecycle import TERMS as LINEAR_TERMS
from kezek.core.modes.voucher.lifecycle import ACTS, TERMS
from kezek.core.places import PlaceState
from kezek.core.triggers import (
    Accept,
    ActOnApplication,
    Admit,
    AskExtension,
    BeginTransfer,
    CancelReferral,
    ChangeChoices,
    Choose,
    ConfirmAgain,
    ConfirmInterest,
    Decline,
    EndContract,
    GrantExtension,
    HandOver,
    JoinWaitingList,
    LeaveWaitingList,
    RefuseAdmission,
    RefuseExtension,
    Reject,
    Restore,
    ReviewRefusal,
    Sign,
    SubmitDocuments,
    Verify,
    Withdraw,
)
from kezek.core.turns import Standing
from kezek.core.vouchers import Hold, Transfer, Voucher
from tests.builders import MONDAY, garden, place
from tests.voucher_town import ITERATION, VoucherTown, child, named, on, seat

S = State
ME = child(1).id
GROUP = Group(20, 0)
ANOTHER = GuardianId(UUID(int=99))


def at_the(state: State) -> VoucherTown:
    """A town in which the first child has come as far as this."""
    town = VoucherTown(child(1), child(2), places=[seat(1), seat(2, 3)])
    for step in _WAY[state]:
        step(town)
    assert town.child(1).state is state
    return town


def _does(trigger: ActOnApplication) -> Callable[[VoucherTown], object]:
    return lambda town: town.does(trigger)


def _goes(day: int) -> Callable[[VoucherTown], object]:
    return lambda town: town.goes_to(on(day))


_OFFERED = (lambda town: town.does(ITERATION),)
_ACTIVE = (*_OFFERED, _does(Accept(ME)))
_CHOSEN = (*_ACTIVE, _does(Choose(ME, named(1))))
_PAPERS = (*_CHOSEN, _does(SubmitDocuments(ME, complete=True, vaccinated=True)))
_CONTRACT = (*_PAPERS, _does(Admit(ME, GROUP)))
_ENROLLED = (*_CONTRACT, _does(Sign(ME)))
_WAY: dict[State, tuple[Callable[[VoucherTown], object], ...]] = {
    S.QUEUED: (),
    S.VOUCHER_OFFERED: _OFFERED,
    S.VOUCHER_ACTIVE: _ACTIVE,
    S.WAITLISTED: (*_ACTIVE, _does(JoinWaitingList(ME, named(2)))),
    S.PLACE_CHOSEN: _CHOSEN,
    S.ADMISSION: _PAPERS,
    S.CONTRACT: _CONTRACT,
    S.ENROLLED: _ENROLLED,
    S.TRANSFER: (*_ENROLLED, _does(BeginTransfer(ME, named(3)))),
    S.INACTIVE: (*_OFFERED, _goes(10)),
    S.ARCHIVED: (_does(Withdraw(ME)),),
}

TRIGGERS: tuple[ActOnApplication, ...] = (
    Verify(ME), Reject(ME, whole=True), Withdraw(ME), Accept(ME), Decline(ME), Restore(ME),
    Choose(ME, named(3)), JoinWaitingList(ME, named(4)), AskExtension(ME, 5), GrantExtension(ME),
    RefuseExtension(ME), SubmitDocuments(ME, complete=True, vaccinated=True), Admit(ME, GROUP),
    RefuseAdmission(ME, "contraindication", GROUP), Sign(ME), BeginTransfer(ME, named(3)),
    EndContract(ME), LeaveWaitingList(ME, named(2)), ConfirmInterest(ME),
    HandOver(ME, ANOTHER, "a court's decision"), ConfirmAgain(ME),
)  # fmt: skip


@pytest.mark.parametrize("state", list(_WAY))
@pytest.mark.parametrize("trigger", TRIGGERS, ids=lambda one: type(one).__name__)
def test_an_act_is_taken_where_the_table_has_it_and_refused_elsewhere(
    trigger: ActOnApplication, state: State
) -> None:
    town, row = at_the(state), ACTS[type(trigger)]
    expected = Code.ALREADY_DECIDED if state in row.answered_in else row.elsewhere

    refusal = _refusal_of(town, trigger)

    if state not in row.states:
        assert refusal is not None
        assert (refusal.code, refusal.detail) == (expected, "state")
    elif state is not S.ARCHIVED:
        # In its own state an act is taken, or refused for what it asks and not for the state.
        assert refusal is None or refusal.detail != "state"


def _refusal_of(town: VoucherTown, trigger: ActOnApplication) -> Refusal | None:
    try:
        town.does(trigger)
    except Refusal as refusal:
        return refusal
    return None


@pytest.mark.parametrize(
    "trigger",
    [CancelReferral(ME), ChangeChoices(ME, ()), ReviewRefusal(ME, stands=True)],
    ids=lambda one: type(one).__name__,
)
def test_acts_of_other_modes_are_refused_before_anything_else(trigger: ActOnApplication) -> None:
    """R-30, R-76."""
    with pytest.raises(Refusal) as refused:
        at_the(S.ARCHIVED).does(trigger)

    assert refused.value.code is Code.MODE_MISMATCH


@pytest.mark.parametrize("state", [S.QUEUED, S.VOUCHER_ACTIVE, S.WAITLISTED, S.ENROLLED])
def test_another_guardian_keeps_place_and_terms(state: State) -> None:
    """A-62: the application changes hands, nothing else of it does."""
    town = at_the(state)
    before = town.child(1)

    town.does(HandOver(ME, ANOTHER, "a court's decision"))

    after = town.child(1)
    assert (after.guardian, after.state) == (ANOTHER, state)
    assert (after.terms, after.voucher, after.rank) == (before.terms, before.voucher, before.rank)


def test_what_was_confirmed_again_stays_so_with_another_kindergarten() -> None:
    """L-14.1: nobody is asked a third time because the family chose anew (R-74)."""
    town = at_the(S.PLACE_CHOSEN)
    town.does(ConfirmAgain(ME))

    town.does(Choose(ME, named(3)))

    referral = town.child(1).referral
    assert referral is not None
    assert (referral.rechecked, referral.kindergarten) == (True, garden(3))


def test_every_span_of_a_voucher_has_its_place_in_the_table() -> None:
    own = set(TERMS) - set(LINEAR_TERMS)
    assert own == {
        *(TermKind.VOUCHER_ANSWER, TermKind.VOUCHER_REMINDER),
        *(TermKind.VOUCHER_END, TermKind.VOUCHER_END_REMINDER),
        *(TermKind.RESTORE_END, TermKind.PAUSE_END, TermKind.HOLD_END, TermKind.TRANSFER_END),
    }
    assert all(not states & ENDED for states, _, _ in TERMS.values())


def test_the_deadlines_that_a_family_sees() -> None:
    """R-94: Monday the seventh; the offer two working days, the voucher five."""
    seen = {state: deadline(at_the(state).child(1)) for state in _WAY}

    assert seen[S.VOUCHER_OFFERED] == on(10)
    assert seen[S.VOUCHER_ACTIVE] == seen[S.PLACE_CHOSEN] == on(15)
    assert seen[S.WAITLISTED] == on(8, month=10)
    assert seen[S.INACTIVE] == on(9, month=10)
    assert seen[S.CONTRACT] == on(15)
    assert {seen[one] for one in (S.QUEUED, S.ADMISSION, S.ENROLLED, S.TRANSFER)} == {None}


@pytest.mark.parametrize(
    ("joined", "resumed", "due"),
    [
        (7, 7, 15),  # joined on the day of consent: all five days are left, from the eighth on
        (8, 9, 17),  # the eighth counts: five are left, from the tenth on
        (9, 21, 26),  # four are left: the 22nd to the 25th
        (14, 21, 23),  # the last day is left
        (12, 21, 23),  # a Saturday: only Monday is left
    ],
)
def test_what_is_left_of_the_five_days(joined: int, resumed: int, due: int) -> None:
    """R-70."""
    town = at_the(S.VOUCHER_ACTIVE)
    town.goes_to(on(joined, 10))
    town.does(JoinWaitingList(ME, named(2)))
    assert town.child(1).state is S.WAITLISTED
    town.goes_to(on(resumed, 11))

    town.does(Choose(ME, named(1)))

    assert deadline(town.child(1)) == on(due)


def test_the_clock_stands_for_thirty_days_in_all() -> None:
    """R-71, A-48: what one list took is not given by the next."""
    town = at_the(S.WAITLISTED)
    town.goes_to(on(8, 9, month=10))
    assert town.child(1).state is S.VOUCHER_ACTIVE
    assert deadline(town.child(1)) == on(16, month=10)

    town.does(JoinWaitingList(ME, named(4)))

    assert town.child(1).state is S.VOUCHER_ACTIVE
    voucher = town.child(1).voucher
    assert voucher is not None
    assert voucher.pause_used == 31
    assert voucher.stands_on(garden(2))
    assert voucher.stands_on(garden(4))


def test_silence_is_forgiven_once() -> None:
    """R-69."""
    town = at_the(S.INACTIVE)
    town.does(Restore(ME))
    assert town.child(1).submitted_at == child(1).submitted_at
    town.does(ITERATION)

    town.goes_to(on(16))

    assert town.state(1) == "ARCHIVED(not_restored)"
    with pytest.raises(Refusal) as refused:
        town.does(Restore(ME))
    assert refused.value.code is Code.LIMIT_REACHED


def test_a_refused_archive_of_another_reason_is_never_restored() -> None:
    """R-69."""
    town = at_the(S.VOUCHER_OFFERED)
    town.does(Decline(ME))

    with pytest.raises(Refusal) as refused:
        town.does(Restore(ME))

    assert refused.value.code is Code.WRONG_STATE


def test_a_transfer_that_nobody_pursues_ends_by_itself() -> None:
    """R-81: a place is not kept for ever."""
    town = at_the(S.TRANSFER)
    assert town.place(2) == (PlaceState.HELD, 1)

    town.goes_to(on(15))

    assert town.state(1) == "ENROLLED"
    assert (town.place(1), town.place(2)) == (
        (PlaceState.FILLED, 1),
        (PlaceState.PUBLISHED, None),
    )


def test_a_transfer_keeps_all_that_the_new_kindergarten_has_read() -> None:
    """R-81."""
    town = at_the(S.TRANSFER)
    town.does(SubmitDocuments(ME, complete=True, vaccinated=False))
    with pytest.raises(Refusal):
        town.does(Admit(ME, Group(0, 0)))
    town.does(Admit(ME, Group(20, 0), vaccinated=True))
    town.does(Sign(ME))

    moved = town.child(1)
    assert moved.referral is not None
    assert (moved.referral.kindergarten, moved.referral.vaccinated) == (garden(3), True)
    assert town.notices(1)[-1] == "N-49"


def test_the_upper_age_reached_in_the_check_ends_it_when_the_check_does() -> None:
    """Row 20, R-54."""
    nearly_six = Term(on(8), TermKind.AGE_LIMIT, MONDAY)
    town = VoucherTown(child(1, terms=(nearly_six,)), places=[seat(1)])
    for step in _WAY[S.ADMISSION]:
        step(town)
    town.goes_to(on(8, 9))
    assert town.child(1).state is S.ADMISSION

    town.does(RefuseAdmission(ME, "contraindication", GROUP))

    assert town.child(1).reason is ArchiveReason.AGE_LIMIT
    assert town.place(1) == (PlaceState.PUBLISHED, None)


def _broken(state: State, voucher: Voucher | None, **places: PlaceState) -> list[str]:
    one = child(1, state=state, voucher=voucher)
    world = World(
        {one.id: one},
        {
            place(serial).id: place(serial, state=kind, holder=one.id)
            for serial, kind in enumerate(places.values(), start=1)
        },
    )
    return violations(world, Decision())


@pytest.mark.parametrize(
    ("state", "voucher"),
    [
        (S.TRANSFER, Voucher()),
        (S.ENROLLED, Voucher(transfer=Transfer(place(1).id, garden(1), MONDAY))),
        (S.WAITLISTED, Voucher()),
        (S.VOUCHER_ACTIVE, Voucher(due_at=MONDAY, paused_at=MONDAY)),
        (S.VOUCHER_ACTIVE, Voucher()),
        (S.PLACE_CHOSEN, None),
        (S.QUEUED, Voucher(hold=Hold(place(1).id, garden(1), MONDAY, MONDAY))),
    ],
)
def test_a_voucher_that_its_state_belies_is_refused_by_the_ledger(
    state: State, voucher: Voucher | None
) -> None:
    assert _broken(state, voucher)


def test_two_places_only_for_a_child_that_moves() -> None:
    filled, held = PlaceState.FILLED, PlaceState.HELD

    assert _broken(S.CONTRACT, None, one=filled, two=held)
    assert _broken(S.ENROLLED, None, one=held, two=held)
    assert not _broken(S.ENROLLED, None, one=filled, two=held)


def test_a_benefit_lost_with_a_voucher_takes_the_place_back() -> None:
    """R-35."""
    town = VoucherTown(child(1, Standing.P), places=[seat(1)])
    town.does(ITERATION)
    town.does(Accept(ME))
    town.does(Choose(ME, named(1)))

    town.does(Reject(ME, whole=False))

    assert (town.state(1), town.child(1).standing) == ("QUEUED", Standing.G)
    assert town.place(1) == (PlaceState.PUBLISHED, None)
    assert town.notices(1)[-2:] == ["N-24", "N-07"]
