"""What a family reads of its application in an indigo territory, state by state."""

from collections.abc import Iterator
from datetime import time

import pytest

from kezek.adapters.scratch import Scratch
from kezek.usecases import admission
from tests.factories.regions import House
from tests.web.saran import STAFF, Home, open_saran
from tests.web.square import words


class TestWaiting:
    def test_the_page_tells_the_next_bulletin_and_open_places(self, home: Home) -> None:
        child, garden = home.queue(), home.garden("Ашық")
        assert "Қазір алуға болатын орын жоқ" in words(home.get(home.of(child)))
        home.publish(garden, 2)
        home.bulletin()
        home.evening()

        said = words(home.get(home.of(child)))

        assert "Қазір алуға болатын орын: 2." in said
        assert "Келесі бюллетень:" in said
        assert "ортақ кезекте тұр" in said

    def test_the_live_part_follows_places_that_others_take(self, home: Home) -> None:
        child, other, garden = home.queue(), home.apply(), home.garden("Тірі")
        home.publish(garden, 2)
        home.bulletin()
        home.evening()
        address = home.of(child, "now")
        asked = {"HX-Request": "true", "HX-Target": "application-live"}
        first = home.client.get(address, headers=asked)
        same = home.client.get(address, headers={**asked, "If-None-Match": first.headers["ETag"]})
        home.take(other, garden)

        after = home.client.get(address, headers={**asked, "If-None-Match": first.headers["ETag"]})

        assert same.status_code == 304
        assert after.status_code == 200
        assert "sse:queue-bulletin" in first.text

    def test_the_cabinet_leads_to_the_window(self, home: Home) -> None:
        child, garden = home.queue(), home.garden("Терезе")
        home.publish(garden)
        home.bulletin()

        page = home.get(home.url())

        assert "Бүгін сіздің кезегіңіз: орын таңдаңыз" in words(page)
        assert f"/{child}/places/" in page.text

    def test_the_cabinet_leads_to_the_papers_of_the_benefit(self, home: Home) -> None:
        child, garden = home.queue(category=12), home.garden("Құжат")
        home.publish(garden)
        home.bulletin()
        home.take(home.application(child), garden)

        page = home.get(home.url())

        assert "Жеңілдік құжаттарын беру" in words(page)
        assert f"/{child}/benefit/" in page.text


class TestReferral:
    def test_it_says_what_a_miss_leads_to(self, home: Home) -> None:
        child = home.referred("Жолдама")

        said = words(home.get(home.of(child, "referral/")))

        assert "Пайдаланылмаған жолдама: 0, шегі: 2." in said
        assert "10 жұмыс күніне тоқтату парағына (стоп-лист) түседі" in said

    def test_it_is_given_back_without_a_miss(self, home: Home) -> None:
        child = home.referred("Қайтару")
        page = home.get(home.of(child, "referral/cancellation"))

        assert "Орын келесі бюллетеньде қайта шығады" in words(page)
        home.press(page, home.of(child, "referral/cancellation"))
        assert home.state(child) == "QUEUED"
        assert home.application(child).strikes == 0

    def test_a_place_by_benefit_is_given_back_too(self, home: Home) -> None:
        child, garden = home.queue(category=12), home.garden("Жеңілдік қайтару")
        home.publish(garden)
        home.bulletin()
        home.take(home.application(child), garden)
        assert "referral/cancellation" in home.get(home.of(child, "benefit/")).text

        page = home.get(home.of(child, "referral/cancellation"))
        home.press(page, home.of(child, "referral/cancellation"))

        assert home.state(child) == "QUEUED"

    def test_papers_admission_and_contract_follow(self, home: Home) -> None:
        child = home.referred("Шарт")
        assert home.get(home.of(child, "admission/")).status_code == 200
        home.within(admission.submit_documents, "family", child, complete=True, vaccinated=True)
        assert "Балабақша құжаттарыңызды қарап жатыр" in words(home.get(home.of(child)))
        home.within(admission.admit, STAFF, child)

        assert home.get(home.of(child, "contract/")).status_code == 200


class TestStopList:
    def test_it_says_until_when_why_and_what_is_allowed(self, home: Home) -> None:
        child = home.missed("Келмеді")

        said = words(home.get(home.of(child)))

        assert home.state(child) == "STOP_LIST"
        assert "Тоқтату парағында (стоп-лист)" in said
        assert "Пайдаланылмаған жолдама: 1, шегі: 2." in said
        assert "Бәрін қарауға, деректеріңізді өзгертуге және өтінішті алып тастауға болады" in said
        assert "Тағы бір жолдама пайдаланылмаса, өтініш кезектен шығарылады" in said
        assert "Тоқтату парағында (стоп-лист) болу мерзімі" in words(home.get(home.url()))

    def test_no_place_can_be_taken(self, home: Home) -> None:
        child = home.missed("Тыйым")
        garden = home.garden("Ашық тыйым", ownership="private_order")
        home.publish(garden)

        page = home.get(home.of(child, "places/"))
        refused = home.tap(child, garden)

        assert "Осы орынды алу" not in words(page)
        assert refused.status_code == 409
        assert home.state(child) == "STOP_LIST"

    def test_the_second_miss_ends_it_and_one_may_apply_anew(self, home: Home) -> None:
        child = home.missed("Екінші")
        home.wait_until(child, "QUEUED")
        garden = home.garden("Екінші рет")
        home.next_morning()
        home.publish(garden)
        home.bulletin()
        home.take(home.application(child), garden)
        home.wait_until(child, "ARCHIVED(two_missed_referrals)")
        home.come_in()

        said = words(home.get(home.of(child)))

        assert "екі жолдама пайдаланылмады" in said
        assert "Қайта өтініш беру" in said


class TestTransfer:
    def test_a_child_that_attends_may_stand_in_the_queue_beside(self, home: Home) -> None:
        child = home.referred("Барып жүр")
        home.within(admission.submit_documents, "family", child, complete=True, vaccinated=True)
        home.within(admission.admit, STAFF, child)
        home.within(admission.sign, "family", child)

        page = home.get(home.of(child))
        begun = home.get(home.url(f"apply/?child={home.application(child).child}"))
        again = home.submit(home.application(child).child)

        assert "Басқа балабақшаға өтініш беру" in words(page)
        assert begun.status_code == 200
        assert "Келісіміңізді растаңыз" in words(begun)
        assert home.application(again.id).is_transfer
        assert str(home.application(again.id).standing) == "G"
        assert home.state(child) == "ENROLLED"
        assert home.get(home.of(again.id)).status_code == 200
        assert home.get(home.url()).status_code == 200


def test_russian_reads_the_stop_list_in_russian(home: Home) -> None:
    child = home.missed("Русский")
    home.speak("ru")

    said = words(home.get(home.of(child)))

    assert "Пропущено: 1 из 2." in said


@pytest.fixture
def house(shared_scratch: Scratch) -> Iterator[House]:
    """A town for each test: who misses referrals comes back into the queue weeks later."""
    with open_saran(shared_scratch, "kezek_indigo_family") as opened:
        yield opened


@pytest.fixture
def home(house: House) -> Iterator[Home]:
    """A family, at eight of a morning on which a bulletin comes out."""
    made = Home(house)
    made.next_morning()
    assert made.now().time() == time(8)
    yield made
    made.leave()
