"""A family tells of a transfer or a move with its paper; the specialist answers it (L-23.2)."""

import io
import itertools
import re
import uuid
from collections.abc import Iterator
from dataclasses import replace

import pytest
from werkzeug.test import TestResponse

from kezek.adapters.scratch import Scratch
from kezek.core.access import Role
from kezek.core.children import ChildWish
from kezek.core.people import Identity
from kezek.core.turns import Standing
from kezek.usecases.applications import submit
from kezek.usecases.children import add_child
from kezek.usecases.standing import reject
from tests.factories.families import made_up_iin
from tests.factories.papers import PDF
from tests.factories.regions import House
from tests.factories.staff import come_in, open_staff
from tests.factories.waiting import wish
from tests.web.browsing import send
from tests.web.cabinet import BORN_ON, STAFF, Cabinet, shared_house
from tests.web.checked import check_pages

_SERIALS = itertools.count(4_000, 11)
_REASON = "На приказе нет печати."


class Mover:
    """A family of those that move, whose benefit of today was not confirmed."""

    def __init__(self, cabinet: Cabinet, serial: int) -> None:
        self.cabinet = cabinet
        identity = Identity(iin=made_up_iin(BORN_ON, serial))
        child = cabinet.house.within(
            add_child,
            cabinet.region,
            cabinet.actor,
            ChildWish(identity, "Мұрат Серікұлы", BORN_ON),
        )
        sent = replace(wish(child, cabinet.garden(), category=1), proof_accepted=False)
        self.id = cabinet.house.within(submit, cabinet.region, cabinet.actor.tag, sent).id
        cabinet.house.within(reject, cabinet.region, STAFF, self.id, whole=False)

    @property
    def url(self) -> str:
        return self.cabinet.of(self.id, "relocation/")

    def tell(self, content: bytes = PDF) -> TestResponse:
        page = self.cabinet.get(self.url)
        box = {"doc-18-files": (io.BytesIO(content), "buyryq.pdf")}
        return send(self.cabinet.client, page, "relocation", **box)


class Desk:
    """A specialist who has signed in."""

    def __init__(self, house: House, login: str) -> None:
        house.within(open_staff, house["demo"], Role.OFFICE, login)
        self.client = check_pages(house.app)
        come_in(self.client, login)

    def get(self, address: str) -> TestResponse:
        return self.client.get(address)


class TestTelling:
    def test_the_paper_reaches_the_desk_and_moves_the_child_up(
        self, mover: Mover, specialist: Desk
    ) -> None:
        before = mover.cabinet.application(mover.id)
        assert mover.url in mover.cabinet.get(mover.cabinet.of(mover.id)).text

        assert mover.tell().status_code == 303
        assert before.number in specialist.get(specialist_desk()).text
        page = specialist.get(review_of(mover.id))
        send(specialist.client, page, f"{review_of(mover.id)}relocation")

        after = mover.cabinet.application(mover.id)
        assert (before.standing, after.standing) == (Standing.G, Standing.O)
        assert after.submitted_at == before.submitted_at
        assert before.number not in specialist.get(specialist_desk()).text
        assert mover.url not in mover.cabinet.get(mover.cabinet.of(mover.id)).text

    def test_a_paper_that_does_not_do_is_answered_with_the_reason(
        self, mover: Mover, specialist: Desk
    ) -> None:
        mover.tell()
        number = mover.cabinet.application(mover.id).number
        page = specialist.get(review_of(mover.id))

        send(specialist.client, page, "move-refusal", words=_REASON)

        assert mover.cabinet.application(mover.id).standing is Standing.G
        assert number not in specialist.get(specialist_desk()).text
        letters = mover.cabinet.get(mover.cabinet.url("notices/")).text
        letter = re.search(r'href="([^"]+)"[^>]*>\s*Көшу туралы құжат қабылданбады', letters)
        assert letter is not None
        assert _REASON in mover.cabinet.get(letter[1]).text
        again = send(specialist.client, page, "move-refusal", words="Тағы да жоқ.")
        assert again.status_code == 409

    def test_after_a_refusal_another_paper_may_be_sent(
        self, mover: Mover, specialist: Desk
    ) -> None:
        mover.tell()
        page = specialist.get(review_of(mover.id))
        send(specialist.client, page, "move-refusal", words=_REASON)
        mover.cabinet.pass_time(minutes=1)

        mover.tell()

        number = mover.cabinet.application(mover.id).number
        assert number in specialist.get(specialist_desk()).text

    def test_a_refusal_needs_its_words(self, mover: Mover, specialist: Desk) -> None:
        mover.tell()
        page = specialist.get(review_of(mover.id))

        refused = send(specialist.client, page, "move-refusal", words="")

        assert refused.status_code == 422
        number = mover.cabinet.application(mover.id).number
        assert number in specialist.get(specialist_desk()).text

    def test_the_second_click_attaches_nothing_more(self, mover: Mover) -> None:
        page = mover.cabinet.get(mover.url)
        for _ in range(2):
            box = {"doc-18-files": (io.BytesIO(PDF), "buyryq.pdf")}
            sent = send(mover.cabinet.client, page, "relocation", **box)
            assert sent.status_code == 303

        assert mover.cabinet.get(mover.url).text.count("buyryq.pdf") == 1

    def test_a_file_of_another_kind_is_not_kept(self, mover: Mover, specialist: Desk) -> None:
        assert mover.tell(b"MZ\x90").status_code == 422

        number = mover.cabinet.application(mover.id).number
        assert number not in specialist.get(specialist_desk()).text


class TestWhoMay:
    def test_a_general_family_is_not_led_there(self, house: House) -> None:
        cabinet = Cabinet(house)
        application = cabinet.queue(cabinet.garden())
        url = cabinet.of(application, "relocation/")

        assert url not in cabinet.get(cabinet.of(application)).text
        assert cabinet.get(url).status_code == 303

    def test_another_family_finds_nothing(self, house: House, mover: Mover) -> None:
        assert Cabinet(house).get(mover.url).status_code == 404


def specialist_desk() -> str:
    return "/demo/office/?work=relocation"


def review_of(application_id: uuid.UUID) -> str:
    return f"/demo/office/applications/{application_id}/"


@pytest.fixture
def mover(house: House) -> Mover:
    return Mover(Cabinet(house), next(_SERIALS))


@pytest.fixture(scope="module")
def specialist(house: House) -> Desk:
    return Desk(house, "office-moves")


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    with shared_house(shared_scratch, "kezek_relocation", "demo") as opened:
        yield opened
