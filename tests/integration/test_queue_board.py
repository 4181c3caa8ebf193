"""The board of a queue: the same order as serving would give, and the same in every process."""

import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from redis import Redis
from sqlalchemy import text
from werkzeug.test import TestResponse

from kezek.adapters.scratch import Scratch
from kezek.app import create_app
from kezek.core.ids import ApplicationId, KindergartenId
from kezek.core.queues import QueueType, SeatKey
from kezek.db.applications import ApplicationRow
from kezek.db.base import db
from kezek.db.history import moves_of_queue
from kezek.db.kindergartens import find_kindergarten
from kezek.db.numbers import numbers_of, shown_order
from kezek.db.queues import find_queue, queues_by_id
from kezek.db.scope import read_scope, tenant_scope
from kezek.reads.history import last_change
from kezek.reads.numbers import ShownChange, shown_change, shown_numbers
from kezek.reads.queue_board import BoardLine, queue_board
from kezek.settings import Settings
from kezek.usecases.answers import decline
from kezek.usecases.applications import withdraw
from kezek.usecases.places import Vacancy, publish
from tests.factories.crowd import BEGAN, crowd
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_front
from tests.factories.waiting import waiting

SECOND = 1.0
STAFF = "kindergarten:test"


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_pages_are_pieces_of_the_whole_order(house: House, count: int) -> None:
    queue = long_queue(house, 173)
    with house.app.app_context():
        set_count(house["demo"], queue, count)
        lines = whole_board(house["demo"], queue)

        with read_scope(house["demo"]) as session:
            order = shown_order(session, queues_by_id(session, [queue])[queue])
            by_id = {row.id: row.number for row in session.query(ApplicationRow)}

    assert [line.application for line in lines] == [by_id[one] for one in order]
    assert [line.number for line in lines] == list(range(1, 174))


@pytest.mark.parametrize("queue_type", [QueueType.SPECIAL, QueueType.SANATORIUM])
def test_without_the_ratio_all_but_the_first_stand_by_submission(
    house: House, queue_type: QueueType
) -> None:
    queue = long_queue(house, 120, queue_type)

    with house.app.app_context():
        lines = whole_board(house["demo"], queue)

    first = [line for line in lines if line.standing == "O"]
    assert lines[: len(first)] == first
    moments = [line.submitted_at for line in lines[len(first) :]]
    assert moments == sorted(moments)
    assert len({line.standing for line in lines[len(first) :]}) == 2
    assert [line.number for line in lines] == list(range(1, 121))


def test_a_board_and_a_cabinet_say_the_same_number(house: House) -> None:
    queue = long_queue(house, 60)
    with house.app.app_context():
        lines = {line.application: line.number for line in whole_board(house["demo"], queue)}
        with read_scope(house["demo"]) as session:
            rows = session.query(ApplicationRow).where(ApplicationRow.number.in_(lines)).all()
            told = {row.number: numbers_of(session, row.id)[0].number for row in rows}

    assert told == lines


def test_the_last_change_is_found_from_the_present_backwards(house: House) -> None:
    """Come in, withdrawn, served, refused, returned: for everybody as a whole replay says."""
    garden = house.within(kindergarten, house["demo"], "Тарих")
    made = [later(house, waiting, 100 + 4 * at, garden, category=10 - at % 2) for at in range(4)]
    made += [later(house, waiting, 120 + 4 * at, garden) for at in range(6)]
    for one in (made[4], made[2]):
        later(house, withdraw, "family", one.id)
    later(house, publish, STAFF, vacancy(garden, 2))
    later(house, decline, "family", made[0].id)
    made += [later(house, waiting, 200 + 4 * at, garden) for at in range(3)]

    compared = house.within(both_ways, house["demo"], queue_of(house, garden))

    assert len(compared) > 5
    assert sum(whole is not None for whole, _ in compared) > 3
    for whole, found in compared:
        assert found == whole


def test_a_change_made_in_one_process_stands_on_pages_of_another_within_a_second(
    house: House, other: Flask
) -> None:
    garden = house.within(kindergarten, house["demo"], "Айгөлек")
    first = house.within(waiting, house["demo"], 11, garden)
    path = f"/demo/kindergartens/{garden}/2022/kk?page=1"
    queue = queue_of(house, garden)
    events = other.test_client().get(f"/demo/live?q={queue}").iter_encoded()
    assert next(events).startswith(b"retry")
    seen = fragment(other, path)
    assert first.number in seen.text
    wait_for_listeners(house)

    newcomer = house.within(waiting, house["demo"], 21, garden)
    kept_at = time.perf_counter()
    rung = next(events)
    shown = fragment(other, path, {"If-None-Match": seen.headers["ETag"]})
    late = time.perf_counter() - kept_at

    assert rung == f"event: queue-{queue}\ndata: 1\n\n".encode()
    assert shown.status_code == 200
    assert newcomer.number in shown.text
    assert late < SECOND


