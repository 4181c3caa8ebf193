"""A family complains and follows its complaint; a specialist answers (L-18 to L-20, L-30)."""

import itertools
import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kezek.adapters.scratch import Scratch
from kezek.core.access import Role
from kezek.core.applications import Application
from kezek.core.complaints import About, Body
from kezek.usecases.complaints import ComplaintWish, file_complaint
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_front
from tests.factories.staff import come_in, open_staff, owner_of, queued
from tests.web.browsing import form_of, send
from tests.web.cabinet import Cabinet
from tests.web.checked import check_pages

COMPLAINTS = "/demo/family/complaints/"
NEW = "/demo/family/complaints/new"
OFFICE = "/demo/office/complaints/"
TEXT = "Нас обошли в очереди 5 сентября, прошу проверить."
FRIDAY = 4
_COUNT = itertools.count(1)


class TestFamily:
    def test_a_complaint_in_working_hours_is_registered_at_once(
        self, cabinet: FlaskClient, own: Application
    ) -> None:
        sent = _send(cabinet, own)

        page = cabinet.get(sent.location).text
        assert "Тіркелді, қаралуда" in page
        assert "Нас обошли" in page
        assert "Жауап берілетін мерзім" in page

    @pytest.mark.parametrize(
        ("boxes", "sentence"),
        [
            ({"text": ""}, "Не болғанын жазыңыз"),
            ({"text": "плохо"}, "толық сөйлеммен"),
            ({"about": ""}, "Неге шағымданатыныңызды"),
            ({"body": ""}, "кім қарайтынын"),
            ({"application": ""}, "қай өтініш туралы"),
            ({"text": "а" * 4001}, "4000"),
        ],
        ids=["no text", "a word", "no matter", "no body", "no application", "a book"],
    )
    def test_what_is_wrong_stands_beside_its_box(
        self, cabinet: FlaskClient, own: Application, boxes: dict[str, str], sentence: str
    ) -> None:
        refused = _send(cabinet, own, **boxes)

        assert refused.status_code == 422
        assert sentence in refused.text
        assert "Сіз шағым жіберген жоқсыз" in cabinet.get(COMPLAINTS).text

    def test_a_double_press_files_one(self, cabinet: FlaskClient, own: Application) -> None:
        page = cabinet.get(NEW)
        boxes = _boxes(own)

        first = send(cabinet, page, "complaint", **boxes)
        again = send(cabinet, page, "complaint", **boxes)

        assert first.location == again.location

    def test_another_familys_application_is_no_choice(
        self, house: House, garden: uuid.UUID, cabinet: FlaskClient, own: Application
    ) -> None:
        stranger = house.within(queued, house["demo"], garden)
        assert str(stranger.id) not in cabinet.get(NEW).text

        assert _send(cabinet, own, application=str(stranger.id)).status_code == 422

    def test_an_application_leads_to_its_own_complaint(
        self, cabinet: FlaskClient, own: Application
    ) -> None:
        form = form_of(cabinet.get(f"{NEW}?application_id={own.id}"), "complaint")

        assert f'value="{own.id}" selected' in form

    def test_another_familys_complaint_is_nowhere(
        self, house: House, garden: uuid.UUID, cabinet: FlaskClient
    ) -> None:
        theirs = _filed(house, house.within(queued, house["demo"], garden))

        assert cabinet.get(f"{COMPLAINTS}{theirs}").status_code == 404
        assert cabinet.get(f"{COMPLAINTS}{uuid.uuid4()}").status_code == 404
        assert cabinet.get(f"{OFFICE}{theirs}").status_code == 403


