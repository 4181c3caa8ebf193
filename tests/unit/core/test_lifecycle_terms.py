"""What time brings about in every state, as 9.1 has it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from kezek.core.applications import (
    Application,
    State,
    Term,
    TermKind,
)
from kezek.core.modes.contract import Decision
from kezek.core.modes.linear.lifecycle import TERMS, decide, decide_due
from kezek.core.triggers import (
    CancelReferral,
    ConfirmInterest,
    DenyInterest,
    PlaceTermDue,
    TermDue,
    Trigger,
)
from tests.builders import MONDAY, rules
from tests.states import LATER, ME, after, in_state, world_of

S = State

DUE: dict[tuple[TermKind, State], tuple[str, str]] = {
    (TermKind.REVIEW_ALARM, S.UNDER_REVIEW): ("6", "UNDER_REVIEW"),
    (TermKind.PLANNED_AGE, S.DEFERRED): ("8", "QUEUED"),
    (TermKind.OFFER_ANSWER, S.OFFERED): ("12", "SUSPENDED"),
    (TermKind.SUSPENSION, S.SUSPENDED): ("13", "INTEREST_CHECK"),
    (TermKind.INTEREST_ANSWER, S.INTEREST_CHECK): ("15", "ARCHIVED(no_answer)"),
    (TermKind.STOP_LIST, S.STOP_LIST): ("R-55", "QUEUED"),
    (TermKind.YEARLY_QUESTION, S.QUEUED): ("16", "QUEUED"),
    (TermKind.YEARLY_QUESTION, S.DEFERRED): ("16", "DEFERRED"),
    **{
        (TermKind.AGE_LIMIT, state): ("22", "ARCHIVED(age_limit)")
        for state in (
            *(S.UNDER_REVIEW, S.QUEUED, S.DEFERRED, S.OFFERED, S.SUSPENDED),
            *(S.INTEREST_CHECK, S.STOP_LIST),
        )
    },
    (TermKind.REFERRAL_END, S.REFERRED): ("27", "ARCHIVED(referral_expired)"),
    (TermKind.CONTRACT_SIGN, S.CONTRACT): ("34", "ARCHIVED(referral_expired)"),
}


@pytest.mark.parametrize(("kind", "state"), DUE)
def test_every_span_ends_as_its_row_says(kind: TermKind, state: State) -> None:
    row, expected = DUE[(kind, state)]

    assert after(run_out(kind, state)).label == expected, f"row {row}"


@pytest.mark.parametrize("kind", [TermKind.AGE_LIMIT, TermKind.YEARLY_QUESTION])
@pytest.mark.parametrize(
    "state", [S.REFERRED, S.ADMISSION, S.ADMISSION_REFUSED, S.CONTRACT, S.ENROLLED_TEMP]
)
def test_what_can_have_no_effect_waits_for_the_return(kind: TermKind, state: State) -> None:
    one = after(run_out(kind, state))

    assert one.state is state
    term = one.term(kind)
    assert term is not None
    assert term.waits


@pytest.mark.parametrize("state", [S.OFFERED, S.SUSPENDED, S.INTEREST_CHECK])
def test_the_yearly_question_waits_while_another_is_open(state: State) -> None:
    one = after(run_out(TermKind.YEARLY_QUESTION, state))

    assert (one.state, one.yearly_asked) == (state, 0)


def test_a_returned_child_is_asked_the_yearly_question_that_waited() -> None:
    waits = Term(MONDAY, TermKind.YEARLY_QUESTION, MONDAY, waits=True)

    assert run(ConfirmInterest(ME), S.INTEREST_CHECK, waits).yearly_asked == 1


def test_a_child_over_the_age_is_archived_on_its_return() -> None:
    waits = Term(MONDAY, TermKind.AGE_LIMIT, MONDAY, waits=True)

    assert run(CancelReferral(ME), S.REFERRED, waits).label == "ARCHIVED(age_limit)"


@pytest.mark.parametrize(
    ("asked", "act", "expected"),
    [
        (1, ConfirmInterest(ME), (0, "QUEUED")),
        (2, ConfirmInterest(ME), (0, "QUEUED")),
        (1, DenyInterest(ME), (0, "ARCHIVED(not_interested_yearly)")),
        (2, DenyInterest(ME), (0, "ARCHIVED(not_interested_yearly)")),
    ],
    ids=["row 17", "row 17 after the repeat", "row 18", "row 20"],
)
def test_the_yearly_question_is_answered(
    asked: int, act: Trigger, expected: tuple[int, str]
) -> None:
    one, its_place = in_state(S.QUEUED)
    one = replace(one, yearly_asked=asked)

    answered = after(decide(world_of(one, its_place), act, rules(), MONDAY))

    assert (answered.yearly_asked, answered.label) == expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [(1, (2, "QUEUED")), (2, (0, "ARCHIVED(not_interested_yearly)"))],
    ids=["row 19", "row 20"],
)
def test_silence_answers_the_yearly_question(asked: int, expected: tuple[int, str]) -> None:
    one = after(run_out(TermKind.YEARLY_ANSWER, S.QUEUED, yearly_asked=asked))

    assert (one.yearly_asked, one.label) == expected


def run(act: Trigger, state: State, waits: Term) -> Application:
    """The act on one for whom something waits that fell due before."""
    one, its_place = in_state(state)
    one = replace(one, terms=(waits,))
    return after(decide(world_of(one, its_place), act, rules(), MONDAY))


def run_out(kind: TermKind, state: State, **fields: Any) -> Decision:
    """One span of one who is in this state is over now."""
    one, its_place = in_state(state)
    term = Term(MONDAY, kind, MONDAY - timedelta(days=3))
    others = tuple(running for running in one.terms if running.kind is not kind)
    one = replace(one, terms=(*others, term), **fields)
    return decide_due(world_of(one, its_place), [TermDue(ME, kind)], rules(), MONDAY)


def test_every_span_has_its_place_in_the_table() -> None:
    aside = {TermKind.AGE_NOTICE, TermKind.TEMPORARY_END}
    of_indigo = {
        *(TermKind.WINDOW, TermKind.WINDOW_REMINDER),
        *(TermKind.BENEFIT_PAPERS, TermKind.BENEFIT_REMINDER),
    }
    of_voucher = {
        *(TermKind.VOUCHER_ANSWER, TermKind.VOUCHER_REMINDER),
        *(TermKind.VOUCHER_END, TermKind.VOUCHER_END_REMINDER),
        *(TermKind.RESTORE_END, TermKind.RESTORE_REMINDER),
        *(TermKind.PAUSE_END, TermKind.HOLD_END, TermKind.TRANSFER_END),
    }
    assert set(TERMS) == set(TermKind) - aside - of_indigo - of_voucher


def test_the_last_day_of_a_temporary_place_brings_the_child_back() -> None:
    """Row 36."""
    one, its_place = in_state(S.ENROLLED_TEMP)

    decision = decide_due(world_of(one, its_place), [PlaceTermDue(its_place.id)], rules(), LATER)

    assert after(decision).label == "QUEUED"
    assert after(decision).submitted_at == one.submitted_at
