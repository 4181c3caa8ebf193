"""Where a region is found: under its slug or its own host, with its brand and its telephones."""

import re

import pytest
from flask.testing import FlaskClient

from tests.web.checked import check_pages
from tests.web.kit_pages import KIT, routed_app


class TestRegion:
    @pytest.mark.parametrize("path", ["/nowhere/", "/nowhere/kit/", "/pavlodar/nothing"])
    def test_an_unknown_page_is_404(self, client: FlaskClient, path: str) -> None:
        assert client.get(path).status_code == 404

    def test_links_carry_the_slug(self, client: FlaskClient) -> None:
        assert 'action="/pavlodar/kit/"' in client.get(KIT).text

    def test_the_front_page_lists_the_regions(self, client: FlaskClient) -> None:
        page = client.get("/").text

        assert 'href="/pavlodar/"' in page
        assert 'href="/kostanay/"' in page

    def test_a_regions_own_host_leads_to_its_page(self, client: FlaskClient) -> None:
        page = client.get("/", base_url="http://kezek.kostanay.example:8000")

        assert "Қостанай облысы" in page.text

    def test_the_prefix_works_under_a_regions_own_host_too(self, client: FlaskClient) -> None:
        host = "http://kezek.kostanay.example"

        for path in ("/kit/", "/kostanay/kit/"):
            page = client.get(path, base_url=host)
            assert 'action="/kostanay/kit/"' in page.text

    def test_another_region_is_not_under_a_regions_host(self, client: FlaskClient) -> None:
        answer = client.get("/pavlodar/", base_url="http://kezek.kostanay.example")

        assert answer.status_code == 404

    def test_a_brand_is_colours_and_nothing_else(self, client: FlaskClient) -> None:
        page = client.get("/kostanay/").text
        address = re.search(r'href="(/kostanay/brand-[0-9a-f]+\.css)"', page)
        assert address is not None

        sheet = client.get(address[1])

        assert sheet.text == ":root {\n  --brand: #6b2f73;\n}\n"
        assert "brand-" not in client.get("/pavlodar/").text

    def test_the_hotline_stands_on_every_page(self, client: FlaskClient) -> None:
        page = client.get("/pavlodar/").text

        assert 'href="tel:+77473397222"' in page
        assert "+7 747 339 7222" in page
        assert 'href="tel:1414"' in page


@pytest.fixture
def client() -> FlaskClient:
    return check_pages(routed_app())
