"""Settings that no story can show: alarms to staff come when the region has set it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from kezek.core.applications import State, TermKind
from kezek.core.groups import Group
from kezek.core.modes.linear.lifecycle import decide
from kezek.core.triggers import AskExtension, RefuseAdmission, Submit, Trigger
from kezek.core.turns import Standing
from tests.builders import MONDAY, application, chosen, place, rules
from tests.states import ME, after, in_state, world_of

S = State
FULL = Group(20, 5)


def midnight(day: int) -> datetime:
    """The end of the day before, in Kazakhstan."""
    return datetime(2026, 9, day - 1, 19, tzinfo=UTC)


@pytest.mark.parametrize(
    ("settings", "due_at"),
    [({}, midnight(9)), ({"review_working_days": 3}, midnight(11))],
)
def test_the_review_alarm_comes_when_the_region_says(
    settings: dict[str, Any], due_at: datetime
) -> None:
    """`review_working_days` (L-6.1): from Monday to the end of Tuesday, or of Thursday."""
    new = application(5, claimed=Standing.O)
    submit = Submit(new, chosen(1), consent=True, proof_accepted=False)

    decision = decide(world_of(new, place(1)), submit, rules(**settings), MONDAY)

    assert term_of(decision, TermKind.REVIEW_ALARM) == due_at


@pytest.mark.parametrize(
    ("settings", "state", "trigger", "kind", "due_at"),
    [
        ({}, S.REFERRED, AskExtension(ME, 5), TermKind.EXTENSION_ALARM, midnight(9)),
        (
            {"extension_answer_working_days": 4},
            S.REFERRED,
            AskExtension(ME, 5),
            TermKind.EXTENSION_ALARM,
            midnight(12),
        ),
        (
            {},
            S.ADMISSION,
            RefuseAdmission(ME, "contraindication", FULL),
            TermKind.REFUSAL_REVIEW_ALARM,
            midnight(9),
        ),
        (
            {"refusal_review_working_days": 2},
            S.ADMISSION,
            RefuseAdmission(ME, "contraindication", FULL),
            TermKind.REFUSAL_REVIEW_ALARM,
            midnight(10),
        ),
    ],
)
def test_other_alarms_come_when_the_region_says(
    settings: dict[str, Any], state: State, trigger: Trigger, kind: TermKind, due_at: datetime
) -> None:
    """`extension_answer_working_days` (A-17), `refusal_review_working_days` (A-18)."""
    one, its_place = in_state(state)

    decision = decide(world_of(one, its_place), trigger, rules(**settings), MONDAY)

    assert term_of(decision, kind) == due_at


def term_of(decision: Any, kind: TermKind) -> datetime:
    """When a span of the subject ends."""
    term = after(decision).term(kind)
    assert term is not None
    return term.due_at
