"""When something fails: each error has its page, and health names what is missing."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kezek.web.health import add_check
from tests.web.checked import check_pages
from tests.web.kit_pages import KIT, routed_app


class TestErrors:
    @pytest.mark.parametrize("status", [400, 403, 404, 409, 413, 422, 429, 500, 503])
    @pytest.mark.parametrize("language", ["kk", "ru"])
    def test_each_has_its_page(self, client: FlaskClient, status: int, language: str) -> None:
        headers = {"Accept-Language": language}

        answer = client.get(f"{KIT}problem/{status}", headers=headers)

        assert answer.status_code == status
        assert f'lang="{language}"' in answer.text

    def test_htmx_gets_the_message_alone(self, client: FlaskClient) -> None:
        answer = client.get(f"{KIT}problem/409", headers={"HX-Request": "true"})

        assert answer.status_code == 409
        assert answer.text.lstrip().startswith('<div class="alert')

    def test_a_refusal_that_no_form_took_is_a_sentence(self, app: Flask) -> None:
        answer = check_pages(app).get("/pavlodar/refuse", headers={"Accept-Language": "ru"})

        assert answer.status_code == 409
        assert "Состояние заявления: «В архиве»" in answer.text

    def test_what_nobody_expected_is_500(self, app: Flask) -> None:
        answer = check_pages(app).get("/pavlodar/break")

        assert answer.status_code == 500
        assert "Өтініштеріңіз бен нөмірлеріңіз сақталған" in answer.text

    def test_a_service_that_is_gone_is_503(self, app: Flask) -> None:
        answer = check_pages(app).get("/pavlodar/gone")

        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")

    def test_even_without_pages_there_are_words(self, app: Flask) -> None:
        app.jinja_env.globals.pop("asset_url")

        answer = app.test_client().get("/pavlodar/break")

        assert answer.status_code == 500
        assert "Попробуйте еще раз" in answer.text


class TestHealth:
    def test_alive_and_ready(self, client: FlaskClient) -> None:
        assert client.get("/alive").status_code == 200
        assert client.get("/ready").json == {"ready": True, "missing": []}

    def test_what_is_missing_is_named(self, app: Flask) -> None:
        def gone() -> None:
            raise ConnectionError

        add_check(app, "database", gone)
        answer = app.test_client().get("/ready")

        assert (answer.status_code, answer.json) == (503, {"ready": False, "missing": ["database"]})


@pytest.fixture
def app() -> Flask:
    return routed_app()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return check_pages(app)
