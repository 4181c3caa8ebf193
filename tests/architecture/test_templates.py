"""Templates keep the rules of the house, and each rule is seen to catch what breaks it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.architecture import template_rules as rules

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = rules.sources(ROOT / "templates")
PAGES = {name: text for name, text in TEMPLATES.items() if not name.startswith(("ui/", "base"))}
VIEWS = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "platform" / "kezek" / "web").rglob("*.py"))
}

Rule = Callable[[str], Iterator[str]]
FOR_ALL: list[Rule] = [
    rules.foreign_letters,
    rules.inline_code,
    rules.bare_forms,
    rules.unused_imports,
]


@pytest.mark.parametrize("name", TEMPLATES)
@pytest.mark.parametrize("rule", FOR_ALL, ids=lambda rule: rule.__name__)
def test_every_template_keeps(rule: Rule, name: str) -> None:
    assert list(rule(TEMPLATES[name])) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_sets_and_imports_nothing_at_its_top(name: str) -> None:
    assert list(rules.loose_tops(PAGES[name])) == []


@pytest.mark.parametrize(
    "given",
    [given for source in VIEWS.values() for given in rules.fragments_given(source)],
    ids=lambda given: f"{given.template}#{given.fragment}",
)
def test_every_fragment_that_a_view_gives_is_a_part_of_its_page(given: rules.Given) -> None:
    assert given.template in TEMPLATES
    assert list(rules.broken_fragment(given, TEMPLATES[given.template])) == []


def test_the_views_that_give_fragments_are_found() -> None:
    found = {given for source in VIEWS.values() for given in rules.fragments_given(source)}

    assert rules.Given("public/region.html", "region-totals") in found


@pytest.mark.parametrize(
    ("rule", "template"),
    [
        (rules.foreign_letters, "<p>Кезек</p>"),
        (rules.inline_code, '<p style="color: red">x</p>'),
        (rules.inline_code, "<script>alert(1)</script>"),
        (rules.inline_code, '<a onclick="go()">x</a>'),
        (rules.inline_code, '<a hx-on:click="go()">x</a>'),
        (rules.bare_forms, '<form method="post"></form>'),
        (rules.unused_imports, '{% from "ui/icons.html" import icon %}'),
        (rules.unused_imports, '{% import "ui/icons.html" as icons %}'),
        (rules.loose_tops, "{% set name = 1 %}"),
        (rules.loose_tops, '{% from "ui/icons.html" import icon %}{{ icon("box") }}'),
    ],
)
def test_a_rule_catches_what_breaks_it(rule: Rule, template: str) -> None:
    assert list(rule(template))


@pytest.mark.parametrize(
    "template",
    [
        "{% block other %}{% endblock %}",
        '{% block queue_table %}<p id="queue">x</p>{% endblock %}',
        "{% set shown = 1 %}{% block queue_table %}"
        '<p id="queue-table">{{ shown }}</p>{% endblock %}',
        '{% block main %}{% from "ui/icons.html" import icon %}{% block queue_table %}'
        '<p id="queue-table">{{ icon("box") }}</p>{% endblock %}{% endblock %}',
        "{% for row in rows %}{% block queue_table %}"
        '<p id="queue-table">{{ row }}</p>{% endblock %}{% endfor %}',
    ],
    ids=["no block", "no id", "set outside", "imported outside", "variable of a loop"],
)
def test_a_fragment_that_is_no_part_of_its_page_is_caught(template: str) -> None:
    given = rules.Given("office/queue.html", "queue-table")

    assert list(rules.broken_fragment(given, template))


def test_a_fragment_that_stands_on_its_own_is_let_pass() -> None:
    template = (
        '{% block main %}{% block queue_table %}{% from "ui/icons.html" import icon %}'
        '<ul id="queue-table">{% for row in rows %}{{ icon(row) }}{% endfor %}</ul>'
        "{% endblock %}{% endblock %}"
    )

    assert list(rules.broken_fragment(rules.Given("a.html", "queue-table"), template)) == []
