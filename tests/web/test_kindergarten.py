"""The desk of a kindergarten: the children sent to it, and who may look."""

import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from kezek.adapters.scratch import Scratch
from kezek.adapters.services import services
from kezek.adapters.wording import say_last_minute
from kezek.core.access import Role
from kezek.core.applications import State
from kezek.usecases import admission, referrals
from tests.factories.desks import (
    NEW,
    PLACES,
    PUPILS,
    child_path,
    desk_of,
    load_one,
    new_garden,
    newest_letter,
    send_token,
    state_of,
)
from tests.factories.desks import ROOM as DESK
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_front
from tests.factories.staff import (
    come_in,
    enrolled,
    free_place,
    handed_in,
    open_staff,
    referred,
)
from tests.factories.waiting import FAMILY
from tests.web.browsing import form_of, send
from tests.web.checked import check_pages
from tests.web.kit_app import ALMATY


class TestArrivals:
    def test_a_child_that_is_sent_appears_with_its_term(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(referred, house["demo"], garden)

        page = desk.get(DESK).text

        referral = load_one(house, child).referral
        assert referral is not None
        assert "Серікова Айша" in page
        assert say_last_minute(referral.expires_at, "ru", ALMATY, short=True) in page
        assert "В ваш детский сад направлен ребенок" in page

    def test_papers_are_checked_and_the_contract_goes_out(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(handed_in, house["demo"], garden)

        page = desk.get(child_path(child))
        done = send(desk, page, "check", vaccinated="yes", decision="admit")

        assert done.location == DESK
        assert state_of(house, child) is State.CONTRACT

    def test_a_check_over_its_working_day_is_marked_late(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(handed_in, house["demo"], garden)
        assert "Опоздание" not in desk.get(DESK).text

        house.clock.advance(timedelta(days=2))
        come_in(desk, f"garden-{garden}")

        assert "Опоздание" in desk.get(DESK).text
        assert "Проверка опаздывает" in desk.get(child_path(child)).text

    def test_missing_papers_go_back_by_name(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(handed_in, house["demo"], garden)
        page = desk.get(child_path(child))

        nothing_named = send(
            desk, page, "check", vaccinated="yes", decision="incomplete", missing=[], expired=[]
        )
        assert nothing_named.status_code == 422
        send(
            desk,
            page,
            "check",
            vaccinated="yes",
            decision="incomplete",
            missing=["DOC-13"],
            expired=["DOC-14"],
            note="Нет печати; врача",
        )

        assert state_of(house, child) is State.REFERRED
        letter = newest_letter(house, child, "N-26")
        assert "паспорты" in letter
        assert "027/е" in letter
        assert "Нет печати, врача" in letter

    def test_the_ten_per_cent_are_computed_for_this_child(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        for _ in range(10):
            house.within(enrolled, house["demo"], garden)
        child = house.within(handed_in, house["demo"], garden, vaccinated=False)

        page = desk.get(child_path(child))
        assert "9,0 %" in page.text
        refused = send(desk, page, "check", vaccinated="no", decision="immunity")

        assert refused.status_code == 409
        assert "не превышен" in refused.text
        assert state_of(house, child) is State.ADMISSION

    def test_over_the_threshold_the_refusal_goes_to_the_department(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(handed_in, house["demo"], garden)

        page = desk.get(child_path(child))
        assert "100,0 %" in page.text
        # The family said that the child is vaccinated; the card says that it is not.
        done = send(desk, page, "check", vaccinated="no", decision="immunity")

        assert done.location == DESK
        assert state_of(house, child) is State.ADMISSION_REFUSED

    def test_more_days_are_granted_but_never_more_than_asked_for(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(referred, house["demo"], garden)
        house.within(referrals.ask_extension, house["demo"], FAMILY, child, days=10)
        page = desk.get(child_path(child))
        assert "10" in form_of(page, "extension")

        too_many = send(desk, page, "extension", answer="grant", days="11")
        assert too_many.status_code == 422
        done = send(desk, desk.get(child_path(child)), "extension", answer="grant", days="7")

        assert done.status_code == 303
        referral = load_one(house, child).referral
        assert referral is not None
        assert referral.extended

    def test_more_days_refused_leave_the_term(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(referred, house["demo"], garden)
        house.within(referrals.ask_extension, house["demo"], FAMILY, child, days=10)

        send(desk, desk.get(child_path(child)), "extension", answer="refuse", days="")

        referral = load_one(house, child).referral
        assert referral is not None
        assert (referral.extended, referral.extension_answered) == (False, True)

    def test_the_second_of_two_checkers_is_told(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(handed_in, house["demo"], garden)
        page = desk.get(child_path(child))
        house.within(admission.admit, house["demo"], "kindergarten:other", child)

        refused = send(desk, page, "check", vaccinated="yes", decision="contraindication")

        assert refused.status_code == 409
        assert "уже решен" in refused.text
        assert state_of(house, child) is State.CONTRACT


class TestLive:
    def test_the_desk_hears_of_a_child_that_is_sent(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        with house.app.app_context():
            ear = services().doorbell.listen(house["demo"], [f"kindergarten-{garden}"])
        house.within(referred, house["demo"], garden)

        assert ear.wait(5) == [f"kindergarten-{garden}"]
        ear.close()
        assert f"sse:queue-kindergarten-{garden}" in desk.get(DESK).text
        assert f"sse:queue-kindergarten-{garden}" in desk.get(PLACES).text

    def test_a_page_that_did_not_change_is_not_sent_again(self, desk: FlaskClient) -> None:
        headers = {"HX-Request": "true", "HX-Target": "places-live"}
        first = desk.get(PLACES, headers=headers)

        again = desk.get(PLACES, headers=headers | {"If-None-Match": first.headers["ETag"]})

        assert (first.status_code, again.status_code) == (200, 304)


class TestWhoMay:
    def test_another_kindergarten_sees_nothing(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        other = house.within(kindergarten, house["demo"], "Другой сад")
        child = house.within(handed_in, house["demo"], other)
        place = house.within(free_place, house["demo"], other)

        for path in (
            child_path(child),
            f"{PLACES}{place}/recall",
            f"{PLACES}{place}/return",
            f"{PUPILS}{child}/contract-end",
            f"{PLACES}{uuid.uuid4()}/recall",
        ):
            assert desk.get(path).status_code == 404, path
        token = send_token(desk)
        for path in (f"{child_path(child)}check", f"{child_path(child)}extension"):
            assert desk.post(path, data=token).status_code == 404, path
        assert "Серікова" not in desk.get(DESK).text

    def test_a_kindergarten_whose_referral_is_over_sees_the_child_no_more(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(referred, house["demo"], garden)
        assert desk.get(child_path(child)).status_code == 200

        house.within(referrals.cancel, house["demo"], FAMILY, child)

        assert desk.get(child_path(child)).status_code == 404

    def test_a_specialist_is_no_kindergarten(self, house: House, garden: uuid.UUID) -> None:
        house.within(open_staff, house["demo"], Role.OFFICE, "office")
        client = check_pages(house.app)
        come_in(client, "office")

        assert client.get(DESK).status_code == 403
        assert client.get(NEW).status_code == 403


@pytest.fixture
def desk(house: House, garden: uuid.UUID) -> FlaskClient:
    return desk_of(house, garden)


@pytest.fixture
def garden(house: House) -> uuid.UUID:
    return new_garden(house)


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    """One region for all: each test has its own kindergarten and children in it."""
    with open_front(shared_scratch.new_database("kindergarten"), "demo") as opened:
        yield opened
    shared_scratch.drop_database("kindergarten")
