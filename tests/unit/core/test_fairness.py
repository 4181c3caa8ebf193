"""A turn is judged by the count that stood before it (N15, rulebook 8)."""

import pytest

from kezek.core.fairness import Turn, Verdict, judge, tally
from kezek.core.turns import Standing


@pytest.mark.parametrize(
    ("turn", "verdict"),
    [
        pytest.param(Turn(Standing.P, 3, 0, 3, other_waited=True), Verdict.KEPT, id="P when due"),
        pytest.param(Turn(Standing.G, 1, 2, 3, other_waited=True), Verdict.KEPT, id="G when due"),
        pytest.param(
            Turn(Standing.G, 3, 3, 3, other_waited=False), Verdict.OTHER_EMPTY, id="nobody of P"
        ),
        pytest.param(
            Turn(Standing.P, 1, 0, 3, other_waited=False), Verdict.OTHER_EMPTY, id="nobody of G"
        ),
        pytest.param(Turn(Standing.P, 1, 0, 3, other_waited=True), Verdict.BROKEN, id="P too soon"),
        pytest.param(Turn(Standing.G, 3, 3, 3, other_waited=True), Verdict.BROKEN, id="P passed"),
        pytest.param(
            Turn(Standing.O, 2, 2, 3, other_waited=True), Verdict.OUT_OF_TURN, id="O by law"
        ),
        pytest.param(
            Turn(Standing.O, 2, 3, 3, other_waited=True), Verdict.BROKEN, id="O moved the count"
        ),
        pytest.param(
            Turn(Standing.G, 3, 3, 3, other_waited=True, goes_on=True),
            Verdict.SAME_PLACE,
            id="a refused place keeps its class",
        ),
        pytest.param(
            Turn(Standing.P, 0, 0, 3, other_waited=True, is_chosen=True),
            Verdict.CHOSEN,
            id="a family chose by itself in the morning",
        ),
    ],
)
def test_a_turn_is_judged(turn: Turn, verdict: Verdict) -> None:
    assert judge(turn) is verdict


def test_a_month_in_which_one_class_was_empty_is_not_broken() -> None:
    month = tally(
        {
            Turn(Standing.P, 3, 0, 3, other_waited=True): 1,
            Turn(Standing.G, 0, 1, 3, other_waited=True): 3,
            Turn(Standing.P, 1, 0, 3, other_waited=False): 4,
        }
    )

    assert not month.is_broken
    assert month.expected == 1 / 8
    assert month.real == 5 / 8
    assert month.by_verdict[Verdict.OTHER_EMPTY] == 4


def test_one_turn_against_the_count_breaks_a_month() -> None:
    assert tally({Turn(Standing.P, 2, 0, 3, other_waited=True): 1}).is_broken


def test_a_month_without_turns_has_no_share() -> None:
    assert tally({}).real is None
