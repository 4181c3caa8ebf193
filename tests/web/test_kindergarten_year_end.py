"""August step by step: kept, resumed, signed, taken back until its day, done once."""

import itertools
import re
import uuid
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from kezek.adapters.scratch import Scratch
from kezek.core.applications import State
from kezek.db.kindergartens import GroupRow
from kezek.db.scope import read_scope
from kezek.usecases import admission
from kezek.usecases.applications import submit
from kezek.usecases.places import Vacancy, publish
from kezek.usecases.year_end_acts import carry_out_due, next_year_end_at
from tests.factories.desks import (
    ROOM,
    child_path,
    desk_of,
    load_one,
    new_garden,
    places_of,
    send_token,
    state_of,
    take_and_sign,
)
from tests.factories.regions import House, open_front
from tests.factories.staff import GARDEN_STAFF, come_in
from tests.factories.waiting import FAMILY, child_of, wish
from tests.web.browsing import send
from tests.web.square import words

START = f"{ROOM}year-end/"
_SERIALS = itertools.count(4000, 10)


class TestSteps:
    def test_where_one_has_stopped_one_goes_on(self, house: House) -> None:
        _, desk = _august(house)

        first, again = desk.get(START).location, desk.get(START).location

        assert first == again
        assert first.endswith("/day")

    def test_the_eldest_go_by_birth_year_and_a_child_may_stay(self, house: House) -> None:
        garden, desk = _august(house)
        pupil = house.within(_eldest, house["demo"], garden)

        page = _at(desk, "children")
        assert "1 ребенок идет в школу" in words(page)
        send(desk, page, "children", **{f"child.{pupil}": "stays", "then": "stay"})

        assert "В школу никто не идет" in words(_at(desk, "children"))
        assert "по вашему решению" in words(_at(desk, "children"))
        assert state_of(house, pupil) is State.ENROLLED

    def test_the_places_of_the_new_year_are_proposed_and_can_be_changed(self, house: House) -> None:
        garden, desk = _august(house)
        house.within(_eldest, house["demo"], garden)

        page = _at(desk, "places")
        assert "новая группа" in words(page)
        wrong = send(desk, page, "places", **_numbers(page, "99"), publishes="yes")
        assert wrong.status_code == 422
        done = send(desk, _at(desk, "places"), "places", **_numbers(page, "2"), publishes="yes")

        assert done.location.endswith("/preview")
        assert "Публикуемые места 2" in words(desk.get(done.location))

    @pytest.mark.parametrize(
        ("day", "sentence"),
        [(["1", "1", "2020"], "прошел"), (["1", "10", "2026"], "30 сентября")],
        ids=["gone by", "of the next year"],
    )
    def test_a_day_that_cannot_be_is_refused(
        self, house: House, day: list[str], sentence: str
    ) -> None:
        _, desk = _august(house)

        refused = send(desk, _at(desk, "day"), "day", on_day=day)

        assert refused.status_code == 422
        assert sentence in words(refused)

    def test_another_kindergarten_finds_nothing(self, house: House) -> None:
        _, desk = _august(house)
        stranger = desk_of(house, new_garden(house))
        own = desk.get(START).location.removesuffix("/day")

        for step in ("", "/day", "/children", "/places", "/preview"):
            assert stranger.get(own + step).status_code == 404, step
        token = send_token(stranger)
        for step in ("/day", "/children", "/places", "/sign", "/take-back", "/go-on"):
            assert stranger.post(own + step, data=token).status_code == 404, step


