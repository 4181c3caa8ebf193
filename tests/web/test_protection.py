"""What is kept out: forms without tokens, inline code, too many attempts, too large bodies."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.checked import check_pages
from tests.web.kit_app import make_app
from tests.web.kit_pages import KIT, add_routes, routed_app, tokens


class TestGuards:
    def test_a_form_without_its_token_is_refused(self, client: FlaskClient) -> None:
        answer = client.post(KIT, data={})

        assert answer.status_code == 400
        assert "Нысан тым ұзақ ашық тұрған" in answer.text

    def test_the_policy_forbids_inline_code(self, client: FlaskClient) -> None:
        policy = client.get(KIT).headers["Content-Security-Policy"]

        assert "script-src 'self';" in policy
        assert "unsafe" not in policy

    def test_too_many_attempts_are_429(self, app: Flask) -> None:
        client = app.test_client()

        answers = [client.get("/pavlodar/limited").status_code for _ in range(3)]

        assert answers == [200, 200, 429]

    def test_limits_hold_and_pages_come_without_redis(self) -> None:
        app = make_app(redis_url="redis://127.0.0.1:1/0")
        add_routes(app)
        client = app.test_client()

        answers = [client.get("/pavlodar/limited").status_code for _ in range(3)]

        assert answers == [200, 200, 429]

    def test_a_body_that_is_too_large_is_413(self, client: FlaskClient) -> None:
        token = tokens(client.get(KIT))
        large = {**token, "remarks": "x" * (2 * 1024 * 1024)}

        assert client.post(KIT, data=large).status_code == 413


@pytest.fixture
def app() -> Flask:
    return routed_app()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return check_pages(app)
