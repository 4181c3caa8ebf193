"""A session is one region's: its cookie goes to no other, to no script and into no cache."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.checked import check_pages
from tests.web.kit_pages import routed_app


class TestSession:
    def test_a_session_is_one_regions(self, app: Flask) -> None:
        client = app.test_client()

        client.get("/pavlodar/enter/aigerim")
        client.get("/kostanay/enter/saule")

        assert client.get("/pavlodar/who").text == "aigerim"
        assert client.get("/kostanay/who").text == "saule"

    def test_a_stranger_under_another_slug(self, app: Flask) -> None:
        client = app.test_client()

        client.get("/pavlodar/enter/aigerim")

        assert client.get("/kostanay/who").text == "nobody"

    def test_a_cookie_carried_to_another_region_is_no_session(self, app: Flask) -> None:
        client = app.test_client()
        client.get("/pavlodar/enter/aigerim")
        cookie = client.get_cookie("kezek_pavlodar", path="/pavlodar/")
        assert cookie is not None

        client.set_cookie("kezek_kostanay", cookie.value, path="/kostanay/")

        assert client.get("/kostanay/who").text == "nobody"

    def test_the_cookie_is_for_its_region_and_no_script(self, app: Flask) -> None:
        header = app.test_client().get("/pavlodar/enter/a").headers["Set-Cookie"]

        assert header.startswith("kezek_pavlodar=")
        assert {"Path=/pavlodar/", "HttpOnly", "SameSite=Lax"} <= set(header.split("; "))

    def test_under_its_own_host_the_cookie_is_for_all_of_it(self, app: Flask) -> None:
        answer = app.test_client().get("/enter/a", base_url="http://kezek.kostanay.example")

        assert "Path=/" in answer.headers["Set-Cookie"].split("; ")

    def test_a_page_for_everybody_gives_no_cookie(self, client: FlaskClient) -> None:
        assert "Set-Cookie" not in client.get("/pavlodar/").headers

    def test_pages_of_signed_in_people_are_in_no_cache(self, app: Flask) -> None:
        client = app.test_client()
        client.get("/pavlodar/enter/aigerim")

        assert client.get("/pavlodar/who").headers["Cache-Control"] == "private, no-store"


@pytest.fixture
def app() -> Flask:
    return routed_app()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return check_pages(app)