class TestSigned:
    def test_nothing_happens_before_the_day_and_until_then_it_is_taken_back(
        self, house: House
    ) -> None:
        garden, desk = _august(house, days=1)
        pupil = house.within(_eldest, house["demo"], garden)

        signed = _sign(desk)
        house.within(carry_out_due, house["demo"])
        assert state_of(house, pupil) is State.ENROLLED
        page = desk.get(signed)
        assert "все выполнится само" in words(page)
        back = send(desk, page, f"{signed}/take-back")
        again = send(desk, page, f"{signed}/take-back")

        assert back.location == again.location
        assert back.location.endswith("/preview")
        house.clock.advance(timedelta(days=1))
        house.within(carry_out_due, house["demo"])
        assert state_of(house, pupil) is State.ENROLLED

    def test_on_the_day_children_go_places_close_and_the_new_ones_are_offered(
        self, house: House
    ) -> None:
        garden, desk = _august(house, days=1)
        pupils = [house.within(_eldest, house["demo"], garden) for _ in range(2)]
        signed = _sign(desk)
        due_at = house.within(next_year_end_at, house["demo"])
        assert due_at is not None

        house.clock.advance(timedelta(days=1))
        house.within(carry_out_due, house["demo"])
        house.within(carry_out_due, house["demo"])

        assert [load_one(house, one).label for one in pupils] == ["ARCHIVED(other)"] * 2
        assert places_of(house, garden, 2020) == ["RECALLED", "RECALLED"]
        assert places_of(house, garden, 2021) == ["PUBLISHED", "PUBLISHED"]
        come_in(desk, f"garden-{garden}")
        assert "Выполнено." in words(desk.get(signed))
        assert _years(house, garden) == [2020, 2021]

    def test_one_that_moves_sits_in_the_other_group(self, house: House) -> None:
        garden, desk = _august(house, groups=((2020, "kk"), (2022, "kk")))
        pupil = house.within(_eldest, house["demo"], garden)
        target = _group(house, garden, 2022)
        page = _at(desk, "children")
        send(desk, page, "children", **{f"child.{pupil}": str(target), "then": "on"})

        _sign(desk)

        assert state_of(house, pupil) is State.ENROLLED
        assert places_of(house, garden, 2020) == ["RECALLED"]
        assert places_of(house, garden, 2022)[0] == "FILLED"

    def test_the_group_in_which_a_child_sits_is_no_group_to_move_into(self, house: House) -> None:
        garden, desk = _august(house, groups=((2022, "kk"), (2023, "kk")))
        pupil = house.within(_eldest, house["demo"], garden, 2022)
        own = _group(house, garden, 2022)
        page = _at(desk, "children")
        assert f'value="{own}"' not in page.text

        send(desk, page, "children", **{f"child.{pupil}": str(own), "then": "on"})
        signed = _sign(desk)

        assert "Выполнено." in words(desk.get(signed))
        assert places_of(house, garden, 2022)[0] == "FILLED"

    def test_a_changed_plan_is_looked_at_again_before_it_is_signed(self, house: House) -> None:
        garden, desk = _august(house, days=1)
        pupil = house.within(_eldest, house["demo"], garden)
        looked_at = _looked_at(desk)
        page = _at(desk, "children")
        send(desk, page, "children", **{f"child.{pupil}": "stays", "then": "stay"})

        refused = send(desk, looked_at, "sign")

        assert refused.status_code == 409
        assert "план изменили" in words(refused)

    def test_two_presses_sign_once(self, house: House) -> None:
        garden, desk = _august(house)
        house.within(_eldest, house["demo"], garden)
        page = _looked_at(desk)

        first, again = send(desk, page, "sign"), send(desk, page, "sign")

        assert first.location == again.location
        assert places_of(house, garden, 2020) == ["RECALLED"]
        assert places_of(house, garden, 2021) == ["PUBLISHED"]

    def test_who_left_before_the_day_is_passed_over(self, house: House) -> None:
        garden, desk = _august(house, days=1)
        pupil = house.within(_eldest, house["demo"], garden)
        signed = _sign(desk)
        house.within(admission.end_contract, house["demo"], GARDEN_STAFF, pupil)

        house.clock.advance(timedelta(days=1))
        house.within(carry_out_due, house["demo"])

        come_in(desk, f"garden-{garden}")
        assert "Выполнено." in words(desk.get(signed))

    def test_with_whom_it_cannot_be_done_is_told_and_left_out(self, house: House) -> None:
        garden, desk = _august(house, days=1)
        away = house.within(_eldest, house["demo"], garden)
        signed = _sign(desk)
        until = (house.clock.now() + timedelta(days=20)).date()
        boxes = {"because": "sanatorium", "until": [until.day, until.month, until.year]}
        sent = send(desk, desk.get(child_path(away)), "absence", **boxes)
        assert sent.status_code == 303

        house.clock.advance(timedelta(days=1))
        house.within(carry_out_due, house["demo"])
        come_in(desk, f"garden-{garden}")
        page = desk.get(signed)
        assert "Не удалось выполнить для 1 ребенка" in words(page)
        assert "санатории" in words(page)
        assert places_of(house, garden, 2021) == []

        send(desk, page, f"{signed}/children/{away}/leave-out")

        assert "Выполнено." in words(desk.get(signed))
        assert state_of(house, away) is State.ENROLLED


