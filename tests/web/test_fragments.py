"""A part of a page is given alone to whoever asks for it, and only again when it has changed."""

import pytest
from flask.testing import FlaskClient

from tests.web.checked import check_pages
from tests.web.kit_pages import KIT, routed_app, tokens


class TestFragments:
    def test_only_a_fragment_of_the_views_own_list_is_given(self, client: FlaskClient) -> None:
        for target in ("main", "title", "nothing"):
            answer = client.get(KIT, headers={"HX-Request": "true", "HX-Target": target})

            assert answer.text.startswith("<!DOCTYPE html>")

    @pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
    def test_a_page_is_a_page(self, client: FlaskClient, header: str) -> None:
        headers = {"HX-Request": "true", "HX-Target": "kit-form", header: "true"}

        assert client.get(KIT, headers=headers).text.startswith("<!DOCTYPE html>")

    def test_caches_tell_pages_from_fragments(self, client: FlaskClient) -> None:
        vary = client.get(KIT).vary

        assert {"hx-request", "hx-target", "hx-boosted"} <= {name.lower() for name in vary}

    def test_a_fragment_that_did_not_change_is_304(self, client: FlaskClient) -> None:
        headers = {"HX-Request": "true", "HX-Target": "kit-rings"}
        first = client.get(f"{KIT}rings", headers=headers)

        again = {**headers, "If-None-Match": first.headers["ETag"]}
        assert client.get(f"{KIT}rings", headers=again).status_code == 304

        client.post(f"{KIT}rings", data=tokens(client.get(KIT)))
        assert client.get(f"{KIT}rings", headers=again).status_code == 200

    def test_the_version_of_a_fragment_is_one_languages(self, client: FlaskClient) -> None:
        headers = {"HX-Request": "true", "HX-Target": "kit-rings"}
        kazakh = client.get(f"{KIT}rings", headers=headers)
        russian = {**headers, "Accept-Language": "ru", "If-None-Match": kazakh.headers["ETag"]}

        assert client.get(f"{KIT}rings", headers=russian).status_code == 200


@pytest.fixture
def client() -> FlaskClient:
    return check_pages(routed_app())
