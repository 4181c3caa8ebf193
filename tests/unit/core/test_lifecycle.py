"""Every act in every state of the linear mode: what follows by 9.1, or the right refusal."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from kezek.core.applications import (
    ENDED,
    State,
)
from kezek.core.errors import Code, Refusal
from kezek.core.groups import Group
from kezek.core.ids import GuardianId
from kezek.core.modes.contract import Decision, World
from kezek.core.modes.linear.lifecycle import ACTS, decide
from kezek.core.queues import QueueType
from kezek.core.triggers import (
    Accept,
    Admit,
    AskExtension,
    CancelReferral,
    ChangeChoices,
    CloseDouble,
    ConfirmAgain,
    ConfirmInterest,
    Decline,
    DenyInterest,
    EndContract,
    GrantExtension,
    HandOver,
    KeepPlace,
    MovePupil,
    PlanAge,
    RefuseAdmission,
    RefuseExtension,
    RefuseRelocation,
    Reject,
    Relocate,
    ReviewRefusal,
    Sign,
    Submit,
    SubmitDocuments,
    Trigger,
    Verify,
    Withdraw,
)
from kezek.core.turns import Standing
from tests.builders import MONDAY, application, chosen, key, place, rules
from tests.states import LATER, ME, after, in_state, referral, world_of

S = State
SMALL_GROUP = Group(20, 0)

TRIGGERS: dict[str, Trigger] = {
    "verify": Verify(ME),
    "reject the benefit": Reject(ME, whole=False),
    "reject the whole": Reject(ME, whole=True),
    "confirm again": ConfirmAgain(ME),
    "relocate": Relocate(ME),
    "refuse the move": RefuseRelocation(ME, "No seal."),
    "hand over": HandOver(ME, GuardianId(UUID(int=77)), "court"),
    "withdraw": Withdraw(ME),
    "close a double": CloseDouble(ME),
    "change choices": ChangeChoices(ME, chosen(2)),
    "plan an age": PlanAge(ME, date(2026, 12, 1)),
    "lift the planned age": PlanAge(ME, None),
    "confirm interest": ConfirmInterest(ME),
    "deny interest": DenyInterest(ME),
    "accept": Accept(ME),
    "decline": Decline(ME),
    "cancel": CancelReferral(ME),
    "ask an extension": AskExtension(ME, 5),
    "grant an extension": GrantExtension(ME),
    "refuse an extension": RefuseExtension(ME),
    "hand in papers": SubmitDocuments(ME, complete=True, vaccinated=True),
    "admit": Admit(ME, SMALL_GROUP),
    "refuse, incomplete": RefuseAdmission(ME, "incomplete", SMALL_GROUP),
    "refuse, contraindication": RefuseAdmission(ME, "contraindication", SMALL_GROUP),
    "uphold": ReviewRefusal(ME, stands=True),
    "overturn": ReviewRefusal(ME, stands=False),
    "sign": Sign(ME),
    "end the contract": EndContract(ME),
    "keep the place": KeepPlace(ME, place(9, temporary_until=date(2026, 10, 1), closes_at=LATER)),
    "move the pupil": MovePupil(ME, place(9, key=key(year=2023))),
}

ROWS: dict[tuple[str, State], tuple[str, str]] = {
    ("verify", S.UNDER_REVIEW): ("3", "QUEUED"),
    ("reject the whole", S.UNDER_REVIEW): ("4", "REFUSED"),
    ("reject the benefit", S.UNDER_REVIEW): ("5", "QUEUED"),
    ("reject the benefit", S.QUEUED): ("R-19", "QUEUED"),
    ("reject the benefit", S.DEFERRED): ("R-19", "DEFERRED"),
    ("reject the benefit", S.REFERRED): ("25", "QUEUED"),
    ("reject the whole", S.REFERRED): ("25", "ARCHIVED(documents_unreliable)"),
    ("confirm again", S.REFERRED): ("L-14.1", "REFERRED"),
    ("relocate", S.QUEUED): ("L-23.2", "QUEUED"),
    ("relocate", S.DEFERRED): ("L-23.2", "DEFERRED"),
    ("refuse the move", S.QUEUED): ("L-23.2", "QUEUED"),
    ("refuse the move", S.DEFERRED): ("L-23.2", "DEFERRED"),
    **{("hand over", state): ("A-62", str(state)) for state in set(S) - ENDED},
    **{
        ("withdraw", state): ("21", "ARCHIVED(withdrawn)")
        for state in (
            *(S.QUEUED, S.DEFERRED, S.SUSPENDED, S.INTEREST_CHECK, S.OFFERED),
            *(S.UNDER_REVIEW, S.STOP_LIST),
        )
    },
    **{
        ("close a double", state): ("G-40", "ARCHIVED(duplicate)")
        for state in (
            *(S.QUEUED, S.DEFERRED, S.SUSPENDED, S.INTEREST_CHECK, S.OFFERED),
            *(S.UNDER_REVIEW, S.STOP_LIST),
        )
    },
    **{
        ("change choices", state): ("R-28", str(state))
        for state in (S.QUEUED, S.DEFERRED, S.SUSPENDED, S.INTEREST_CHECK, S.UNDER_REVIEW)
    },
    ("change choices", S.STOP_LIST): ("A-40", "STOP_LIST"),
    ("plan an age", S.QUEUED): ("7", "DEFERRED"),
    ("plan an age", S.DEFERRED): ("7", "DEFERRED"),
    ("lift the planned age", S.DEFERRED): ("8", "QUEUED"),
    ("lift the planned age", S.QUEUED): ("8", "QUEUED"),
    ("confirm interest", S.INTEREST_CHECK): ("14", "QUEUED"),
    ("deny interest", S.INTEREST_CHECK): ("15", "ARCHIVED(no_answer)"),
    ("accept", S.OFFERED): ("10", "REFERRED"),
    ("decline", S.OFFERED): ("11", "QUEUED"),
    ("cancel", S.REFERRED): ("23", "QUEUED"),
    ("ask an extension", S.REFERRED): ("24", "REFERRED"),
    ("hand in papers", S.REFERRED): ("26", "ADMISSION"),
    ("admit", S.ADMISSION): ("28", "CONTRACT"),
    ("refuse, incomplete", S.ADMISSION): ("29", "REFERRED"),
    ("refuse, contraindication", S.ADMISSION): ("30", "ADMISSION_REFUSED"),
    ("uphold", S.ADMISSION_REFUSED): ("31", "ARCHIVED(admission_refused)"),
    ("overturn", S.ADMISSION_REFUSED): ("32", "ADMISSION"),
    ("sign", S.CONTRACT): ("33", "ENROLLED"),
    ("end the contract", S.ENROLLED): ("35", "ARCHIVED(other)"),
    ("end the contract", S.ENROLLED_TEMP): ("R-52", "QUEUED"),
    ("keep the place", S.ENROLLED): ("L-17.2", "ENROLLED"),
    ("move the pupil", S.ENROLLED): ("X-14", "ENROLLED"),
}
"""Act and state: the row of 9.1 or the reading, and the state after; all else is refused."""

_ALREADY = {
    "verify": frozenset(S) - ENDED - {S.UNDER_REVIEW},
    "admit": frozenset({S.CONTRACT, S.ENROLLED, S.ENROLLED_TEMP, S.ADMISSION_REFUSED}),
}
_ALREADY["refuse, incomplete"] = _ALREADY["refuse, contraindication"] = _ALREADY["admit"]


def refusal_of(act: str, state: State) -> Code:
    """The code of an act out of place, as R-23 and R-30 have it."""
    if act in ("accept", "decline"):
        return Code.NO_LIVE_OFFER
    if state in _ALREADY.get(act, ()):
        return Code.ALREADY_DECIDED
    return Code.WRONG_STATE


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("act", TRIGGERS)
def test_every_act_in_every_state(act: str, state: State) -> None:
    if (act, state) in ROWS:
        row, after = ROWS[(act, state)]
        assert label_after(act, state) == after, f"row {row}"
        return
    with pytest.raises(Refusal) as refused:
        done(act, state)
    assert refused.value.code is refusal_of(act, state)


def test_every_act_of_the_table_is_tried() -> None:
    assert {type(trigger) for trigger in TRIGGERS.values()} == set(ACTS)


def done(act: str, state: State, **fields: Any) -> Decision:
    """The act on one who is in this state; an elder one waits for every place that comes free."""
    one, its_place = in_state(state)
    one = replace(one, **fields)
    return decide(
        world_of(one, its_place), TRIGGERS[act], rules(relocation_out_of_turn="all"), MONDAY
    )


def touches(decision: Decision) -> bool:
    """Whether anything was changed about the subject: a kept place changes nothing about it."""
    changes = (change for fact in decision.facts for change in fact.applications)
    return any(change.after.id == ME for change in changes)


def label_after(act: str, state: State, **fields: Any) -> str:
    decision = done(act, state, **fields)
    return after(decision).label if touches(decision) else str(state)


@pytest.mark.parametrize(
    ("claimed", "proved", "kind", "expected"),
    [
        (Standing.G, False, QueueType.GENERAL, "QUEUED"),
        (Standing.P, True, QueueType.GENERAL, "QUEUED"),
        (Standing.P, False, QueueType.GENERAL, "UNDER_REVIEW"),
        (Standing.O, False, QueueType.GENERAL, "UNDER_REVIEW"),
        (Standing.G, False, QueueType.SPECIAL, "UNDER_REVIEW"),
        (Standing.G, False, QueueType.SANATORIUM, "UNDER_REVIEW"),
        (Standing.G, True, QueueType.SPECIAL, "QUEUED"),
    ],
    ids=[
        "row 1: G",
        "row 1: P",
        "row 2: P",
        "row 2: O",
        "row 2: special",
        "row 2: sanatorium",
        "R-20",
    ],
)
def test_a_submission_goes_where_its_class_says(
    claimed: Standing, proved: bool, kind: QueueType, expected: str
) -> None:
    one = application(5, claimed=claimed, queue_type=kind, state=S.UNDER_REVIEW)
    trigger = Submit(one, chosen(1, queue_type=kind), consent=True, proof_accepted=proved)

    submitted = after(decide(World(), trigger, rules(), MONDAY))

    assert submitted.label == expected
    assert submitted.standing is (claimed if expected == "QUEUED" else Standing.G)


def test_whoever_had_a_place_by_privilege_comes_back_as_general() -> None:
    """Rows 35 and 37: a new application, at the end of the queue (L-23.1)."""
    one = application(5, claimed=Standing.P)
    trigger = Submit(one, chosen(1), consent=True, proof_accepted=True, lost_privilege=True)

    again = after(decide(World(), trigger, rules(), LATER))

    assert (again.standing, again.submitted_at) == (Standing.G, LATER)


Answer = Callable[..., Trigger]


@pytest.mark.parametrize("answer", [Accept, Decline])
def test_an_answer_to_another_place_is_not_taken_for_this_one(answer: Answer) -> None:
    one, its_place = in_state(S.OFFERED)

    with pytest.raises(Refusal) as refused:
        decide(world_of(one, its_place), answer(ME, place(8).id), rules(), MONDAY)
    assert refused.value.code is Code.NO_LIVE_OFFER

    decide(world_of(one, its_place), answer(ME, its_place.id), rules(), MONDAY)


@pytest.mark.parametrize(
    ("reason", "expected"),
    [("immunity", "QUEUED"), ("contraindication", "ARCHIVED(admission_refused)")],
)
def test_row_31_goes_two_ways(reason: str, expected: str) -> None:
    found = replace(referral(S.ADMISSION_REFUSED), refusal=reason)

    assert label_after("uphold", S.ADMISSION_REFUSED, referral=found) == expected


@pytest.mark.parametrize(
    ("act", "fields", "code"),
    [
        ("cancel", {"cancels": 1}, Code.LIMIT_REACHED),
        ("grant an extension", {}, Code.WRONG_STATE),
        ("refuse an extension", {}, Code.WRONG_STATE),
        ("verify", {}, Code.ALREADY_DECIDED),
    ],
)
def test_limits_of_a_referral(act: str, fields: dict[str, Any], code: Code) -> None:
    with pytest.raises(Refusal) as refused:
        done(act, S.REFERRED, **fields)
    assert refused.value.code is code


def test_a_referral_is_cancelled_until_the_24th_hour_and_not_from_it_on() -> None:
    one, its_place = in_state(S.REFERRED)
    last = MONDAY + timedelta(hours=24)
    world = world_of(one, its_place)

    assert decide(world, CancelReferral(ME), rules(), last - timedelta(milliseconds=1)).facts
    with pytest.raises(Refusal) as refused:
        decide(world, CancelReferral(ME), rules(), last)
    assert refused.value.code is Code.TOO_LATE
