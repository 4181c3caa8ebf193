"""The bulletin, its chronology, and the protocol of referrals: open, exact, without a name."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from kezek.adapters.scratch import Scratch
from kezek.usecases.journal import seal_tenant
from tests.factories.regions import House, open_front
from tests.web.square import Square, words


class TestBulletin:
    def test_a_free_place_stands_there_since_its_publication(self, square: Square) -> None:
        garden = square.garden("Аққу еркін")
        square.publish(garden, 2)

        line = entry(square.see("bulletin/"), "Аққу еркін")

        assert line.startswith("2 Бос орын Аққу еркін")
        assert "2022 жылы туғандар · Қазақ тілі · Демо қала" in line
        assert f"Жарияланды: {square.says_moment()}" in line

    def test_an_offered_place_is_not_free(self, square: Square) -> None:
        garden = square.garden("Қаз ұсынылған")
        square.apply(garden)
        square.publish(garden)
        square.pass_time(minutes=5)

        line = entry(square.see("bulletin/"), "Қаз ұсынылған")

        assert line.startswith("1 Отбасына ұсынылған")
        assert "Ұсынылды: " in line

    def test_a_temporary_place_says_until_when(self, square: Square) -> None:
        garden = square.garden("Үйрек уақытша")
        square.publish(garden, until=square.today(days=30))

        assert "Уақытша орын, соңғы күні: " in entry(square.see("bulletin/"), "Үйрек уақытша")

    def test_what_is_taken_or_recalled_stands_there_no_more(self, square: Square) -> None:
        taken, recalled = square.garden("Тырна алынған"), square.garden("Тырна қайтқан")
        application = square.apply(taken)
        square.publish(taken)
        square.accept(application)
        [place] = square.publish(recalled)
        square.recall(place)

        said = words(square.see("bulletin/"))

        assert "Тырна алынған" not in said
        assert "Тырна қайтқан" not in said

    def test_it_is_sifted_by_territory_year_and_language(self, square: Square) -> None:
        here = square.garden("Ит ауылда", territory="village", groups=[(2021, "kk")])
        square.garden("Ит қалада")
        square.publish(here, year=2021)

        def asked(**sieve: Any) -> str:
            return words(square.see("bulletin/", **sieve))

        assert "Ит ауылда" in asked(territory="village", year=2021, language="kk")
        assert "Ит ауылда" not in asked(territory="city")
        assert "Ит ауылда" not in asked(year=2022)
        assert "Ит ауылда" not in asked(language="ru")
        assert "Ит ауылда" in asked(year="сәлем")

    def test_it_asks_again_when_it_rings(self, square: Square) -> None:
        garden = square.garden("Тышқан жанды")
        page = square.see("bulletin/")
        assert "q=bulletin" in page.text
        assert "sse:queue-bulletin, refresh, every 60s" in page.text
        seen = {"If-None-Match": square.part("/demo/bulletin/", "bulletin-now").headers["ETag"]}
        assert square.part("/demo/bulletin/", "bulletin-now", **seen).status_code == 304

        square.publish(garden)

        changed = square.part("/demo/bulletin/", "bulletin-now", **seen)
        assert "Тышқан жанды" in changed.text


class TestChronology:
    def test_publications_and_recalls_stand_in_their_order(self, square: Square) -> None:
        garden = square.garden("Бүркіт шежіре")
        square.publish(garden, 3)
        square.pass_time(minutes=1)
        first, *_ = square.publish(garden)
        square.pass_time(minutes=1)
        square.recall(first)

        lines = entries(square.see("bulletin/chronology"), "Бүркіт шежіре")

        assert [line.partition(" Бүркіт")[0] for line in lines] == [
            "−1 Алынып тасталды",
            "+1 Жарияланды",
            "+3 Жарияланды",
        ]
        assert "№ 4 орын" in lines[0]
        assert "№ 1–3 орын" in lines[2]
        assert "Балабақша кері алды" in lines[0]

    def test_the_reason_that_somebody_typed_is_not_public(self, square: Square) -> None:
        garden = square.garden("Лашын себеп")
        [place] = square.publish(garden)
        square.recall(place)

        assert "Айша" not in square.see("bulletin/chronology").text

    def test_an_ended_temporary_place_is_told(self, square: Square) -> None:
        garden = square.garden("Сұңқар мерзім")
        square.publish(garden, until=square.today(days=1))
        square.pass_time(days=3)

        [ended, published] = entries(square.see("bulletin/chronology"), "Сұңқар мерзім")

        assert "Уақытша орынның мерзімі бітті" in ended
        assert "Уақытша орын, соңғы күні: " in published

    def test_a_sealed_entry_names_its_place_in_the_journal(self, square: Square) -> None:
        square.publish(square.garden("Қыран мөр"))
        assert "журналдағы" not in entries(square.see("bulletin/chronology"), "Қыран мөр")[0]

        square.house.within(seal_tenant, square.region)

        assert re.search(
            r"журналдағы [\d ]+-жазба", entries(square.see("bulletin/chronology"), "Қыран мөр")[0]
        )

    def test_one_day_of_it(self, square: Square) -> None:
        square.publish(square.garden("Шағала күн"))
        day = square.today()
        square.pass_time(days=1)

        assert "Шағала күн" in words(square.see("bulletin/chronology", day=day.isoformat()))
        later = (day + timedelta(days=1)).isoformat()
        assert "Шағала күн" not in words(square.see("bulletin/chronology", day=later))

    @pytest.mark.parametrize("day", ["2026-02-30", "кеше", "0001-01-01", "9999-12-31"])
    def test_a_day_that_is_none_is_told(self, square: Square, day: str) -> None:
        for path in ("bulletin/chronology", "protocol/"):
            page = square.see(path, day=day)

            assert page.status_code == 422
            assert "Мұндай күн жоқ." in words(page)


class TestProtocol:
    def test_a_referral_stands_there_as_it_was_issued(self, square: Square) -> None:
        garden = square.garden("Түлкі жолдама")
        application = square.apply(garden)
        square.publish(garden)
        square.accept(application)

        line = entry(square.see("protocol/"), "Түлкі жолдама")

        assert line.startswith(f"{application.number} G Жалпы негізде Түлкі жолдама")
        assert square.says_moment() in line
        assert "бірге" not in line

    def test_out_of_turn_and_together_are_marked(self, square: Square) -> None:
        garden = square.garden("Қасқыр ерекше")
        privileged = square.apply(garden, category=1)
        square.publish(garden)
        square.accept(privileged)
        brothers = square.brothers(garden)
        square.publish(garden, 2)
        for one in brothers:
            square.accept(one)

        lines = entries(square.see("protocol/"), "Қасқыр ерекше")

        told = {line.split()[0]: line for line in lines}
        assert "Заң бойынша кезектен тыс берілді" in told[privileged.number]
        for one in brothers:
            assert "Аға-інісімен немесе апа-сіңлісімен бірге" in told[one.number]

    def test_a_temporary_place_is_marked(self, square: Square) -> None:
        garden = square.garden("Аю уақытша")
        application = square.apply(garden)
        square.publish(garden, until=square.today(days=30))
        square.accept(application)

        assert "Уақытша орын соңғы күні:" in entry(square.see("protocol/"), "Аю уақытша")

    def test_it_is_sifted_by_day_and_kindergarten(self, square: Square) -> None:
        gardens = [square.garden(name) for name in ("Бұғы бірінші", "Бұғы екінші")]
        for garden in gardens:
            application = square.apply(garden)
            square.publish(garden)
            square.accept(application)
        day = square.today().isoformat()

        def asked(**sieve: Any) -> list[str]:
            page = square.see("protocol/", **sieve)
            return [name for name in ("Бұғы бірінші", "Бұғы екінші") if entries(page, name)]

        assert asked() == ["Бұғы бірінші", "Бұғы екінші"]
        assert asked(kindergarten=gardens[0], day=day) == ["Бұғы бірінші"]
        assert asked(day="2026-01-01") == []
        assert square.see("protocol/", kindergarten="сәлем").status_code == 422

    def test_nothing_personal_stands_there(self, square: Square) -> None:
        garden = square.garden("Марал құпия")
        application = square.apply(garden, category=10)
        square.publish(garden)
        square.accept(application)

        text = square.see("protocol/").text

        for secret in ("Серікова", "Айша", "77010000002", "14 наурыз"):
            assert secret not in text

    def test_it_asks_again_when_a_referral_is_issued(self, square: Square) -> None:
        assert "sse:queue-protocol, refresh" in square.see("protocol/").text


def entries(page: TestResponse, name: str) -> list[str]:
    """What the entries of a kindergarten say, each with single blanks."""
    found = re.findall(r"<li>\s*<p class=\"log-head\">.*?</li>", page.text, flags=re.DOTALL)
    said = [" ".join(re.sub(r"<[^>]+>", " ", line).split()) for line in found]
    return [line for line in said if name in line]


def entry(page: TestResponse, name: str) -> str:
    [line] = entries(page, name)
    return line


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    settings = shared_scratch.new_database("kezek_public_bulletin")
    with open_front(settings, "demo") as opened:
        yield opened
    shared_scratch.drop_database("kezek_public_bulletin")


@pytest.fixture
def square(house: House) -> Square:
    return Square(house)
