"""The desk of a kindergarten: places, the children sent to it, pupils."""

import re
import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from kezek.adapters.scratch import Scratch
from kezek.adapters.services import services
from kezek.adapters.wording import say_last_minute
from kezek.core.access import Role
from kezek.core.applications import Application, State
from kezek.core.ids import ApplicationId
from kezek.core.places import PlaceState
from kezek.db.applications import load_applications
from kezek.db.notices import NoticeRow
from kezek.db.places import PlaceRow
from kezek.db.queues import QueueRow
from kezek.db.scope import read_scope
from kezek.usecases import admission, answers, referrals
from kezek.usecases.due import bring_about_due
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_front
from tests.factories.staff import (
    come_in,
    enrolled,
    free_place,
    handed_in,
    open_staff,
    queued,
    referred,
)
from tests.factories.waiting import FAMILY
from tests.web.browsing import form_of, send
from tests.web.checked import check_pages
from tests.web.kit_app import ALMATY

DESK = "/demo/kindergarten/"
PLACES = "/demo/kindergarten/places/"
NEW = "/demo/kindergarten/places/new"
PUPILS = "/demo/kindergarten/pupils/"

VACANCY = {"birth_year": "2022", "language": "kk", "places": "1", "term": "permanent"}


class TestPlaces:
    def test_a_published_place_is_offered_at_once(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        first = house.within(queued, house["demo"], garden)

        answer = send(desk, desk.get(NEW), "publish", **VACANCY)

        assert answer.location == PLACES
        assert _state(house, first.id) is State.OFFERED
        page = desk.get(PLACES).text
        assert first.number in page
        assert "Предложено семье" in page
        assert "Серікова Айша" not in page

    def test_the_year_of_the_group_is_proposed(self, desk: FlaskClient) -> None:
        form = form_of(desk.get(NEW), "publish")

        assert re.search(r'value="2022" selected>2022 · Старшая группа', form)
        assert 'value="2025"' in form

    @pytest.mark.parametrize(
        ("boxes", "sentence"),
        [
            ({"places": "0"}, "от 1 до 20"),
            ({"places": "21"}, "от 1 до 20"),
            ({"places": "два"}, "целое число"),
            ({"birth_year": "1999"}, "Choose"),
            ({"term": "temporary"}, "последний день временного места"),
            ({"term": "temporary", "until": ["6", "9", "2026"]}, "в прошлом"),
        ],
        ids=["none", "too many", "no number", "no such year", "no last day", "a day gone by"],
    )
    def test_what_is_wrong_stands_beside_its_box(
        self,
        house: House,
        garden: uuid.UUID,
        desk: FlaskClient,
        boxes: dict[str, object],
        sentence: str,
    ) -> None:
        refused = send(desk, desk.get(NEW), "publish", **VACANCY | boxes)

        assert refused.status_code == 422
        assert sentence.lower() in refused.text.lower() or sentence == "Choose"
        assert _places(house, garden) == []

    def test_a_double_press_publishes_once(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        page = desk.get(NEW)

        send(desk, page, "publish", **VACANCY)
        again = send(desk, page, "publish", **VACANCY)

        assert again.status_code == 303
        assert len(_places(house, garden)) == 1

    def test_the_back_button_with_other_words_is_refused(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        page = desk.get(NEW)
        send(desk, page, "publish", **VACANCY)

        refused = send(desk, page, "publish", **VACANCY | {"places": "3"})

        assert refused.status_code == 422
        assert len(_places(house, garden)) == 1

    def test_recalling_tells_what_happens_to_the_child(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        first = house.within(queued, house["demo"], garden)
        place = house.within(free_place, house["demo"], garden)

        page = desk.get(f"{PLACES}{place}/recall")
        assert first.number in page.text
        assert send(desk, page, "recall", reason="").status_code == 422
        done = send(desk, page, "recall", reason="Группа на ремонте")

        assert done.location == PLACES
        assert _state(house, first.id) is State.QUEUED
        assert _places(house, garden) == ["RECALLED"]

    def test_a_place_that_was_taken_meanwhile_is_not_recalled(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        place = house.within(free_place, house["demo"], garden)
        page = desk.get(f"{PLACES}{place}/recall")
        house.within(referred_to_free, house["demo"], garden)

        refused = send(desk, page, "recall", reason="Ошибка")

        assert refused.status_code == 409
        assert "отозвать" in refused.text
        assert _places(house, garden) == ["HELD"]


class TestArrivals:
    def test_a_child_that_is_sent_appears_with_its_term(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(referred, house["demo"], garden)

        page = desk.get(DESK).text

        referral = _load(house, child).referral
        assert referral is not None
        assert "Серікова Айша" in page
        assert say_last_minute(referral.expires_at, "ru", ALMATY, short=True) in page
        assert "В ваш детский сад направлен ребенок" in page

    def test_papers_are_checked_and_the_contract_goes_out(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(handed_in, house["demo"], garden)

        page = desk.get(_child(child))
        done = send(desk, page, "check", vaccinated="yes", decision="admit")

        assert done.location == DESK
        assert _state(house, child) is State.CONTRACT

    def test_a_check_over_its_working_day_is_marked_late(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(handed_in, house["demo"], garden)
        assert "Опоздание" not in desk.get(DESK).text

        house.clock.advance(timedelta(days=2))
        come_in(desk, f"garden-{garden}")

        assert "Опоздание" in desk.get(DESK).text
        assert "Проверка опаздывает" in desk.get(_child(child)).text

    def test_missing_papers_go_back_by_name(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(handed_in, house["demo"], garden)
        page = desk.get(_child(child))

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

        assert _state(house, child) is State.REFERRED
        letter = _newest_letter(house, child, "N-26")
        assert "паспорты" in letter
        assert "027/е" in letter
        assert "Нет печати, врача" in letter

    def test_the_ten_per_cent_are_computed_for_this_child(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        for _ in range(10):
            house.within(enrolled, house["demo"], garden)
        child = house.within(handed_in, house["demo"], garden, vaccinated=False)

        page = desk.get(_child(child))
        assert "9,0 %" in page.text
        refused = send(desk, page, "check", vaccinated="no", decision="immunity")

        assert refused.status_code == 409
        assert "не превышен" in refused.text
        assert _state(house, child) is State.ADMISSION

    def test_over_the_threshold_the_refusal_goes_to_the_department(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(handed_in, house["demo"], garden)

        page = desk.get(_child(child))
        assert "100,0 %" in page.text
        # The family said that the child is vaccinated; the card says that it is not.
        done = send(desk, page, "check", vaccinated="no", decision="immunity")

        assert done.location == DESK
        assert _state(house, child) is State.ADMISSION_REFUSED

    def test_more_days_are_granted_but_never_more_than_asked_for(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(referred, house["demo"], garden)
        house.within(referrals.ask_extension, house["demo"], FAMILY, child, days=10)
        page = desk.get(_child(child))
        assert "10" in form_of(page, "extension")

        too_many = send(desk, page, "extension", answer="grant", days="11")
        assert too_many.status_code == 422
        done = send(desk, desk.get(_child(child)), "extension", answer="grant", days="7")

        assert done.status_code == 303
        referral = _load(house, child).referral
        assert referral is not None
        assert referral.extended

    def test_more_days_refused_leave_the_term(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(referred, house["demo"], garden)
        house.within(referrals.ask_extension, house["demo"], FAMILY, child, days=10)

        send(desk, desk.get(_child(child)), "extension", answer="refuse", days="")

        referral = _load(house, child).referral
        assert referral is not None
        assert (referral.extended, referral.extension_answered) == (False, True)

    def test_the_second_of_two_checkers_is_told(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(handed_in, house["demo"], garden)
        page = desk.get(_child(child))
        house.within(admission.admit, house["demo"], "kindergarten:other", child)

        refused = send(desk, page, "check", vaccinated="yes", decision="contraindication")

        assert refused.status_code == 409
        assert "уже решен" in refused.text
        assert _state(house, child) is State.CONTRACT


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


class TestPupils:
    def test_a_pupil_stands_in_the_list_and_its_contract_can_end(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        pupil = house.within(enrolled, house["demo"], garden)
        assert "Серікова Айша" in desk.get(PUPILS).text

        page = desk.get(f"{PUPILS}{pupil}/contract-end")
        done = send(desk, page, f"{PUPILS}{pupil}/contract-end")

        assert done.location == PUPILS
        assert _state(house, pupil) is State.ARCHIVED
        assert _places(house, garden) == ["PUBLISHED"]
        assert desk.get(_child(pupil)).status_code == 404

    def test_a_place_is_lent_while_a_pupil_is_in_a_sanatorium(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        pupil = house.within(enrolled, house["demo"], garden)
        guest = house.within(queued, house["demo"], garden)

        send(desk, desk.get(_child(pupil)), "absence", until=["30", "10", "2026"])

        assert sorted(_places(house, garden)) == ["OFFERED", "RESERVED_FOR_SANATORIUM"]
        assert _state(house, guest.id) is State.OFFERED
        assert _state(house, pupil) is State.ENROLLED
        page = desk.get(_child(pupil)).text
        assert "30 октября" in page
        assert 'id="absence"' not in page

    def test_the_pupil_returns_and_the_guest_is_queued_by_its_first_moment(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        pupil = house.within(enrolled, house["demo"], garden)
        guest = house.within(queued, house["demo"], garden)
        send(desk, desk.get(_child(pupil)), "absence", until=["30", "10", "2026"])
        house.within(take_and_sign, house["demo"], guest.id)
        assert _state(house, guest.id) is State.ENROLLED_TEMP

        kept = _place_in(house, garden, PlaceState.RESERVED_FOR_SANATORIUM)
        page = desk.get(f"{PLACES}{kept}/return")
        done = send(desk, page, f"{PLACES}{kept}/return")

        assert done.location == PLACES
        back = _load(house, guest.id)
        assert (back.state, back.submitted_at) == (State.QUEUED, guest.submitted_at)
        assert sorted(_places(house, garden)) == ["FILLED", "RECALLED"]
        assert send(desk, page, f"{PLACES}{kept}/return").status_code == 303

    def test_a_kept_place_outlives_the_temporary_one(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        pupil = house.within(enrolled, house["demo"], garden)
        send(desk, desk.get(_child(pupil)), "absence", until=_in_two_days(house))

        house.clock.advance(timedelta(days=3))
        house.within(bring_about_due, house["demo"])
        come_in(desk, f"garden-{garden}")

        assert sorted(_places(house, garden)) == ["RECALLED", "RESERVED_FOR_SANATORIUM"]
        again = send(desk, desk.get(_child(pupil)), "absence", until=["30", "10", "2026"])
        assert again.status_code == 303
        assert sorted(_places(house, garden)) == [
            "PUBLISHED",
            "RECALLED",
            "RESERVED_FOR_SANATORIUM",
        ]

    def test_a_contract_with_a_lent_place_does_not_end(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        pupil = house.within(enrolled, house["demo"], garden)
        send(desk, desk.get(_child(pupil)), "absence", until=["30", "10", "2026"])

        page = desk.get(f"{PUPILS}{pupil}/contract-end")
        refused = send(desk, page, f"{PUPILS}{pupil}/contract-end")

        assert refused.status_code == 409
        assert "вернул" in refused.text
        assert _state(house, pupil) is State.ENROLLED

    def test_a_temporary_place_of_somebody_else_can_end_early(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        guest = house.within(queued, house["demo"], garden)
        place = house.within(free_place, house["demo"], garden, until=date(2026, 10, 30))

        send(desk, desk.get(f"{PLACES}{place}/return"), f"{PLACES}{place}/return")

        assert _state(house, guest.id) is State.QUEUED
        assert _places(house, garden) == ["RECALLED"]


class TestWhoMay:
    def test_another_kindergarten_sees_nothing(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        other = house.within(kindergarten, house["demo"], "Другой сад")
        child = house.within(handed_in, house["demo"], other)
        place = house.within(free_place, house["demo"], other)

        for path in (
            _child(child),
            f"{PLACES}{place}/recall",
            f"{PLACES}{place}/return",
            f"{PUPILS}{child}/contract-end",
            f"{PLACES}{uuid.uuid4()}/recall",
        ):
            assert desk.get(path).status_code == 404, path
        token = send_token(desk)
        for path in (f"{_child(child)}check", f"{_child(child)}extension"):
            assert desk.post(path, data=token).status_code == 404, path
        assert "Серікова" not in desk.get(DESK).text

    def test_a_kindergarten_whose_referral_is_over_sees_the_child_no_more(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(referred, house["demo"], garden)
        assert desk.get(_child(child)).status_code == 200

        house.within(referrals.cancel, house["demo"], FAMILY, child)

        assert desk.get(_child(child)).status_code == 404

    def test_a_specialist_is_no_kindergarten(self, house: House, garden: uuid.UUID) -> None:
        house.within(open_staff, house["demo"], Role.OFFICE, "office")
        client = check_pages(house.app)
        come_in(client, "office")

        assert client.get(DESK).status_code == 403
        assert client.get(NEW).status_code == 403


def referred_to_free(tenant_id: int, garden: uuid.UUID) -> None:
    """Somebody comes and takes the place that is free."""
    application = queued(tenant_id, garden)
    answers.accept(tenant_id, FAMILY, application.id)


def take_and_sign(tenant_id: int, application_id: uuid.UUID) -> None:
    """From the offer to the contract."""
    answers.accept(tenant_id, FAMILY, application_id)
    admission.submit_documents(tenant_id, FAMILY, application_id, complete=True, vaccinated=True)
    admission.admit(tenant_id, "kindergarten:test", application_id)
    admission.sign(tenant_id, FAMILY, application_id)


def send_token(client: FlaskClient) -> dict[str, str]:
    """The hidden boxes of any form of this session."""
    page = client.get(NEW)
    return dict(re.findall(r'name="(csrf_token|intent)" type="hidden" value="([^"]*)"', page.text))


def _in_two_days(house: House) -> list[str]:
    day = house.clock.now().astimezone(ALMATY) + timedelta(days=2)
    return [str(day.day), str(day.month), str(day.year)]


def _child(application_id: uuid.UUID) -> str:
    return f"/demo/kindergarten/children/{application_id}/"


def _load(house: House, application_id: uuid.UUID) -> Application:
    def load() -> Application:
        with read_scope(house["demo"]) as session:
            return load_applications(session, [application_id])[ApplicationId(application_id)]

    return house.within(load)


def _state(house: House, application_id: uuid.UUID) -> State:
    return _load(house, application_id).state


def _places(house: House, garden: uuid.UUID) -> list[str]:
    def places() -> list[str]:
        with read_scope(house["demo"]) as session:
            query = _of(garden, PlaceRow.state).order_by(PlaceRow.serial)
            return list(session.scalars(query))

    return house.within(places)


def _place_in(house: House, garden: uuid.UUID, state: PlaceState) -> uuid.UUID:
    def find() -> uuid.UUID:
        with read_scope(house["demo"]) as session:
            query = _of(garden, PlaceRow.id).where(PlaceRow.state == state)
            found: uuid.UUID = session.scalars(query).one()
            return found

    return house.within(find)


def _of(garden: uuid.UUID, column: Any) -> Any:
    return (
        select(column)
        .join(QueueRow, QueueRow.id == PlaceRow.queue_id)
        .where(QueueRow.kindergarten_id == garden)
    )


def _newest_letter(house: House, application_id: uuid.UUID, code: str) -> str:
    def read() -> str:
        with read_scope(house["demo"]) as session:
            query = select(NoticeRow.body).where(
                NoticeRow.application_id == application_id, NoticeRow.code == code
            )
            return session.scalars(query).one()

    return house.within(read)


@pytest.fixture
def desk(house: House, garden: uuid.UUID) -> FlaskClient:
    login = f"garden-{garden}"
    house.within(open_staff, house["demo"], Role.KINDERGARTEN, login, kindergarten=garden)
    client = check_pages(house.app)
    come_in(client, login)
    return client


@pytest.fixture
def garden(house: House) -> uuid.UUID:
    return house.within(
        kindergarten, house["demo"], "Ясли-сад «Балдәурен»", name_kk="«Балдәурен» бөбекжайы"
    )


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    """One region for all: each test has its own kindergarten and children in it."""
    with open_front(shared_scratch.new_database("kezek_garden"), "demo") as opened:
        yield opened
    shared_scratch.drop_database("kezek_garden")
