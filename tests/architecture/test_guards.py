"""Every route names who may use it, and what exists in the demo only is nowhere else."""

from collections.abc import Iterator

from flask import Flask

from kezek.app import create_app
from kezek.core.access import needs_subject
from kezek.settings import Settings
from kezek.web.guards import Guard, guard_of

DEMO_ONLY = {"demo.codes"}
WALL = {"family", "kindergarten", "office", "hotline", "admin", "operator"}
"""First steps within a region behind which nothing is public but the doors themselves."""

DOORS = {
    "family.sign_up",
    "family.send_code",
    "family.code",
    "family.enter_code",
    "family.send_again",
    "family_key.show",
    "family_key.begin",
    "family_key.enter",
    "operator.sign_in",
    "operator.enter",
    "operator.invitation",
    "operator.take_up",
}


def test_every_route_is_marked(production: Flask) -> None:
    unmarked = [endpoint for endpoint, guard in _guards(production) if guard is None]
    assert unmarked == []


def test_a_permission_that_looks_at_a_subject_is_told_of_one(production: Flask) -> None:
    blind = [
        endpoint
        for endpoint, guard in _guards(production)
        if guard and guard.permission
        if needs_subject(guard.permission) and guard.subject_of is None
    ]
    assert blind == []


def test_behind_the_doors_of_an_audience_nothing_is_public(production: Flask) -> None:
    guards = dict(_guards(production))
    public = {
        rule.endpoint
        for rule in production.url_map.iter_rules()
        if _room(rule.rule) in WALL and not _permission(guards[rule.endpoint])
    }
    assert public == DOORS


def test_the_sent_codes_are_shown_in_demo_and_test_alone(
    production: Flask, settings: dict[str, str]
) -> None:
    assert DEMO_ONLY.isdisjoint(production.view_functions)
    assert not [rule for rule in production.url_map.iter_rules() if "/demo/" in rule.rule]
    for env in ("demo", "test"):
        assert set(_app(settings | {"KEZEK_ENV": env}).view_functions) >= DEMO_ONLY


def _guards(app: Flask) -> Iterator[tuple[str, Guard | None]]:
    for endpoint, view in app.view_functions.items():
        yield endpoint, guard_of(view)


def _permission(guard: Guard | None) -> object:
    return guard.permission if guard else None


def _room(rule: str) -> str:
    steps = rule.strip("/").split("/")
    return steps[1] if len(steps) > 1 and steps[0].startswith("<slug:") else steps[0]


def _app(environ: dict[str, str]) -> Flask:
    return create_app(Settings.from_env(environ))
