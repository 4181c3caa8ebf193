"""Families before a specialist: found, proven, in conflict, with another telephone."""

import uuid
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from kezek.adapters.scratch import Scratch
from kezek.core.people import DocumentKind, Identity
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_front
from tests.factories.staff import (
    queued,
)
from tests.web.browsing import send
from tests.web.counter import (
    DESK,
    FAMILIES,
    PHONES,
    child_row,
    claim_twice,
    enter_as,
    guardian_row,
    phone_of,
    specialist,
    token_of,
    unprove,
)


class TestFamilies:
    def test_a_family_is_found_by_number_and_telephone(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        application = house.within(queued, house["demo"], garden)
        family = f"{FAMILIES}{application.guardian}"

        assert family in desk.get(f"{FAMILIES}?q={application.number.lower()}").text
        number = f"AB{next(PHONES):07}"
        known = Identity(document_kind=DocumentKind.PASSPORT, document_number=number)
        entered = enter_as(house, known).guardian_id
        phone = phone_of(house, entered).replace("+7", "8 ", 1)
        page = desk.get(FAMILIES)
        assert f"{FAMILIES}{entered}" in send(desk, page, "families", q=phone).text
        assert "никто не найден" in send(desk, page, "families", q="abc").text
        assert send(desk, page, "families", q=" ").status_code == 422

    def test_an_address_finds_nobody_by_what_no_log_may_keep(
        self, house: House, desk: FlaskClient
    ) -> None:
        known = Identity(document_kind=DocumentKind.PASSPORT, document_number="AB7654321")
        entered = enter_as(house, known)
        phone = phone_of(house, entered.guardian_id)

        assert str(entered.guardian_id) not in desk.get(f"{FAMILIES}?q={phone}").text
        page = desk.get(FAMILIES)
        assert str(entered.guardian_id) in send(desk, page, "families", q=phone).text

    def test_a_parent_without_an_iin_waits_to_be_seen_and_is_confirmed(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        paper = Identity(
            document_kind=DocumentKind.PASSPORT, document_number=f"AB{next(PHONES):07}"
        )
        entered = enter_as(house, paper)
        page = desk.get(f"{FAMILIES}{entered.guardian_id}")
        assert paper.document_number in page.text

        send(desk, page, f"{FAMILIES}{entered.guardian_id}/proof")

        assert guardian_row(house, entered.guardian_id).proven
        assert "подтвержд" in desk.get(f"{FAMILIES}{entered.guardian_id}").text

    def test_parentage_is_proven_for_the_familys_own_child_alone(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        application = house.within(queued, house["demo"], garden)
        stranger = house.within(queued, house["demo"], garden)
        unprove(house, application.child)
        page = desk.get(f"{FAMILIES}{application.guardian}")
        path = f"{FAMILIES}{application.guardian}/children/{application.child}/proof"

        wrong = f"{FAMILIES}{application.guardian}/children/{stranger.child}/proof"
        assert desk.post(wrong, data=token_of(page.text)).status_code == 404
        send(desk, page, path)

        assert child_row(house, application.child).parentage_proven

    def test_a_conflict_is_settled_once(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        application = house.within(queued, house["demo"], garden)
        conflict = claim_twice(house, application)
        path = f"{FAMILIES}{application.guardian}/conflicts/{conflict}"
        assert str(application.guardian) in desk.get(f"{DESK}?work=identity").text

        page = desk.get(f"{FAMILIES}{application.guardian}")
        assert send(desk, page, path).status_code == 303
        again = desk.post(path, data=token_of(desk.get(FAMILIES).text))

        assert again.status_code in (400, 409)
        assert str(application.guardian) not in desk.get(f"{DESK}?work=identity").text

    def test_the_telephone_is_changed_with_the_document_in_hand(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        entered = enter_as(
            house, Identity(document_kind=DocumentKind.PASSPORT, document_number="N1")
        )
        path = f"{FAMILIES}{entered.guardian_id}/phone"

        assert send(desk, desk.get(path), "new-phone", phone="12").status_code == 422
        send(desk, desk.get(path), "new-phone", phone="8 701 222 33 44")

        guardian = guardian_row(house, entered.guardian_id)
        assert (phone_of(house, guardian.id), guardian.proven) == ("+77012223344", True)

    def test_an_unknown_family_is_nowhere(self, desk: FlaskClient) -> None:
        assert desk.get(f"{FAMILIES}{uuid.uuid4()}").status_code == 404
        assert desk.get(f"/demo/office/applications/{uuid.uuid4()}/").status_code == 404


@pytest.fixture
def desk(house: House) -> FlaskClient:
    return specialist(house)


@pytest.fixture
def garden(house: House) -> uuid.UUID:
    return house.within(kindergarten, house["demo"], "Ясли-сад «Балдәурен»")


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    """One region for all: each test has its own kindergarten, children and specialists."""
    with open_front(shared_scratch.new_database("kezek_office_families"), "demo") as opened:
        yield opened
    shared_scratch.drop_database("kezek_office_families")
