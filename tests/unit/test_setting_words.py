"""Every setting is said in both languages, whatever value it may take (N-53)."""

import ast
import re
from pathlib import Path

import pytest

from kezek.adapters.setting_words import TOLD, setting_line, setting_lines, value_words
from kezek.core import mode_rules, rules, signing_rules
from kezek.core.knobs import ManyOf, OneOf, Table, knobs_of
from kezek.core.rules import GROUPS, KNOBS, TenantRules

_ID = re.compile(r"\b(?:[ALRNGED]|VX|IX|I)-\d+(?:\.\d+)?[a-z]?")
_SHIPPED = TenantRules().settings()


def test_a_change_is_one_line_in_both_languages() -> None:
    before, after = TenantRules(), TenantRules(offer_days=3)

    assert setting_lines(after.changed_from(before)) == [
        {
            "kk": "Ұсынылған орынға жауап беру мерзімі, күнтізбелік күн: 2 → 3",
            "ru": "Срок ответа на предложенное место, календарных дней: 2 → 3",
        }
    ]


def test_what_is_no_familys_concern_is_left_out() -> None:
    changed = TenantRules(number_alarm=20, review_working_days=2).changed_from(TenantRules())

    assert changed
    assert setting_lines(changed) == []


def test_every_setting_of_the_rulebook_has_its_words_in_the_same_order() -> None:
    assert list(TOLD) == list(KNOBS)


@pytest.mark.parametrize("name", KNOBS)
def test_a_setting_is_named_and_explained_in_both_languages(name: str) -> None:
    told = TOLD[name]
    for words in (told.name, told.about):
        assert words.kk.strip() != words.ru.strip()
        assert not words.kk.endswith(" ")
    assert told.about.ru.endswith(".")


@pytest.mark.parametrize("name", KNOBS)
def test_every_word_that_a_setting_takes_is_translated(name: str) -> None:
    for word in _words_of(name):
        assert word in TOLD[name].values, word
        assert value_words(name, word).kk != word


@pytest.mark.parametrize("name", KNOBS)
def test_a_setting_names_the_rules_that_its_own_sentence_names(name: str) -> None:
    assert TOLD[name].law == tuple(dict.fromkeys(_ID.findall(_sentences()[name])))


@pytest.mark.parametrize(
    ("name", "before", "after", "line"),
    [
        ("quiet_hours", "21:00-08:00", "off", "Тихие часы: 21:00–08:00 → нет"),
        ("referral_needs_eds", False, True, "взять направление: нет → да"),
        ("sign_methods", ["sms"], ["eds", "sms"], "электронная подпись (ЭЦП), код из SMS"),
        ("freeze_spans", [], ["08-01..08-31"], "ничего → 1 августа – 31 августа"),
        ("update_on", "06-30", "08-01", "30 июня → 1 августа"),
        ("age_notice_days", [60, 7], [], "60, 7 → ничего"),
    ],
)
def test_values_are_said_as_people_say_them(
    name: str, before: object, after: object, line: str
) -> None:
    assert line in setting_line(name, before, after).ru


def test_a_table_says_that_it_changed_and_not_how_it_is_stored() -> None:
    line = setting_line("group_ages", _SHIPPED["group_ages"], [])

    assert line.ru == "Возраст групп: таблица изменена"


def _words_of(name: str) -> tuple[str, ...]:
    knob = KNOBS[name]
    if isinstance(knob, ManyOf):
        knob = knob.one
    if isinstance(knob, Table) and name == "group_ages":
        knob = knobs_of(knob.row)["group"]
    # Of a table of categories the letters O, P and G have their own words on every page.
    return knob.words if isinstance(knob, OneOf) and name != "update_on" else ()


def _sentences() -> dict[str, str]:
    """The sentence below each field of the groups of settings."""
    found: dict[str, str] = {}
    shapes = {group.__name__ for group in GROUPS}
    for module in (rules, mode_rules, signing_rules):
        tree = ast.parse(Path(module.__file__ or "").read_text(encoding="utf-8"))
        for shape in (node for node in tree.body if isinstance(node, ast.ClassDef)):
            if shape.name in shapes:
                found |= _of_fields(shape)
    return found


def _of_fields(shape: ast.ClassDef) -> dict[str, str]:
    return {
        field.target.id: " ".join(str(below.value.value).split())
        for field, below in zip(shape.body, shape.body[1:], strict=False)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(below, ast.Expr)
        and isinstance(below.value, ast.Constant)
    }
