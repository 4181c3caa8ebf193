"""When a complaint is registered, when its term runs out, and when staff are alarmed."""

import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest

from kezek.adapters.scratch import Scratch
from kezek.core.applications import Application
from kezek.core.complaints import ComplaintState, Outcome
from kezek.core.errors import Refusal
from kezek.usecases.complaints import (
    answer_complaint,
    attend_complaints,
    next_complaint_at,
    register_complaint,
)
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_house
from tests.factories.staff import queued
from tests.integration.complaining import ANSWER, CHIEF, alarms, file, notices, row_of, to_hour


def test_in_working_hours_it_is_registered_at_once(house: House, own: Application) -> None:
    row = row_of(house, file(house, own))

    assert row.state == ComplaintState.REGISTERED
    assert row.registered_at == row.filed_at == house.clock.now()
    assert row.due_at is not None
    assert row.due_at - house.clock.now() > timedelta(days=5)


def test_at_night_it_is_registered_in_the_morning_by_itself(house: House, own: Application) -> None:
    to_hour(house, 20)
    # What others left for a morning is attended to first.
    attend_complaints(house["demo"])
    complaint = file(house, own)
    assert row_of(house, complaint).state == ComplaintState.DELIVERED
    assert notices(house, own, "N-52") == []
    morning = next_complaint_at(house["demo"])
    assert morning is not None

    house.clock.set(morning + timedelta(hours=3))
    attend_complaints(house["demo"])

    row = row_of(house, complaint)
    # The ticker was late by three hours; the family's term is not.
    assert (row.state, row.registered_at) == (ComplaintState.REGISTERED, morning)
    assert len(notices(house, own, "N-52")) == 1


def test_staff_are_alarmed_once_on_the_last_working_day(house: House, own: Application) -> None:
    complaint = file(house, own)
    row = row_of(house, complaint)
    assert row.alarm_at is not None
    attend_complaints(house["demo"])
    assert alarms(house, row.number) == 0

    house.clock.set(max(house.clock.now(), row.alarm_at))
    attend_complaints(house["demo"])
    attend_complaints(house["demo"])

    assert alarms(house, row.number) == 1


def test_nothing_is_alarmed_about_what_is_answered(house: House, own: Application) -> None:
    complaint = file(house, own)
    row = row_of(house, complaint)
    answer_complaint(house["demo"], CHIEF, complaint, Outcome.UPHELD, ANSWER)
    assert row.alarm_at is not None

    house.clock.set(max(house.clock.now(), row.alarm_at))
    attend_complaints(house["demo"])

    assert alarms(house, row.number) == 0


def test_registered_early_the_term_runs_from_then(house: House, own: Application) -> None:
    to_hour(house, 21)
    complaint = file(house, own)

    register_complaint(house["demo"], CHIEF, complaint)

    assert row_of(house, complaint).registered_at == house.clock.now()
    with pytest.raises(Refusal, match="complaint_registered"):
        register_complaint(house["demo"], CHIEF, complaint)


@pytest.fixture
def own(house: House, garden: uuid.UUID) -> Application:
    """What is sent at ten o'clock of a working day is registered at once."""
    to_hour(house, 10)
    return queued(house["demo"], garden)


@pytest.fixture
def garden(house: House) -> uuid.UUID:
    return kindergarten(house["demo"], "Ясли-сад «Балдәурен»")


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    """One region for all: each test has its own family and kindergarten."""
    with open_house(shared_scratch.new_database("kezek_complaint_terms"), "demo") as opened:
        yield opened
    shared_scratch.drop_database("kezek_complaint_terms")
