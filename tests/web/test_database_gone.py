"""PostgreSQL is away: the process lives, says what it lacks, and readers get a kind page."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from kezek.adapters.scratch import Scratch
from kezek.app import create_app
from kezek.db.base import db
from kezek.settings import Settings
from tests.factories.regions import House, open_front
from tests.web.checked import check_pages
from tests.web.parents import Parent

GONE = {
    "kk": "Портал уақытша қолжетімсіз",
    "ru": "Портал временно недоступен",
}
PATHS = ("/", "/demo/", "/demo/kindergartens/", "/demo/family/", "/nothing/at/all", "/language/ru")


class TestNeverSeen:
    """A process that began while the database was away."""

    def test_it_lives(self, stranger: FlaskClient) -> None:
        assert stranger.get("/alive").status_code == 200
        assert stranger.get("/alive", headers={"Host": "kezek.example"}).status_code == 200

    def test_it_is_not_ready_and_names_what_is_missing(self, stranger: FlaskClient) -> None:
        answer = stranger.get("/ready")

        assert (answer.status_code, answer.json) == (
            503,
            {"ready": False, "missing": ["database"]},
        )

    @pytest.mark.parametrize("path", PATHS)
    @pytest.mark.parametrize("language", ["kk", "ru"])
    def test_every_page_is_the_kind_one(
        self, stranger: FlaskClient, path: str, language: str
    ) -> None:
        answer = stranger.get(path, headers={"Accept-Language": language})

        assert answer.status_code == 503
        assert GONE[language] in answer.text
        assert f'<html lang="{language}">' in answer.text
        assert answer.headers["Retry-After"] == "30"

    def test_its_pages_are_dressed(self, stranger: FlaskClient) -> None:
        sheet = stranger.get("/").text.partition('<link rel="stylesheet" href="')[2]

        assert stranger.get(sheet.partition('"')[0]).status_code == 200


class TestLost:
    """A process whose database went away while people were signed in."""

    def test_it_is_ready_while_the_database_is_there(self, house: House) -> None:
        assert house.app.test_client().get("/ready").json == {"ready": True, "missing": []}

    @pytest.mark.parametrize("path", ["/demo/", "/demo/family/"])
    def test_a_signed_in_parent_gets_the_kind_page(
        self, house: House, parent: Parent, path: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        parent.client.set_cookie("kezek_lang", "ru")
        monkeypatch.setattr("kezek.reads.tenants.FRESH_SECONDS", -1.0)
        with without_database(house.app):
            answer = parent.client.get(path)
            part = parent.client.get("/demo/family/", headers={"HX-Request": "true"})

        assert (answer.status_code, GONE["ru"] in answer.text) == (503, True)
        assert '<html lang="ru">' in answer.text
        assert (part.status_code, GONE["ru"] in part.text) == (503, True)
        assert parent.client.get("/demo/family/").status_code == 200, "and it comes back by itself"

    def test_the_region_is_known_and_its_telephone_is_shown(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client = house.app.test_client()
        client.get("/demo/")
        monkeypatch.setattr("kezek.reads.tenants.FRESH_SECONDS", -1.0)
        with without_database(house.app):
            answer = client.get("/demo/kindergartens/")

        assert answer.status_code == 503
        assert 'href="tel:' in answer.text


class without_database:  # noqa: N801 - it is said as a word
    """The app with a PostgreSQL that takes no connection."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def __enter__(self) -> None:
        with self._app.app_context():
            self._engine = db.engine
        self._engine.dispose()
        event.listen(self._engine, "do_connect", _refuse)

    def __exit__(self, *_: object) -> None:
        event.remove(self._engine, "do_connect", _refuse)


def _refuse(*_: object) -> None:
    raise psycopg.OperationalError("connection refused")


@pytest.fixture(scope="module")
def stranger(settings: Settings) -> FlaskClient:
    away = "postgresql+psycopg://kezek_app@127.0.0.1:1/kezek"
    return check_pages(create_app(replace(settings, database_url=away)))


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    name = "kezek_gone"
    with open_front(shared_scratch.new_database(name), "demo") as opened:
        check_pages(opened.app)
        yield opened
    shared_scratch.drop_database(name)


@pytest.fixture
def parent(house: House) -> Parent:
    return Parent(house, born_on=date(2022, 3, 14))
