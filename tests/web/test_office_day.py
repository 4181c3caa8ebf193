"""A specialist's day on its pages: the list, hands, notes, papers, batches, late work, doubles."""

import re
import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kezek.adapters.scratch import Scratch
from kezek.core.access import Role
from kezek.core.applications import State
from kezek.usecases.documents import Upload
from kezek.usecases.late_work import raise_late_work
from tests.factories.kindergartens import kindergarten
from tests.factories.papers import PDF, PNG
from tests.factories.regions import House, open_front
from tests.factories.staff import come_in, open_staff, under_review
from tests.web.browsing import send
from tests.web.checked import check_pages
from tests.web.counter import DESK, LOGINS, attach_to, call, loaded, review_of, specialist, token_of

BATCH = "/demo/office/batches/"


class TestList:
    def test_a_part_of_the_work_is_an_address(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        soldier = loaded(house, house.within(under_review, house["demo"], garden, category=1))
        teacher = loaded(house, house.within(under_review, house["demo"], garden, category=11))

        page = desk.get(f"{DESK}?work=review&lane=P&whose=free&order=since&territory=city").text

        assert teacher.number in page
        assert soldier.number not in page.partition('id="news-title"')[0]
        assert "Айша С." in page
        assert "Серікова Айша" not in page

    def test_what_no_page_of_ours_asks_shows_everything(self, desk: FlaskClient) -> None:
        assert desk.get(f"{DESK}?work=none&lane=X&whose=me&order=up&page=-3").status_code == 200
        assert desk.get(f"{DESK}next?after=nowhere").status_code == 303

    def test_all_of_a_page_are_ticked_without_a_script(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        house.within(under_review, house["demo"], garden)

        page = desk.get(f"{DESK}?chosen=page").text

        boxes = re.findall(r"<input[^>]*name=\"item\"[^>]*>", page)
        assert boxes
        assert all("checked" in box for box in boxes)


class TestHands:
    def test_taken_it_is_seen_in_the_list_and_can_be_let_go(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(under_review, house["demo"], garden)
        page = desk.get(review_of(child))

        taken = desk.get(_press(desk, page, f"/matters/review/{child}/hands").location)

        assert "у вас" in taken.text
        assert loaded(house, child).number in desk.get(f"{DESK}?whose=mine").text
        _press(desk, taken, f"/matters/review/{child}/hands")
        assert loaded(house, child).number not in _list(desk, "whose=mine")

    def test_whoever_is_second_is_told(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(under_review, house["demo"], garden)
        other = specialist(house)
        seen = other.get(review_of(child))
        _press(desk, desk.get(review_of(child)), f"/matters/review/{child}/hands")

        told = other.get(_press(other, seen, f"/matters/review/{child}/hands").location)

        assert "тем временем взял другой" in told.text

    def test_a_note_stays_among_staff(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(under_review, house["demo"], garden)
        words = "Ждем справку до пятницы"

        send(desk, desk.get(review_of(child)), "staff-note", note=words)

        assert words in desk.get(review_of(child)).text
        assert "1 заметка" in desk.get(DESK).text
        family = f"/demo/office/families/{loaded(house, child).guardian}"
        send(desk, desk.get(family), "staff-note", note="Звонили маме")
        assert "Звонили маме" in desk.get(review_of(child)).text

    def test_an_empty_note_and_a_strange_address_change_nothing(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(under_review, house["demo"], garden)
        page = desk.get(review_of(child))

        send(desk, page, "staff-note", note="  ")
        tokens = token_of(page.text)

        assert desk.post(f"{DESK}matters/sleep/{child}/hands", data=tokens).status_code == 404
        assert desk.post(f"{DESK}matters/second/{child}/hands", data=tokens).status_code == 404


class TestPapers:
    def test_a_paper_is_opened_beside_the_form(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(under_review, house["demo"], garden)
        day = house.clock.now().date()
        old = Upload(kind="DOC-03", filename="a.pdf", content=PDF, issued_on=day)
        attach_to(house, child, old)
        attach_to(house, child, Upload(kind="DOC-05", filename="b.png", content=PNG))

        page = desk.get(review_of(child))

        assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
        framed = re.search(r'<iframe src="([^"]+)"', page.text)
        assert framed is not None
        shown = desk.get(framed[1])
        assert shown.mimetype == "application/pdf"
        assert "frame-ancestors 'self'" in shown.headers["Content-Security-Policy"]
        assert "attachment" not in shown.headers["Content-Disposition"]
        other = next(one for one in re.findall(r'hx-get="([^"]+paper=[^"]+)"', page.text))
        part = desk.get(
            other.replace("&amp;", "&"),
            headers={"HX-Request": "true", "HX-Target": "paper-view"},
        ).text
        picture = re.search(r'<img src="([^"]+)"', part)
        assert picture is not None
        assert "sandbox" in desk.get(picture[1]).headers["Content-Security-Policy"]

    def test_nobody_else_opens_it(self, house: House, garden: uuid.UUID, desk: FlaskClient) -> None:
        child = house.within(under_review, house["demo"], garden)
        attach_to(house, child, Upload(kind="DOC-05", filename="b.png", content=PNG))
        found = re.search(r'<img src="([^"]+)"', desk.get(review_of(child)).text)
        assert found is not None

        assert specialist(house, "village").get(found[1]).status_code == 404
        assert check_pages(house.app).get(found[1]).status_code == 303


class TestBatches:
    def test_looked_at_done_and_told(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        whole, bare = (house.within(under_review, house["demo"], garden) for _ in range(2))
        day = house.clock.now().date()
        attach_to(house, whole, Upload(kind="DOC-03", filename="a.pdf", content=PDF, issued_on=day))

        look = desk.get(f"{BATCH}preview?act=confirm&item=review:{whole}&item=review:{bare}")
        assert "1 дело будет сделано" in look.text
        assert "документа нет" in look.text
        done = send(desk, look, "do-batch")
        result = desk.get(done.location)

        assert "Сделано: 1 дело" in result.text
        assert "кнопкой не отменяется" in result.text
        assert loaded(house, whole).state is State.QUEUED
        assert loaded(house, bare).state is State.UNDER_REVIEW

    def test_taking_over_is_undone(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(under_review, house["demo"], garden)
        look = desk.get(f"{BATCH}preview?act=take&item=review:{child}")
        result = desk.get(send(desk, look, "do-batch").location)

        back = desk.get(_press(desk, result, "/undoing").location)

        assert "возвращено" in back.text
        assert loaded(house, child).number not in _list(desk, "whose=mine")

    def test_nothing_ticked_and_nobody_named_is_said(self, desk: FlaskClient) -> None:
        assert desk.get(f"{BATCH}preview?act=fly").status_code == 404
        assert desk.get(f"{BATCH}preview?act=hand_over").status_code == 303
        assert desk.get(f"{BATCH}{uuid.uuid4()}").status_code == 404


class TestLateWork:
    def test_specialists_and_the_head_see_it_by_territory(
        self, house: House, garden: uuid.UUID
    ) -> None:
        child = loaded(house, house.within(under_review, house["demo"], garden))
        house.clock.advance(timedelta(days=5))
        while house.within(raise_late_work, house["demo"]):
            pass
        login = f"head-{next(LOGINS)}"
        house.within(open_staff, house["demo"], Role.ADMIN, login)
        head = check_pages(house.app)
        come_in(head, login)

        mine = specialist(house).get("/demo/office/late/?territory=city").text
        heads = head.get("/demo/admin/late/").text

        for page in (mine, heads):
            assert child.number in page
            assert "руководитель знает" in page
        assert str(child.id) in mine
        assert str(child.id) not in heads
        assert head.get(DESK).status_code == 403


def test_the_stop_list_of_the_department_is_a_page(desk: FlaskClient) -> None:
    assert "В стоп-листе никого нет" in desk.get("/demo/office/stop-list/").text


def test_two_applications_are_compared_and_one_is_kept(
    house: House, garden: uuid.UUID, desk: FlaskClient
) -> None:
    first, second = (loaded(house, house.within(under_review, house["demo"], garden)) for _ in "ab")
    for one in (first, second):
        call(house, one.child, "Оспанова Інжу")
    page = desk.get("/demo/office/doubles/")
    found = desk.get(_press(desk, page, "/doubles/search").location)
    path = next(
        one
        for one in re.findall(r'href="(/demo/office/doubles/[0-9a-f-]{36})"', found.text)
        if {first.number, second.number} <= set(re.findall(r"DEM-\d\d-\d+-\w", desk.get(one).text))
    )
    pair = desk.get(path)
    assert send(desk, pair, "settle").status_code == 422
    refused = send(desk, pair, "settle", verdict="kept_first")
    assert "почему второе заявление закрывается" in refused.text

    send(desk, pair, "settle", verdict="kept_first", reason="entered_twice")

    assert loaded(house, second.id).label == "ARCHIVED(duplicate)"
    assert "решение принято" in desk.get(path).text


def _press(client: FlaskClient, page: TestResponse, ending: str) -> TestResponse:
    """Presses the first button whose form posts to an address with this ending."""
    for found in re.finditer(r"<form\b.*?</form>", page.text, re.DOTALL):
        action = re.search(r'action="([^"]*)"', found[0])
        if action and action[1].partition("?")[0].endswith(ending):
            boxes = re.findall(r'name="([^"]+)"[^>]*type="hidden"[^>]*value="([^"]*)"', found[0])
            return client.post(action[1].replace("&amp;", "&"), data=dict(boxes))
    raise AssertionError(f"no form that posts to {ending}")


def _list(client: FlaskClient, query: str) -> str:
    return client.get(f"{DESK}?{query}").text.partition('id="news-title"')[0]


@pytest.fixture
def desk(house: House) -> FlaskClient:
    return specialist(house)


@pytest.fixture
def garden(house: House) -> uuid.UUID:
    return house.within(kindergarten, house["demo"], "Ясли-сад «Балдәурен»")


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    """One region for all: each test has its own specialists and children."""
    with open_front(shared_scratch.new_database("kezek_office_day"), "demo") as opened:
        yield opened
    shared_scratch.drop_database("kezek_office_day")
