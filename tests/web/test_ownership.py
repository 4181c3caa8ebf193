"""A child has one owner; a specialist hands it over with documents in hand (A-62)."""

import itertools
import re
import uuid
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from kezek.adapters.scratch import Scratch
from kezek.core.access import Role
from kezek.core.children import ChildWish
from kezek.db.applications import ApplicationRow
from kezek.db.journal import FactRow
from kezek.db.notices import NoticeRow
from kezek.db.people import ChildRow, GuardianRow
from kezek.db.personal_views import PersonalViewRow
from kezek.db.private import identity_of
from kezek.db.scope import read_scope
from kezek.usecases.children import add_child
from kezek.usecases.proofs import prove_guardian
from kezek.usecases.rebuild import rebuild
from tests.factories.families import OFFICER
from tests.factories.regions import House
from tests.factories.staff import come_in, open_staff
from tests.web.browsing import send
from tests.web.cabinet import BORN_ON, Cabinet, shared_house
from tests.web.checked import check_pages

_LOGINS = itertools.count(1)


def test_the_child_changes_hands_and_keeps_its_place(
    house: House, giver: Cabinet, taker: Cabinet, desk: FlaskClient
) -> None:
    own = giver.queue(giver.garden("Тұлпар"))
    page = giver.of(own)
    assert giver.get(page).status_code == 200
    assert taker.get(taker.of(own)).status_code == 404

    answer = hand_over(desk, giver, own, taker.identity.iin)

    assert answer.status_code == 303, answer.text
    assert giver.get(page).status_code == 404, "an open session sees it no longer"
    assert giver.client.get("/demo/family/children/").text.count(str(own)) == 0
    assert taker.get(taker.of(own)).status_code == 200
    assert giver.state(own) == "QUEUED"
    assert told(house, giver) == [False]
    assert told(house, taker) == [True]
    (fact,) = facts(house, own)
    assert (fact.rule, fact.payload["detail"]) == ("A-62", {"proof": "court"})
    assert fact.actor.startswith("office:")
    assert house.within(rebuild, house["demo"]).is_equal


def test_a_child_that_the_other_has_listed_stands_once(
    house: House, giver: Cabinet, taker: Cabinet, desk: FlaskClient
) -> None:
    own = giver.queue(giver.garden("Тұлпар"))
    with house.app.app_context(), read_scope(house["demo"]) as session:
        child = session.get_one(ChildRow, (house["demo"], child_id(house, own)))
        wish = ChildWish(identity_of(child), child.full_name, BORN_ON)
    house.within(add_child, house["demo"], taker.actor, wish)

    assert hand_over(desk, giver, own, taker.identity.iin).status_code == 303

    with house.app.app_context(), read_scope(house["demo"]) as session:
        listed = session.scalars(
            select(ChildRow.id).where(
                ChildRow.guardian_id == taker.actor.guardian_id, ChildRow.removed_at.is_(None)
            )
        ).all()
    assert listed == [child_id(house, own)]


def test_both_sides_are_seen_before_and_a_change_between_is_told(
    house: House, giver: Cabinet, taker: Cabinet, desk: FlaskClient
) -> None:
    own = giver.queue(giver.garden("Тұлпар"))
    page = desk.get(url(house, giver, own))
    boxes = {"iin": taker.identity.iin, "proof": "court", "reason": "Решение суда № 7"}
    unsaid = send(desk, page, "owner", **{**boxes, "reason": ""})
    looked = send(desk, page, "owner", **boxes)

    assert unsaid.status_code == 422
    assert looked.status_code == 200
    for ending in (giver.identity.iin[-4:], taker.identity.iin[-4:]):
        assert ending in looked.text
    assert facts(house, own) == [], "looking changes nothing"
    assert _looks_at(house, taker) == 1

    assert hand_over(desk, giver, own, taker.identity.iin).status_code == 303
    late = send(desk, looked, "owner", **_looked_at(looked))
    assert late.status_code in (404, 409, 422)
    assert len(facts(house, own)) == 1


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("nobody", "никто не зарегистрирован"),
        ("unproven", "Личность этого человека еще не подтверждена"),
        ("owner", "Заявление уже принадлежит этому человеку"),
    ],
)
def test_without_a_confirmed_person_nothing_changes(
    house: House, giver: Cabinet, desk: FlaskClient, who: str, sentence: str
) -> None:
    own = giver.queue(giver.garden("Тұлпар"))
    unproven = Cabinet(house)
    with house.app.app_context(), read_scope(house["demo"]) as session:
        assert not session.get_one(GuardianRow, (house["demo"], unproven.actor.guardian_id)).proven
    iins = {
        "nobody": "900520400011",
        "unproven": unproven.identity.iin,
        "owner": giver.identity.iin,
    }

    answer = hand_over(desk, giver, own, iins[who])

    assert answer.status_code == 422
    assert sentence in answer.text
    assert giver.get(giver.of(own)).status_code == 200
    assert facts(house, own) == []


