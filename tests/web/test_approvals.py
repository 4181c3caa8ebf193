"""What takes two people: proposed by one, answered by another, done once, kept with both names."""

import uuid
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, cast

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from kezek.adapters.scratch import Scratch
from kezek.core.access import Actor, Role
from kezek.core.approvals import AGREED_BY, RULE_OF, WAITS, Kind
from kezek.core.ids import TerritorySlug
from kezek.db.approvals import ApprovalRow, find_approval
from kezek.db.scope import read_scope
from kezek.db.territory_switches import TerritorySwitchRow
from kezek.usecases.approval_acts import ACTS, Agreed, Deed
from kezek.usecases.approvals import Proposal, agree, propose
from kezek.web.approval_words import TELLINGS
from tests.factories.regions import House, open_front
from tests.factories.staff import come_in, open_staff
from tests.web.browsing import send
from tests.web.checked import check_pages
from tests.web.square import words

LIST = "/demo/approvals/"


def test_no_kind_is_left_without_its_second_its_act_and_its_words() -> None:
    assert set(AGREED_BY) == set(RULE_OF) == set(ACTS) == set(TELLINGS) == set(Kind)


def test_the_proposer_alone_cannot_do_it(house: House) -> None:
    first = _come(house, "first")
    proposal = _propose(house, first.tag)

    page = first.client.get(_url(proposal))
    assert "Подписать вторым" not in words(page)
    answer = first.client.post(
        f"{_url(proposal)}/agree", data=_tokens(first.client.get(LIST), str(uuid.uuid4()))
    )

    assert answer.status_code in (400, 403)
    assert _switches(house) == 0


def test_the_second_signs_and_it_is_done_in_both_names(house: House) -> None:
    first, second = _come(house, "first"), _come(house, "second")
    proposal = _propose(house, first.tag)
    page = second.client.get(_url(proposal))

    done = send(second.client, page, f"{_url(proposal)}/agree")
    again = send(second.client, page, f"{_url(proposal)}/agree")

    assert done.status_code == 303
    assert again.status_code == 409
    assert "На это уже ответили" in words(again)
    assert _switches(house) == 1
    kept = _row(house, proposal)
    assert (kept.proposed_by, kept.decided_by) == (first.tag, second.tag)
    assert kept.carried_out_at is not None


def test_a_declined_one_says_why_and_does_nothing(house: House) -> None:
    first, second = _come(house, "first"), _come(house, "second")
    proposal = _propose(house, first.tag)

    empty = send(second.client, second.client.get(_url(proposal)), "decline", answer="")
    assert empty.status_code == 422
    send(second.client, second.client.get(_url(proposal)), "decline", answer="Рано: приказа нет")

    shown = words(first.client.get(_url(proposal)))
    assert "Рано: приказа нет" in shown
    assert "отклонено" in shown
    assert _switches(house) == 0


def test_the_proposer_takes_it_back_and_nobody_else(house: House) -> None:
    first, second = _come(house, "first"), _come(house, "second")
    proposal = _propose(house, first.tag)
    page = first.client.get(_url(proposal))

    send(first.client, page, f"{_url(proposal)}/withdraw")

    assert _row(house, proposal).decision == "withdrawn"
    late = second.client.get(_url(proposal))
    assert "Подписать вторым" not in words(late)


def test_what_nobody_answered_is_over_and_may_be_proposed_anew(house: House) -> None:
    first = _come(house, "first")
    proposal = _propose(house, first.tag)
    house.clock.advance(WAITS + timedelta(minutes=1))
    second = _come(house, "second")

    shown = words(second.client.get(_url(proposal)))
    assert "никто не согласился вовремя" in shown
    anew = _propose(house, first.tag)

    assert anew != proposal
    assert _row(house, proposal).decision == "withdrawn"


