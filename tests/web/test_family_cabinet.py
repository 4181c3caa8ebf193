"""The cabinet: what waits, and live numbers with their reasons."""

import re
import uuid
from collections.abc import Callable, Iterator

import pytest
from werkzeug.test import TestResponse

from kezek.adapters.scratch import Scratch
from kezek.settings import Settings
from kezek.usecases.applications import withdraw
from tests.factories.regions import House, open_front
from tests.web.cabinet import Cabinet, history_of, latin_words, plain, queues_of, shared_house


class TestHome:
    def test_a_number_says_of_what_as_of_when_and_without_what(self, cabinet: Cabinet) -> None:
        garden = cabinet.garden("Айгөлек")
        cabinet.ahead(garden)
        cabinet.queue(garden)

        page = plain(cabinet.get(cabinet.url()))

        assert "Нөмір 2 Айгөлек, 2022 жылғы балалар, қазақ тілі" in page
        assert "Бұл кезекте 2 өтініш тұр." in page
        assert f"{cabinet.now()} жағдайы бойынша" in page
        assert "Тексеріліп жатқан өтініш жоқ" in page

    def test_applications_under_review_are_left_out_and_counted(self, cabinet: Cabinet) -> None:
        garden = cabinet.garden()
        cabinet.queue(garden)
        cabinet.ahead(garden, category=1, is_proved=False)

        page = plain(cabinet.get(cabinet.url()))

        assert "Нөмір 1" in page
        assert "1 өтініш әлі тексеріліп жатыр, ол есепке алынбаған." in page

    def test_the_last_change_is_a_sum_that_closes(self, cabinet: Cabinet) -> None:
        garden = cabinet.garden()
        first = cabinet.ahead(garden)
        cabinet.ahead(garden)
        cabinet.queue(garden)
        cabinet.house.within(withdraw, cabinet.region, "family", first.id)

        page = plain(cabinet.get(cabinet.url()))

        assert "3 → 2" in page
        assert "−1 Алдыңыздағы 1 отбасы өтінішін алып тастады" in page

    def test_what_happened_at_one_moment_is_told_together(self, cabinet: Cabinet) -> None:
        garden = cabinet.garden()
        first = cabinet.ahead(garden)
        cabinet.ahead(garden)
        cabinet.ahead(garden)
        cabinet.queue(garden)
        cabinet.house.within(withdraw, cabinet.region, "family", first.id)
        cabinet.publish(garden)

        page = plain(cabinet.get(cabinet.url()))

        assert "4 → 2" in page
        assert "−1 Алдыңыздағы 1 отбасы" in page
        assert "−1 Алдыңыздағы 1 балаға орын ұсынылды" in page

    def test_what_waits_for_an_answer_comes_first(self, cabinet: Cabinet) -> None:
        garden = cabinet.garden("Тұлпар")
        cabinet.queue(cabinet.garden(), child="Дамир")
        offered = cabinet.queue(garden)
        cabinet.publish(garden)

        page = cabinet.get(cabinet.url())

        assert page.text.index("Сізден күтілетіні") < page.text.index("Дамир")
        assert re.search(r"2026 ж\. \d+ \w+, \w+, 23:59 Қалған уақыт: 2 күн", plain(page))
        assert f'href="{cabinet.of(offered, "offer/")}"' in page.text

    def test_the_yearly_question_waits_for_an_answer(self, later: Cabinet) -> None:
        asked = later.queue(later.garden())
        later.pass_time(days=340)
        later.come_in()

        page = later.get(later.url())

        assert "Жыл сайынғы сұрақ" in page.text
        assert f'href="{later.of(asked, "interest/")}"' in page.text

    def test_brothers_and_sisters_of_one_queue_are_shown_together(self, cabinet: Cabinet) -> None:
        garden = cabinet.garden("Балдәурен")
        cabinet.queue(garden, child="Айша")
        alone = cabinet.get(cabinet.url())
        cabinet.queue(garden, child="Дамир")

        page = plain(cabinet.get(cabinet.url()))

        assert "бірге күтіп тұр" not in alone.text
        assert "Дамир, Айша бірге күтіп тұр: Балдәурен." in page

    def test_new_notices_lead_to_their_text(self, cabinet: Cabinet) -> None:
        cabinet.queue(cabinet.garden())

        page = cabinet.get(cabinet.url())

        assert "2 жаңа хабарлама" in plain(page)
        assert len(re.findall(r"/demo/family/notices/[0-9a-f-]{36}", page.text)) == 2

    def test_a_family_without_applications_is_shown_the_way(self, cabinet: Cabinet) -> None:
        page = cabinet.get(cabinet.url())

        assert "Өтініштеріңіз әзірге жоқ" in page.text
        assert 'href="/demo/family/children/"' in page.text

    def test_a_child_without_an_application_is_one_press_away_from_it(
        self, cabinet: Cabinet
    ) -> None:
        one = cabinet.queue(cabinet.garden())
        cabinet.house.within(withdraw, cabinet.region, cabinet.actor.tag, one)

        page = cabinet.get(cabinet.url()).text

        assert "Қазір қаралып жатқан өтініш жоқ" in page
        assert 'href="/demo/family/apply/"' in page

    def test_whoever_signs_in_begins_here(self, cabinet: Cabinet) -> None:
        assert cabinet.client.get("/demo/family/sign-up").location == cabinet.url()


