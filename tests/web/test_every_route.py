"""Every route is for exactly those whom its permission names, and a stranger is led to a door."""

import re
import uuid
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import AnyConverter, IntegerConverter, Rule, UUIDConverter
from werkzeug.test import TestResponse

from kezek.adapters.scratch import Scratch
from kezek.core.access import STAFF, Role, roles_of
from kezek.web.guards import Guard, guard_of
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_front
from tests.factories.staff import come_in, open_staff
from tests.web.cabinet import Cabinet
from tests.web.checked import check_pages

SLUG = "demo"
VALUES = {
    "slug": SLUG,
    "token": "nothing",
    "on": "2027-01-05",
    "day": "2027-01-05",
    "code": "DOC-01",
}
"""What stands for a route's own values; a row that there is none of is not found."""

REGIONAL = frozenset({Role.FAMILY}) | STAFF
READS = frozenset({"GET"})
ACTS = frozenset({"POST", "PUT", "PATCH", "DELETE"})
SHUT, MOVED = 403, 303
_TOKEN = re.compile(r'name="csrf_token" type="hidden" value="([^"]+)"')


@pytest.mark.parametrize("role", sorted(REGIONAL))
def test_a_role_is_shut_out_of_what_is_not_its_own(house: House, role: Role) -> None:
    client = _signed_in(house, role)

    open_to_it = [
        f"{method} {rule.endpoint}: {answer.status_code}"
        for rule, guard in _guarded(house.app)
        if guard.permission and role not in roles_of(guard.permission)
        for method in _methods(rule)
        if (answer := _ask(house, client, rule, method)).status_code != SHUT
    ]

    assert open_to_it == []


@pytest.mark.parametrize("role", sorted(REGIONAL))
def test_a_role_comes_to_every_page_of_its_own(house: House, role: Role) -> None:
    client = _signed_in(house, role)

    shut = [
        f"{rule.endpoint}: {answer.status_code}"
        for rule, guard in _guarded(house.app)
        if guard.permission and role in roles_of(guard.permission)
        if READS & (rule.methods or set())
        if (answer := _ask(house, client, rule, "GET")).status_code == SHUT
        or answer.status_code >= 500
    ]

    assert shut == []


def test_a_stranger_is_led_to_a_door_and_does_nothing(house: House) -> None:
    client = house.app.test_client()

    let_in = [
        f"{method} {rule.endpoint}: {answer.status_code}"
        for rule, guard in _guarded(house.app)
        if guard.permission
        for method in _methods(rule)
        if (answer := _ask(house, client, rule, method)).status_code != MOVED
        or "sign-" not in answer.location
    ]

    assert let_in == []


def _guarded(app: Flask) -> Iterator[tuple[Rule, Guard]]:
    """The routes within a region, with their marks."""
    for rule in app.url_map.iter_rules():
        guard = guard_of(app.view_functions[rule.endpoint])
        if guard is not None and rule.rule.startswith("/<slug:slug>/"):
            yield rule, guard


def _methods(rule: Rule) -> list[str]:
    return sorted((READS | ACTS) & (rule.methods or set()))


def _ask(house: House, client: FlaskClient, rule: Rule, method: str) -> TestResponse:
    values = {name: VALUES.get(name, _stand_in(rule, name)) for name in rule._converters}
    with house.app.test_request_context():
        path = house.app.url_map.bind("localhost").build(rule.endpoint, values, method=method)
    return client.open(path, method=method, data=_tokens(client) if method in ACTS else None)


def _tokens(client: FlaskClient) -> dict[str, str]:
    """What a form of ours would carry, so that the gate answers and not the guard of forms."""
    pages = (client.get(f"/{SLUG}/{path}").text for path in ("", "staff/sign-in"))
    found = next(filter(None, map(_TOKEN.search, pages)))
    return {"csrf_token": found[1], "intent": str(uuid.uuid4())}


def _stand_in(rule: Rule, name: str) -> object:
    converter = rule._converters[name]
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    if isinstance(converter, UUIDConverter):
        return uuid.uuid4()
    return 1 if isinstance(converter, IntegerConverter) else "nothing"


def _signed_in(house: House, role: Role) -> FlaskClient:
    if role is Role.FAMILY:
        return Cabinet(house).client
    login = f"{role}-{uuid.uuid4().hex[:8]}"
    garden = None
    if role is Role.KINDERGARTEN:
        garden = house.within(kindergarten, house[SLUG], f"Айгөлек {login}")
    house.within(open_staff, house[SLUG], role, login, kindergarten=garden)
    client = house.app.test_client()
    come_in(client, login, SLUG)
    return client


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    """One region for all: nothing is changed by those who are shut out."""
    with open_front(shared_scratch.new_database("kezek_routes"), SLUG) as opened:
        check_pages(opened.app)
        yield opened
    shared_scratch.drop_database("kezek_routes")
