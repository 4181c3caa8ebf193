"""A page that shows staff something of a family says so; of each other page it is known why not."""

import pytest
from flask import Flask

from kezek.core.access import HIGH_RISK, STAFF, Permission, roles_of
from kezek.core.personal_views import Shown
from kezek.web.guards import Guard, guard_of

RULES_AND_PEOPLE_OF_STAFF = {"admin", "approvals", "registry", "sessions", "staff", "statistics"}
"""Rooms of settings, kindergartens, accounts of staff and sums; of children they have numbers
only, which are public (D-10)."""

NOTHING_PERSONAL = {
    "admin_calls.as_csv": "sums of causes",
    "admin_calls.index": "sums of causes, and who looked up what kind of key",
    "admin_late.index": "numbers of applications, which are public",
    "hotline.index": "an empty box",
    "hotline.name": "an empty form",
    "kindergarten_bulletin.new": "groups and numbers of places",
    "kindergarten_bulletin.preview": "groups and numbers of places",
    "kindergarten_bulletin.show": "places that were published",
    "kindergarten_groups.change": "facts of a group",
    "kindergarten_groups.index": "sums of groups",
    "kindergarten_places.confirm_recall": "one place",
    "kindergarten_places.confirm_return": "one place",
    "kindergarten_places.new": "an empty form",
    "kindergarten_recalls.confirm": "places that were chosen",
    "kindergarten_waiting.index": "numbers of applications, which are public",
    "kindergarten_year_end.day": "a day",
    "kindergarten_year_end.index": "years that were ended",
    "kindergarten_year_end.places": "places of the new year",
    "office_assisted.index": "an empty form",
    "office_batches.show": "numbers of applications, which are public",
    "office_complaints.index": "numbers of applications, which are public",
    "office_desk.go_on": "leads to the next matter",
    "office_iterations.index": "sums of queues",
    "office_iterations.show": "sums of queues",
}
"""Pages of staff without anything of a family, each with what stands on it instead."""

NOTHING_PERSONAL_IN_ANSWER = {
    "hotline_calls.note_general": "the empty box",
    "kindergarten_bulletin.publish": "groups and numbers of places",
    "kindergarten_bulletin.undo": "places that were published",
    "kindergarten_groups.keep": "facts of a group",
    "kindergarten_places.publish": "places",
    "kindergarten_places.recall": "one place",
    "kindergarten_places.take_back": "one place",
    "kindergarten_recalls.recall": "places that were chosen",
    "kindergarten_year_end.keep_day": "a day",
    "kindergarten_year_end.keep_places": "places of the new year",
    "kindergarten_year_end_signed.go_on": "leads on",
    "login.sign_out_all": "leads on",
    "office_assisted.enter": "what was typed just now",
    "office_batches.do": "leads on",
    "office_batches.finish": "leads on",
    "office_batches.undo": "numbers of applications, which are public",
    "office_doubles.search": "leads on",
    "office_hands.note_application": "leads on",
    "office_hands.note_complaint": "leads on",
    "office_hands.note_family": "leads on",
    "office_hands.put": "leads on",
    "office_iterations.run": "sums of queues",
}
"""Acts of staff that are answered with nothing of a family."""


def test_a_page_of_staff_says_what_it_shows_of_families(production: Flask) -> None:
    assert _silent(production, "GET") == set(NOTHING_PERSONAL)


def test_a_form_that_was_refused_is_a_page_too(production: Flask) -> None:
    """Whoever sends a form wrongly is shown the page once more, with all that stands on it."""
    assert _silent(production, "POST") == set(NOTHING_PERSONAL_IN_ANSWER)


def test_everything_that_can_be_shown_is_shown_somewhere(production: Flask) -> None:
    assert {guard.shows for _, guard in _routes_of_staff(production, "GET")} - {None} == set(Shown)


@pytest.mark.parametrize("permission", sorted(HIGH_RISK))
def test_a_permission_of_high_risk_guards_some_route(
    production: Flask, permission: Permission
) -> None:
    guards = (guard_of(view) for view in production.view_functions.values())
    assert any(guard and guard.permission is permission for guard in guards)


def _silent(app: Flask, method: str) -> set[str]:
    return {
        endpoint
        for endpoint, guard in _routes_of_staff(app, method)
        if guard.shows is None and endpoint.partition(".")[0] not in RULES_AND_PEOPLE_OF_STAFF
    }


def _routes_of_staff(app: Flask, method: str) -> list[tuple[str, Guard]]:
    found = {}
    for rule in app.url_map.iter_rules():
        guard = guard_of(app.view_functions[rule.endpoint])
        is_asked = guard is not None and method in (rule.methods or set())
        if guard and is_asked and guard.permission and roles_of(guard.permission) & STAFF:
            found[rule.endpoint] = guard
    return sorted(found.items())
