"""A region's first page, how it works, and what holds of every public page."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from kezek.adapters.scratch import Scratch
from kezek.core.rules import TenantRules
from kezek.reads.how_it_works import example_of
from tests.factories.regions import House, open_front
from tests.web.square import Square, words

PAGES = (
    "",
    "kindergartens/",
    "bulletin/",
    "bulletin/chronology",
    "protocol/",
    "check/",
    "how-it-works",
)


class TestFigures:
    def test_they_count_what_is_there_now(self, house: House) -> None:
        square = Square(house, "saran")
        first, second = square.garden("А", territory="saran"), square.garden("Б", territory="saran")
        before = figures(square)

        square.publish(second)
        assert figures(square) == [before[0], before[1] + 1, *before[2:]]
        assert first != second

    def test_waiting_offers_and_referrals_of_today(self, square: Square) -> None:
        garden, other = square.garden("А"), square.garden("Б")
        before = figures(square)
        one, _ = square.apply(garden, other), square.apply(garden)
        assert figures(square)[2:] == [before[2] + 2, *before[3:]]

        square.publish(garden)
        assert figures(square)[2:] == [before[2] + 1, before[3] + 1, before[4]]

        square.accept(one)
        assert figures(square)[2:] == [before[2] + 1, before[3], before[4] + 1]

        square.pass_time(days=1)
        assert figures(square)[4] == 0

    def test_they_ask_again_when_the_region_rings(self, square: Square) -> None:
        page = square.see()
        assert "q=region" in page.text
        assert "sse:queue-region delay:500ms, refresh, every 60s" in page.text
        seen = {"If-None-Match": square.part("/demo/", "region-totals").headers["ETag"]}
        assert square.part("/demo/", "region-totals", **seen).status_code == 304

        square.apply(square.garden())

        assert square.part("/demo/", "region-totals", **seen).status_code == 200


class TestTerritories:
    def test_each_territory_says_how_places_are_given_there(self, house: House) -> None:
        said = words(Square(house, "pavlodar").see())

        assert "Павлодар қаласы Кезек ашық ваучерлік жүйе" in said
        assert "Ақтоғай ауданы Кезек ашық әр балабақшаға жеке кезек" in said
        assert "Барлық өтінімдер онлайн түрде беріледі." in said

    def test_a_territory_leads_to_its_kindergartens(self, house: House) -> None:
        text = Square(house, "pavlodar").see().text

        assert 'href="/pavlodar/kindergartens/?territory=pavlodar"' in text

    def test_the_ways_in_stand_first(self, square: Square) -> None:
        text = square.see().text

        assert 'href="/demo/family/sign-up"' in text
        assert 'href="/demo/check/"' in text
        assert "Кезекке тұру" in text
        assert "Кезекті тексеру" in text


class TestHowItWorks:
    def test_the_example_is_made_by_the_rule(self, square: Square) -> None:
        text = square.see("how-it-works").text

        shown = re.findall(r'class="example-number">(\d+)</span>\s*<b>(\w\d)</b>', text)
        assert " ".join(name for _, name in shown) == "O1 P1 G1 G2 G3 P2 G4 G5 G6 P3 G7 G8"
        assert [int(number) for number, _ in shown] == list(range(1, 13))

    def test_another_rule_makes_another_example(self) -> None:
        rules = TenantRules().with_settings({"ratio_g": 1, "ratio_start": "G"})

        names = [f"{line.standing}{line.of_class}" for line in example_of(rules)]

        assert names[:6] == ["O1", "G1", "P1", "G2", "P2", "G3"]

    def test_the_terms_are_the_regions_own(self, square: Square) -> None:
        said = words(square.see("how-it-works", reader="ru"))

        assert "На ответ есть 2 календарных дня" in said
        assert "есть 5 рабочих дней, считая со следующего рабочего" in said
        assert "10 рабочих дней не участвует в очереди" in said


class TestEveryPage:
    @pytest.mark.parametrize("reader", ["kk", "ru"])
    @pytest.mark.parametrize("path", PAGES)
    def test_every_word_is_in_the_readers_language(
        self, square: Square, path: str, reader: str
    ) -> None:
        square.publish(square.garden("Тіл"))

        page = square.see(path, reader=reader)

        assert page.status_code == 200
        left = set(re.findall(r"[A-Za-z]{3,}", words(page))) - {"Kezek", "SMS", "PVL", "DEM"}
        assert left == set()

    @pytest.mark.parametrize("path", PAGES)
    def test_a_stranger_gets_no_cookie(self, square: Square, path: str) -> None:
        assert "Set-Cookie" not in square.see(path).headers

    @pytest.mark.parametrize("path", PAGES)
    def test_a_region_that_nobody_opened_is_404(self, square: Square, path: str) -> None:
        assert square.client.get(f"/nowhere/{path}").status_code == 404

    @pytest.mark.parametrize("path", PAGES)
    def test_strange_questions_are_answered_with_a_page(self, square: Square, path: str) -> None:
        strange = {"page": "-1", "name": "%' or 1=1 --", "territory": "\x00", "year": "1" * 400}

        assert square.see(path, **strange).status_code == 200

    def test_the_main_links_lead_to_all_of_them(self, square: Square) -> None:
        text = square.see().text

        for path in ("kindergartens/", "bulletin/", "check/", "protocol/", "how-it-works"):
            assert f'href="/demo/{path}"' in text


def figures(square: Square) -> list[int]:
    """The figures of the region's page."""
    part = square.part(f"/{square.slug}/", "region-totals").text
    return [int(re.sub(r"\D", "", one)) for one in re.findall(r"<dd>(.*?)</dd>", part)]


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    settings = shared_scratch.new_database("kezek_public_region")
    with open_front(settings, "demo", "saran", "pavlodar") as opened:
        # Pavlodar's city is in voucher mode by then.
        opened.clock.set(datetime(2026, 9, 7, 4, tzinfo=UTC))
        yield opened
    shared_scratch.drop_database("kezek_public_region")


@pytest.fixture
def square(house: House) -> Square:
    return Square(house)
