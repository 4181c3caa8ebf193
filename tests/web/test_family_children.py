"""«Менің балаларым»: children added, corrected, taken away, and shown without a whole IIN."""

import re
import uuid
from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kezek.settings import Settings
from kezek.usecases.proofs import prove_parentage
from tests.factories.families import KNOWN_CHILD, MOTHER, OFFICER, UNKNOWN_CHILD
from tests.factories.regions import House, open_front
from tests.web.browsing import send
from tests.web.checked import check_pages
from tests.web.door import ACCOUNT, CHILDREN, NEW_CHILD, come_in


class TestChildren:
    def test_the_iin_suggests_the_date_and_does_not_decide_it(self, client: FlaskClient) -> None:
        come_in(client)
        boxes = {"iin": KNOWN_CHILD.iin, "full_name": "Серікқызы Айша"}

        suggested = send(client, client.get(NEW_CHILD), "child", **boxes, born=["", "", ""])
        asked = send(client, suggested, "child", **boxes, born=["15", "3", "2022"])
        added = send(client, asked, "child", **boxes, born=["15", "3", "2022"], is_checked="y")

        assert re.findall(r'name="born"[^>]*value="(\d+)"', suggested.text) == ["14", "3", "2022"]
        assert 'name="is_checked"' not in suggested.text
        assert 'name="is_checked"' in asked.text
        assert added.location == CHILDREN
        assert "2022 ж. 15 наурыз" in re.sub(r"\s", " ", client.get(CHILDREN).text)

    def test_a_form_that_is_sent_twice_adds_one_child(self, client: FlaskClient) -> None:
        come_in(client)
        page = client.get(NEW_CHILD)

        answers = [_add(client, page, "Серікқызы Айша") for _ in range(2)]

        assert [one.location for one in answers] == [CHILDREN, CHILDREN]
        assert client.get(CHILDREN).text.count('<article class="card') == 1

    def test_going_back_and_adding_another_child_is_not_swallowed(
        self, client: FlaskClient
    ) -> None:
        come_in(client)
        page = client.get(NEW_CHILD)
        _add(client, page, "Серікқызы Айша")

        refused = _add(client, page, "Серікқызы Аяна", iin=KNOWN_CHILD.iin)

        assert refused.status_code == 422
        assert _add(client, refused, "Серікқызы Аяна", iin=KNOWN_CHILD.iin).location == CHILDREN

    def test_a_child_without_an_iin_is_added_by_a_document(self, client: FlaskClient) -> None:
        come_in(client)
        page = client.get(f"{NEW_CHILD}?by=document")

        send(
            client,
            page,
            "child",
            document_kind="birth_certificate",
            document_number="I-ТШ 123456",
            full_name="Серікұлы Нұрасыл",
            born=["1", "9", "2021"],
        )

        assert "Серікұлы Нұрасыл" in client.get(CHILDREN).text

    def test_an_entry_is_corrected_and_taken_away(self, house: House, client: FlaskClient) -> None:
        come_in(client)
        _add(client, client.get(NEW_CHILD), "Серікқызы Айша")
        link = _first_child(client)

        send(client, client.get(link), "child", full_name="Әли Айша", born=["13", "3", "2022"])
        assert "Әли Айша" in client.get(CHILDREN).text
        send(client, client.get(f"{link}/removal"), f"{link}/removal")

        assert client.get(link).status_code == 404
        assert "Тізімде әлі бала жоқ" in client.get(CHILDREN).text

    def test_a_proven_child_is_shown_without_a_form(
        self, house: House, client: FlaskClient
    ) -> None:
        come_in(client)
        _add(client, client.get(NEW_CHILD), "Серікқызы Айша")
        link = _first_child(client)

        child_id = uuid.UUID(link.rpartition("/")[2])
        house.within(prove_parentage, house["demo"], OFFICER, child_id)

        assert 'name="full_name"' not in client.get(link).text
        assert "расталған" in client.get(CHILDREN).text

    def test_no_page_shows_a_whole_iin(self, client: FlaskClient) -> None:
        come_in(client)
        _add(client, client.get(NEW_CHILD), "Серікқызы Айша")

        for path in (CHILDREN, ACCOUNT, _first_child(client)):
            page = client.get(path).text
            assert UNKNOWN_CHILD.iin not in page
            assert MOTHER.iin not in page


def _add(
    client: FlaskClient, page: TestResponse, name: str, iin: str = UNKNOWN_CHILD.iin
) -> TestResponse:
    return send(client, page, "child", iin=iin, full_name=name, born=["14", "3", "2022"])


def _first_child(client: FlaskClient) -> str:
    found = re.search(rf'href="({CHILDREN}[0-9a-f-]{{36}})"', client.get(CHILDREN).text)
    assert found is not None
    return found[1]


@pytest.fixture
def client(house: House) -> FlaskClient:
    return check_pages(house.app)


@pytest.fixture
def house(new_database: Callable[[], Settings]) -> Iterator[House]:
    with open_front(new_database(), "demo", "saran") as opened:
        yield opened
