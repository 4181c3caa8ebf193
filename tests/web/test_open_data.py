"""Open data: files as their description says, for every program, and nobody's secret in them."""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from kezek.adapters.scratch import Scratch
from kezek.adapters.tenants import read_tenant
from kezek.core.regions import Words
from kezek.reads.open_data import Table
from kezek.reads.tenants import RegionCard
from kezek.web.open_data.datasets import DATASETS
from kezek.web.open_data.files import as_json, forget_files
from kezek.web.open_data.licences import HOUSE, Licence, licence_of
from kezek.web.security import limiter
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_front
from tests.factories.staff import free_place, queued
from tests.web.checked import check_pages

BASE = "/demo/open-data"
_TOO_MANY = 429


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_page_lists_every_dataset(client: FlaskClient, language: str) -> None:
    page = client.get(f"{BASE}/", headers={"Accept-Language": language})

    assert page.status_code == 200
    for key in DATASETS:
        assert f"{BASE}/{key}.json" in page.text
        assert f"{BASE}/{key}.csv" in page.text
    assert "CC BY 4.0" in page.text


def test_the_description_is_openapi(client: FlaskClient) -> None:
    document = client.get(f"{BASE}/openapi.json").json
    assert document is not None

    validate(document, cls=OpenAPIV31SpecValidator)

    assert document["openapi"].startswith("3.1")
    assert len(document["paths"]) == 2 * len(DATASETS)


@pytest.mark.parametrize("key", DATASETS)
def test_a_file_is_what_its_description_says(client: FlaskClient, key: str) -> None:
    document = client.get(f"{BASE}/openapi.json").json
    assert document is not None
    content = document["paths"][f"/{key}.json"]["get"]["responses"]["200"]["content"]
    name = content["application/json"]["schema"]["$ref"].rpartition("/")[2]

    found = json.loads(client.get(f"{BASE}/{key}.json").data)

    OAS31Validator(document["components"]["schemas"][name]).validate(found)


@pytest.mark.parametrize("key", DATASETS)
def test_both_shapes_have_the_same_rows(client: FlaskClient, key: str) -> None:
    rows = json.loads(client.get(f"{BASE}/{key}.json").data)["rows"]
    sheet = client.get(f"{BASE}/{key}.csv")
    lines = list(csv.DictReader(io.StringIO(sheet.data.decode("utf-8-sig"))))

    assert len(lines) == len(rows)
    assert all(list(line) == list(row) for line, row in zip(lines, rows, strict=True))


def test_a_region_states_a_licence_of_its_own() -> None:
    texts = {
        "licence": Words("ҚР АБЛ", "ОДЛ РК"),
        "licence-address": Words("https://data.kz/kk", "https://data.kz/ru"),
    }
    card = RegionCard(1, replace(read_tenant("demo"), texts=texts))
    dataset = next(iter(DATASETS.values()))

    told = json.loads(as_json(card, dataset, Table(datetime(2026, 9, 7, tzinfo=UTC), ())))

    assert (told["licence"], told["licence_url"]) == ("ҚР АБЛ", "https://data.kz/kk")
    assert licence_of(card, "ru") == Licence("ОДЛ РК", "ОДЛ РК", "https://data.kz/ru")
    assert licence_of(RegionCard(1, read_tenant("demo"))) == HOUSE


def test_small_counts_are_covered_and_say_so(client: FlaskClient) -> None:
    rows = json.loads(client.get(f"{BASE}/queue.json").data)["rows"]
    sheet = client.get(f"{BASE}/queue.csv").data.decode("utf-8-sig")

    covered = {(row["class"], row["cover"]): row["children"] for row in rows if row["cover"]}
    assert covered == {("P", "small"): None, ("G", "withheld"): None}
    assert "city,2022,kk,P,<5,small" in sheet
    assert "city,2022,kk,G,,withheld" in sheet


def test_nothing_personal_leaves_the_house(client: FlaskClient) -> None:
    everything = "".join(
        client.get(f"{BASE}/{key}.{shape}").data.decode()
        for key in DATASETS
        for shape in ("json", "csv")
    )

    for secret in ("Серік", "+7701", "categor", "guardian", "DEM-"):
        assert secret not in everything
    assert not re.search(r"\b\d{12}\b", re.sub(r"[0-9a-f-]{36}", "", everything))


def test_other_sites_and_caches_may_keep_it(client: FlaskClient) -> None:
    first = client.get(f"{BASE}/queue.json")
    again = client.get(f"{BASE}/queue.json", headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert first.headers["Cache-Control"] == "public, max-age=600"
    assert again.status_code == 304


def test_who_asks_without_end_is_told_to_wait(client: FlaskClient) -> None:
    limiter.enabled = True
    try:
        answers = [client.get(f"{BASE}/queue.csv").status_code for _ in range(62)]
    finally:
        limiter.enabled = False

    assert answers[0] == 200
    assert answers[-1] == _TOO_MANY


@pytest.mark.parametrize("path", ["secrets.json", "queue.xml", "queue"])
def test_what_there_is_none_of_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(f"{BASE}/{path}").status_code == 404


@pytest.fixture
def client(house: House) -> FlaskClient:
    forget_files()
    return check_pages(house.app)


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    settings = shared_scratch.new_database("kezek_open_data")
    with open_front(settings, "demo") as opened:
        garden = opened.within(kindergarten, opened["demo"], "Балапан")
        other = opened.within(kindergarten, opened["demo"], "Бөбек")
        for category in (11, 11, *[13] * 7):
            opened.within(queued, opened["demo"], garden, category=category)
        opened.within(free_place, opened["demo"], other)
        yield opened
    shared_scratch.drop_database("kezek_open_data")
