"""A family with a voucher: offered, chosen with, waited with, restored, moved; once and in time."""

import re
from collections.abc import Iterator

import pytest

from kezek.adapters.scratch import Scratch
from kezek.usecases import vouchers
from kezek.usecases.applications import withdraw
from tests.factories.regions import House
from tests.web.browsing import hidden, send
from tests.web.cabinet import latin_words, plain, shared_house
from tests.web.holder import Holder, card_of, listed, press, there


class TestOffer:
    def test_the_cabinet_waits_for_the_answer(self, holder: Holder) -> None:
        page = plain(holder.offered().get(holder.url()))

        assert "Ваучер ұсынылды" in page
        assert "Ваучер туралы оқып, жауап беру" in page

    def test_each_answer_says_what_it_does(self, holder: Holder) -> None:
        page = plain(holder.offered().get(holder.of(holder.id, "voucher/")))

        assert "шартқа қол қоюға 5 жұмыс күні беріледі" in page
        assert "кезектегі орныңыз да жойылады" in page
        assert "28 күнтізбелік күн ішінде бір рет қалпына келтіре аласыз" in page
        assert "Қалған уақыт" in page

    def test_agreeing_leads_to_the_kindergartens(self, holder: Holder) -> None:
        answer = press(holder.offered(), "voucher/acceptance", "acceptance")

        assert answer.status_code == 303
        assert answer.location == holder.of(holder.id, "voucher/kindergartens")
        assert holder.state(holder.id) == "VOUCHER_ACTIVE"

    def test_refusing_ends_it(self, holder: Holder) -> None:
        answer = press(holder.offered(), "voucher/refusal", "refusal")

        assert holder.state(holder.id) == "ARCHIVED(voucher_refused)"
        assert "Ваучер жойылды." in plain(holder.get(answer.location))

    def test_a_second_click_is_one_answer(self, holder: Holder) -> None:
        page = holder.offered().get(holder.of(holder.id, "voucher/acceptance"))

        first, second = (send(holder.client, page, "acceptance") for _ in range(2))

        assert (first.status_code, second.status_code) == (303, 303)
        assert holder.state(holder.id) == "VOUCHER_ACTIVE"

    def test_a_late_answer_changes_nothing_and_says_so(self, holder: Holder) -> None:
        page = holder.offered().get(holder.of(holder.id, "voucher/acceptance"))
        holder.pass_time(days=5)

        answer = send(holder.client, page, "acceptance")

        assert answer.status_code == 409
        assert "Белсенді емес" in answer.text
        assert holder.state(holder.id) == "INACTIVE"

    @pytest.mark.parametrize("answer", ["refusal", "acceptance"])
    def test_an_old_page_does_not_answer_the_next_voucher(
        self, holder: Holder, answer: str
    ) -> None:
        stale = holder.offered().get(holder.of(holder.id, f"voucher/{answer}"))
        holder.pass_time(days=5)
        press(holder, "voucher/restoration", "restoration")
        holder.offer_again()

        said = send(holder.client, stale, answer)

        assert said.status_code == 409
        assert "Сіз оқыған ваучер енді ұсынылмайды" in said.text
        assert holder.state(holder.id) == "VOUCHER_OFFERED"

    def test_out_of_its_state_the_page_leads_back(self, holder: Holder) -> None:
        for path in ("voucher/", "voucher/acceptance", "voucher/refusal", "voucher/restoration"):
            answer = holder.get(holder.of(holder.id, path))
            assert (answer.status_code, answer.location) == (303, holder.of(holder.id))


class TestCategory:
    def test_it_is_explained_in_plain_words(self, holder: Holder) -> None:
        page = plain(holder.get(holder.of(holder.id)))

        assert "Сіздің санатыңыз" in page
        assert "4-G" in page
        assert "2022 жылы туған" in page
        assert "2027 ж. 30 маусым күні барлық санат қайта есептеледі" in page

    def test_the_number_of_a_category_has_its_history(self, house: House) -> None:
        """R-12: nearer by one, because one family ahead has withdrawn."""
        ahead, behind = Holder(house), Holder(house)
        before = number_of(behind)
        ahead.house.within(withdraw, ahead.region, ahead.actor.tag, ahead.id)

        page = behind.get(behind.of(behind.id))
        link = re.search(r'href="([^"]*/history/[^"]*)"', page.text)

        assert number_of(behind) == before - 1
        assert link is not None
        assert "1 отбасы өтінішін" in plain(behind.get(link[1]))

    def test_no_kindergarten_is_to_be_changed(self, holder: Holder) -> None:
        page = holder.get(holder.of(holder.id)).text

        assert "/choices" not in page
        assert "/withdrawal" in page


