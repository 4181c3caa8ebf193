"""The kit: its page for those who build, its files under fingerprints, its colours for all."""

import re

import pytest
from flask.testing import FlaskClient

from kezek.adapters.brand import contrast
from tests.web.checked import check_pages, faults
from tests.web.kit_app import ROOT, make_app
from tests.web.kit_pages import KIT, routed_app

TOKENS = ROOT / "platform" / "kezek" / "web" / "static" / "css" / "tokens.css"


class TestKitPage:
    def test_it_is_not_in_production(self) -> None:
        client = make_app(env="production").test_client()

        assert client.get(KIT).status_code == 404
        assert "Демо" not in client.get("/pavlodar/").text

    def test_the_checked_client_sees_faults(self) -> None:
        page = '<html><h1>a</h1><h1>b</h1><input name="x"><img src="y"><p id="z"><p id="z">'

        assert len(list(faults(page))) == 6


class TestAssets:
    def test_a_file_is_kept_for_ever_under_its_fingerprint(self, client: FlaskClient) -> None:
        name = re.search(r"/assets/kezek\.[0-9a-f]{12}\.js", client.get("/pavlodar/").text)
        assert name is not None

        answer = client.get(name[0], headers={"Accept-Encoding": "gzip"})

        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["Content-Encoding"] == "gzip"
        assert b"defineExtension" in client.get(name[0]).data

    def test_no_other_file_is_served(self, client: FlaskClient) -> None:
        assert client.get("/assets/kezek.js").status_code == 404
        assert client.get("/assets/..%2f__init__.py").status_code == 404


def test_every_tone_can_be_read_by_all() -> None:
    colours = dict(re.findall(r"(--[a-z-]+):\s*(#[0-9a-f]{6});", TOKENS.read_text("utf-8")))
    pairs = [(f"--{tone}-ink", f"--{tone}-ground") for tone in _tones(colours)]
    pairs += [("--ink", "--ground"), ("--ink-soft", "--ground"), ("--ink-soft", "--surface")]
    pairs += [("--brand", "--surface"), ("--brand", "--ground"), ("--brand", "--brand-soft")]
    pairs += [("--ink-on-brand", "--brand"), ("--ink-on-brand", "--brand-strong")]
    pairs += [("--ink", f"--{tone}-ground") for tone in _tones(colours)]

    weak = [pair for pair in pairs if contrast(colours[pair[0]], colours[pair[1]]) < 4.5]

    assert len(pairs) == 20
    assert weak == []


def _tones(colours: dict[str, str]) -> list[str]:
    return [
        name.removeprefix("--").removesuffix("-ground")
        for name in colours
        if name.endswith("-ground") and name != "--ground"
    ]


@pytest.fixture
def client() -> FlaskClient:
    return check_pages(routed_app())
