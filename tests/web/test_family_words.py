"""Whatever can happen to an application has its words, and every stage says what it means."""

import ast
import re

import pytest

from kezek.core.applications import State
from kezek.core.groups import SHIPPED_GROUP_AGES
from kezek.core.waits import Wait
from kezek.web.decision_words import FACT
from kezek.web.labels import AGE_GROUP
from kezek.web.stages import HAPPENED, STAGE, UNTOLD
from kezek.web.wait_words import WAITS
from tests.web.kit_app import ROOT

MODES = ROOT / "platform" / "kezek" / "core" / "modes"
_KIND = re.compile(r"[a-z-]+:[a-z-]+")


@pytest.mark.parametrize(("mode", "least"), [("linear", 40), ("voucher", 20), ("indigo", 10)])
def test_every_fact_that_a_family_can_live_through_is_told_or_left_out_on_purpose(
    mode: str, least: int
) -> None:
    recorded = {
        node.value
        for path in (MODES / mode).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and _KIND.fullmatch(node.value)
    }

    assert len(recorded) > least
    assert recorded - set(HAPPENED) == recorded & UNTOLD


def test_staff_read_whatever_a_family_is_shown() -> None:
    assert set(HAPPENED) - set(FACT) == set()


@pytest.mark.parametrize(
    ("values", "worded"),
    [
        (State, STAGE),
        (Wait, WAITS),
        ([one.group for one in SHIPPED_GROUP_AGES], AGE_GROUP),
    ],
    ids=["stages", "waits", "age groups"],
)
def test_every_value_has_its_words(values: list[str], worded: dict[str, object]) -> None:
    assert {str(value) for value in values} <= {str(name) for name in worded}
