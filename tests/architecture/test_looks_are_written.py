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


def test_a_page_of_staff_says_what_it_shows_of_families(production: Flask) -> None:
    silent = {
        endpoint
        for endpoint, guard in _pages_of_staff(production)
        if guard.shows is None and endpoint.partition(".")[0] not in RULES_AND_PEOPLE_OF_STAFF
    }
    assert silent == set(NOTHING_PERSONAL)


def test_everything_that_can_be_shown_is_shown_somewhere(production: Flask) -> None:
    assert {guard.shows for _, guard in _pages_of_staff(production)} - {None} == set(Shown)


@pytest.mark.parametrize("permission", sorted(HIGH_RISK))
def test_a_permission_of_high_risk_guards_some_route(
    production: Flask, permission: Permission
) -> None:
    guards = (guard_of(view) for view in production.view_functions.values())
    assert any(guard and guard.permission is permission for guard in guards)


def _pages_of_staff(app: Flask) -> list[tuple[str, Guard]]:
    found = {}
    for rule in app.url_map.iter_rules():
        guard = guard_of(app.view_functions[rule.endpoint])
        is_page = guard is not None and "GET" in (rule.methods or set())
        if guard and is_page and guard.permission and roles_of(guard.permission) & STAFF:
            found[rule.endpoint] = guard
    return sorted(found.items())
