"""Specialists of a voucher territory: an iteration with its preview, more days, a family's file."""

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from flask.testing import FlaskClient

from kezek.adapters.scratch import Scratch
from kezek.core.access import Role
from tests.factories.papers import PDF
from tests.factories.regions import House
from tests.factories.staff import come_in, open_staff
from tests.web.browsing import send
from tests.web.cabinet import plain, shared_house
from tests.web.checked import check_pages
from tests.web.holder import Holder

DESK = "/pavlodar/office/"
ITERATION = f"{DESK}iterations/pavlodar"


class TestIteration:
    def test_the_preview_says_what_it_would_give_and_gives_nothing(
        self, holder: Holder, office: FlaskClient
    ) -> None:
        holder.publish(holder.first, 3)

        page = plain(office.get(ITERATION))

        assert holder.state(holder.id) == "QUEUED"
        # Children of other tests may wait as well: as many as wait are offered one.
        assert re.search(r"4 · 2022 года рождения (\d+) (\d+) 0 0 (\d+) \3 ", page)
        assert re.search(r"Сейчас бы\w+ бы предложен\w* \d+ ваучер", page)
        assert "без ограничения" in page

    def test_it_gives_what_it_has_told(self, holder: Holder, office: FlaskClient) -> None:
        holder.publish(holder.first, 3)

        answer = send(office, office.get(ITERATION), ITERATION)
        page = plain(office.get(answer.location))

        assert answer.status_code == 303
        assert holder.state(holder.id) == "VOUCHER_OFFERED"
        assert re.search(r"Предложен\w* \d+ ваучер", page)
        assert "Сейчас ничего не было бы предложено" in page

    def test_a_second_click_offers_once(self, holder: Holder, office: FlaskClient) -> None:
        holder.publish(holder.first, 3)
        page = office.get(ITERATION)

        first, second = (send(office, page, ITERATION) for _ in range(2))

        assert (first.status_code, second.status_code) == (303, 303)
        voucher = holder.application(holder.id).voucher
        assert voucher is not None
        assert len(voucher.given_at) == 1

    def test_the_only_territory_is_opened_at_once(self, office: FlaskClient) -> None:
        assert f'href="{DESK}iterations/"' in office.get(DESK).text
        answer = office.get(f"{DESK}iterations/")

        assert (answer.status_code, answer.location) == (303, ITERATION)

    def test_a_linear_territory_gives_no_vouchers(self, office: FlaskClient) -> None:
        assert office.get(f"{DESK}iterations/aksu").status_code == 404

    def test_a_specialist_of_a_district_sees_nothing(self, house: House) -> None:
        stranger = specialist(house, "aksu-specialist", "aksu")

        assert stranger.get(ITERATION).status_code in (403, 404)
        assert "не выдает ваучеры" in plain(stranger.get(f"{DESK}iterations/"))

    def test_families_have_no_business_there(self, holder: Holder) -> None:
        assert holder.get(ITERATION).status_code in (302, 303, 403)


class TestMoreDays:
    def test_a_request_before_the_choice_comes_to_the_department(
        self, holder: Holder, office: FlaskClient
    ) -> None:
        ask(holder.active())
        desk = plain(office.get(DESK, query_string={"work": "extension"}))
        review = f"{DESK}applications/{holder.id}/"
        page = office.get(review)

        answer = send(office, page, "extension", answer="grant", days="7")

        assert holder.application(holder.id).number in desk
        assert "Ваучер" in plain(page)
        assert answer.status_code == 303
        voucher = holder.application(holder.id).voucher
        assert voucher is not None
        assert voucher.extended

    def test_a_refusal_is_told(self, holder: Holder, office: FlaskClient) -> None:
        ask(holder.active())
        page = office.get(f"{DESK}applications/{holder.id}/")

        send(office, page, "extension", answer="refuse")

        family = plain(holder.get(holder.of(holder.id, "voucher/time/")))
        assert "Соңғы өтінішіңіз қабылданбады" in family


class TestFile:
    def test_an_application_shows_its_voucher(self, holder: Holder, office: FlaskClient) -> None:
        holder.waitlisted()

        page = plain(office.get(f"{DESK}applications/{holder.id}/"))

        assert "4-G" in page
        assert "Срок стоит; осталось 5 рабочих дней." in page
        assert re.search(r"Ертіс-\d+, номер 1", page)

    @pytest.mark.parametrize("step", ["offered", "active", "chosen", "with_contract", "enrolled"])
    def test_it_can_be_opened_at_every_stage(
        self, holder: Holder, office: FlaskClient, step: str
    ) -> None:
        getattr(holder, step)()

        assert "Ваучер" in plain(office.get(f"{DESK}applications/{holder.id}/"))

    def test_a_family_shows_the_state(self, holder: Holder, office: FlaskClient) -> None:
        holder.offered()

        page = plain(office.get(f"{DESK}families/{holder.actor.guardian_id}"))

        assert "Предложен ваучер" in page

    def test_a_move_that_is_late_waits_for_the_department(
        self, holder: Holder, office: FlaskClient
    ) -> None:
        holder.moving(holder.garden("Тұлпар"))
        holder.hand_in(holder.id)
        holder.pass_time(days=4)
        come_in(office, "voucher-specialist", "pavlodar")

        desk = plain(office.get(DESK, query_string={"work": "late_check"}))

        assert holder.application(holder.id).number in desk


def ask(holder: Holder) -> None:
    """The family asks for seven more days, with a paper."""
    page = holder.get(holder.of(holder.id, "voucher/time/"))
    send(holder.client, page, "extension", days="7", files=(BytesIO(PDF), "paper.pdf"))


def specialist(house: House, login: str, *territories: str) -> FlaskClient:
    house.within(open_staff, house["pavlodar"], Role.OFFICE, login, territories=territories)
    client = check_pages(house.app)
    come_in(client, login, "pavlodar")
    return client


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    with shared_house(shared_scratch, "kezek_office_vouchers", "pavlodar") as opened:
        opened.within(open_staff, opened["pavlodar"], Role.OFFICE, "voucher-specialist")
        yield opened


@pytest.fixture
def office(house: House) -> FlaskClient:
    client = check_pages(house.app)
    come_in(client, "voucher-specialist", "pavlodar")
    return client


@pytest.fixture
def holder(house: House) -> Holder:
    return Holder(house)
