"""What is turned off is off in every process within ten seconds: here two apps on one database."""

import time
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from kezek.adapters.scratch import Scratch
from kezek.app import create_app
from kezek.core.delivery import Lane
from kezek.core.errors import Refusal
from kezek.core.stops import Level
from kezek.core.switches import Switch
from kezek.db.base import db
from kezek.db.outbox import OutboxRow
from kezek.db.scope import read_scope
from kezek.db.stops import SwitchRow
from kezek.settings import Settings
from kezek.usecases.outbox import announce_due, deliver_some
from kezek.usecases.sign_up import knock
from kezek.usecases.stops import StopWish, resume_region, stop_region
from kezek.usecases.switchboard import FRESH_SECONDS, switchboard
from kezek.usecases.switches import turn_off, turn_on
from kezek.web.security import limiter
from tests.factories.families import MOTHER, UNPROVEN_PHONE
from tests.factories.regions import House, open_house

OPERATOR = f"operator:{uuid.UUID(int=7)}"
PROMISED = 10.0


def test_another_process_knows_within_ten_seconds(house: House, other: Flask) -> None:
    client = other.test_client()
    path = "/demo/live?q=1"
    assert client.get("/demo/family/apply/").status_code != 503
    began = time.monotonic()

    switch = _off(house, Switch.APPLICATIONS)

    assert _wait(lambda: client.get("/demo/family/apply/").status_code == 503, began) < PROMISED
    assert client.get("/demo/").status_code == 200
    assert client.get(path).status_code != 503
    began = time.monotonic()
    turn_on(OPERATOR, switch)
    assert _wait(lambda: client.get("/demo/family/apply/").status_code != 503, began) < PROMISED


def test_a_region_stands_still_in_another_process_within_ten_seconds(
    house: House, other: Flask
) -> None:
    client = other.test_client()
    wish = StopWish(
        level=Level.SUSPENDED,
        reason="moving house",
        words_kk="Портал ертең сағат тоғызда қайта ашылады.",
        words_ru="Портал откроется завтра в девять часов.",
    )
    began = time.monotonic()

    stop_region(OPERATOR, house["demo"], wish, uuid.uuid4())

    assert _wait(lambda: client.get("/demo/").status_code == 503, began) < PROMISED
    answer = client.get("/demo/", headers={"Accept-Language": "ru"})
    assert "Портал откроется завтра в девять часов." in answer.text
    assert int(answer.headers["Retry-After"]) > 0
    assert client.get("/saran/").status_code == 200
    house.clock.advance(timedelta(hours=1))
    resume_region(OPERATOR, house["demo"], "it is over")
    _wait(lambda: client.get("/demo/").status_code == 200, time.monotonic())


def test_messages_of_a_channel_that_is_off_wait_and_go_out_afterwards(house: House) -> None:
    knock(house["demo"], MOTHER, UNPROVEN_PHONE, "ru")
    switch = _off(house, Switch.SMS, house["demo"])

    assert announce_due(house["demo"]) == {}
    assert deliver_some(house["demo"], Lane.CODES).sent == 0
    assert _attempts(house) == {0}
    assert switchboard().find_off(Switch.SMS, house["saran"]) is None

    turn_on(OPERATOR, switch)
    assert deliver_some(house["demo"], Lane.CODES).sent == 1


def test_an_end_that_was_set_turns_it_on_by_itself(house: House) -> None:
    until = house.clock.now() + timedelta(minutes=30)
    turn_off(OPERATOR, Switch.TAPS, None, "a fault in the bulletin", until=until)
    off = switchboard().find_off(Switch.TAPS, house["demo"])
    assert off is not None
    assert switchboard().retry_after(off) == 1800

    house.clock.advance(timedelta(minutes=30))
    switchboard().forget()

    assert switchboard().find_off(Switch.TAPS, house["demo"]) is None
    turn_off(OPERATOR, Switch.TAPS, None, "the same fault once more")


def test_what_is_off_is_not_turned_off_again_but_a_second_press_is_no_fault(house: House) -> None:
    form = uuid.uuid4()
    for _ in range(2):
        turn_off(OPERATOR, Switch.IMPORTS, None, "files are broken", intent=form)

    with pytest.raises(Refusal, match="switch_off"):
        turn_off(OPERATOR, Switch.IMPORTS, None, "files are broken")
    turn_off(OPERATOR, Switch.IMPORTS, house["demo"], "one region alone")


@pytest.mark.parametrize("minutes", [0, -5])
def test_an_end_that_has_passed_is_refused(house: House, minutes: int) -> None:
    until = house.clock.now() + timedelta(minutes=minutes)

    with pytest.raises(Refusal, match="switch_until"):
        turn_off(OPERATOR, Switch.LIVE, None, "too many streams", until=until)

    assert switchboard().find_off(Switch.LIVE, None) is None


def _off(house: House, switch: Switch, tenant_id: int | None = None) -> uuid.UUID:
    turn_off(OPERATOR, switch, tenant_id, "a test of the switch")
    with read_scope(house["demo"]) as session:
        return session.execute(
            select(SwitchRow.id).where(SwitchRow.name == switch, SwitchRow.on_at.is_(None))
        ).scalar_one()


def _attempts(house: House) -> set[int]:
    with read_scope(house["demo"]) as session:
        return set(session.scalars(select(OutboxRow.attempts)))


def _wait(happened: Callable[[], bool], began: float) -> float:
    while not happened():
        assert time.monotonic() - began < PROMISED + FRESH_SECONDS
        time.sleep(0.2)
    return time.monotonic() - began


@pytest.fixture(scope="module")
def other(settings_of: Settings, house: House) -> Iterator[Flask]:
    """Pages of another process: its own memory, the same database."""
    app = create_app(settings_of, clock=house.clock)
    limiter.enabled = False
    yield app
    limiter.enabled = True
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="module")
def house(settings_of: Settings) -> Iterator[House]:
    with open_house(settings_of, "demo", "saran") as opened:
        yield opened


@pytest.fixture(scope="module")
def settings_of(shared_scratch: Scratch) -> Iterator[Settings]:
    yield shared_scratch.new_database("kezek_switches")
    shared_scratch.drop_database("kezek_switches")
