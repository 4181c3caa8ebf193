"""A child has one application: pairs that look like one are found, one is kept (G-40)."""

import uuid
from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import select

from kezek.adapters.scratch import Scratch
from kezek.core.access import Actor, Role
from kezek.core.applications import Application, ArchiveReason, State
from kezek.core.errors import Refusal
from kezek.db.double_entries import MOST_ALIKE, DoubleEntryRow, Ground
from kezek.db.people import ChildRow
from kezek.db.scope import read_scope
from kezek.reads.double_entries import Sieve, double_page, doubles_page
from kezek.usecases.applications import submit
from kezek.usecases.deciding import NotFound
from kezek.usecases.double_entries import Reason, Verdict, look_for_doubles, settle
from kezek.usecases.unit_of_work import act
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_front
from tests.factories.staff import open_staff, referred
from tests.factories.waiting import FAMILY, child_of, wish
from tests.web.counter import LOGINS, codes_of, loaded

BORN_ON = date(2022, 3, 14)


def test_one_name_and_birthday_under_two_numbers_is_found_once(
    house: House, garden: uuid.UUID
) -> None:
    first, second = _twins(house, garden, "Оспанова Айару Ерланқызы")

    assert house.within(look_for_doubles, house["demo"]) == 1
    assert house.within(look_for_doubles, house["demo"]) == 0

    page = house.within(doubles_page, house["demo"], Sieve(), 1, 1, "ru")
    assert [one.numbers for one in page.pairs if first.number in one.numbers] == [
        (first.number, second.number)
    ]
    assert page.pairs[-1].ground == Ground.NAME


def test_children_of_other_names_or_days_are_no_pair(house: House, garden: uuid.UUID) -> None:
    _apply(house, garden, "Сейітов Алан Мұратұлы", date(2022, 3, 14))
    _apply(house, garden, "Сейітов Алан Мұратұлы", date(2022, 3, 15))
    _apply(house, garden, "Сейітова Алан Мұратқызы", date(2022, 3, 14))

    assert house.within(look_for_doubles, house["demo"]) == 0


def test_a_name_that_many_share_says_nothing(house: House, garden: uuid.UUID) -> None:
    for _ in range(MOST_ALIKE + 1):
        _apply(house, garden, "Ахметов Али", BORN_ON)

    assert house.within(look_for_doubles, house["demo"]) == 0


def test_one_is_kept_and_the_family_of_the_other_is_told(
    house: House, garden: uuid.UUID, officer: Actor
) -> None:
    first, second = _twins(house, garden, "Қасымова Дана Асқарқызы")
    pair, form = _pair(house), str(uuid.uuid4())

    for _ in range(2):
        house.within(
            settle,
            house["demo"],
            officer,
            pair,
            Verdict.KEPT_FIRST,
            Reason.ENTERED_TWICE,
            intent=form,
        )

    assert loaded(house, first.id).state is State.QUEUED
    closed = loaded(house, second.id)
    assert (closed.state, closed.reason) == (State.ARCHIVED, ArchiveReason.DUPLICATE)
    assert "N-11" in codes_of(house, second.id)
    page = house.within(double_page, house["demo"], pair, "kk")
    assert page is not None
    assert page.verdict == Verdict.KEPT_FIRST


def test_two_different_children_leave_the_list_and_nothing_ends(
    house: House, garden: uuid.UUID, officer: Actor
) -> None:
    first, second = _twins(house, garden, "Ермекова Аружан")
    pair = _pair(house)

    house.within(
        settle, house["demo"], officer, pair, Verdict.DIFFERENT, None, intent=str(uuid.uuid4())
    )

    assert {loaded(house, one.id).state for one in (first, second)} == {State.QUEUED}
    assert house.within(look_for_doubles, house["demo"]) == 0
    with pytest.raises(Refusal):
        house.within(
            settle,
            house["demo"],
            officer,
            pair,
            Verdict.KEPT_FIRST,
            Reason.WRONG_DATA,
            intent=str(uuid.uuid4()),
        )


def test_a_child_with_a_place_is_not_closed_as_the_other(
    house: House, garden: uuid.UUID, officer: Actor
) -> None:
    tenant = house["demo"]
    placed = loaded(house, house.within(referred, tenant, garden))
    _name(house, placed, "Бекова Сезім")
    _apply(house, garden, "Бекова Сезім", placed.born_on)
    house.within(look_for_doubles, tenant)
    pair = _pair(house, look=False)

    with pytest.raises(Refusal):
        house.within(
            settle,
            tenant,
            officer,
            pair,
            Verdict.KEPT_SECOND,
            Reason.ENTERED_TWICE,
            intent=str(uuid.uuid4()),
        )

    assert loaded(house, placed.id).state is State.REFERRED
    page = house.within(double_page, tenant, pair, "ru")
    assert page is not None
    assert page.verdict == ""


def test_another_territory_is_not_asked(house: House, garden: uuid.UUID) -> None:
    _twins(house, garden, "Жұмабек Нұрай")
    pair = _pair(house)
    village = house.within(
        open_staff, house["demo"], Role.OFFICE, f"d-{next(LOGINS)}", territories=("village",)
    )

    with pytest.raises(NotFound):
        house.within(
            settle, house["demo"], village, pair, Verdict.DIFFERENT, None, intent=str(uuid.uuid4())
        )


def _twins(house: House, garden: uuid.UUID, name: str) -> tuple[Application, Application]:
    return _apply(house, garden, name, BORN_ON), _apply(house, garden, name.upper(), BORN_ON)


def _apply(house: House, garden: uuid.UUID, name: str, born_on: date) -> Application:
    child = house.within(child_of, house["demo"], next(house.serials), born_on)
    application: Application = house.within(submit, house["demo"], FAMILY, wish(child, garden))
    _name(house, application, name)
    return application


def _name(house: House, application: Application, name: str) -> None:
    def write() -> None:
        with act(house["demo"], "test") as running:
            key = (house["demo"], application.child)
            running.session.get_one(ChildRow, key).full_name = name

    house.within(write)


def _pair(house: House, *, look: bool = True) -> uuid.UUID:
    """The pair that was found last."""
    if look:
        assert house.within(look_for_doubles, house["demo"]) == 1

    def find() -> uuid.UUID:
        with read_scope(house["demo"]) as session:
            rows = session.scalars(select(DoubleEntryRow)).all()
            return max(rows, key=lambda row: (row.found_at, row.second_id)).id

    return house.within(find)


@pytest.fixture
def officer(house: House) -> Actor:
    return house.within(open_staff, house["demo"], Role.OFFICE, f"d-{next(LOGINS)}")


@pytest.fixture
def garden(house: House) -> uuid.UUID:
    return house.within(kindergarten, house["demo"], "Ясли-сад «Балдәурен»")


@pytest.fixture
def house(shared_scratch: Scratch) -> Iterator[House]:
    """A region of its own for each test: pairs are looked for in all of it."""
    name = f"kezek_doubles_{next(LOGINS)}"
    with open_front(shared_scratch.new_database(name), "demo") as opened:
        yield opened
    shared_scratch.drop_database(name)
