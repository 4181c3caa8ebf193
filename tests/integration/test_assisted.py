"""A specialist enters an application for a parent: by the online rules, and found online (A-31)."""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from kezek.adapters.scratch import Scratch
from kezek.core.access import Actor, Role
from kezek.core.applications import State
from kezek.core.children import ChildWish
from kezek.core.errors import Code, Refusal
from kezek.core.people import Identity
from kezek.core.queues import QueueType
from kezek.db.drafts import ConsentRow
from kezek.db.journal import FactRow
from kezek.db.people import GuardianRow
from kezek.db.scope import read_scope
from kezek.demonstration.families import iin
from kezek.reads.review_page import review_page
from kezek.usecases import drafts
from kezek.usecases.assisted import (
    FamilyWish,
    keep_paper_consent,
    on_behalf,
    open_family,
    send_for_family,
)
from kezek.usecases.children import add_child
from kezek.usecases.deciding import NotFound
from kezek.usecases.rules_change import change_settings
from tests.factories.families import made_up_iin, sign_up
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_front
from tests.factories.staff import open_staff
from tests.web.counter import LOGINS, codes_of, loaded

BORN_ON = date(2022, 3, 14)
PARENT_BORN_ON = date(1991, 5, 20)


def test_the_application_stands_in_the_queue_and_says_who_entered_it(
    house: House, garden: uuid.UUID, officer: Actor
) -> None:
    guardian, child = _family_with_child(house, officer)
    _fill_in(house, officer, guardian, child, garden)

    application = house.within(
        send_for_family, house["demo"], officer, guardian, child, intent=str(uuid.uuid4())
    )

    assert loaded(house, application).state is State.QUEUED
    page = house.within(review_page, house["demo"], application, "kk")
    assert page is not None
    assert page.entered_by is not None
    assert page.entered_by.signed_on == _today(house) - timedelta(days=1)
    assert _consent(house, application).text_version == "order-133-annex-5/1"
    submitted = _facts(house, application)[0]
    assert submitted.actor == officer.tag
    assert "N-05" in codes_of(house, application)


def test_sent_twice_it_is_one(house: House, garden: uuid.UUID, officer: Actor) -> None:
    guardian, child = _family_with_child(house, officer)
    _fill_in(house, officer, guardian, child, garden)
    form = str(uuid.uuid4())

    sent = {
        house.within(send_for_family, house["demo"], officer, guardian, child, intent=form)
        for _ in range(2)
    }

    assert len(sent) == 1


def test_the_family_comes_in_later_with_its_telephone(house: House, officer: Actor) -> None:
    wish = _wish(house)
    guardian = house.within(open_family, house["demo"], officer, wish, intent=str(uuid.uuid4()))

    entered = house.within(sign_up, house["demo"], wish.identity, wish.phone)

    assert (entered.guardian_id, entered.is_new) == (guardian, False)
    row = _guardian(house, guardian)
    assert (row.proven, row.full_name, row.language) == (True, wish.full_name, "kk")


def test_a_person_who_is_here_already_is_not_entered_twice(house: House, officer: Actor) -> None:
    wish = _wish(house)
    known = house.within(sign_up, house["demo"], wish.identity, wish.phone).guardian_id

    again = house.within(open_family, house["demo"], officer, wish, intent=str(uuid.uuid4()))
    assert again == known

    with pytest.raises(Refusal) as refused:
        house.within(
            open_family,
            house["demo"],
            officer,
            replace(wish, phone="+77015559988"),
            intent=str(uuid.uuid4()),
        )
    assert refused.value.detail == "other_phone"


def test_the_same_refusals_as_online(house: House, garden: uuid.UUID, officer: Actor) -> None:
    guardian, child = _family_with_child(house, officer)
    actor = on_behalf(officer, guardian)
    parameters = drafts.Parameters("city", "kk", QueueType.GENERAL)

    with pytest.raises(Refusal) as unsigned:
        house.within(drafts.set_parameters, house["demo"], actor, child, parameters)
    assert unsigned.value.code is Code.CONSENT_MISSING
    tomorrow = _today(house) + timedelta(days=1)
    with pytest.raises(Refusal) as early:
        house.within(keep_paper_consent, house["demo"], officer, guardian, child, "kk", tomorrow)
    assert early.value.detail == "signed_later"

    _fill_in(house, officer, guardian, child, garden, categories=(1,))
    with pytest.raises(Refusal) as papers:
        house.within(
            send_for_family, house["demo"], officer, guardian, child, intent=str(uuid.uuid4())
        )
    assert papers.value.detail == "papers"


