"""Every fact that a journal may hold has its words in the audit."""

import ast
import re
from collections.abc import Iterator

import pytest

from kezek.core.access import Permission
from kezek.web.operator.audit_words import (
    AUDITED,
    called_alike,
    detail_text,
    fact_name,
    kinds_to_choose,
)
from kezek.web.operator.words import KIND
from tests.web.kit_app import ROOT, make_app

HOUSE = ROOT / "platform" / "kezek"
_KIND = re.compile(r"[a-z-]+:[a-z-]+")
NO_FACTS = frozenset(
    {
        "interest:answer",
        "operator:command",
        "own-data:consent",
        "own-data:erase",
        "own-data:export",
        "register:benefit",
        "register:birth",
        "register:phone",
        "register:silent",
        "tenant:close",
    }
)
"""Constants that look like kinds of facts and are keys, tags or kinds of proposals."""


def _constants() -> Iterator[str]:
    for folder in ("core", "usecases"):
        for path in (HOUSE / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value


def test_every_fact_that_the_code_writes_has_words() -> None:
    written = {one for one in _constants() if _KIND.fullmatch(one)}
    written -= {str(one) for one in Permission} | NO_FACTS

    assert len(written) > 100
    assert sorted(written - set(AUDITED) - set(KIND)) == []


def test_a_name_is_offered_once_and_finds_all_that_are_called_so() -> None:
    with make_app().test_request_context("/", headers={"Accept-Language": "ru"}):
        offered = kinds_to_choose()
        names = [name for _, name in offered]

        assert len(names) == len(set(names))
        assert {fact_name(one) for kind, _ in offered for one in called_alike(kind)} == set(names)
    assert set(called_alike("interest:confirmed")) == {
        "interest:confirmed",
        "interest:confirmed-yearly",
    }
    assert called_alike("") == called_alike("nothing:at-all") == ()


@pytest.mark.parametrize(
    ("detail", "said"),
    [
        ({"kept": "2031-09-06", "proposed_by": "operator:1"}, "хранятся по 6 сентября 2031"),
        ({"switch": "sms", "until": None}, "Отправка SMS"),
        ({"terms": 12}, "сдвинуто сроков: 12"),
        ({"asked": {"kind": "x"}}, ""),
    ],
)
def test_what_an_act_says_of_itself_is_said_in_words(detail: dict[str, object], said: str) -> None:
    with make_app().test_request_context("/", headers={"Accept-Language": "ru"}):
        assert detail_text(detail).startswith(said)
