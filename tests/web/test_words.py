"""States, reasons and refusals all have their words, and the words have what they need."""

import ast
import re
from pathlib import Path

import pytest

from kezek.core.applications import ArchiveReason, State
from kezek.core.errors import Code
from kezek.core.events import Cause
from kezek.core.places import PlaceState
from kezek.core.turns import Standing
from kezek.web import causes, labels
from kezek.web.refusal_words import BY_CODE
from kezek.web.refusals import DETAILED, refusal_sentence
from kezek.web.rule_words import basis
from tests.web.kit_app import ROOT, make_app

_VALUE = re.compile(r"%\((\w+)\)s")


@pytest.mark.parametrize(
    ("values", "worded"),
    [
        (State, labels.APPLICATION),
        (PlaceState, labels.PLACE),
        (Standing, labels.STANDING),
        (ArchiveReason, labels.ARCHIVE_REASON),
        (Cause, causes.SENTENCES),
        (Code, BY_CODE),
    ],
    ids=["states", "places", "standings", "archive", "causes", "refusals"],
)
def test_every_value_has_its_words(values: type[str], worded: dict[str, object]) -> None:
    assert {str(value) for value in values} <= {str(name) for name in worded}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("count", "kk", "ru"),
    [
        (1, "Алдыңыздағы 1 отбасы өтінішін", "1 семья впереди вас отозвала"),
        (3, "Алдыңыздағы 3 отбасы өтінішін", "3 семьи впереди вас отозвали"),
        (11, "Алдыңыздағы 11 отбасы өтінішін", "11 семей впереди вас отозвали"),
    ],
)
def test_a_cause_is_said_with_the_right_form_of_its_number(count: int, kk: str, ru: str) -> None:
    for language, said in (("kk", kk), ("ru", ru)):
        with make_app().test_request_context("/", headers={"Accept-Language": language}):
            assert causes.cause_sentence("withdrawn_ahead", count).startswith(said)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_cause_is_said_in_the_readers_language(language: str) -> None:
    with make_app().test_request_context("/", headers={"Accept-Language": language}):
        for cause in Cause:
            assert not re.search("[A-Za-z]", causes.cause_sentence(cause, 2)), cause


def test_every_icon_is_drawn() -> None:
    sheet = (ROOT / "platform/kezek/web/static/img/icons.svg").read_text("utf-8")
    drawn = set(re.findall(r'<symbol id="([a-z-]+)"', sheet))
    shown = [*labels.APPLICATION.values(), *labels.PLACE.values(), *labels.STANDING.values()]
    used = {label.icon for label in shown}
    for template in (ROOT / "templates").rglob("*.html"):
        used |= set(re.findall(r'(?:icon\(|sign=)"([a-z-]+)"', template.read_text("utf-8")))

    assert used <= drawn


def test_every_refusal_that_the_house_gives_has_its_own_sentence() -> None:
    given = {refusal for path in _modules() for refusal in _refusals(path)}

    assert {code for code, _, _ in given} <= set(BY_CODE)
    assert {(code, detail) for code, detail, _ in given if detail} <= set(DETAILED)
    assert len(given) > 20


def test_every_value_in_a_sentence_is_given_by_the_refusal() -> None:
    for path in _modules():
        for code, detail, values in _refusals(path):
            needed = set(_VALUE.findall(DETAILED.get((code, detail), BY_CODE[Code(code)])))
            assert needed <= values, (path.name, code, detail)


def test_a_sentence_says_its_values_in_the_readers_language() -> None:
    with make_app().test_request_context("/", headers={"Accept-Language": "ru"}):
        said = refusal_sentence(Code.WRONG_STATE, {"state": "ARCHIVED(withdrawn)"}, "state")

    assert "«В архиве»" in said


def _modules() -> list[Path]:
    rooms = ROOT / "platform" / "kezek"
    # A story says the code alone, and no reader sees it.
    return [path for path in sorted(rooms.rglob("*.py")) if "scenarios" not in path.parts]


def _refusals(path: Path) -> set[tuple[str, str, frozenset[str]]]:
    """Code, detail and names of values of every refusal that a module writes out in full."""
    found = set()
    for call in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name)):
            continue
        if call.func.id != "Refusal" or not isinstance(call.args[0], ast.Attribute):
            continue
        detail = call.args[1] if len(call.args) > 1 else ast.Constant("")
        if isinstance(detail, ast.Constant):
            values = frozenset(word.arg for word in call.keywords if word.arg)
            found.add((Code[call.args[0].attr].value, str(detail.value), values))
    return found


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("kk", "Негізі: № 133 бұйрық, 15-тармақ, кезектің жұмыс тәртібі; ережелер нұсқасы: 2"),
        ("ru", "Основание: приказ № 133, пункт 15, порядок работы очереди; версия правил: 2"),
    ],
)
def test_a_rule_is_named_by_its_place_in_the_order(language: str, said: str) -> None:
    with make_app().test_request_context("/", headers={"Accept-Language": language}):
        assert basis(["L-15.4", "L-15.5", "A-25"], 2) == said
        assert "2" in basis(["L-A2.3"], 1).partition(";")[0]
