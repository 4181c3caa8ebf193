"""A file of the registry on pages: looked at, taken in by a second yes, given out again."""

import csv
import io
import itertools
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from kezek.adapters.scratch import Scratch
from kezek.core.access import Role
from kezek.db.kindergartens import KindergartenRow
from kezek.db.scope import read_scope
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_front
from tests.factories.staff import come_in, open_staff
from tests.web.browsing import send
from tests.web.checked import check_pages
from tests.web.square import words

HOME = "/demo/admin/registry/"
NEW = f"{HOME}files/new"
HEADER = "external_id;name_kk;name_ru;kind;territory;languages;capacity\r\n"
LINE = "{code};«А» балабақшасы;Детский сад «А»;kindergarten;city;kk,ru;100\r\n"
_LOGINS = itertools.count(1)


class TestLooking:
    def test_shows_what_is_new_and_writes_nothing(self, house: House, admin: FlaskClient) -> None:
        before = _count(house)

        page = admin.get(_bring(admin, HEADER + LINE.format(code="l-1")).location)

        said = words(page)
        assert "Ничего не изменено" in said
        assert "l-1" in said
        assert "Вид: детский сад" in said
        assert "Территория: Демо-город" in said
        assert _count(house) == before

    def test_tells_a_fault_with_its_line_its_column_and_a_sentence(
        self, admin: FlaskClient
    ) -> None:
        text = HEADER + LINE.format(code="l-2") + LINE.format(code="l-3").replace(";100", ";сто")

        page = admin.get(_bring(admin, text).location)

        assert "3 – Число мест «сто» – не целое число от 1 до 5000." in words(page)
        assert 'id="take"' not in page.text

    def test_says_the_same_in_kazakh(self, admin: FlaskClient) -> None:
        text = HEADER + LINE.format(code="l-2").replace(";city", ";moon")
        url = _bring(admin, text).location

        admin.get("/demo/language/kk")
        page = admin.get(url)

        assert "«moon» болмайды. Мыналардың бірі керек:" in words(page)

    @pytest.mark.parametrize(
        ("name", "content", "sentence"),
        [
            ("a.csv", b"", "В файле ничего нет."),
            ("a.xlsx", b"PK\x03\x04broken", "Книга не открывается"),
            ("a.csv", b"\x00\x01\x02\x03", "Файл – не CSV и не XLSX"),
            ("a.csv", b"x" * (5 * 1024 * 1024 + 1), "Файл больше 5 МБ."),
        ],
    )
    def test_what_cannot_be_read_is_refused_beside_the_box(
        self, admin: FlaskClient, name: str, content: bytes, sentence: str
    ) -> None:
        answer = _bring_bytes(admin, content, name)

        assert answer.status_code == 422
        assert sentence in words(answer)

    def test_nothing_chosen_is_told(self, admin: FlaskClient) -> None:
        answer = send(admin, admin.get(NEW), "registry-file")

        assert answer.status_code == 422
        assert "Выберите файл." in words(answer)

    def test_a_file_of_windows_is_read_and_lost_letters_are_told(self, admin: FlaskClient) -> None:
        good = (HEADER + LINE.format(code="w-1")).replace("«А» балабақшасы", "").encode("cp1251")
        lost = (HEADER + LINE.format(code="w-2")).encode("cp1251", errors="replace")

        assert "w-1" in words(admin.get(_bring_bytes(admin, good, "w.csv").location))
        said = words(admin.get(_bring_bytes(admin, lost, "w.csv").location))
        assert "казахские буквы потеряны" in said


