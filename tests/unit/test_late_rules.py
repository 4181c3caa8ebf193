"""Addresses are what the library would have written, and cost nothing before they are asked for."""

import pytest
from werkzeug.routing import BuildError, Map, MapAdapter, Rule

from kezek.web.late_rules import LateRule

RULES = (
    ("/", "front"),
    ("/<slug>/queues/", "queues"),
    ("/<slug>/queues/<int:page>", "queue"),
    ("/<slug>/rule/<rule>", "rule"),
)


def test_addresses_are_those_of_the_library() -> None:
    late, plain = (_adapter(kind) for kind in (LateRule, Rule))

    for endpoint, values in (
        ("front", {}),
        ("queues", {"slug": "demo", "q": "бала бақша", "page": 2}),
        ("queue", {"slug": "a b", "page": 3}),
        ("rule", {"slug": "demo", "rule": "R-6"}),
    ):
        assert late.build(endpoint, values) == plain.build(endpoint, values)
        assert late.build(endpoint, values, append_unknown=False) == plain.build(
            endpoint, values, append_unknown=False
        )
    with pytest.raises(BuildError):
        late.build("queue", {"slug": "demo"})


def test_only_what_is_asked_for_is_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    compile_builder = Rule._compile_builder

    def count(rule: Rule, append_unknown: bool = True) -> object:
        compiled.append(rule.endpoint)
        return compile_builder(rule, append_unknown)

    monkeypatch.setattr(Rule, "_compile_builder", count)
    adapter = _adapter(LateRule)
    assert compiled == []

    for _ in range(2):
        adapter.build("queues", {"slug": "demo"})

    assert compiled == ["queues"]


def _adapter(kind: type[Rule]) -> MapAdapter:
    rules = [kind(path, endpoint=endpoint) for path, endpoint in RULES]
    return Map(rules).bind("kezek.example")
