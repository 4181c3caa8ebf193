"""The desk of a kindergarten and of a specialist in an indigo territory."""

import re
import uuid
from collections.abc import Iterator
from datetime import time

import pytest

from kezek.adapters.scratch import Scratch
from kezek.core.access import Role
from kezek.core.applications import Application
from kezek.usecases.standing import verify
from tests.factories.regions import House
from tests.factories.staff import come_in, open_staff
from tests.web.browsing import send
from tests.web.checked import check_pages
from tests.web.saran import SLUG, Town, open_saran
from tests.web.square import words

CUTOFF = time(8, 30)


class Desk(Town):
    """A kindergarten whose staff have signed in, before families that wait."""

    def __init__(self, house: House, ownership: str = "state") -> None:
        super().__init__(house)
        self.own = self.garden(f"Бақша {uuid.uuid4().hex[:6]}", ownership=ownership)

    def sit_down(self) -> None:
        """The kindergarten's staff sign in; a session of theirs lasts a day's work."""
        self._enter(Role.KINDERGARTEN, kindergarten=self.own)

    def _enter(self, role: Role, kindergarten: uuid.UUID | None = None) -> None:
        login = f"{role}-{uuid.uuid4().hex[:10]}"
        self.house.within(open_staff, self.region, role, login, kindergarten=kindergarten)
        self.client = check_pages(self.house.app)
        come_in(self.client, login, SLUG)

    def specialist(self) -> None:
        """From now on a specialist sits here."""
        self._enter(Role.OFFICE)

    def page(self, path: str) -> str:
        """What a page of the desk says."""
        return words(self.client.get(f"/{SLUG}/{path}"))

    def taken_by_benefit(self) -> Application:
        """A child with a benefit has taken the one place."""
        child = self.apply(category=12)
        self.publish(self.own)
        self.bulletin()
        self.take(child, self.own)
        return child


class TestPublishing:
    def test_before_the_cutoff_it_comes_out_today(self, desk: Desk) -> None:
        desk.house.clock.set(desk.at(time(8, 29, 59)))
        today = desk.now().day

        said = desk.page("kindergarten/places/new")

        assert re.search(rf"выйдут в бюллетене: {today} \w+ 2026 г., 09:00", said)
        assert "до 08:30" in said

    def test_at_the_cutoff_it_is_the_next_day(self, desk: Desk) -> None:
        desk.house.clock.set(desk.at(CUTOFF))
        today = desk.now().day

        said = desk.page("kindergarten/places/new")

        assert not re.search(rf"выйдут в бюллетене: {today} \w+ 2026 г., 09:00", said)
        assert "выйдут в бюллетене:" in said

    def test_places_are_published_on_the_page(self, desk: Desk) -> None:
        form = desk.client.get(f"/{SLUG}/kindergarten/places/new")
        boxes = {"birth_year": "2022", "language": "kk", "places": "2", "term": "permanent"}

        send(desk.client, form, "publish", **boxes)

        assert desk.page("kindergarten/places/").count("выйдет в ближайшем бюллетене") == 2

    def test_private_places_are_open_at_once(self, house: House) -> None:
        desk = Desk(house, "private_order")
        desk.sit_down()

        assert "сразу открыты детям от трех лет" in desk.page("kindergarten/places/new")


class TestRecalling:
    @pytest.mark.parametrize("evening", [False, True])
    def test_a_place_of_the_bulletin_is_recalled_with_a_reason(
        self, desk: Desk, evening: bool
    ) -> None:
        [place] = desk.publish(desk.own)
        desk.bulletin()
        if evening:
            desk.evening()
        address = f"/{SLUG}/kindergarten/places/{place}/recall"

        form = desk.client.get(address)
        sent = send(desk.client, form, "recall", reason="Топта жөндеу жүріп жатыр")
        again = send(desk.client, form, "recall", reason="Топта жөндеу жүріп жатыр")

        assert "Вышедший бюллетень не меняется" in words(form)
        assert sent.status_code == again.status_code == 303
        assert "Топта жөндеу жүріп жатыр" in words(desk.see("bulletin/"))

    def test_a_taken_place_is_not_recalled(self, desk: Desk) -> None:
        child = desk.apply()
        [place] = desk.publish(desk.own)
        desk.bulletin()
        desk.take(child, desk.own)

        page = desk.client.get(f"/{SLUG}/kindergarten/places/{place}/recall")

        assert 'id="recall"' not in page.text


class TestChildren:
    def test_a_child_with_a_referral_stands_on_the_desk(self, desk: Desk) -> None:
        child = desk.apply()
        desk.publish(desk.own)
        desk.bulletin()
        desk.take(child, desk.own)

        assert child.number in desk.page("kindergarten/")

    def test_a_benefit_under_check_is_not_seen_before_it_is_confirmed(self, desk: Desk) -> None:
        child = desk.taken_by_benefit()

        for path in ("kindergarten/", "kindergarten/places/"):
            said = desk.page(path)
            assert child.number not in said
            assert "Айша" not in said
        hidden = desk.client.get(f"/{SLUG}/kindergarten/children/{child.id}/")
        desk.house.within(verify, desk.region, "office:test", child.id)

        assert hidden.status_code == 404
        assert child.number in desk.page("kindergarten/")
        assert desk.client.get(f"/{SLUG}/kindergarten/children/{child.id}/").status_code == 200


class TestSpecialist:
    def test_both_terms_of_a_benefit_stand_on_its_page(self, desk: Desk) -> None:
        child = desk.taken_by_benefit()
        desk.specialist()

        said = desk.page(f"office/applications/{child.id}/")

        assert "Семья дает документы до" in said
        assert "Решить до" in said

    def test_the_stop_list_and_its_misses_are_seen(self, desk: Desk) -> None:
        child = desk.apply()
        desk.publish(desk.own)
        desk.bulletin()
        desk.take(child, desk.own)
        desk.pass_time(days=12)
        desk.specialist()

        said = desk.page(f"office/applications/{child.id}/")

        assert desk.state(child.id) == "STOP_LIST"
        assert "Стоп-лист действует до" in said
        assert "Пропущено: 1 из 2." in said

    def test_there_are_no_vouchers_to_be_given_here(self, desk: Desk) -> None:
        desk.specialist()

        assert "office/iterations/" not in desk.client.get(f"/{SLUG}/office/").text


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    with open_saran(shared_scratch, "kezek_indigo_desk") as opened:
        yield opened


@pytest.fixture
def desk(house: House) -> Iterator[Desk]:
    """At eight of a morning on which a bulletin comes out."""
    made = Desk(house)
    made.next_morning()
    made.sit_down()
    yield made
    made.leave()
