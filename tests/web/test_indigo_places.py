"""A family takes a place with one tap: in its window, an open one, a private one; or not yet."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import time, timedelta

import pytest

from kezek.adapters.scratch import Scratch
from kezek.usecases.rules_change import change_settings
from tests.factories.regions import House
from tests.web.saran import Home, open_saran
from tests.web.square import words


class TestConfirmation:
    def test_without_the_code_nothing_can_be_taken(self, home: Home) -> None:
        child, garden = home.queue(), home.garden("Кодсыз")
        home.publish(garden)
        home.bulletin()

        page = home.get(home.of(child, "places/"))
        refused = home.tap(child, garden)

        assert "Осы орынды алу" not in words(page)
        assert refused.status_code == 409
        assert "Алдымен телефоныңызды растаңыз" in words(refused)
        assert home.state(child) == "PRIORITY"

    def test_the_code_is_entered_before_and_the_tap_acts_at_once(self, home: Home) -> None:
        child, garden = home.queue(), home.garden("Бір басу")
        home.publish(garden)
        home.confirm(child)
        home.bulletin()

        taken = home.take_by_page(child, garden)

        assert taken.status_code == 303
        assert taken.location.endswith(f"/{child}/referral/")
        assert home.state(child) == "REFERRED"

    def test_it_holds_to_the_end_of_the_day(self, home: Home) -> None:
        child, garden = home.queue(), home.garden("Түн ортасы")
        home.publish(garden)
        home.confirm(child)
        home.evening()
        home.go_to(time(23, 59))
        assert "Телефоныңыз расталған" in words(home.get(home.of(child, "places/")))

        home.go_to(time(0), days=1)

        assert "Код жіберу" in words(home.get(home.of(child, "places/")))

    def test_a_wrong_code_confirms_nothing(self, home: Home) -> None:
        child = home.queue()
        page = home.get(home.of(child, "places/"))
        asked = home.press(page, home.of(child, "places/code"))

        wrong = home.press(home.get(asked.location), "confirmation", code="000000")

        assert wrong.status_code == 422
        assert "Код жіберу" in words(home.get(home.of(child, "places/")))

    def test_the_code_entered_twice_is_one_confirmation(self, home: Home) -> None:
        child = home.queue()
        asked = home.press(home.get(home.of(child, "places/")), home.of(child, "places/code"))
        form = home.get(asked.location)
        code = home.last_code()

        first = home.press(form, "confirmation", code=code)
        second = home.press(form, "confirmation", code=code)

        assert first.status_code == second.status_code == 303

    def test_another_browser_confirms_for_itself(self, home: Home) -> None:
        child = home.queue()
        home.confirm(child)
        home.client = home.client.application.test_client()
        home.pass_time(minutes=11)
        home.come_in()

        assert "Код жіберу" in words(home.get(home.of(child, "places/")))

    def test_where_a_signature_is_asked_for_the_page_says_so(self, home: Home) -> None:
        child, garden = home.queue(), home.garden("ЭЦҚ")
        home.publish(garden)
        home.confirm(child)
        home.bulletin()
        with _rules(home, referral_needs_eds=True):
            page = home.get(home.of(child, "places/"))
            refused = home.tap(child, garden)

            assert "электронды-цифрлық қолтаңбамен (ЭЦҚ) алынады" in words(page)
            assert refused.status_code == 409
        assert home.state(child) == "PRIORITY"


class TestTaking:
    def test_the_last_thousandth_before_twenty_is_too_early_for_others(self, home: Home) -> None:
        first, garden = home.apply(), home.garden("Жиырма")
        child = home.queue()
        home.publish(garden)
        home.confirm(child)
        home.bulletin()
        assert home.state(first.id) == "PRIORITY"
        home.house.clock.set(home.at(time(19, 59, 59, 999000)))

        refused = home.tap(child, garden)
        home.go_to(time(20, 0, 1))
        taken = home.take_by_page(child, garden)

        assert refused.status_code == 403
        assert home.state(child) == "REFERRED"
        assert taken.status_code == 303

    def test_before_nine_it_is_too_early(self, home: Home) -> None:
        child, garden = home.queue(), home.garden("Таң")
        home.publish(garden)
        home.confirm(child)
        home.house.clock.set(home.at(time(8, 59, 59, 999000)))

        refused = home.tap(child, garden)

        assert refused.status_code == 409
        assert "келесі бюллетеньмен" in words(refused)

    def test_the_member_at_twenty_takes_an_open_place_like_others(self, home: Home) -> None:
        child, garden = home.queue(), home.garden("Кеш")
        home.publish(garden)
        home.confirm(child)
        home.bulletin()
        home.evening()

        assert home.state(child) == "QUEUED"
        assert home.take_by_page(child, garden).status_code == 303

    def test_a_second_tap_leads_to_what_the_first_took(self, home: Home) -> None:
        child, garden = home.queue(), home.garden("Екі рет")
        home.publish(garden, 2)
        home.confirm(child)
        home.bulletin()
        page = home.get(home.of(child, "places/"))
        form = home.of(child, f"places/{garden}")

        first = home.press(page, form)
        second = home.press(page, form)
        home.pass_time(seconds=2)
        third = home.press(page, form)

        for answer in (first, second, third):
            assert answer.status_code == 303
            assert answer.location.endswith("/referral/")

    def test_who_is_late_sees_the_list_as_it_stands(self, home: Home) -> None:
        other, child = home.apply(), home.queue()
        garden, left = home.garden("Алынған"), home.garden("Қалған")
        home.publish(garden)
        home.publish(left)
        home.confirm(child)
        home.bulletin()
        home.evening()
        page = home.get(home.of(child, "places/"))
        home.take(other, garden)

        late = home.press(page, home.of(child, f"places/{garden}"))

        assert late.status_code == 409
        assert "Алынған" not in words(late)
        assert "Қалған" in words(late)

    def test_a_private_place_needs_three_years(self, home: Home) -> None:
        garden = home.garden("Жеке", ownership="private_order")
        young = home.queue(born_on=home.now().date() - timedelta(days=3 * 365 - 10))
        home.born_on = home.application(young).born_on
        home.publish(garden)
        home.confirm(young)

        page = home.get(home.of(young, "places/"))
        refused = home.tap(young, garden)

        assert "3 жасқа толған күнінен бастап" in words(page)
        assert refused.status_code == 422
        home.pass_time(days=14)
        home.confirm(young)
        assert home.take_by_page(young, garden).status_code == 303

    def test_the_list_follows_bells(self, home: Home) -> None:
        child = home.queue()

        text = home.get(home.of(child, "places/")).text

        assert "sse:queue-bulletin" in text
        assert f"sse:queue-family-{home.actor.guardian_id}" in text

    def test_another_familys_application_is_not_there(self, home: Home, house: House) -> None:
        stranger = Home(house)
        child = home.queue()
        garden = home.garden("Бөтен")

        for address in ("places/", "places/code", "benefit/"):
            assert stranger.get(stranger.of(child, address)).status_code == 404
        own = stranger.queue()
        tokens = stranger.tokens(stranger.get(stranger.of(own, "places/")))
        for address in (f"places/{garden}", "places/code", "places/watch"):
            answer = stranger.client.post(stranger.of(child, address), data=tokens)
            assert answer.status_code == 404
        stranger.leave()

    def test_russian_reads_it_in_russian(self, home: Home) -> None:
        child, garden = home.queue(), home.garden("Орысша")
        home.publish(garden)
        home.confirm(child)
        home.bulletin()
        home.speak("ru")

        said = words(home.get(home.of(child, "places/")))

        assert "Сегодня ваша очередь: выберите одно из мест" in said
        assert "Взять это место" in said


class TestBenefit:
    def test_a_privileged_child_gives_its_papers_first(self, home: Home) -> None:
        home.quiet_week()
        child, garden = home.queue(category=1), home.garden("Жеңілдік")
        home.publish(garden)
        home.confirm(child)
        home.bulletin()

        taken = home.take_by_page(child, garden)
        page = home.get(taken.location)

        assert taken.location.endswith(f"/{child}/benefit/")
        assert home.state(child) == "BENEFIT_CHECK"
        said = words(page)
        assert "Құжаттарды беру мерзімі" in said
        assert "Құжаттар расталмаса, жолдаманың күші жойылатын мерзім" in said

    def test_a_paper_is_attached_once(self, home: Home) -> None:
        child, garden = home.queue(category=12), home.garden("Қағаз")
        home.publish(garden)
        home.bulletin()
        home.take(home.application(child), garden)
        page = home.get(home.of(child, "benefit/"))
        form = "paper-doc-05"

        sent = home.attach(page, form)
        home.attach(page, form)

        assert sent.status_code == 303, words(sent)
        assert words(home.get(home.of(child, "benefit/"))).count("paper.pdf") == 1

    def test_without_benefit_there_is_no_such_page(self, home: Home) -> None:
        child = home.queue()

        assert home.get(home.of(child, "benefit/")).status_code == 303


class TestWatching:
    def test_it_is_asked_for_and_taken_back(self, home: Home) -> None:
        child = home.queue()

        home.press(home.get(home.of(child, "places/")), "watch", on="yes")
        assert "Ашық орындар туралы хабар келіп тұрады" in words(
            home.get(home.of(child, "places/"))
        )
        home.press(home.get(home.of(child, "places/")), "watch", on="no")

        assert "Хабарлап тұрыңыз" in words(home.get(home.of(child, "places/")))

    def test_open_places_are_told_once_a_day(self, home: Home) -> None:
        first, child, garden = home.apply(), home.queue(), home.garden("Хабар")
        home.press(home.get(home.of(child, "places/")), "watch", on="yes")
        home.publish(garden)
        private = home.garden("Хабар жеке", ownership="private_order")
        home.bulletin()
        assert home.state(first.id) == "PRIORITY"
        assert home.told(child, "N-37") == []
        home.evening()
        home.publish(private)

        [body] = home.told(child, "N-37")

        assert "Хабар, ашық орын: 1" in body
        assert home.channels(child, "N-37") == {"email"}
        home.next_morning()
        home.publish(private)
        assert len(home.told(child, "N-37")) == 2

    def test_who_did_not_ask_is_not_told(self, home: Home) -> None:
        child, garden = home.queue(), home.garden("Үнсіз")
        home.publish(garden)
        home.bulletin()
        home.evening()

        assert home.told(child, "N-37") == []


@contextmanager
def _rules(home: Home, **changes: object) -> Iterator[None]:
    """The region asks for something else meanwhile."""
    home.house.within(change_settings, home.region, "admin:test", changes)
    try:
        yield
    finally:
        back = {name: not value for name, value in changes.items()}
        home.pass_time(seconds=1)
        home.house.within(change_settings, home.region, "admin:test", back)


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    with open_saran(shared_scratch, "kezek_indigo_places") as opened:
        yield opened


@pytest.fixture
def home(house: House) -> Iterator[Home]:
    """A family, at eight of a morning on which a bulletin comes out."""
    made = Home(house)
    made.next_morning()
    yield made
    made.leave()
