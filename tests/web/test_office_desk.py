"""The specialists' list: what waits, in which order, for whom; every page in both languages."""

import re
import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from kezek.adapters.scratch import Scratch
from kezek.adapters.services import services
from kezek.core.access import Role
from kezek.reads.office_desk import Wanted, office_desk
from kezek.reads.office_work import Work
from kezek.usecases import admission, referrals, standing
from tests.factories.families import OFFICER
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_front
from tests.factories.staff import (
    come_in,
    handed_in,
    open_staff,
    referred,
    under_review,
)
from tests.factories.waiting import FAMILY
from tests.web.browsing import form_of, send
from tests.web.checked import check_pages
from tests.web.counter import (
    DESK,
    FAMILIES,
    LOGINS,
    listed,
    loaded,
    review_of,
    specialist,
    token_of,
)


class TestWhatWaits:
    def test_an_application_for_out_of_turn_waits_for_its_check(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        waits = loaded(house, house.within(under_review, house["demo"], garden))

        page = desk.get(f"{DESK}?work=review").text

        assert waits.number in page
        assert "Внеочередное" in page

    def test_the_late_stand_on_top_and_say_so(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        late = loaded(house, house.within(under_review, house["demo"], garden))
        house.clock.advance(timedelta(days=4))
        desk = specialist(house)
        fresh = loaded(house, house.within(under_review, house["demo"], garden))

        page = desk.get(f"{DESK}?work=review").text

        assert page.index(late.number) < page.index(fresh.number)
        assert "Опоздание" in page

    def test_each_kind_of_work_is_found(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        tenant = house["demo"]
        second = house.within(referred, tenant, garden, category=11)
        extension = house.within(referred, tenant, garden)
        house.within(referrals.ask_extension, tenant, FAMILY, extension, days=5)
        refusal = house.within(handed_in, tenant, garden)
        house.within(
            admission.refuse_admission, tenant, "kindergarten:1", refusal, reason="contraindication"
        )

        for work, application in (
            ("second", second),
            ("extension", extension),
            ("refusal", refusal),
        ):
            number = loaded(house, application).number
            assert number in listed(desk, work), work
            assert number not in listed(desk, "review"), work

    def test_a_kindergarten_that_is_late_is_seen_at_the_office(
        self, house: House, garden: uuid.UUID
    ) -> None:
        child = loaded(house, house.within(handed_in, house["demo"], garden))
        house.clock.advance(timedelta(days=4))

        assert child.number in specialist(house).get(f"{DESK}?work=late_check").text

    def test_four_hundred_are_paged_and_gone_through(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        for _ in range(3):
            house.within(under_review, house["demo"], garden)

        first = desk.get(f"{DESK}next?work=review").location
        page = desk.get(first)
        following = re.search(r'href="(/demo/office/next\?[^"]+)"', page.text)
        assert following is not None
        second = desk.get(following[1].replace("&amp;", "&")).location

        assert first.split("?")[0] != second.split("?")[0]
        assert "work=review" in second

    def test_a_decision_leads_to_the_next_matter(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        house.within(under_review, house["demo"], garden)
        house.within(under_review, house["demo"], garden)
        first = desk.get(f"{DESK}next?work=review").location

        done = send(desk, desk.get(first), "review", decision="confirm")
        following = desk.get(done.location)

        assert done.location.startswith(f"{DESK}next?")
        assert following.status_code == 303
        assert following.location.split("?")[0] != first.split("?")[0]

    def test_a_specialist_sees_the_own_territory_alone(
        self, house: House, garden: uuid.UUID
    ) -> None:
        here = loaded(house, house.within(under_review, house["demo"], garden))
        village = specialist(house, "village")

        assert here.number not in village.get(f"{DESK}?work=review").text
        assert village.get(review_of(here.id)).status_code == 404
        token = token_of(village.get(FAMILIES).text)
        for path in ("decision", "benefit", "relocation", "refusal", "extension"):
            assert village.post(f"{review_of(here.id)}{path}", data=token).status_code == 404

    def test_a_kindergarten_is_no_office(self, house: House, garden: uuid.UUID) -> None:
        login = f"garden-{next(LOGINS)}"
        house.within(open_staff, house["demo"], Role.KINDERGARTEN, login, kindergarten=garden)
        client = check_pages(house.app)
        come_in(client, login)

        assert client.get(DESK).status_code == 403
        assert client.get(FAMILIES).status_code == 403

    def test_the_desk_hears_of_what_comes(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        with house.app.app_context():
            ear = services().doorbell.listen(house["demo"], ["office"])
        house.within(under_review, house["demo"], garden)

        assert ear.wait(5) == ["office"]
        ear.close()
        assert "sse:queue-office" in desk.get(DESK).text

    def test_whoever_is_signed_out_is_led_to_the_door_of_staff(
        self, house: House, garden: uuid.UUID
    ) -> None:
        child = house.within(under_review, house["demo"], garden)

        door = check_pages(house.app).get(review_of(child))

        assert door.location.startswith("/demo/staff/sign-in?next=")

    def test_the_desk_counts_what_waits(self, house: House, garden: uuid.UUID) -> None:
        before = house.within(office_desk, house["demo"], OFFICER, Wanted(), 1, "kk")
        house.within(under_review, house["demo"], garden)

        after = house.within(office_desk, house["demo"], OFFICER, Wanted(), 1, "kk")

        assert after.facets.kinds[Work.REVIEW] == before.facets.kinds[Work.REVIEW] + 1


class TestPages:
    @pytest.mark.parametrize("language", ["kk", "ru"])
    def test_every_word_is_in_the_readers_language(
        self, house: House, garden: uuid.UUID, desk: FlaskClient, language: str
    ) -> None:
        child = house.within(under_review, house["demo"], garden)
        desk.get(f"/demo/language/{language}")

        for path in (DESK, review_of(child), FAMILIES, f"{DESK}complaints/"):
            page = desk.get(path).text
            words = re.sub(r"<(script|style|meta)[^>]*>|<[^>]+>", " ", page)
            left = set(re.findall(r"[A-Za-z]{4,}", words)) - {"Kezek"}
            assert left == set(), path

    def test_what_an_operator_has_done_is_said_in_words(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(under_review, house["demo"], garden)
        house.within(standing.verify, house["demo"], "operator:demo", child)

        page = desk.get(review_of(child)).text

        assert "оператор системы" in page
        assert "<p>operator</p>" not in page

    def test_the_form_of_a_decision_works_by_keyboard(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(under_review, house["demo"], garden)

        form = form_of(desk.get(review_of(child)), "review")

        assert form.count('type="radio"') == 3
        assert 'type="submit"' in form


@pytest.fixture
def desk(house: House) -> FlaskClient:
    return specialist(house)


@pytest.fixture
def garden(house: House) -> uuid.UUID:
    return house.within(kindergarten, house["demo"], "Ясли-сад «Балдәурен»")


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    """One region for all: each test has its own kindergarten, children and specialists."""
    with open_front(shared_scratch.new_database("kezek_office_desk"), "demo") as opened:
        yield opened
    shared_scratch.drop_database("kezek_office_desk")