def test_a_child_of_another_family_is_nowhere(house: House, officer: Actor) -> None:
    _, child = _family_with_child(house, officer)
    stranger, _ = _family_with_child(house, officer)

    with pytest.raises(NotFound):
        house.within(
            keep_paper_consent, house["demo"], officer, stranger, child, "kk", _today(house)
        )


def test_a_region_may_take_applications_online_alone(house: House, officer: Actor) -> None:
    guardian, child = _family_with_child(house, officer)
    house.within(change_settings, house["demo"], "admin:1", {"assisted_entry": False})
    try:
        with pytest.raises(Refusal) as refused:
            house.within(
                open_family, house["demo"], officer, _wish(house), intent=str(uuid.uuid4())
            )
        assert refused.value.detail == "assisted_entry"
        today = _today(house)
        with pytest.raises(Refusal):
            house.within(keep_paper_consent, house["demo"], officer, guardian, child, "kk", today)
    finally:
        house.within(change_settings, house["demo"], "admin:1", {"assisted_entry": True})


def test_others_may_not(house: House) -> None:
    kindergarten_staff = Actor(uuid.uuid4(), Role.KINDERGARTEN)

    with pytest.raises(Refusal) as refused:
        house.within(
            open_family, house["demo"], kindergarten_staff, _wish(house), intent=str(uuid.uuid4())
        )
    assert refused.value.code is Code.NOT_YOURS


def _family_with_child(house: House, officer: Actor) -> tuple[uuid.UUID, uuid.UUID]:
    wish = _wish(house)
    guardian = house.within(open_family, house["demo"], officer, wish, intent=str(uuid.uuid4()))
    identity = Identity(iin=made_up_iin(BORN_ON, next(house.serials)))
    child = house.within(
        add_child,
        house["demo"],
        on_behalf(officer, guardian),
        ChildWish(identity, "Айша Серікқызы", BORN_ON),
    )
    return guardian, child


def _wish(house: House) -> FamilyWish:
    serial = next(house.serials)
    return FamilyWish(
        identity=Identity(iin=iin(PARENT_BORN_ON, serial, female=True)),
        full_name="Серікова Әлия",
        address="Абай көшесі, 1",
        phone=f"+7701{serial:06d}1",
        language="kk",
    )


def _fill_in(
    house: House,
    officer: Actor,
    guardian: uuid.UUID,
    child: uuid.UUID,
    garden: uuid.UUID,
    *,
    categories: tuple[int, ...] = (13,),
) -> None:
    tenant, actor = house["demo"], on_behalf(officer, guardian)
    signed_on = _today(house) - timedelta(days=1)
    house.within(keep_paper_consent, tenant, officer, guardian, child, "kk", signed_on)
    parameters = drafts.Parameters("city", "kk", QueueType.GENERAL)
    house.within(drafts.set_parameters, tenant, actor, child, parameters)
    house.within(drafts.set_choices, tenant, actor, child, (garden,))
    house.within(drafts.set_benefits, tenant, actor, child, categories, None)


def _today(house: House) -> date:
    return (house.clock.now() + timedelta(hours=5)).date()


def _consent(house: House, application_id: uuid.UUID) -> ConsentRow:
    def find() -> ConsentRow:
        with read_scope(house["demo"]) as session:
            query = select(ConsentRow).where(ConsentRow.application_id == application_id)
            return session.scalars(query).one()

    return house.within(find)


def _guardian(house: House, guardian_id: uuid.UUID) -> GuardianRow:
    def find() -> GuardianRow:
        with read_scope(house["demo"]) as session:
            return session.get_one(GuardianRow, (house["demo"], guardian_id))

    return house.within(find)


def _facts(house: House, application_id: uuid.UUID) -> list[FactRow]:
    def find() -> list[FactRow]:
        with read_scope(house["demo"]) as session:
            query = select(FactRow).where(FactRow.application_id == application_id)
            return list(session.scalars(query.order_by(FactRow.id)))

    return house.within(find)


@pytest.fixture
def officer(house: House) -> Actor:
    return house.within(open_staff, house["demo"], Role.OFFICE, f"a-{next(LOGINS)}")


@pytest.fixture
def garden(house: House) -> uuid.UUID:
    return house.within(kindergarten, house["demo"], "Ясли-сад «Балдәурен»")


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    """One region for all: each test has its own family and kindergarten."""
    with open_front(shared_scratch.new_database("kezek_assisted"), "demo") as opened:
        yield opened
    shared_scratch.drop_database("kezek_assisted")