def test_pages_are_whole_while_the_doorbell_is_away(house: House, no_redis: Flask) -> None:
    garden = house.within(kindergarten, house["demo"], "Балапан")
    path = f"/demo/kindergartens/{garden}/2022/kk?page=1"
    seen = fragment(no_redis, path).headers["ETag"]

    with no_redis.app_context():
        application = waiting(house["demo"], 31, garden)

    again = fragment(no_redis, path, {"If-None-Match": seen})
    assert application.number in again.text


def long_queue(house: House, count: int, queue_type: QueueType = QueueType.GENERAL) -> uuid.UUID:
    kinds = {QueueType.SPECIAL: "special", QueueType.SANATORIUM: "sanatorium"}
    kind = kinds.get(queue_type, "kindergarten")
    garden = house.within(kindergarten, house["demo"], "Ұзын кезек", kind=kind)
    # Numbers of a crowd are its own: one crowd at a time.
    house.within(forget_crowds, house["demo"])
    return house.within(crowd, house["demo"], garden, count, queue_type=queue_type)


def forget_crowds(tenant_id: int) -> None:
    with tenant_scope(tenant_id) as session:
        session.execute(
            text(
                "update applications set number = id::text where number like 'CRW-%'"
                " and tenant_id = :tenant"
            ),
            {"tenant": tenant_id},
        )


def whole_board(tenant_id: int, queue: uuid.UUID) -> list[BoardLine]:
    lines: list[BoardLine] = []
    with read_scope(tenant_id) as session:
        row = queues_by_id(session, [queue])[queue]
        garden = find_kindergarten(session, row.seats.kindergarten)
        assert garden is not None
        cohort = (row.birth_year, row.language)
        page, last = 1, 1
        while page <= last:
            board = queue_board(session, garden, cohort, page, BEGAN)
            lines.extend(board.lines)
            page, last = page + 1, board.pages.last
    return lines


def set_count(tenant_id: int, queue: uuid.UUID, count: int) -> None:
    with tenant_scope(tenant_id) as session:
        queues_by_id(session, [queue])[queue].count = count


def queue_of(house: House, garden: uuid.UUID) -> uuid.UUID:
    key = SeatKey(KindergartenId(garden), 2022, "kk", QueueType.GENERAL)

    def find() -> uuid.UUID:
        with read_scope(house["demo"]) as session:
            row = find_queue(session, key)
            assert row is not None
            return row.id

    return house.within(find)


def both_ways(
    tenant_id: int, queue_id: uuid.UUID
) -> list[tuple[ShownChange | None, ShownChange | None]]:
    """The last change of everybody in a queue: by a replay of all moves, and as pages find it."""
    compared = []
    with read_scope(tenant_id) as session:
        row = queues_by_id(session, [queue_id])[queue_id]
        moves = moves_of_queue(session, queue_id)
        for one in shown_order(session, row):
            replayed = last_change(row.key, ApplicationId(one), moves)
            (number,) = shown_numbers(session, one, "kk", BEGAN)
            compared.append((shown_change(replayed) if replayed else None, number.change))
    return compared


def later(house: House, doing: Callable[..., Any], *given: Any, **more: Any) -> Any:
    """Does something a second after the last thing."""
    house.clock.set(house.clock.now() + timedelta(seconds=1))
    return house.within(doing, house["demo"], *given, **more)


def vacancy(garden: uuid.UUID, places: int) -> Vacancy:
    return Vacancy(kindergarten_id=garden, birth_year=2022, language="kk", places=places)


def fragment(app: Flask, path: str, headers: dict[str, str] | None = None) -> TestResponse:
    asked = {"HX-Request": "true", "HX-Target": "queue-board", **(headers or {})}
    return app.test_client().get(path, headers=asked)


def wait_for_listeners(house: House) -> None:
    settings: Settings = house.app.extensions["kezek"].settings
    with Redis.from_url(settings.redis_url) as redis:
        while not redis.pubsub_numpat():
            time.sleep(0.02)


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    settings = shared_scratch.new_database("kezek_board")
    with open_front(settings, "demo") as opened:
        yield opened
    shared_scratch.drop_database("kezek_board")


@pytest.fixture
def other(house: House) -> Iterator[Flask]:
    """Another process's app on the same database and the same Valkey."""
    yield from _beside(house)


@pytest.fixture
def no_redis(house: House) -> Iterator[Flask]:
    """One whose Valkey is gone."""
    yield from _beside(house, redis_url="redis://127.0.0.1:1/0")


def _beside(house: House, **changes: str) -> Iterator[Flask]:
    services = house.app.extensions["kezek"]
    settings = replace(services.settings, **changes)
    app = create_app(settings, clock=house.clock)
    app.config["TESTING"] = True
    yield app
    app.extensions["kezek"].doorbell.close()
    with app.app_context():
        db.engine.dispose()