class TestTaking:
    def test_takes_in_what_was_looked_at_once(self, house: House, admin: FlaskClient) -> None:
        url = _bring(admin, HEADER + LINE.format(code="t-1")).location
        page, before = admin.get(url), _count(house)

        first = send(admin, page, "take", reason="Приказ № 7")
        again = send(admin, page, "take", reason="Приказ № 7")

        assert (first.status_code, again.status_code) == (303, 303)
        assert _count(house) == before + 1
        assert "Внесена 1 строка." in words(admin.get(HOME))
        assert "Этот файл внесен" in words(admin.get(url))

    def test_needs_a_reason(self, house: House, admin: FlaskClient) -> None:
        url = _bring(admin, HEADER + LINE.format(code="t-2")).location
        before = _count(house)

        answer = send(admin, admin.get(url), "take", reason="")

        assert answer.status_code == 422
        assert _count(house) == before

    def test_is_refused_when_the_registry_has_moved(self, house: House, admin: FlaskClient) -> None:
        one = admin.get(_bring(admin, HEADER + LINE.format(code="t-3")).location)
        other = admin.get(_bring(admin, HEADER + LINE.format(code="t-3")).location)
        send(admin, other, "take", reason="Приказ")

        answer = send(admin, one, "take", reason="Приказ")

        assert answer.status_code == 409
        assert "реестр изменился" in words(answer)

    def test_a_file_of_another_region_is_not_found(self, house: House, admin: FlaskClient) -> None:
        url = _bring(admin, HEADER + LINE.format(code="t-4")).location
        login = f"files-elsewhere-{next(_LOGINS)}"
        house.within(open_staff, house["saran"], Role.ADMIN, login)
        client = check_pages(house.app)
        come_in(client, login, "saran")

        assert client.get(url.replace("/demo/", "/saran/")).status_code == 404


class TestGivingOut:
    def test_the_workbook_comes_back_without_a_difference(
        self, house: House, admin: FlaskClient
    ) -> None:
        house.within(kindergarten, house["demo"], "=cmd|' /C calc'!A0", groups=((2022, "kk"),))

        content = admin.get(f"{HOME}registry.xlsx").data
        page = admin.get(_bring_bytes(admin, content, "registry.xlsx").location)

        assert "Файл и реестр совпадают" in words(page)

    def test_nothing_in_it_is_a_formula(self, house: House, admin: FlaskClient) -> None:
        house.within(kindergarten, house["demo"], "+7 701", groups=())

        book = CalamineWorkbook.from_filelike(io.BytesIO(admin.get(f"{HOME}registry.xlsx").data))

        assert book.sheet_names == ["Детские сады", "Группы"]
        table = book.get_sheet_by_name("Детские сады").to_python()
        assert "+7 701" in [row[2] for row in table]
        assert table[0][:4] == [
            "Код в реестре",
            "Название на казахском",
            "Название на русском",
            "Вид",
        ]

    def test_csv_comes_back_without_a_difference(self, house: House, admin: FlaskClient) -> None:
        house.within(kindergarten, house["demo"], 'Детский сад; «Б», "В"')

        for name in ("kindergartens", "groups"):
            content = admin.get(f"{HOME}{name}.csv").data
            page = admin.get(_bring_bytes(admin, content, f"{name}.csv").location)
            assert "Файл и реестр совпадают" in words(page)

    def test_no_cell_of_csv_reckons_and_it_comes_back_as_it_was(
        self, house: House, admin: FlaskClient
    ) -> None:
        house.within(kindergarten, house["demo"], "=cmd|' /C calc'!A0")

        content = admin.get(f"{HOME}kindergartens.csv").data
        page = admin.get(_bring_bytes(admin, content, "kindergartens.csv").location)

        rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
        assert "'=cmd|' /C calc'!A0" in [cell for row in rows for cell in row]
        assert "Файл и реестр совпадают" in words(page)

    def test_csv_has_the_columns_by_their_own_names(self, admin: FlaskClient) -> None:
        text = admin.get(f"{HOME}groups.csv").text.lstrip("\ufeff")

        assert next(csv.reader(io.StringIO(text))) == [
            "external_id",
            "birth_year",
            "language",
            "capacity",
            "is_demo",
        ]


def _bring(admin: FlaskClient, text: str) -> TestResponse:
    answer = _bring_bytes(admin, text.encode("utf-8-sig"), "registry.csv")
    assert answer.status_code == 303, answer.text
    return answer


def _bring_bytes(admin: FlaskClient, content: bytes, name: str) -> TestResponse:
    return send(admin, admin.get(NEW), "registry-file", file=(io.BytesIO(content), name))


def _count(house: House) -> int:
    def count() -> int:
        with read_scope(house["demo"]) as session:
            return session.scalar(select(func.count()).select_from(KindergartenRow)) or 0

    return house.within(count)


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    with open_front(shared_scratch.new_database("kezek_registry_files"), "demo", "saran") as one:
        yield one
    shared_scratch.drop_database("kezek_registry_files")


@pytest.fixture
def admin(house: House) -> FlaskClient:
    login = f"files-admin-{next(_LOGINS)}"
    house.within(open_staff, house["demo"], Role.ADMIN, login)
    client = check_pages(house.app)
    come_in(client, login)
    return client
