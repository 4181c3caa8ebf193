"""Papers to keep: a family downloads its own, anybody checks one, and nobody is named."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from kezek.adapters.paper_marks import NotOurs, make_mark, read_mark
from kezek.adapters.receipt_check import check_receipt
from kezek.adapters.receipt_keys import read_public_keys
from kezek.adapters.scratch import Scratch
from kezek.adapters.services import EXTENSION
from kezek.core.printed import Kind
from kezek.web.printed.kinds import PAPERS
from tests.factories.regions import House
from tests.web.cabinet import Cabinet, plain, shared_house
from tests.web.checked import check_pages
from tests.web.printed import LANGUAGES, Waiting, check_address, squares_of, text_of


class TestAPaper:
    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("kind", ["annex4", "extract"])
    def test_says_the_facts_in_either_language(
        self, waiting: Waiting, kind: str, language: str
    ) -> None:
        answer = waiting.paper(kind, language)

        said = text_of(answer)
        title = {"annex4": ("4-қосымша", "Приложение 4"), "extract": ("Кезектен", "Выписка")}
        for fact in (waiting.number, "Серікова Әлия", "Ұшқын-Өрлеу", "Әсем Ғалам"):
            assert fact in said
        assert title[kind][LANGUAGES.index(language)] in said

    def test_of_a_referral_says_through_which_day_and_what_to_bring(self, waiting: Waiting) -> None:
        assert waiting.paper("referral", "kk").status_code == 404
        waiting.cabinet.refer(waiting.id, waiting.first)

        said = text_of(waiting.paper("referral", "ru"))

        for fact in ("Направление действительно по", "Ұшқын-Өрлеу", "027/е"):
            assert fact in said

    @pytest.mark.parametrize("kind", ["annex1", "annex4", "extract"])
    def test_has_a_square_that_leads_to_its_check(self, waiting: Waiting, kind: str) -> None:
        read = squares_of(waiting.paper(kind, "kk"))

        (address,) = (one for one in read if "/check/paper/" in one)
        page = check_pages(waiting.cabinet.house.app).get(urlsplit(address).path)
        assert "Қағаз түпнұсқа" in plain(page)

    def test_has_the_receipt_in_the_square_of_the_extract(self, waiting: Waiting) -> None:
        keys = read_public_keys(waiting.cabinet.client.get("/receipts/keys.json").text)

        read = squares_of(waiting.paper("extract", "ru"))

        (receipt,) = (one for one in read if "/check/paper/" not in one)
        assert check_receipt(receipt, keys).receipt.number == waiting.number

    def test_is_saved_and_kept_by_no_cache(self, waiting: Waiting) -> None:
        headers = waiting.paper("extract", "kk").headers

        assert headers["Content-Type"] == "application/pdf"
        assert headers["Content-Disposition"].startswith("attachment; filename=")
        assert "no-store" in headers["Cache-Control"]

    def test_of_another_family_is_not_found(self, waiting: Waiting) -> None:
        stranger = Cabinet(waiting.cabinet.house)
        for path in ("papers/extract/kk", "receipt"):
            assert stranger.client.get(waiting.cabinet.of(waiting.id, path)).status_code == 404

    def test_stands_on_the_page_of_the_application(self, waiting: Waiting) -> None:
        page = waiting.cabinet.get(waiting.cabinet.of(waiting.id))
        for kind in ("annex4", "extract"):
            for language in LANGUAGES:
                assert waiting.cabinet.of(waiting.id, f"papers/{kind}/{language}") in page.text

    def test_has_an_address_for_every_kind(self, waiting: Waiting) -> None:
        (rule,) = waiting.cabinet.house.app.url_map.iter_rules("family_printed.paper")
        (named,) = re.findall(r"any\(([^)]*)\):kind", rule.rule)
        assert {kind.strip() for kind in named.split(",")} == set(PAPERS)


class TestTheReceipt:
    def test_is_verified_by_the_keys_at_the_public_address(self, waiting: Waiting) -> None:
        client = waiting.cabinet.client
        keys = read_public_keys(client.get("/receipts/keys.json").text)

        answer = waiting.cabinet.get(waiting.cabinet.of(waiting.id, "receipt"))

        checked = check_receipt(answer.text, keys)
        assert checked.receipt.number == waiting.number
        assert "attachment" in answer.headers["Content-Disposition"]
        assert "Серікова" not in json.dumps(answer.json, ensure_ascii=False)


class TestTheCheckOfAPaper:
    def test_names_the_paper_and_nobody(self, waiting: Waiting) -> None:
        stranger = check_pages(waiting.cabinet.house.app)
        page = stranger.get(check_address(waiting.cabinet, waiting.id, Kind.QUEUE_NOTICE))

        said = plain(page)
        assert page.status_code == 200
        assert "Қағаз түпнұсқа" in said
        assert f"***{waiting.number[10:13]}" in said
        assert waiting.number not in said
        assert "Серікова" not in said

    def test_a_referral_that_was_given_back_is_in_force_no_more(self, waiting: Waiting) -> None:
        waiting.cabinet.refer(waiting.id, waiting.first)
        waiting.cabinet.pass_time(minutes=2)
        address = check_address(waiting.cabinet, waiting.id, Kind.REFERRAL)
        assert "жолдама күшінде" in plain(waiting.cabinet.client.get(address))

        waiting.cabinet.pass_time(days=30)

        assert "енді күшінде емес" in plain(waiting.cabinet.client.get(address))

    @pytest.mark.parametrize("spoil", ["made-up", "", "shorter"])
    def test_a_mark_that_is_not_ours_is_refused(self, waiting: Waiting, spoil: str) -> None:
        address = check_address(waiting.cabinet, waiting.id, Kind.EXTRACT)
        spoiled = {"made-up": f"/demo/check/paper/{'A' * 44}", "shorter": address[:-3]}
        page = waiting.cabinet.client.get(spoiled.get(spoil, address[:-1] + "_"))

        assert page.status_code == 404
        assert "Бұл осы өңірдің қағазы емес" in page.text

    def test_a_mark_of_another_region_is_none_here(self, waiting: Waiting) -> None:
        house = waiting.cabinet.house
        keys = house.app.extensions[EXTENSION].keys
        mark = make_mark(keys, 7, Kind.EXTRACT, waiting.id, house.clock.now())

        assert read_mark(keys, 7, mark).kind is Kind.EXTRACT
        with pytest.raises(NotOurs):
            read_mark(keys, 8, mark)


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    with shared_house(shared_scratch, "kezek_printed", "demo") as house:
        yield house


@pytest.fixture
def waiting(house: House) -> Waiting:
    return Waiting(Cabinet(house))
