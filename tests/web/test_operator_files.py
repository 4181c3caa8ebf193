"""What operators take out: a region with all its rows, and the audit without a name in it."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from kezek.adapters.scratch import Scratch
from tests.factories.regions import House
from tests.web.browsing import send
from tests.web.cabinet import shared_house
from tests.web.operator_room import in_queue, kinds_of_acts, new_operator, region_of


class TestTheExport:
    def test_holds_the_region_and_no_other(self, house: House, first: FlaskClient) -> None:
        region = region_of(house, "demo")
        number = house.within(in_queue, house["demo"])

        answer = send(first, first.get(f"{region}export"), "export", reason="for the new provider")

        archive = zipfile.ZipFile(io.BytesIO(answer.data))
        assert archive.testzip() is None
        assert 'prefix = "DEM"' in archive.read("tenant.toml").decode()
        assert number in archive.read("rows/applications.csv").decode()
        told = json.loads(archive.read("list.json"))
        assert told["region"] == "demo"
        assert set(told["sha256"]) == set(archive.namelist()) - {"list.json"}
        tenants = {
            line.partition(",")[0]
            for line in archive.read("rows/applications.csv").decode().splitlines()[1:]
        }
        assert tenants == {str(house["demo"])}
        kinds = house.within(kinds_of_acts)
        assert {"tenant:exported", "tenant:export-sent"} <= set(kinds)


class TestTheAudit:
    def test_is_sifted_by_its_address(self, house: House, first: FlaskClient) -> None:
        house.within(in_queue, house["demo"])
        base = f"/operator/audit/?region={house['demo']}"

        assert _sent(first, base)
        assert _sent(first, f"{base}&kind=application:submitted")
        assert not _sent(first, f"{base}&role=admin")
        assert not _sent(first, f"{base}&kind=outage:recorded")
        assert not _sent(first, f"{base}&first=2020-01-01&last=2020-01-02")

    def test_says_everything_in_words(self, house: House, first: FlaskClient) -> None:
        house.within(in_queue, house["demo"])

        listed = first.get(f"/operator/audit/?region={house['demo']}").text
        listed = listed.partition('id="audit-list"')[2]

        assert "Демонстрационный регион" in listed
        assert "пункт" in listed
        assert not re.search(r">\s*(?:demo|[a-z-]+:[a-z-]+|[LAR]-\d[\d.]*)\s*<", listed)

    def test_a_day_that_is_none_is_told(self, first: FlaskClient) -> None:
        assert "by-first-error" in first.get("/operator/audit/?first=yesterday").text

    def test_the_file_has_no_name_in_it(self, house: House, first: FlaskClient) -> None:
        text = first.get("/operator/audit/file.csv").text

        assert text.startswith("\ufeffРегион;Когда;Что произошло;Основание;Кто;Учетная запись;Код")
        assert "audit:exported" in house.within(kinds_of_acts)

    def test_the_file_says_everything_in_the_words_of_its_reader(
        self, house: House, first: FlaskClient
    ) -> None:
        house.within(in_queue, house["demo"])

        first.get("/language/kk")
        in_kazakh = _rows(first, house["demo"])
        first.get("/language/ru")
        rows = _rows(first, house["demo"])

        assert len(rows) == len(in_kazakh) > 1
        assert {row[0] for row in rows[1:]} == {"Демонстрационный регион"}
        sent = next(row for row in rows if row[6] == "application:submitted")
        assert sent[2:5] == ["Заявление отправлено", sent[3], "семья"]
        assert "пункт" in sent[3]
        assert in_kazakh[0] != rows[0]
        assert {row[2] for row in in_kazakh[1:]}.isdisjoint(row[2] for row in rows[1:])


def _rows(client: FlaskClient, region: int) -> list[list[str]]:
    text = client.get(f"/operator/audit/file.csv?region={region}").text.lstrip("\ufeff")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def _sent(client: FlaskClient, url: str) -> bool:
    """Whether the list below the filters has an application that was sent."""
    return "Заявление отправлено" in client.get(url).text.partition('id="audit-list"')[2]


@pytest.fixture
def first(house: House) -> FlaskClient:
    return new_operator(house)


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    with shared_house(shared_scratch, "kezek_operator_files", "demo", "saran") as opened:
        yield opened
