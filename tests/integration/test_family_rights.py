"""A family's rights over its data: erasure waits for the law, then leaves nothing of a person."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from kezek.core.access import Actor, Role
from kezek.core.errors import Code, Refusal
from kezek.core.family_rights import Hold
from kezek.core.ids import GuardianId
from kezek.db.applications import ApplicationRow
from kezek.db.notices import NoticeRow
from kezek.db.people import ChildRow, GuardianRow
from kezek.db.private import identity_of
from kezek.db.region_rows import walled_tables
from kezek.db.scope import read_scope
from kezek.reads.family_data import find_copy, own_data
from kezek.settings import Settings
from kezek.usecases.applications import withdraw
from kezek.usecases.family_rights import ask_on_paper, carry_out, carry_out_waiting, take_back
from kezek.usecases.journal import seal_tenant, verify
from kezek.usecases.rebuild import rebuild
from kezek.usecases.retention import forget
from tests.factories.families import OFFICER
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import MORNING, House, open_house
from tests.factories.waiting import FAMILY, waiting

TODAY = MORNING.date()


def test_an_application_that_runs_holds_the_data(town: "Town") -> None:
    answer = ask_on_paper(town.id, OFFICER, town.family, TODAY)

    assert not answer.is_erased
    assert [(one.hold, one.number) for one in answer.held] == [(Hold.APPLICATION, town.number)]
    assert own_data(town.id, town.family).request is not None
    assert town.guardian().full_name == "Серікова Айгүл"


def test_it_is_erased_when_nothing_holds_it_any_more(town: "Town") -> None:
    ask_on_paper(town.id, OFFICER, town.family, TODAY)
    withdraw(town.id, FAMILY, town.application)
    seal_tenant(town.id)

    assert carry_out_waiting(town.id) == 1

    assert town.guardian().erased_at is not None
    assert (town.guardian().contacts.phone, town.guardian().full_name) == ("", "")
    assert find_copy(town.id, town.family) is None
    assert carry_out(town.id, town.family).is_erased
    seal_tenant(town.id)
    assert verify(town.id).is_intact
    assert rebuild(town.id).is_equal


def test_no_table_tells_of_the_family_any_more(town: "Town") -> None:
    with read_scope(town.id) as session:
        child = session.scalars(select(ChildRow).where(ChildRow.guardian_id == town.family)).one()
        told = {identity_of(child).iin, child.full_name, town.guardian().full_name, "77010000002"}
        hashes = {(child.iin_hash or b"").hex()}
    assert town.found(told | hashes) != {}
    withdraw(town.id, FAMILY, town.application)

    ask_on_paper(town.id, OFFICER, town.family, TODAY)

    assert town.found(told | hashes) == {}


def test_another_familys_number_stays_where_it_was(town: "Town") -> None:
    withdraw(town.id, FAMILY, town.application)
    before = town.standing(town.neighbour)

    ask_on_paper(town.id, OFFICER, town.family, TODAY)

    assert town.standing(town.neighbour) == before


def test_whoever_may_not_asks_nothing(town: "Town") -> None:
    with pytest.raises(Refusal):
        ask_on_paper(town.id, Actor(uuid.uuid4(), Role.HOTLINE), town.family, TODAY)
    with pytest.raises(Refusal) as later:
        ask_on_paper(town.id, OFFICER, town.family, TODAY + timedelta(days=1))
    assert (later.value.code, later.value.detail) == (Code.INVALID_CHOICE, "signed_later")


def test_a_request_may_be_taken_back(town: "Town") -> None:
    ask_on_paper(town.id, OFFICER, town.family, TODAY)
    take_back(town.id, Actor(uuid.uuid4(), Role.FAMILY, guardian_id=GuardianId(town.family)))
    withdraw(town.id, FAMILY, town.application)

    assert carry_out_waiting(town.id) == 0
    assert town.guardian().erased_at is None


def test_the_clock_forgets_those_who_have_nothing_here_any_more(town: "Town") -> None:
    withdraw(town.id, FAMILY, town.application)
    town.house.clock.set(MORNING + timedelta(days=1200))

    rehearsed = forget(town.id, dry_run=True)
    assert rehearsed.gone["families"] == 1
    assert town.guardian().erased_at is None

    assert forget(town.id).gone["families"] == 1
    assert town.guardian().erased_at is not None
    assert not any(forget(town.id).gone.values())
    with read_scope(town.id) as session:
        assert session.scalars(select(NoticeRow.body)).all()


@dataclass(frozen=True, slots=True)
class Town:
    """A region with two families who wait for one kindergarten."""

    house: House
    id: int
    family: uuid.UUID
    application: uuid.UUID
    number: str
    neighbour: uuid.UUID

    def guardian(self) -> GuardianRow:
        with read_scope(self.id) as session:
            return session.get_one(GuardianRow, (self.id, self.family))

    def standing(self, application: uuid.UUID) -> tuple[Any, ...]:
        with read_scope(self.id) as session:
            row = session.get_one(ApplicationRow, (self.id, application))
            return row.number, row.submitted_at, row.standing, row.state

    def found(self, told: set[str]) -> dict[str, str]:
        """In which tables any of these stands, as text."""
        found = {}
        with read_scope(self.id) as session:
            for table in walled_tables(session):
                rows = session.execute(
                    text(f"select row_to_json(one)::text from {table} as one")
                ).scalars()
                for row in rows:
                    for word in told & {one for one in told if one in row}:
                        if self.number in row or str(self.family) in row:
                            found[table] = word
        return found


@pytest.fixture
def town(new_database: Callable[[], Settings]) -> Iterator[Town]:
    with open_house(new_database(), "demo") as house:
        garden = kindergarten(house["demo"], "Балапан")
        own = waiting(house["demo"], 20, garden)
        other = waiting(house["demo"], 40, garden)
        yield Town(house, house["demo"], own.guardian, own.id, own.number, other.id)
