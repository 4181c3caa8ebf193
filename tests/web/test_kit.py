"""The ground on which pages are made: languages, regions, sessions, guards, fragments, errors."""

import re
from typing import Any

import pytest
from flask import Flask, session
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kezek.adapters.brand import contrast
from kezek.core.errors import Code, Refusal
from kezek.web.reader import Reader, Readers
from tests.web.checked import check_pages, faults
from tests.web.kit_app import ROOT, make_app

KIT = "/pavlodar/kit/"
TOKENS = ROOT / "platform" / "kezek" / "web" / "static" / "css" / "tokens.css"


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
        _add_routes(app)
        client = app.test_client()

        answers = [client.get("/pavlodar/limited").status_code for _ in range(3)]

        assert answers == [200, 200, 429]

    def test_a_body_that_is_too_large_is_413(self, client: FlaskClient) -> None:
        token = _tokens(client.get(KIT))
        large = {**token, "remarks": "x" * (2 * 1024 * 1024)}

        assert client.post(KIT, data=large).status_code == 413


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
        token = _tokens(client.get(KIT))
        del token["intent"]

        assert client.post(KIT, data=token).status_code == 400


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

        client.post(f"{KIT}rings", data=_tokens(client.get(KIT)))
        assert client.get(f"{KIT}rings", headers=again).status_code == 200

    def test_the_version_of_a_fragment_is_one_languages(self, client: FlaskClient) -> None:
        headers = {"HX-Request": "true", "HX-Target": "kit-rings"}
        kazakh = client.get(f"{KIT}rings", headers=headers)
        russian = {**headers, "Accept-Language": "ru", "If-None-Match": kazakh.headers["ETag"]}

        assert client.get(f"{KIT}rings", headers=russian).status_code == 200


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


class TestHealth:
    def test_alive_and_ready(self, client: FlaskClient) -> None:
        assert client.get("/alive").status_code == 200
        assert client.get("/ready").json == {"ready": True, "missing": []}

    def test_what_is_missing_is_named(self, app: Flask) -> None:
        from kezek.web.health import add_check

        def gone() -> None:
            raise ConnectionError

        add_check(app, "database", gone)
        answer = app.test_client().get("/ready")

        assert (answer.status_code, answer.json) == (503, {"ready": False, "missing": ["database"]})


class TestKitPage:
    def test_it_is_not_in_production(self) -> None:
        client = make_app(env="production").test_client()

        assert client.get(KIT).status_code == 404
        assert "Демо" not in client.get("/pavlodar/").text

    def test_the_checked_client_sees_faults(self) -> None:
        page = '<html><h1>a</h1><h1>b</h1><input name="x"><img src="y"><p id="z"><p id="z">'

        assert len(list(faults(page))) == 6


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


def _tokens(page: TestResponse) -> dict[str, str]:
    return {
        name: re.findall(rf'name="{name}" type="hidden" value="([^"]+)"', page.text)[-1]
        for name in ("csrf_token", "intent")
    }


def _send(
    client: FlaskClient, headers: dict[str, str] | None = None, **fields: Any
) -> TestResponse:
    data = {**_tokens(client.get(KIT)), **fields}
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


def _add_routes(app: Flask) -> None:
    from kezek.web.security import limiter

    @app.get("/<slug:slug>/enter/<name>")
    def enter(name: str) -> str:
        session["name"] = name
        return name

    @app.get("/<slug:slug>/who")
    def who() -> str:
        return str(session.get("name", "nobody"))

    @app.get("/<slug:slug>/limited")
    @limiter.limit("2/minute")
    def limited() -> str:
        return "ok"

    @app.get("/<slug:slug>/refuse")
    def refuse() -> str:
        raise Refusal(Code.WRONG_STATE, "state", state="ARCHIVED(withdrawn)")

    @app.get("/<slug:slug>/break")
    def broken() -> str:
        raise RuntimeError("nobody expected this")

    @app.get("/<slug:slug>/gone")
    def gone() -> str:
        raise ConnectionError


@pytest.fixture
def app() -> Flask:
    made = make_app()
    _add_routes(made)
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return check_pages(app)