class TestOffice:
    def test_the_answer_reaches_the_family(
        self, house: House, cabinet: FlaskClient, own: Application, desk: FlaskClient
    ) -> None:
        sent = _send(cabinet, own)
        complaint = sent.location.rsplit("/", 1)[-1]
        page = desk.get(f"{OFFICE}{complaint}")
        assert "Нас обошли" in page.text

        done = _answer(desk, complaint)

        assert done.location == OFFICE
        family_page = cabinet.get(sent.location).text
        assert "Шағым ішінара қанағаттандырылды" in family_page
        assert "Ошибка исправлена" in family_page
        assert "уәкілетті органға шағымданыңыз" in family_page

    def test_a_refusal_to_consider_is_an_answer_of_its_own(
        self, cabinet: FlaskClient, own: Application, desk: FlaskClient
    ) -> None:
        sent = _send(cabinet, own)

        _answer(desk, sent.location.rsplit("/", 1)[-1], outcome="not_considered")

        assert "Орындалды: қараудан бас тартылды" in cabinet.get(sent.location).text

    def test_the_second_who_answers_is_told(
        self, cabinet: FlaskClient, own: Application, house: House, desk: FlaskClient
    ) -> None:
        complaint = _send(cabinet, own).location.rsplit("/", 1)[-1]
        page = desk.get(f"{OFFICE}{complaint}")
        _answer(_specialist(house), complaint)

        refused = send(desk, page, "reply", outcome="dismissed", answer="Жалоба необоснованна.")

        assert refused.status_code == 409
        assert "уже дан ответ" in refused.text
        assert "удовлетворена частично" in refused.text

    def test_an_empty_answer_is_none(
        self, cabinet: FlaskClient, own: Application, desk: FlaskClient
    ) -> None:
        complaint = _send(cabinet, own).location.rsplit("/", 1)[-1]
        page = desk.get(f"{OFFICE}{complaint}")

        for answer in ("", "нет"):
            assert send(desk, page, "reply", outcome="upheld", answer=answer).status_code == 422

    def test_late_complaints_say_so(
        self, house: House, cabinet: FlaskClient, own: Application
    ) -> None:
        _send(cabinet, own)
        house.clock.advance(timedelta(days=9))

        page = _specialist(house).get(OFFICE).text

        assert "Опоздание" in page

    def test_another_territory_and_the_body_above_are_not_everybodys(
        self, house: House, cabinet: FlaskClient, own: Application
    ) -> None:
        provider = _send(cabinet, own).location.rsplit("/", 1)[-1]
        authority = _send(cabinet, own, body="authority").location.rsplit("/", 1)[-1]
        city, village = _specialist(house, "city"), _specialist(house, "village")

        assert city.get(f"{OFFICE}{provider}").status_code == 200
        assert village.get(f"{OFFICE}{provider}").status_code == 404
        assert city.get(f"{OFFICE}{authority}").status_code == 404
        assert _specialist(house).get(f"{OFFICE}{authority}").status_code == 200
        numbers = (f"{OFFICE}{provider}", f"{OFFICE}{authority}")
        listed = village.get(OFFICE).text
        assert not any(number in listed for number in numbers)

    def test_at_night_it_waits_for_the_morning_and_can_be_registered_before(
        self, house: House, cabinet: FlaskClient, own: Application, desk: FlaskClient
    ) -> None:
        _to_the_evening(house)
        complaint = _filed(house, own)
        desk = _specialist(house)
        page = desk.get(f"{OFFICE}{complaint}")
        assert "Доставлена" in page.text

        done = send(desk, page, f"{OFFICE}{complaint}/registration")

        assert "Зарегистрирована" in desk.get(done.location).text
        again = send(desk, page, f"{OFFICE}{complaint}/registration")
        assert again.status_code == 303


def _boxes(about: Application, /, **boxes: str) -> dict[str, str]:
    return {
        "application": str(about.id),
        "about": "queueing",
        "body": "provider",
        "text": TEXT,
    } | boxes


def _send(client: FlaskClient, about: Application, /, **boxes: str) -> TestResponse:
    return send(client, client.get(NEW), "complaint", **_boxes(about, **boxes))


def _answer(desk: FlaskClient, complaint: str, outcome: str = "partly") -> TestResponse:
    page = desk.get(f"{OFFICE}{complaint}")
    return send(desk, page, "reply", outcome=outcome, answer="Проверили.\nОшибка исправлена.")


def _filed(house: House, application: Application) -> uuid.UUID:
    wished = ComplaintWish(
        application_id=application.id, about=About.ADMISSION, body=Body.PROVIDER, text=TEXT
    )
    return house.within(file_complaint, house["demo"], owner_of(application), wished)


def _specialist(house: House, *territories: str) -> FlaskClient:
    login = f"office-{next(_COUNT)}"
    house.within(open_staff, house["demo"], Role.OFFICE, login, territories=territories)
    client = check_pages(house.app)
    come_in(client, login)
    return client


def _to_the_evening(house: House) -> None:
    """To eight o'clock of the evening, Kazakhstan's time."""
    now = house.clock.now()
    house.clock.set(now.replace(hour=15, minute=0) + timedelta(days=now.hour >= 15))


@pytest.fixture
def desk(house: House) -> FlaskClient:
    return _specialist(house)


@pytest.fixture
def cabinet(home: Cabinet) -> FlaskClient:
    return home.client


@pytest.fixture
def own(home: Cabinet, garden: uuid.UUID) -> Application:
    return home.application(home.queue(garden))


@pytest.fixture
def home(house: House) -> Cabinet:
    """A family that comes in office hours, whatever hour the test before has left."""
    now = house.clock.now()
    while now.weekday() > FRIDAY or not 4 <= now.hour < 12:
        now = now.replace(minute=0, second=0) + timedelta(hours=1)
    house.clock.set(now)
    return Cabinet(house)


@pytest.fixture
def garden(house: House) -> uuid.UUID:
    return house.within(kindergarten, house["demo"], "Ясли-сад «Балдәурен»")


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    """One region for all: each test has its own family, kindergarten and specialists."""
    with open_front(shared_scratch.new_database("kezek_complaints"), "demo") as opened:
        yield opened
    shared_scratch.drop_database("kezek_complaints")