def test_what_became_impossible_is_refused_and_stays_written(house: House) -> None:
    first, second = _come(house, "first"), _come(house, "second")
    proposal = _propose(house, first.tag, days=2)
    house.clock.advance(timedelta(days=3))
    second = _come(house, "third")

    answer = send(second.client, second.client.get(_url(proposal)), f"{_url(proposal)}/agree")

    assert answer.status_code == 409
    assert _switches(house) == 0
    assert "уже невозможно" in words(second.client.get(_url(proposal)))


def test_an_agreement_that_a_crash_cut_off_goes_on_and_is_done_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = _come(house, "first"), _come(house, "second")
    proposal = _propose(house, first.tag)
    deed = ACTS[Kind.TERRITORY_SWITCH]

    def cut_off(tenant_id: int, agreed: Agreed) -> Mapping[str, Any]:
        deed(tenant_id, agreed)
        raise MemoryError("the worker was killed here")

    monkeypatch.setitem(cast("dict[Kind, Deed]", ACTS), Kind.TERRITORY_SWITCH, cut_off)
    with pytest.raises(MemoryError):
        house.within(agree, house["demo"], second.actor, proposal)
    monkeypatch.undo()
    page = second.client.get(_url(proposal))
    assert "согласовано, не завершено" in words(page)

    done = send(second.client, page, f"{_url(proposal)}/agree")

    assert done.status_code == 303
    assert _switches(house) == 1
    assert _row(house, proposal).carried_out_at is not None


def test_those_whom_it_does_not_concern_find_nothing(house: House) -> None:
    proposal = _propose(house, _come(house, "first").tag)
    specialist = _come(house, "specialist", Role.OFFICE)

    assert specialist.client.get(_url(proposal)).status_code == 404
    assert "Ничего не ждет второй подписи" in words(specialist.client.get(LIST))
    hotline = _come(house, "hotline", Role.HOTLINE)
    assert hotline.client.get(LIST).status_code == 403


class Signed:
    """Somebody who has signed in."""

    def __init__(self, client: FlaskClient, actor: Actor) -> None:
        self.client = client
        self.actor = actor
        self.tag = actor.tag


def _come(house: House, name: str, role: Role = Role.ADMIN) -> Signed:
    login = f"{name}-{uuid.uuid4().hex[:8]}"
    actor = house.within(open_staff, house["demo"], role, login)
    client = check_pages(house.app)
    come_in(client, login)
    return Signed(client, actor)


def _propose(house: House, by: str, days: int = 30) -> uuid.UUID:
    on = (house.clock.now() + timedelta(hours=5, days=days)).date()
    wish = Proposal(
        kind=Kind.TERRITORY_SWITCH,
        subject="village",
        territory=TerritorySlug("village"),
        payload={"territory": "village", "mode": "voucher", "on": date.isoformat(on)},
        reason="Приказ № 7",
    )
    made: uuid.UUID = house.within(propose, house["demo"], by, wish)
    return made


def _url(proposal: uuid.UUID) -> str:
    return f"{LIST}{proposal}"


def _tokens(page: object, intent: str) -> dict[str, str]:
    found = getattr(page, "text", "")
    marker = 'name="csrf_token" value="'
    token = found.split(marker)[1].split('"')[0] if marker in found else ""
    return {"csrf_token": token, "intent": intent}


def _row(house: House, proposal: uuid.UUID) -> ApprovalRow:
    def read() -> ApprovalRow:
        with read_scope(house["demo"]) as session:
            found = find_approval(session, proposal)
            assert found is not None
            return found

    return house.within(read)


def _switches(house: House) -> int:
    def count() -> int:
        with read_scope(house["demo"]) as session:
            return session.scalar(select(func.count()).select_from(TerritorySwitchRow)) or 0

    return house.within(count)


@pytest.fixture
def house(shared_scratch: Scratch) -> Iterator[House]:
    with open_front(shared_scratch.new_database("kezek_approvals"), "demo") as opened:
        yield opened
    shared_scratch.drop_database("kezek_approvals")