class TestPlaces:
    def test_free_places_are_told_for_the_childs_year_and_language(self, holder: Holder) -> None:
        free = card_of(listed(holder.active(), "Балдырған"), holder.first)

        assert re.search(r"Бос орындар\s*3\b", free)
        assert "Осы балабақшаны таңдау" in free

    def test_only_those_with_a_free_place(self, holder: Holder) -> None:
        holder.active()
        url = holder.of(holder.id, "voucher/kindergartens")

        query = {"free": "yes", "q": holder.phone[-6:]}
        page = holder.client.get(url, query_string=query).text

        assert str(holder.first) in page
        assert str(holder.full) not in page

    def test_a_kindergarten_of_a_district_is_not_there(self, holder: Holder) -> None:
        elsewhere = holder.garden("Аудандағы", territory="aksu")
        holder.active()

        page = holder.get(holder.of(holder.id, "voucher/kindergartens")).text
        answer = holder.get(holder.of(holder.id, there(elsewhere, "choice")))

        assert str(elsewhere) not in page
        assert answer.status_code == 404

    def test_choosing_keeps_the_place_and_asks_for_papers(self, holder: Holder) -> None:
        answer = press(holder.active(), there(holder.first, "choice"), "choice")

        assert (answer.status_code, answer.location) == (303, holder.of(holder.id, "admission/"))
        assert holder.state(holder.id) == "PLACE_CHOSEN"
        papers = plain(holder.get(answer.location))
        assert "Балдырған" in papers
        assert "Құжаттарды тапсырудың соңғы мерзімі" in papers

    def test_another_choice_says_what_becomes_of_the_first(self, holder: Holder) -> None:
        other = holder.garden(f"Тұлпар-{holder.phone[-6:]}")
        holder.chosen().publish(other)

        page = plain(holder.get(holder.of(holder.id, there(other, "choice"))))
        press(holder, there(other, "choice"), "choice")

        assert "балабақшасында бұрын таңдаған орныңыз келесі балаға" in page
        referral = holder.application(holder.id).referral
        assert referral is not None
        assert referral.kindergarten == other

    def test_whoever_comes_too_late_for_the_last_place_reads_so(self, holder: Holder) -> None:
        last = holder.garden("Соңғы")
        holder.active().publish(last)
        page = holder.get(holder.of(holder.id, there(last, "choice")))
        other = Holder(holder.house).active()
        other.house.within(vouchers.choose, other.region, other.actor.tag, other.id, last)

        answer = send(holder.client, page, "choice")

        assert answer.status_code == 409
        assert holder.state(holder.id) == "VOUCHER_ACTIVE"
        assert "Ваучер белсенді" in answer.text

    def test_the_list_is_asked_again_by_its_bell(self, holder: Holder) -> None:
        page = holder.active().get(holder.of(holder.id, "voucher/kindergartens")).text

        assert "sse:queue-bulletin" in page
        assert f"sse:queue-family-{holder.actor.guardian_id}" in page

    def test_a_second_click_chooses_once(self, holder: Holder) -> None:
        page = holder.active().get(holder.of(holder.id, there(holder.first, "choice")))

        first, second = (send(holder.client, page, "choice") for _ in range(2))

        assert (first.status_code, second.status_code) == (303, 303)
        assert holder.state(holder.id) == "PLACE_CHOSEN"