def test_a_document_is_named(house: House, giver: Cabinet, desk: FlaskClient) -> None:
    own = giver.queue(giver.garden("Тұлпар"))

    answer = hand_over(desk, giver, own, giver.identity.iin, proof="")

    assert answer.status_code == 422
    assert "Выберите документ" in answer.text


def test_other_staff_have_no_such_page(house: House, giver: Cabinet) -> None:
    own = giver.queue(garden := giver.garden("Тұлпар"))
    client = check_pages(house.app)
    login = f"garden-{next(_LOGINS)}"
    house.within(open_staff, house["demo"], Role.KINDERGARTEN, login, kindergarten=garden)
    come_in(client, login)

    assert client.get(url(house, giver, own)).status_code == 403


def hand_over(
    desk: FlaskClient, giver: Cabinet, own: uuid.UUID, iin: str, proof: str = "court"
) -> TestResponse:
    page = desk.get(url(giver.house, giver, own))
    assert page.status_code == 200
    looked = send(desk, page, "owner", iin=iin, proof=proof, reason="Решение суда № 7")
    if looked.status_code != 200:
        return looked
    return send(desk, looked, "owner", **_looked_at(looked))


def _looks_at(house: House, whom: Cabinet) -> int:
    """How often it is written down that staff saw this family."""
    with house.app.app_context(), read_scope(house["demo"]) as session:
        own = PersonalViewRow.subject_id == whom.actor.guardian_id
        return session.scalar(select(func.count()).where(own)) or 0


def _looked_at(page: TestResponse) -> dict[str, str]:
    """What the second button is sent with."""
    return dict(re.findall(r'name="(seen|iin|proof|reason)" value="([^"]*)"', page.text))


def url(house: House, giver: Cabinet, own: uuid.UUID) -> str:
    family = f"/demo/office/families/{giver.actor.guardian_id}"
    return f"{family}/children/{child_id(house, own)}/owner"


def child_id(house: House, own: uuid.UUID) -> uuid.UUID:
    with house.app.app_context(), read_scope(house["demo"]) as session:
        return session.get_one(ApplicationRow, (house["demo"], own)).child_id


def told(house: House, whom: Cabinet) -> list[object]:
    """Whether they were told that the application is theirs now, or no longer."""
    with house.app.app_context(), read_scope(house["demo"]) as session:
        rows = session.scalars(
            select(NoticeRow).where(
                NoticeRow.guardian_id == whom.actor.guardian_id, NoticeRow.code == "N-56"
            )
        )
        return [row.values["is_new"] for row in rows]


def facts(house: House, own: uuid.UUID) -> list[FactRow]:
    with house.app.app_context(), read_scope(house["demo"]) as session:
        query = select(FactRow).where(
            FactRow.application_id == own, FactRow.kind == "application:handed-over"
        )
        return list(session.scalars(query))


@pytest.fixture
def giver(house: House) -> Cabinet:
    return Cabinet(house)


@pytest.fixture
def taker(house: House) -> Cabinet:
    cabinet = Cabinet(house)
    assert cabinet.actor.guardian_id is not None
    house.within(prove_guardian, house["demo"], OFFICER, cabinet.actor.guardian_id)
    return cabinet


@pytest.fixture
def desk(house: House) -> FlaskClient:
    client = check_pages(house.app)
    login = f"officer-{next(_LOGINS)}"
    house.within(open_staff, house["demo"], Role.OFFICE, login)
    come_in(client, login)
    return client


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    with shared_house(shared_scratch, "kezek_owners", "demo") as opened:
        yield opened
