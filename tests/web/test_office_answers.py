"""What the office answers: moves, refusals of kindergartens, requests for more days."""

import uuid
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from kezek.adapters.scratch import Scratch
from kezek.core.applications import ArchiveReason, State
from kezek.core.turns import Standing
from kezek.usecases import admission, referrals
from tests.factories.kindergartens import kindergarten
from tests.factories.papers import paper
from tests.factories.regions import House, open_front
from tests.factories.staff import (
    queued,
    referred,
    under_review,
)
from tests.factories.waiting import FAMILY
from tests.web.browsing import send
from tests.web.counter import (
    FAMILIES,
    attach_to,
    kinds_of,
    loaded,
    refused_child,
    review_of,
    specialist,
    token_of,
)


class TestMoves:
    def test_whoever_is_transferred_stands_out_of_turn(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(under_review, house["demo"], garden, category=1)
        send(desk, desk.get(review_of(child)), "review", decision="benefit")
        before = loaded(house, child)
        path = f"{review_of(child)}relocation"
        assert path not in desk.get(review_of(child)).text
        attach_to(house, child, paper("DOC-18", "prikaz.pdf"))

        send(desk, desk.get(review_of(child)), path)

        after = loaded(house, child)
        assert (after.standing, after.submitted_at) == (Standing.O, before.submitted_at)
        assert "standing:relocated" in kinds_of(house, child)

    def test_without_the_paper_nothing_is_changed(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(under_review, house["demo"], garden, category=1)
        send(desk, desk.get(review_of(child)), "review", decision="benefit")
        token = token_of(desk.get(review_of(child)).text)

        refused = desk.post(f"{review_of(child)}relocation", data=token)

        assert refused.status_code == 409
        assert "не приложен" in refused.text
        assert loaded(house, child).standing is Standing.G

    def test_a_general_family_does_not_pass_by_moving(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(queued, house["demo"], garden).id
        attach_to(house, child, paper("DOC-18", "prikaz.pdf"))
        page = desk.get(review_of(child))
        assert "relocation" not in page.text

        refused = desk.post(f"{review_of(child)}relocation", data=token_of(desk.get(FAMILIES).text))

        assert refused.status_code in (400, 409)
        assert loaded(house, child).standing is Standing.G


class TestRefusals:
    def test_upheld_the_application_is_closed(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = refused_child(house, garden)

        send(desk, desk.get(review_of(child)), "refusal", result="stands")

        assert loaded(house, child).reason is ArchiveReason.ADMISSION_REFUSED

    def test_overturned_the_kindergarten_checks_anew(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = refused_child(house, garden)

        send(desk, desk.get(review_of(child)), "refusal", result="overturned")

        assert loaded(house, child).state is State.ADMISSION

    def test_the_second_reviewer_is_told(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = refused_child(house, garden)
        page = desk.get(review_of(child))
        house.within(admission.review_refusal, house["demo"], "office:other", child, stands=False)

        refused = send(desk, page, "refusal", result="stands")

        assert refused.status_code == 409
        assert "Отказ отменен" in refused.text
        assert loaded(house, child).state is State.ADMISSION

    def test_the_office_answers_a_request_for_more_days(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(referred, house["demo"], garden)
        house.within(referrals.ask_extension, house["demo"], FAMILY, child, days=5)

        page = desk.get(review_of(child))
        assert send(desk, page, "extension", answer="grant", days="0").status_code == 422
        send(desk, desk.get(review_of(child)), "extension", answer="grant", days="5")

        referral = loaded(house, child).referral
        assert referral is not None
        assert referral.extended


@pytest.fixture
def desk(house: House) -> FlaskClient:
    return specialist(house)


@pytest.fixture
def garden(house: House) -> uuid.UUID:
    return house.within(kindergarten, house["demo"], "Ясли-сад «Балдәурен»")


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    """One region for all: each test has its own kindergarten, children and specialists."""
    with open_front(shared_scratch.new_database("kezek_office_answers"), "demo") as opened:
        yield opened
    shared_scratch.drop_database("kezek_office_answers")