class TestWaitingList:
    def test_joining_says_how_the_clock_stands(self, holder: Holder) -> None:
        page = plain(holder.active().get(holder.of(holder.id, there(holder.full, "list"))))
        press(holder, there(holder.full, "list"), "list")

        assert "ең көбі 30 күнтізбелік күнге" in page
        assert "Ол жерде сізге дейін ешкім күтіп тұрған жоқ." in page
        assert holder.state(holder.id) == "WAITLISTED"

    def test_the_application_tells_turn_pause_and_what_is_left(self, holder: Holder) -> None:
        page = plain(holder.waitlisted().get(holder.of(holder.id)))

        assert "Ертіс" in page
        assert re.search(r"Ретіңіз\s.*Ертіс-\d+\s+1\s", page)
        assert "Мерзіміңіз тоқтап тұратын соңғы уақыт" in page
        assert "5 жұмыс күні қалады" in page

    def test_a_place_that_appears_is_kept_and_taken(self, holder: Holder) -> None:
        holder.waitlisted().publish(holder.full)
        cabinet = plain(holder.get(holder.url()))
        kept = holder.get(holder.of(holder.id, "voucher/kept-place"))
        answer = send(holder.client, holder.get(kept.location), "choice")

        assert "Күту парағы бойынша сізге орын сақталды" in cabinet
        assert answer.status_code == 303
        referral = holder.application(holder.id).referral
        assert referral is not None
        assert referral.kindergarten == holder.full

    def test_a_kept_place_can_be_given_back(self, holder: Holder) -> None:
        holder.waitlisted().publish(holder.full)

        page = plain(holder.get(holder.of(holder.id, there(holder.full, "leaving"))))
        press(holder, there(holder.full, "leaving"), "leaving")

        assert "Сақталған орыннан бас тартасыз ба?" in page
        voucher = holder.application(holder.id).voucher
        assert voucher is not None
        assert voucher.hold is None

    def test_leaving_starts_the_clock(self, holder: Holder) -> None:
        holder.waitlisted()

        page = plain(holder.get(holder.of(holder.id, there(holder.full, "leaving"))))
        press(holder, there(holder.full, "leaving"), "leaving")

        assert "қайта жүреді: 5 жұмыс күні қалады" in page
        assert holder.state(holder.id) == "VOUCHER_ACTIVE"

    def test_no_list_where_a_place_is_free(self, holder: Holder) -> None:
        answer = holder.active().get(holder.of(holder.id, there(holder.first, "list")))

        assert (answer.status_code, answer.location) == (303, holder.of(holder.id))


PATHS = (
    "voucher/",
    "voucher/acceptance",
    "voucher/refusal",
    "voucher/restoration",
    "voucher/kindergartens",
    "voucher/kept-place",
    "voucher/time/",
)


@pytest.mark.parametrize("path", PATHS)
def test_another_family_finds_nothing(holder: Holder, path: str) -> None:
    other = Holder(holder.house)

    assert other.get(other.of(holder.id, path)).status_code == 404


@pytest.mark.parametrize("deed", ["choice", "list", "leaving", "transfer"])
def test_another_familys_voucher_is_not_used(holder: Holder, deed: str) -> None:
    holder.active()
    other = Holder(holder.house).active()
    page = other.get(other.of(other.id, there(other.first, "choice")))

    answer = other.client.post(
        other.of(holder.id, there(holder.first, deed)), data=hidden(page, "choice")
    )

    assert answer.status_code == 404
    assert holder.state(holder.id) == "VOUCHER_ACTIVE"


def test_in_another_region_there_is_nothing(holder: Holder) -> None:
    assert holder.get(f"/demo/family/applications/{holder.id}/voucher/").status_code in (
        302,
        303,
        404,
    )


@pytest.mark.parametrize("step", ["offered", "active", "waitlisted", "chosen", "enrolled"])
@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_page_is_said_in_the_readers_language(
    holder: Holder, step: str, language: str
) -> None:
    getattr(holder, step)()
    holder.speak(language)

    for path in ("", *PATHS):
        page = holder.get(holder.of(holder.id, path))
        if page.status_code == 200:
            assert latin_words(page) <= {"Kezek", "PVL"}, path


def number_of(holder: Holder) -> int:
    """The number of the category, as the cabinet shows it."""
    found = re.search(r"(\d+) Павлодар қаласы, ", plain(holder.get(holder.of(holder.id))))
    assert found is not None
    return int(found[1])


def test_there_is_no_page_of_an_offered_place_here(holder: Holder) -> None:
    answer = holder.offered().get(holder.of(holder.id, "offer/"))

    assert (answer.status_code, answer.location) == (303, holder.of(holder.id))


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    with shared_house(shared_scratch, "kezek_family_vouchers", "pavlodar", "demo") as opened:
        yield opened


@pytest.fixture
def holder(house: House) -> Holder:
    return Holder(house)
