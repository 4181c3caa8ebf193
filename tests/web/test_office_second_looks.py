"""The check that follows when a place is kept: vouchers and taken places (L-14.1, I-3.13)."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from kezek.adapters.scratch import Scratch
from kezek.core.access import Role
from kezek.core.applications import Application
from tests.factories.regions import House
from tests.factories.staff import come_in, open_staff
from tests.web.browsing import send
from tests.web.cabinet import plain, shared_house
from tests.web.checked import check_pages
from tests.web.holder import Holder
from tests.web.saran import Town, open_saran

LARGE_FAMILY = 10


class TestAVoucher:
    def test_a_child_with_a_benefit_waits_for_the_specialist(
        self, holder: Holder, office: FlaskClient
    ) -> None:
        page = plain(office.get(_review("pavlodar", holder.application(holder.id))))

        assert holder.application(holder.id).number in _second(office, "pavlodar")
        assert "Вторая проверка, после выбора детского сада" in page
        assert "ваучер остается в силе" in page

    def test_confirmed_it_leaves_the_desk_and_stays_so(
        self, holder: Holder, office: FlaskClient
    ) -> None:
        one = holder.application(holder.id)
        page = office.get(_review("pavlodar", one))

        first = send(office, page, "review", decision="confirm")
        again = send(office, page, "review", decision="confirm")

        after = holder.application(holder.id)
        assert (first.status_code, again.status_code) == (303, 303)
        assert after.referral is not None
        assert (after.state, after.referral.rechecked) == ("PLACE_CHOSEN", True)
        assert one.number not in _second(office, "pavlodar")

    def test_an_unproven_benefit_annuls_the_voucher(
        self, holder: Holder, office: FlaskClient
    ) -> None:
        page = office.get(_review("pavlodar", holder.application(holder.id)))

        send(office, page, "review", decision="benefit")

        after = holder.application(holder.id)
        assert (after.state, after.standing, after.referral) == ("QUEUED", "G", None)


class TestATakenPlace:
    def test_confirmed_the_days_to_come_begin(self, town: Town, clerk: FlaskClient) -> None:
        child = taken(town, clerk)
        page = clerk.get(_review("saran", child))
        assert "Проверка документов о льготе, до прихода семьи" in plain(page)
        assert child.number in _second(clerk, "saran")

        send(clerk, page, "review", decision="confirm")

        after = town.application(child.id)
        assert after.referral is not None
        assert (after.state, after.referral.rechecked) == ("REFERRED", True)
        assert child.number not in _second(clerk, "saran")

    def test_unproven_the_child_is_back_on_general_grounds(
        self, town: Town, clerk: FlaskClient
    ) -> None:
        child = taken(town, clerk)

        send(clerk, clerk.get(_review("saran", child)), "review", decision="benefit")

        after = town.application(child.id)
        assert (after.state, after.standing) == ("QUEUED", "G")

    def test_a_page_of_the_first_look_decides_nothing_about_the_second(
        self, town: Town, clerk: FlaskClient
    ) -> None:
        child = taken(town, clerk)
        page = clerk.get(_review("saran", child))
        send(clerk, page, "review", decision="confirm")

        late = send(clerk, page, "review", decision="benefit")

        assert late.status_code == 409
        assert town.application(child.id).state == "REFERRED"


def taken(town: Town, clerk: FlaskClient) -> Application:
    """A child of a large family has taken a place of this morning."""
    garden = town.garden("Күншуақ")
    child = town.apply(category=LARGE_FAMILY)
    town.publish(garden)
    town.next_morning()
    town.bulletin()
    town.take(child, garden)
    assert town.application(child.id).state == "BENEFIT_CHECK"
    come_in(clerk, "second-look", "saran")
    return child


def _second(client: FlaskClient, slug: str) -> str:
    return plain(client.get(f"/{slug}/office/", query_string={"work": "second"}))


def _review(slug: str, one: Application) -> str:
    return f"/{slug}/office/applications/{one.id}/"


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    with shared_house(shared_scratch, "kezek_second_looks", "pavlodar") as opened:
        opened.within(open_staff, opened["pavlodar"], Role.OFFICE, "second-look")
        yield opened


@pytest.fixture
def office(house: House) -> FlaskClient:
    client = check_pages(house.app)
    come_in(client, "second-look", "pavlodar")
    return client


@pytest.fixture
def holder(house: House) -> Holder:
    return Holder(house, category=LARGE_FAMILY).chosen()


@pytest.fixture(scope="module")
def saran(shared_scratch: Scratch) -> Iterator[House]:
    with open_saran(shared_scratch, "kezek_second_looks_saran") as opened:
        opened.within(open_staff, opened["saran"], Role.OFFICE, "second-look")
        yield opened


@pytest.fixture
def town(saran: House) -> Iterator[Town]:
    made = Town(saran)
    yield made
    made.leave()


@pytest.fixture
def clerk(saran: House) -> FlaskClient:
    return check_pages(saran.app)