def _eldest(tenant_id: int, garden: uuid.UUID, year: int = 2020) -> uuid.UUID:
    """A pupil who turns six this year, or one of a younger group."""
    child = child_of(tenant_id, next(_SERIALS), born_on=date(year, 12, 28))
    one = submit(tenant_id, FAMILY, wish(child, garden))
    vacancy = Vacancy(kindergarten_id=garden, birth_year=year, language="kk")
    publish(tenant_id, GARDEN_STAFF, vacancy)
    take_and_sign(tenant_id, one.id)
    return one.id


def _august(
    house: House, *, days: int = 0, groups: tuple[tuple[int, str], ...] = ((2020, "kk"),)
) -> tuple[uuid.UUID, FlaskClient]:
    """A kindergarten when the children of 2020 go to school."""
    garden = new_garden(house, groups)
    desk = desk_of(house, garden)
    day = house.clock.now() + timedelta(days=days)
    page = desk.get(desk.get(START).location)
    kept = send(desk, page, "day", on_day=[str(day.day), str(day.month), str(day.year)])
    assert kept.status_code == 303, words(kept)
    return garden, desk


def _at(desk: FlaskClient, step: str) -> TestResponse:
    start = desk.get(START).location.removesuffix("/day")
    return desk.get(f"{start}/{step}")


def _looked_at(desk: FlaskClient) -> TestResponse:
    """The last step, the places being left as they are proposed."""
    page = _at(desk, "places")
    send(desk, page, "places", **_numbers(page), publishes="yes")
    return _at(desk, "preview")


def _sign(desk: FlaskClient) -> str:
    done = send(desk, _looked_at(desk), "sign")
    assert done.status_code == 303, words(done)
    return str(done.location)


def _numbers(page: TestResponse, places: str = "") -> dict[str, object]:
    boxes = re.findall(r'name="([nc]\.\d{4}\.\w+)"[^>]*value="(\d+)"', page.text, re.DOTALL)
    return {name: places if places and name[0] == "n" else value for name, value in boxes}


def _years(house: House, garden: uuid.UUID) -> list[int]:
    def find() -> list[int]:
        with read_scope(house["demo"]) as session:
            query = select(GroupRow.birth_year).where(GroupRow.kindergarten_id == garden)
            return sorted(session.scalars(query))

    return house.within(find)


def _group(house: House, garden: uuid.UUID, year: int) -> uuid.UUID:
    def find() -> uuid.UUID:
        with read_scope(house["demo"]) as session:
            query = select(GroupRow.id).where(
                GroupRow.kindergarten_id == garden, GroupRow.birth_year == year
            )
            found: uuid.UUID = session.scalars(query).one()
            return found

    return house.within(find)


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    """One region for all, in the September in which children of 2020 go to school."""
    with open_front(shared_scratch.new_database("kezek_august"), "demo") as opened:
        yield opened
    shared_scratch.drop_database("kezek_august")
