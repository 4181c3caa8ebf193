"""Groups of a kindergarten: the norm against places, what it may set, children who change group."""

import uuid
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from kezek.adapters.scratch import Scratch
from kezek.core.applications import State
from kezek.db.group_changes import GroupChangeRow, changes_of_group
from kezek.db.kindergartens import GroupRow
from kezek.db.scope import read_scope
from kezek.usecases import admission
from tests.factories.desks import (
    GROUPS,
    PUPILS,
    child_path,
    desk_of,
    load_one,
    new_garden,
    places_of,
    send_token,
    state_of,
)
from tests.factories.regions import House, open_front
from tests.factories.staff import GARDEN_STAFF, enrolled, free_place, queued, referred
from tests.web.browsing import send
from tests.web.square import words

CHANGED = {"capacity": "25", "language": "kk", "hours": "10.5", "reason": "Отремонтировано"}


class TestList:
    def test_the_norm_stands_against_what_is_taken_held_offered_and_free(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        house.within(enrolled, house["demo"], garden)
        house.within(referred, house["demo"], garden)
        house.within(free_place, house["demo"], garden)

        said = words(desk.get(GROUPS))

        assert "20 1 1 0 1 есть еще 17 мест" in said

    def test_languages_are_sifted_and_the_address_keeps_it(self, house: House) -> None:
        garden = new_garden(house, ((2022, "kk"), (2022, "ru")))
        desk = desk_of(house, garden)

        both, russian = desk.get(GROUPS), desk.get(f"{GROUPS}?language=ru&sort=free")

        assert words(both).count("2022 года рождения") == 2
        assert words(russian).count("2022 года рождения") == 1


class TestGroup:
    def test_its_children_and_its_seats_are_shown(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        house.within(enrolled, house["demo"], garden)

        page = desk.get(_group_url(house, garden))

        assert "Серікова Айша" in page.text
        assert f"sse:queue-kindergarten-{garden}" in page.text

    def test_a_change_is_a_version_with_its_reason(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        url = _group_url(house, garden)

        done = send(desk, desk.get(f"{url}/change"), "change", **CHANGED)

        assert done.location == url
        assert "20 → 25" in words(desk.get(url))
        [change] = _changes(house, garden)
        assert (change.before["capacity"], change.after["capacity"]) == (20, 25)
        assert (change.version, change.reason) == (1, "Отремонтировано")

    def test_a_double_press_is_one_version(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        page = desk.get(f"{_group_url(house, garden)}/change")

        send(desk, page, "change", **CHANGED)
        again = send(desk, page, "change", **CHANGED)

        assert again.status_code == 303
        assert len(_changes(house, garden)) == 1

    @pytest.mark.parametrize(
        ("boxes", "sentence"),
        [
            ({"capacity": "1"}, "Мест используется: 2"),
            ({"capacity": "61"}, "от 1 до 60"),
            ({"capacity": "много"}, "целое число"),
            ({"reason": ""}, "Напишите, почему"),
        ],
        ids=["fewer than in use", "more than any group has", "no number", "no reason"],
    )
    def test_what_cannot_be_is_told_and_changes_nothing(
        self,
        house: House,
        garden: uuid.UUID,
        desk: FlaskClient,
        boxes: dict[str, str],
        sentence: str,
    ) -> None:
        house.within(free_place, house["demo"], garden)
        house.within(free_place, house["demo"], garden)
        page = desk.get(f"{_group_url(house, garden)}/change")

        refused = send(desk, page, "change", **CHANGED | boxes)

        assert refused.status_code == 422
        assert sentence in words(refused)
        assert _changes(house, garden) == []

    def test_the_language_changes_only_while_nobody_waits(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        page = desk.get(f"{_group_url(house, garden)}/change")
        house.within(queued, house["demo"], garden)

        refused = send(desk, page, "change", **CHANGED | {"language": "ru"})

        assert refused.status_code == 422
        assert _group(house, garden).language == "kk"

    def test_another_kindergarten_finds_nothing(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        other = _group_url(house, new_garden(house))

        assert desk.get(other).status_code == 404
        assert desk.get(f"{other}/change").status_code == 404
        assert desk.post(f"{other}/change", data=send_token(desk) | CHANGED).status_code == 404


class TestMoving:
    def test_a_pupil_goes_over_and_its_old_place_is_free(self, house: House) -> None:
        garden = new_garden(house, ((2022, "kk"), (2023, "kk")))
        desk = desk_of(house, garden)
        pupil = house.within(enrolled, house["demo"], garden)
        younger = _group(house, garden, 2023)

        page = desk.get(child_path(pupil))
        done = send(desk, page, "move", group=str(younger.id))
        again = send(desk, page, "move", group=str(younger.id))

        assert (done.status_code, again.status_code) == (303, 303)
        assert places_of(house, garden, 2023) == ["FILLED"]
        assert places_of(house, garden, 2022) == ["PUBLISHED"]
        assert state_of(house, pupil) is State.ENROLLED
        assert "2023" in words(desk.get(child_path(pupil)))

    def test_its_contract_ends_in_the_group_where_it_sits(self, house: House) -> None:
        garden = new_garden(house, ((2022, "kk"), (2023, "kk")))
        desk = desk_of(house, garden)
        pupil = house.within(enrolled, house["demo"], garden)
        send(desk, desk.get(child_path(pupil)), "move", group=str(_group(house, garden, 2023).id))

        house.within(admission.end_contract, house["demo"], GARDEN_STAFF, pupil)

        assert places_of(house, garden, 2023) == ["PUBLISHED"]
        assert load_one(house, pupil).label == "ARCHIVED(other)"

    def test_a_full_group_takes_nobody(self, house: House) -> None:
        garden = new_garden(house, ((2022, "kk"), (2023, "kk")))
        desk = desk_of(house, garden)
        younger = _group(house, garden, 2023)
        first = house.within(enrolled, house["demo"], garden)
        second = house.within(enrolled, house["demo"], garden)
        url = f"{GROUPS}{younger.id}/change"
        send(desk, desk.get(url), "change", **CHANGED | {"capacity": "1"})
        send(desk, desk.get(child_path(first)), "move", group=str(younger.id))

        refused = send(desk, desk.get(child_path(second)), "move", group=str(younger.id))

        assert refused.status_code == 422
        assert "Группа заполнена" in words(refused)
        assert places_of(house, garden, 2023) == ["FILLED"]

    def test_a_group_of_another_kindergarten_is_no_choice(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        pupil = house.within(enrolled, house["demo"], garden)
        foreign = _group(house, new_garden(house))

        for group, status in ((str(foreign.id), 404), ("nothing", 422), ("", 422)):
            refused = desk.post(f"{PUPILS}{pupil}/move", data=send_token(desk) | {"group": group})
            assert refused.status_code == status
        assert places_of(house, garden) == ["FILLED"]


def _group_url(house: House, garden: uuid.UUID) -> str:
    return f"{GROUPS}{_group(house, garden).id}"


def _group(house: House, garden: uuid.UUID, year: int = 2022) -> GroupRow:
    def find() -> GroupRow:
        with read_scope(house["demo"]) as session:
            query = select(GroupRow).where(
                GroupRow.kindergarten_id == garden, GroupRow.birth_year == year
            )
            return session.scalars(query).one()

    return house.within(find)


def _changes(house: House, garden: uuid.UUID) -> list[GroupChangeRow]:
    def find() -> list[GroupChangeRow]:
        group = _group(house, garden)
        with read_scope(house["demo"]) as session:
            return list(changes_of_group(session, group.id))

    return house.within(find)


@pytest.fixture
def desk(house: House, garden: uuid.UUID) -> FlaskClient:
    return desk_of(house, garden)


@pytest.fixture
def garden(house: House) -> uuid.UUID:
    return new_garden(house)


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    """One region for all: each test has its own kindergarten and children in it."""
    with open_front(shared_scratch.new_database("kezek_groups"), "demo") as opened:
        yield opened
    shared_scratch.drop_database("kezek_groups")
