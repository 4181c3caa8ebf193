"""The main links: few words, and under the word of the section in which we are its own links."""

import itertools
import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from kezek.adapters.scratch import Scratch
from kezek.core.access import Role
from tests.factories.regions import House, open_front
from tests.factories.staff import come_in, open_staff

_LOGINS = itertools.count(1)
_NAV = re.compile(r'<nav class="nav[^"]*" aria-label="([^"]*)">(.*?)</nav>', re.DOTALL)
_LINK = re.compile(r'<a href="([^"]*)"\s*(?:aria-current="(\w+)")?\s*>(.*?)</a>', re.DOTALL)


class TestMainLinks:
    @pytest.mark.parametrize("role", [Role.ADMIN, Role.OFFICE])
    def test_are_few_and_every_one_leads_somewhere(self, house: House, role: Role) -> None:
        client = _come_in(house, role)

        (_, main), *_ = _navs(client, "/demo/approvals/")

        assert 3 <= len(main) <= 6
        assert all(client.get(url).status_code in (200, 302, 303, 308) for url, _, _ in main)

    def test_the_section_in_which_we_are_shows_its_own_links(self, admin: FlaskClient) -> None:
        (_, main), (name, within) = _navs(admin, "/demo/admin/settings/versions/1/")

        assert name == "Настройки"
        assert [text for _, current, text in main if current] == ["Настройки"]
        assert [text for _, current, text in within if current] == ["Версии"]
        assert len(within) == 4

    def test_no_page_of_an_administrator_stands_outside_the_sections(
        self, admin: FlaskClient
    ) -> None:
        for path in ("", "states/linear", "staff/", "views/", "late/", "calls/", "rehearsals/"):
            _, (_, within) = _navs(admin, f"/demo/admin/{path}")

            assert sum(bool(current) for _, current, _ in within) == 1, path

    def test_a_link_that_stands_alone_opens_no_section(self, admin: FlaskClient) -> None:
        ((_, main),) = _navs(admin, "/demo/admin/registry/")

        assert [(current, text) for _, current, text in main if current] == [
            ("page", "Детские сады")
        ]

    def test_a_region_without_a_bulletin_has_no_stop_list(self, house: House) -> None:
        _, (_, within) = _navs(_come_in(house, Role.OFFICE), "/demo/office/families/")

        assert [text for _, _, text in within] == [
            "Найти семью",
            "Заявление на приеме",
            "Внесены дважды",
        ]


def _navs(client: FlaskClient, path: str) -> list[tuple[str, list[tuple[str, str, str]]]]:
    page = client.get(path, headers={"Accept-Language": "ru"}, follow_redirects=True)
    assert page.status_code == 200, path
    return [
        (name, [(url, current, _plain(text)) for url, current, text in _LINK.findall(inside)])
        for name, inside in _NAV.findall(page.text)
    ]


def _plain(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def _come_in(house: House, role: Role) -> FlaskClient:
    login = f"links-{next(_LOGINS)}"
    house.within(open_staff, house["demo"], role, login)
    client = house.app.test_client()
    come_in(client, login)
    return client


@pytest.fixture
def admin(house: House) -> FlaskClient:
    """An administrator of the region, signed in."""
    return _come_in(house, Role.ADMIN)


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    """A region with all its pages."""
    with open_front(shared_scratch.new_database("main_links"), "demo") as opened:
        yield opened
