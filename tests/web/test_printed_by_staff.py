"""Papers that staff prints: each of its own children alone, and each look is written down."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from kezek.adapters.scratch import Scratch
from kezek.core.access import Role
from kezek.usecases import admission
from tests.factories.desks import child_path, desk_of, new_garden
from tests.factories.regions import House, open_front
from tests.factories.staff import (
    GARDEN_STAFF,
    come_in,
    enrolled,
    handed_in,
    open_staff,
    queued,
    referred,
)
from tests.web.browsing import send
from tests.web.checked import check_pages
from tests.web.counter import review_of, specialist
from tests.web.printed import LANGUAGES, text_of

_LOGINS = itertools.count(1)


class TestAtTheOffice:
    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("kind", ["annex1", "annex4", "extract"])
    def test_the_page_leads_to_papers_that_come(
        self, house: House, garden: uuid.UUID, kind: str, language: str
    ) -> None:
        one = house.within(queued, house["demo"], garden)
        desk, paper = specialist(house), f"{review_of(one.id)}papers/{kind}/{language}"

        assert paper in desk.get(review_of(one.id)).text
        assert one.number in text_of(desk.get(paper))

    def test_of_an_iin_staff_reads_the_end_alone(self, house: House, garden: uuid.UUID) -> None:
        one = house.within(queued, house["demo"], garden)

        said = text_of(specialist(house).get(f"{review_of(one.id)}papers/annex1/ru"))

        assert "••••••••" in said

    def test_of_another_territory_or_region_is_not_found(
        self, house: House, garden: uuid.UUID
    ) -> None:
        one = house.within(queued, house["demo"], garden)
        path = f"{review_of(one.id)}papers/extract/kk"

        assert specialist(house, "aksu").get(path).status_code == 404
        stranger = _of_another_region(house)
        assert stranger.get(path.replace("/demo/", "/pavlodar/")).status_code == 404

    def test_the_papers_of_families_are_not_for_staff(
        self, house: House, garden: uuid.UUID
    ) -> None:
        one = house.within(queued, house["demo"], garden)
        for kind in ("annex5", "contract", "referral"):
            answer = specialist(house).get(f"{review_of(one.id)}papers/{kind}/kk")
            assert answer.status_code == 404


class TestInAKindergarten:
    def test_a_referral_is_printed_when_the_child_comes(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(referred, house["demo"], garden)
        page = desk.get(child_path(child)).text

        assert _paper(child, "referral") in page
        assert _paper(child, "contract") not in page
        assert "Балдәурен" in text_of(desk.get(_paper(child, "referral")))
        assert desk.get(_paper(child, "contract")).status_code == 404

    def test_a_contract_is_printed_of_a_pupil(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(enrolled, house["demo"], garden)

        assert _paper(child, "contract") in desk.get(child_path(child)).text
        assert "Родитель подписал" in text_of(desk.get(_paper(child, "contract")))

    def test_a_list_of_missing_papers_is_printed_for_the_family(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(handed_in, house["demo"], garden)
        page = desk.get(child_path(child))
        assert _paper(child, "annex3") not in page.text
        assert desk.get(_paper(child, "annex3")).status_code == 404
        send(desk, page, "check", vaccinated="yes", decision="incomplete", missing=["DOC-14"])

        assert _paper(child, "annex3") in desk.get(child_path(child)).text
        said = text_of(desk.get(_paper(child, "annex3")))
        assert "приложение 6" in said
        assert "027/е" in said

    def test_a_refusal_for_health_is_printed_while_it_is_reviewed(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(handed_in, house["demo"], garden)
        house.within(
            admission.refuse_admission,
            house["demo"],
            GARDEN_STAFF,
            child,
            reason="contraindication",
        )

        assert _paper(child, "annex3") in desk.get(child_path(child)).text
        assert "противопоказания" in text_of(desk.get(_paper(child, "annex3")))

    def test_of_another_kindergarten_or_region_is_not_found(
        self, house: House, garden: uuid.UUID
    ) -> None:
        child = house.within(enrolled, house["demo"], garden)
        path = _paper(child, "contract")

        assert desk_of(house, new_garden(house)).get(path).status_code == 404
        stranger = _of_another_region(house)
        assert stranger.get(path.replace("/demo/", "/pavlodar/")).status_code in (403, 404)


def _paper(application_id: uuid.UUID, kind: str) -> str:
    return f"{child_path(application_id)}papers/{kind}/ru"


def _of_another_region(house: House) -> FlaskClient:
    """A specialist of Pavlodar, signed in there."""
    login = f"pavlodar-{next(_LOGINS)}"
    house.within(open_staff, house["pavlodar"], Role.OFFICE, login)
    client = check_pages(house.app)
    come_in(client, login, "pavlodar")
    return client


@pytest.fixture
def desk(house: House, garden: uuid.UUID) -> FlaskClient:
    return desk_of(house, garden)


@pytest.fixture
def garden(house: House) -> uuid.UUID:
    return new_garden(house)


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    """Two regions for all: each test has its own kindergarten, children and staff."""
    name = "kezek_printed_by_staff"
    with open_front(shared_scratch.new_database(name), "demo", "pavlodar") as opened:
        yield opened
    shared_scratch.drop_database(name)
