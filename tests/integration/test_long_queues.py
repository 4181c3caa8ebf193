"""A number that many arrivals have not moved is explained as quickly as any other, and the same."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, event

from kezek.adapters.scratch import Scratch
from kezek.core.ids import ApplicationId
from kezek.db.applications import ApplicationRow
from kezek.db.base import db
from kezek.db.history import moves_of_queue
from kezek.db.queues import queues_by_id
from kezek.db.scope import read_scope
from kezek.reads.history import last_change
from kezek.reads.numbers import ShownChange, shown_change, shown_numbers
from tests.factories.crowd import BEGAN, crowd
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_front

ARRIVALS = 6_000
ASKED_AT_MOST = 15
"""A number in a short queue is explained by about as many."""


@pytest.mark.parametrize("place", [1, 2, 3, 9, 400, 3_003, 5_999])
def test_it_is_explained_without_reading_all_that_came_later(
    house: House, queue: uuid.UUID, place: int
) -> None:
    with house.app.app_context(), read_scope(house["demo"]) as session:
        one = session.query(ApplicationRow).filter_by(serial=place).one().id
        with counted() as asked:
            (shown,) = shown_numbers(session, one, "ru", BEGAN)
        row = queues_by_id(session, [queue])[queue]
        moves = moves_of_queue(session, queue)
        known = last_change(row.key, ApplicationId(one), moves)

    assert shown.change == (shown_change(known) if known else None)
    assert len(asked) <= ASKED_AT_MOST, f"{len(asked)} statements"


def test_some_have_a_change_and_some_have_none(house: House, queue: uuid.UUID) -> None:
    """Else the comparison above could not tell anything."""
    assert changed(house, 1) is not None
    assert changed(house, 9) is None


def test_each_earlier_move_is_looked_up_by_its_key(house: House, queue: uuid.UUID) -> None:
    """Else every move that is taken back would read the whole history of its queue."""
    plans: list[str] = []

    def explain(connection: Connection, *asked: Any) -> None:
        cursor, statement, given = asked[:3]
        if "LATERAL" in statement and "FROM queue_moves" in statement:
            cursor.execute("explain " + statement, given)
            plans.append("\n".join(line for (line,) in cursor.fetchall()))

    with house.app.app_context(), before_each_statement(explain):
        changed(house, 3_003)

    assert plans
    for plan in plans:
        looked_up = [line for line in plan.splitlines() if "Index Cond" in line]
        assert any("(version < queue_moves.version)" in line for line in looked_up), plan


def changed(house: House, place: int) -> ShownChange | None:
    with house.app.app_context(), read_scope(house["demo"]) as session:
        one = session.query(ApplicationRow).filter_by(serial=place).one().id
        (shown,) = shown_numbers(session, one, "ru", BEGAN)
        return shown.change


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that reach the database meanwhile."""
    asked: list[str] = []

    def note(_1: object, _2: object, statement: str, *_: object) -> None:
        asked.append(statement)

    with before_each_statement(note):
        yield asked


@contextmanager
def before_each_statement(told: Callable[..., None]) -> Iterator[None]:
    event.listen(db.engine, "before_cursor_execute", told)
    try:
        yield
    finally:
        event.remove(db.engine, "before_cursor_execute", told)


@pytest.fixture(scope="module")
def queue(house: House) -> uuid.UUID:
    """Nobody out of turn, no place: since a number settled, everybody came in behind."""
    garden = house.within(kindergarten, house["demo"], "Айгөлек")
    made: uuid.UUID = house.within(crowd, house["demo"], garden, ARRIVALS, out_of_turn=False)
    return made


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    with open_front(shared_scratch.new_database("kezek_long"), "demo") as opened:
        yield opened
    shared_scratch.drop_database("kezek_long")
