"""The bulletin of a morning: what it lists, how it follows, who took what; nobody's name."""

import re
from collections.abc import Iterator
from datetime import time

import pytest
from werkzeug.test import TestResponse

from kezek.adapters.scratch import Scratch
from kezek.usecases import referrals
from tests.factories.regions import House
from tests.web.saran import Town, open_saran
from tests.web.square import words


class TestToday:
    def test_before_nine_it_counts_down_to_the_bulletin(self, town: Town) -> None:
        town.publish(town.garden("Таңғы бақша"))

        said = words(town.see("bulletin/"))

        assert "Бүгінгі бюллетеньнің шығатын уақыты: 09:00." in said
        assert "Таңғы бақша" not in said

    def test_at_nine_places_stand_in_the_window(self, town: Town) -> None:
        town.publish(town.garden("Тоғызыншы"), 2)
        town.bulletin()

        page = town.see("bulletin/")

        assert entry(page, "Тоғызыншы").startswith("2 2 Бүгін кезегі келгендерге")
        assert "Сағат 20:00 болғанша" in words(page)

    def test_at_twenty_what_is_left_is_open(self, town: Town) -> None:
        garden = town.garden("Кешкі бақша")
        first = town.apply()
        town.publish(garden, 2)
        town.bulletin()
        town.take(first, garden)
        town.evening()

        line = entry(town.see("bulletin/"), "Кешкі бақша")

        assert "1 Осы жылы туғандардың бәріне ашық" in line
        assert "1 Берілген" in line

    def test_a_recall_is_a_correction_below(self, town: Town) -> None:
        [place] = town.publish(town.garden("Қайтқан бақша"))
        town.bulletin()
        town.recall(place, "Топта жөндеу жүріп жатыр")

        page = town.see("bulletin/")

        assert "1 Балабақша кері алды" in entry(page, "Қайтқан бақша")
        assert "Себебі: Топта жөндеу жүріп жатыр" in section(page, "corrections-title")

    def test_private_places_stand_apart_and_are_open_at_once(self, town: Town) -> None:
        town.publish(town.garden("Жеке бақша", ownership="private_order"))

        page = town.see("bulletin/")

        assert "Жеке бақша" in section(page, "open-title-2")
        assert "Жеке бақша" not in section(page, "listed-title")

    def test_open_places_of_earlier_days_stand_apart(self, town: Town) -> None:
        town.publish(town.garden("Ескі бақша"))
        town.bulletin()
        town.evening()
        town.next_morning()

        assert "Ескі бақша" in section(town.see("bulletin/"), "open-title-1")

    def test_it_is_sifted_by_year_and_language(self, town: Town) -> None:
        town.publish(town.garden("Електен өткен"))
        town.bulletin()

        assert "Електен өткен" in words(town.see("bulletin/", year=2022, language="kk"))
        assert "Електен өткен" not in words(town.see("bulletin/", year=2021))
        assert "Електен өткен" not in words(town.see("bulletin/", language="ru"))

    def test_it_asks_again_when_a_place_changes(self, town: Town) -> None:
        assert "sse:queue-bulletin" in town.see("bulletin/").text


class TestClaims:
    def test_they_are_public_to_the_millisecond(self, town: Town) -> None:
        garden = town.garden("Мәлімдеме")
        first = town.apply()
        town.publish(garden)
        town.bulletin()
        town.pass_time(seconds=3, milliseconds=214)
        town.take(first, garden)

        claims = section(town.see("bulletin/"), "claims-title")

        assert first.number in claims
        assert "09:00:03,214" in claims
        assert "Басымдық терезесінде" in claims

    def test_nobody_is_named(self, town: Town) -> None:
        garden = town.garden("Атаусыз")
        first = town.apply(category=10)
        town.publish(garden)
        town.bulletin()
        town.take(first, garden)

        for address in ("bulletin/", "protocol/"):
            text = town.see(address).text
            assert first.number in text
            for secret in ("Серікова", "Айша", "77010000002", "14 наурыз"):
                assert secret not in text

    def test_the_protocol_has_the_moment_and_the_right(self, town: Town) -> None:
        garden = town.garden("Хаттама", ownership="private_order")
        child = town.apply()
        town.publish(garden)
        town.pass_time(seconds=7, milliseconds=5)
        town.take(child, garden)

        said = entry(town.see("protocol/"), "Хаттама")

        assert f"{town.now():%H:%M:%S},{town.now().microsecond // 1000:03}" in said
        assert "Ашық орын" in said
        assert "Мемлекеттік тапсырысы бар жеке балабақша" in said


class TestEarlier:
    def test_a_bulletin_stays_as_it_was(self, town: Town) -> None:
        town.publish(town.garden("Кешегі"), 3)
        town.bulletin()
        day = town.now().date()
        town.evening()
        town.next_morning()

        page = town.see("bulletin/of/saran/", day=day.isoformat())

        assert entry(page, "Кешегі").startswith("3 ")
        assert f"/bulletin/of/saran/?day={day}" in town.see("bulletin/").text

    def test_a_place_that_was_given_back_stays_taken_in_its_bulletin(self, town: Town) -> None:
        garden = town.garden("Қайта келген")
        child = town.apply()
        town.publish(garden)
        town.bulletin()
        town.take(child, garden)
        town.house.within(referrals.cancel, town.region, "family", child.id)

        assert "1 Берілген" in entry(town.see("bulletin/"), "Қайта келген")

    def test_a_day_that_is_none_is_told(self, town: Town) -> None:
        page = town.see("bulletin/of/saran/", day="кеше")

        assert page.status_code == 422
        assert "Мұндай күн жоқ" in words(page)

    def test_a_territory_without_bulletins_has_no_page(self, town: Town) -> None:
        assert town.see("bulletin/of/city/").status_code == 404


class TestCalendar:
    def test_days_ahead_and_freezes_are_said(self, town: Town) -> None:
        said = section(town.see("bulletin/"), "calendar-title")

        assert "Жыл сайын 1 тамыз – 31 тамыз" in said
        assert re.search(r"\d ж\. \d+ (қыркүйек|қазан)", said)

    def test_russian_reads_it_in_russian(self, town: Town) -> None:
        town.publish(town.garden("Русский"))

        said = words(town.see("bulletin/", reader="ru"))

        assert "Сегодняшний бюллетень выйдет в 09:00" in said


def test_the_first_page_has_both_doors(town: Town) -> None:
    said = words(town.see())

    assert "Кезекке тұру" in said
    assert "Кезекті тексеру" in said
    assert "Кезек ашық" in said


def entry(page: TestResponse, name: str) -> str:
    """What the entry of a kindergarten says, with single blanks."""
    found = re.findall(r"<li>\s*<p class=\"log-head\">.*?</li>", page.text, flags=re.DOTALL)
    said = [" ".join(re.sub(r"<[^>]+>", " ", line).split()) for line in found]
    return next(line for line in said if name in line)


def section(page: TestResponse, title: str) -> str:
    """What a section says; empty where it is not there."""
    pattern = rf'<section[^>]*aria-labelledby="{title}".*?</section>'
    found = re.search(pattern, page.text, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split()) if found else ""


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    with open_saran(shared_scratch, "kezek_indigo_bulletin") as opened:
        yield opened


@pytest.fixture
def town(house: House) -> Iterator[Town]:
    """At eight of a morning on which a bulletin comes out."""
    made = Town(house)
    made.next_morning()
    assert made.now().time() == time(8)
    yield made
    made.leave()