class TestLive:
    def test_the_page_listens_to_its_queues_and_to_its_family(self, cabinet: Cabinet) -> None:
        one = cabinet.queue(cabinet.garden(), cabinet.garden())

        page = cabinet.get(cabinet.url()).text

        listened = set(re.findall(r"sse:queue-([0-9a-z-]+)", page))
        queues = {str(queue) for queue in cabinet.house.within(queues_of, cabinet.region, one)}
        assert listened == queues | {f"family-{cabinet.actor.guardian_id}"}
        assert f'hx-get="{cabinet.url("now")}"' in page
        assert "every 60s" in page

    @pytest.mark.parametrize("part", ["home", "application"])
    def test_nothing_is_sent_while_nothing_has_changed(self, cabinet: Cabinet, part: str) -> None:
        garden = cabinet.garden()
        ahead = cabinet.ahead(garden)
        one = cabinet.queue(garden)
        ask = asker(cabinet, part, one)
        first = ask(None)

        same = ask(first.headers["ETag"])
        cabinet.house.within(withdraw, cabinet.region, "family", ahead.id)
        other = ask(first.headers["ETag"])

        assert (first.status_code, same.status_code, other.status_code) == (200, 304, 200)
        assert same.text == ""
        assert first.text.strip().startswith("<div id=")
        assert "Нөмір</span> 1" in other.text

    def test_an_application_under_review_is_a_change_too(self, cabinet: Cabinet) -> None:
        garden = cabinet.garden()
        ask = asker(cabinet, "home", cabinet.queue(garden))
        first = ask(None)

        cabinet.ahead(garden, category=1, is_proved=False)

        assert ask(first.headers["ETag"]).status_code == 200


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_word_is_in_the_readers_language(cabinet: Cabinet, language: str) -> None:
    garden = cabinet.garden("Айгөлек")
    first = cabinet.ahead(garden)
    one, offered = cabinet.queue(garden, cabinet.garden()), cabinet.queue(garden, child="Дамир")
    cabinet.house.within(withdraw, cabinet.region, "family", first.id)
    cabinet.speak(language)

    pages = [cabinet.url(), cabinet.of(one), history_of(cabinet, one), cabinet.of(offered)]

    for address in pages:
        assert latin_words(cabinet.get(address)) == set(), address


def asker(cabinet: Cabinet, part: str, one: uuid.UUID) -> Callable[[str | None], TestResponse]:
    """Asks for the live part as the page does."""
    address = cabinet.url("now") if part == "home" else cabinet.of(one, "now")
    target = "cabinet-live" if part == "home" else "application-live"

    def ask(etag: str | None) -> TestResponse:
        headers = {"HX-Request": "true", "HX-Target": target}
        return cabinet.client.get(
            address, headers=headers | ({"If-None-Match": etag} if etag else {})
        )

    return ask


@pytest.fixture
def cabinet(house: House) -> Cabinet:
    return Cabinet(house)


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    with shared_house(shared_scratch, "kezek_cabinet", "demo") as opened:
        yield opened


@pytest.fixture
def later(new_database: Callable[[], Settings]) -> Iterator[Cabinet]:
    """A family in a house of its own, whose clock may go on by a year."""
    with open_front(new_database(), "demo") as opened:
        yield Cabinet(opened)
