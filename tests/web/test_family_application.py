"""The rooms of one application: what they say and offer, and walls around them all."""

import re
import uuid
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from kezek.adapters.scratch import Scratch
from kezek.core.access import Role
from kezek.usecases.accounts import StaffWish, open_staff_account
from kezek.usecases.applications import withdraw
from tests.factories.regions import House
from tests.web.browsing import send
from tests.web.cabinet import Cabinet, plain, shared_house
from tests.web.checked import check_pages

PASSWORD = "a long enough one"


class TestApplicationPage:
    def test_it_says_everything_about_one_application(self, cabinet: Cabinet) -> None:
        one = cabinet.queue(cabinet.garden("Айгөлек"), child="Айша Серікқызы")

        page = plain(cabinet.get(cabinet.of(one)))

        number = cabinet.application(one).number
        for said in (number, "Айша Серікқызы", "2022 ж. 14 наурыз", "қазақ тілі", "Демо қала"):
            assert said in page
        assert "Өтініш жіберілді" in page
        assert "Негізі: № 133 бұйрық, 6-тармақ; ережелер нұсқасы: 1" in page

    def test_what_may_be_done_is_offered(self, cabinet: Cabinet) -> None:
        garden = cabinet.garden()
        one = cabinet.queue(garden)
        waiting = cabinet.get(cabinet.of(one)).text
        cabinet.refer(one, garden)

        referred = cabinet.get(cabinet.of(one)).text

        assert "Өтінішті алып тастау" in waiting
        assert "Өтінішті алып тастау" not in referred
        assert cabinet.of(one, "referral/") in referred

    def test_an_archived_application_says_why_and_leads_to_a_new_one(
        self, cabinet: Cabinet
    ) -> None:
        one = cabinet.queue(cabinet.garden())
        cabinet.house.within(withdraw, cabinet.region, cabinet.actor.tag, one)

        page = cabinet.get(cabinet.of(one)).text

        assert "Архивте" in page
        assert f"/demo/family/apply/?child={cabinet.application(one).child}" in page


class TestWalls:
    def test_another_familys_application_is_not_there(self, cabinet: Cabinet) -> None:
        garden = cabinet.garden()
        own, foreign = cabinet.queue(garden), cabinet.ahead(garden).id

        boxes = tokens(cabinet)
        for rule, method in routes(cabinet):
            for subject in (foreign, uuid.uuid4()):
                address = rule.replace("<application_id>", str(subject))
                answer = cabinet.client.open(address, method=method, data=boxes)
                assert answer.status_code == 404, (method, address)
        assert cabinet.state(own) == "QUEUED"

    def test_a_stranger_is_led_to_the_door(self, cabinet: Cabinet) -> None:
        one = cabinet.queue(cabinet.garden())
        stranger = cabinet.house.app.test_client()

        for rule, method in routes(cabinet):
            if method == "GET":
                answer = stranger.get(rule.replace("<application_id>", str(one)))
                assert answer.status_code == 303
                assert answer.location.startswith("/demo/family/sign-up")

    def test_staff_read_it_at_their_own_desks(self, cabinet: Cabinet) -> None:
        one = cabinet.queue(cabinet.garden())
        officer = staff(cabinet, Role.OFFICE)

        assert officer.get(cabinet.of(one)).status_code == 403

    def test_another_region_shows_nothing_of_it(self, cabinet: Cabinet) -> None:
        one = cabinet.queue(cabinet.garden())
        there = Cabinet(cabinet.house, "pavlodar")

        assert there.client.get(there.of(one)).status_code == 404


ROOMS = (
    "family_application",
    "family_answers",
    "family_interest",
    "family_referrals",
    "family_admission",
    "family_contract",
    "family_history",
)


def routes(cabinet: Cabinet) -> list[tuple[str, str]]:
    """Every route of the rooms of one application, with its method."""
    found = []
    for rule in cabinet.house.app.url_map.iter_rules():
        if rule.endpoint.partition(".")[0] in ROOMS:
            address = rule.rule.replace("<slug:slug>", "demo")
            address = address.replace("<uuid:application_id>", "<application_id>")
            address = re.sub("<uuid:queue_id>", str(uuid.UUID(int=1)), address)
            address = re.sub("<string[^>]*>", "DOC-12", address)
            found += [(address, method) for method in {"GET", "POST"} & set(rule.methods or ())]
    assert len(found) > 20
    return found


def tokens(cabinet: Cabinet) -> dict[str, str]:
    """The hidden boxes of some form, so that only the walls refuse."""
    page = cabinet.client.get("/demo/family/account/").text
    return dict(re.findall(r'name="(csrf_token|intent)" type="hidden" value="([^"]+)"', page))


def staff(cabinet: Cabinet, role: Role) -> FlaskClient:
    """Somebody of the staff, signed in."""
    wish = StaffWish(
        role=role,
        login=f"officer-{cabinet.phone[1:]}",
        password=PASSWORD,
        full_name="Маман",
        language="kk",
    )
    cabinet.house.within(open_staff_account, cabinet.region, "operator:test", wish)
    client = check_pages(cabinet.house.app)
    door = client.get("/demo/staff/sign-in")
    form = re.search(r'<form[^>]*id="([a-z-]+)"[^>]*method="post"', door.text)
    assert form is not None
    send(client, door, form[1], login=wish.login, password=PASSWORD)
    return client


@pytest.fixture
def cabinet(house: House) -> Cabinet:
    return Cabinet(house)


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    with shared_house(shared_scratch, "kezek_cabinet_walls", "demo", "pavlodar") as opened:
        yield opened
