"""A parent without internet at the counter: from the identity card to the queue (A-31)."""

import re
import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kezek.adapters.scratch import Scratch
from kezek.core.access import Role
from kezek.core.applications import State
from kezek.db.assisted_entries import keep_entry
from kezek.db.scope import tenant_scope
from kezek.demonstration.families import iin
from tests.factories.families import made_up_iin
from tests.factories.kindergartens import kindergarten
from tests.factories.papers import PDF
from tests.factories.regions import House, open_front
from tests.factories.staff import open_staff
from tests.web.browsing import hidden, send
from tests.web.cabinet import Cabinet, plain
from tests.web.counter import loaded, specialist

COUNTER = "/demo/office/assisted/"
BORN_ON = date(2022, 3, 14)


def test_from_the_counter_into_the_queue(
    house: House, garden: uuid.UUID, desk: FlaskClient
) -> None:
    rest = _to_the_rest(house, desk)
    rest = desk.get(send(desk, rest, "gardens", choice=str(garden)).location)

    done = _send_it(desk, rest)

    application = desk.get(done.location)
    assert "Внесено в отделе образования" in application.text
    assert "SMS" in application.text
    child = uuid.UUID(re.findall(r"applications/([0-9a-f-]{36})", done.location)[0])
    assert loaded(house, child).state is State.QUEUED
    again = desk.get(rest.request.path)
    assert again.status_code == 303


def test_the_family_reads_who_entered_it_and_from_which_paper(
    house: House, garden: uuid.UUID
) -> None:
    family = Cabinet(house)
    own = family.queue(garden)
    assert "Айгүл Омарова" not in family.get(family.of(own)).text
    officer = house.within(open_staff, house["demo"], Role.OFFICE, "counter")

    house.within(_enter_for_it, house, own, officer.account_id)

    page = plain(family.get(family.of(own)))
    assert "білім бөлімінің маманы енгізді: Айгүл Омарова" in page
    assert "5 қыркүйек" in page


def _enter_for_it(house: House, own: uuid.UUID, account: uuid.UUID) -> None:
    with tenant_scope(house["demo"]) as session:
        keep_entry(session, house["demo"], own, account, date(2026, 9, 5), house.clock.now())


def test_a_benefit_asks_for_its_paper_first(
    house: House, garden: uuid.UUID, desk: FlaskClient
) -> None:
    rest = _to_the_rest(house, desk, categories="1")
    rest = desk.get(send(desk, rest, "gardens", choice=str(garden)).location)
    assert "/sending" not in rest.text
    day = house.clock.now().date()

    refused = _attach(desk, rest, "attach-doc-03")
    assert refused.status_code == 422
    issued = {"doc-03-issued": [str(day.day), str(day.month), str(day.year)]}
    rest = desk.get(_attach(desk, rest, "attach-doc-03", **issued).location)

    done = _send_it(desk, rest)
    child = uuid.UUID(re.findall(r"applications/([0-9a-f-]{36})", done.location)[0])
    assert loaded(house, child).state is State.UNDER_REVIEW
    assert "documents" in desk.get(done.location).text


def test_each_step_says_what_is_missing(house: House, desk: FlaskClient) -> None:
    empty = send(desk, desk.get(COUNTER), "parent", iin="", phone="1")
    assert empty.status_code == 422
    for sentence in ("Введите ИИН или вид и номер документа", "Без документа никого не вносят"):
        assert sentence in empty.text
    children = desk.get(_parent(house, desk).location)
    wrong = send(desk, children, "child", iin="123", full_name="1")
    assert wrong.status_code == 422
    paper = desk.get(_child(house, desk, children).location)
    unsigned = send(desk, paper, "paper", language="kk")
    assert unsigned.status_code == 422
    assert "Без подписанного согласия" in unsigned.text
    later = _paper(house, desk, paper, signed_on=date(2030, 1, 1))
    assert "День подписи еще не наступил" in later.text


def test_a_family_that_nobody_has_entered_is_nowhere(desk: FlaskClient) -> None:
    assert desk.get(f"{COUNTER}{uuid.uuid4()}/").status_code == 404
    assert desk.get(f"{COUNTER}{uuid.uuid4()}/{uuid.uuid4()}/").status_code == 404


def _to_the_rest(house: House, desk: FlaskClient, **said: str) -> TestResponse:
    children = desk.get(_parent(house, desk).location)
    paper = desk.get(_child(house, desk, children).location)
    return desk.get(_paper(house, desk, paper, None, **said).location)


def _parent(house: House, desk: FlaskClient) -> TestResponse:
    serial = next(house.serials)
    return send(
        desk,
        desk.get(COUNTER),
        "parent",
        iin=iin(date(1991, 5, 20), serial, female=True),
        document_kind="",
        full_name="Серікова Әлия",
        address="Абай көшесі, 1",
        phone=f"8701{serial:06d}2",
        language="kk",
        seen="y",
    )


def _child(house: House, desk: FlaskClient, page: TestResponse) -> TestResponse:
    return send(
        desk,
        page,
        "child",
        iin=made_up_iin(BORN_ON, next(house.serials)),
        document_kind="",
        full_name="Серікова Айша",
        born=["14", "3", "2022"],
        seen="y",
    )


def _paper(
    house: House,
    desk: FlaskClient,
    page: TestResponse,
    signed_on: date | None = None,
    **said: str,
) -> TestResponse:
    day = signed_on or (house.clock.now() - timedelta(days=1)).date()
    boxes = {
        "agree": "y",
        "signed": [str(day.day), str(day.month), str(day.year)],
        "paper_language": "kk",
        "territory": "city",
        "language": "kk",
        "queue_type": "general",
    }
    return send(desk, page, "paper", **(boxes | said))


def _attach(desk: FlaskClient, page: TestResponse, form: str, **boxes: object) -> TestResponse:
    files = {"doc-03-files": (BytesIO(PDF), "anyqtama.pdf")}
    action = re.search(rf'id="{form}"[^>]*action="([^"]+)"', page.text, re.DOTALL)
    assert action is not None
    data = {**hidden(page, form), **boxes, **files}
    return desk.post(action[1], data=data, content_type="multipart/form-data")


def _send_it(desk: FlaskClient, page: TestResponse) -> TestResponse:
    action = re.search(r'action="([^"]+/sending)"', page.text)
    assert action is not None, page.text
    done = send(desk, page, action[1])
    assert done.status_code == 303, done.text
    return done


@pytest.fixture
def desk(house: House) -> FlaskClient:
    return specialist(house)


@pytest.fixture
def garden(house: House) -> uuid.UUID:
    return house.within(kindergarten, house["demo"], "Ясли-сад «Балдәурен»")


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    """One region for all: each test has its own family and specialist."""
    with open_front(shared_scratch.new_database("kezek_office_assisted"), "demo") as opened:
        yield opened
    shared_scratch.drop_database("kezek_office_assisted")
