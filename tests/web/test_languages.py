"""In which language a page is read: the region's, the browser's, the account's, a chosen one."""

import re

import pytest
from flask.testing import FlaskClient

from kezek.web.reader import Reader, Readers
from tests.web.checked import check_pages
from tests.web.kit_app import make_app
from tests.web.kit_pages import KIT, routed_app


class TestLanguage:
    def test_the_regions_first_language_is_the_last_resort(self, client: FlaskClient) -> None:
        assert 'lang="kk"' in client.get(KIT).text

    def test_the_browsers_wish_is_taken(self, client: FlaskClient) -> None:
        page = client.get(KIT, headers={"Accept-Language": "de, ru-RU;q=0.8"})

        assert 'lang="ru"' in page.text

    def test_a_chosen_language_stays_and_leads_back(self, client: FlaskClient) -> None:
        answer = client.get(f"/pavlodar/language/ru?back={KIT}")

        assert (answer.status_code, answer.location) == (303, KIT)
        assert 'lang="ru"' in client.get(KIT, headers={"Accept-Language": "kk"}).text

    def test_the_accounts_language_comes_before_the_browsers(self) -> None:
        reader = Reader("Ә. Серікқызы", "ru", "/pavlodar/", "/pavlodar/out")
        client = check_pages(make_app(readers=Readers(lambda: reader, lambda _: None)))

        page = client.get(KIT, headers={"Accept-Language": "kk"})

        assert 'lang="ru"' in page.text
        assert "Ә. Серікқызы" in page.text

    def test_a_chosen_language_is_kept_with_the_account(self) -> None:
        kept: list[str] = []
        reader = Reader("Ә. Серікқызы", "kk", "/pavlodar/", "/pavlodar/out")
        client = make_app(readers=Readers(lambda: reader, kept.append)).test_client()

        client.get("/pavlodar/language/ru")
        client.get("/pavlodar/language/kk", headers={"Sec-Fetch-Site": "cross-site"})

        assert kept == ["ru"]

    @pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil", "x"])
    def test_a_language_leads_to_no_strangers_page(self, client: FlaskClient, back: str) -> None:
        assert client.get("/pavlodar/language/ru", query_string={"back": back}).location == "/"

    def test_a_language_that_nobody_speaks_is_no_page(self, client: FlaskClient) -> None:
        assert client.get("/pavlodar/language/de").status_code == 404

    @pytest.mark.parametrize("language", ["kk", "ru"])
    def test_every_word_of_the_kit_is_in_the_readers_language(
        self, client: FlaskClient, language: str
    ) -> None:
        page = client.get(KIT, headers={"Accept-Language": language}).text
        words = re.sub(r"<(script|style|meta)[^>]*>|<[^>]+>", " ", page)

        left = set(re.findall(r"[A-Za-z]{3,}", words)) - {
            "Kezek",
            "PVL",
            "PDF",
            "JPG",
            "PNG",
            "SMS",
        }

        assert left == set()


@pytest.fixture
def client() -> FlaskClient:
    return check_pages(routed_app())
