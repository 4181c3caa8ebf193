"""A form: wrong, it comes back with its errors beside the fields; good, it leads on."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.checked import check_pages
from tests.web.kit_pages import KIT, routed_app, tokens


class TestForm:
    def test_a_wrong_form_comes_back_with_its_errors_beside_the_fields(
        self, client: FlaskClient
    ) -> None:
        answer = _send(client, iin="061211600013", born=["31", "2", "2022"])

        assert answer.status_code == 422
        assert answer.text.count("Бұл ЖСН-де қате бар") == 2
        assert 'id="iin-error"' in answer.text
        assert 'aria-describedby="iin-hint iin-error"' in answer.text
        assert 'value="061211600013"' in answer.text
        assert 'value="31"' in answer.text

    def test_htmx_gets_the_form_alone(self, client: FlaskClient) -> None:
        headers = {"HX-Request": "true", "HX-Target": "kit-form"}

        answer = _send(client, headers=headers)

        assert answer.status_code == 422
        assert answer.text.lstrip().startswith('<section id="kit-form"')

    def test_a_good_form_leads_on(self, client: FlaskClient) -> None:
        answer = _send(client, **_good())

        assert (answer.status_code, answer.location) == (303, KIT)
        assert "Сақталды." in client.get(KIT).text

    def test_htmx_is_led_on_by_its_own_header(self, client: FlaskClient) -> None:
        headers = {"HX-Request": "true", "HX-Target": "kit-form"}

        answer = _send(client, headers=headers, **_good())

        assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, KIT)

    def test_a_form_without_an_intent_is_refused(self, client: FlaskClient) -> None:
        token = tokens(client.get(KIT))
        del token["intent"]

        assert client.post(KIT, data=token).status_code == 400


def _send(
    client: FlaskClient, headers: dict[str, str] | None = None, **fields: Any
) -> TestResponse:
    data = {**tokens(client.get(KIT)), **fields}
    return client.post(KIT, data=data, headers=headers)


def _good() -> dict[str, Any]:
    return {
        "iin": "0612 1160 0012",
        "phone": "8 701 123 45 67",
        "born": ["14", "3", "2022"],
        "language": "kk",
        "kindergarten": "second",
        "consent": "y",
    }


@pytest.fixture
def client() -> FlaskClient:
    return check_pages(routed_app())
