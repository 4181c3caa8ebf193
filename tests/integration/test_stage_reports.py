"""Stages of the service reach monitoring over real HTTP: each once, whatever happens on the way."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from kezek.core.applications import Application
from kezek.core.service_stages import BATCH, HOLD
from kezek.db.scope import read_scope, tenant_scope
from kezek.db.stage_reports import Backlog, StageReportRow, backlog, claim_reports
from kezek.demonstration.counterparts import monitoring
from kezek.demonstration.counterparts.moods import Mood
from kezek.demonstration.counterparts.service import State, serving
from kezek.settings import Party, Settings
from kezek.usecases.applications import withdraw
from kezek.usecases.stage_reports import next_stage_at, report_stages, send_stages_again
from tests.factories.contracts import need_request_as_written
from tests.factories.kindergartens import kindergarten
from tests.factories.partners import SECRET
from tests.factories.regions import House, open_house
from tests.factories.waiting import waiting

STAGES = monitoring.STAGES


def test_stages_leave_in_the_order_in_which_they_were_reached(desk: "Desk") -> None:
    number = desk.apply()

    desk.report()

    assert desk.told(number) == ["received", "accepted"]
    assert desk.report() == 0
    assert next_stage_at(desk.region) is None


def test_what_leaves_is_as_the_contract_has_it_and_names_nobody(desk: "Desk") -> None:
    desk.apply()
    desk.report()

    (call,) = desk.state.calls_of(STAGES)[-1:]

    need_request_as_written("monitoring", STAGES, dict(call.body))
    assert "Айша" not in str(call.body)


def test_a_silent_receiver_is_told_later_and_nothing_is_told_twice(desk: "Desk") -> None:
    number = desk.apply()
    desk.state.moods.set(STAGES, Mood.SILENT)

    assert desk.report() == 0
    assert desk.report() == 0, "it waits for its pause"
    desk.state.moods.clear()
    desk.house.clock.advance(timedelta(minutes=1))

    assert desk.report() == 2
    assert desk.told(number) == ["received", "accepted"]


def test_a_receiver_that_took_them_and_could_not_say_so_has_them_once(desk: "Desk") -> None:
    number = desk.apply()
    desk.state.moods.set(STAGES, Mood.GARBLED)
    desk.report()
    desk.state.moods.clear()
    desk.house.clock.advance(timedelta(minutes=1))

    desk.report()

    assert desk.told(number) == ["received", "accepted"]
    assert desk.receiver.repeated == 2


def test_an_answer_under_another_key_acknowledges_nothing(desk: "Desk") -> None:
    desk.apply()
    desk.state.moods.set(STAGES, Mood.FORGED)

    assert desk.report() == 0
    assert desk.backlog().waiting == 2


def test_a_sender_that_was_killed_leaves_its_batch_to_the_next(desk: "Desk") -> None:
    number = desk.apply()
    with tenant_scope(desk.region) as session:
        now = desk.house.clock.now()
        assert len(claim_reports(session, now, now + HOLD, BATCH)) == 2

    assert desk.report() == 0, "another may still be sending it"
    desk.house.clock.advance(HOLD)

    assert desk.report() == 2
    assert desk.told(number) == ["received", "accepted"]


def test_two_senders_never_send_the_same_stage(desk: "Desk") -> None:
    desk.apply()
    with tenant_scope(desk.region) as session:
        now = desk.house.clock.now()
        first = claim_reports(session, now, now + HOLD, 1)
        second = claim_reports(session, now, now + HOLD, BATCH)

    assert len(first) == len(second) == 1
    assert first[0].id != second[0].id


def test_a_refused_stage_waits_for_an_operator(desk: "Desk") -> None:
    number = desk.apply()
    desk.receiver.refuses.add("accepted")
    desk.report()
    assert (desk.backlog().refused, desk.backlog().last_error) == (1, "stage_unknown")

    desk.receiver.refuses.clear()
    assert send_stages_again(desk.region, "operator:1") == 1
    desk.report()

    assert desk.told(number) == ["received", "accepted"]
    assert desk.backlog().refused == 0


def test_a_stage_is_written_with_its_fact_or_not_at_all(desk: "Desk") -> None:
    application = desk.waiting()
    desk.report()

    withdraw(desk.region, "family:1", application.id)
    with pytest.raises(Exception, match="wrong_state"):
        withdraw(desk.region, "family:1", application.id)
    desk.report()

    assert desk.told(application.number) == ["received", "accepted", "closed"]


def test_where_nobody_monitors_nothing_is_written(
    new_database: Callable[[], Settings],
) -> None:
    with open_house(new_database(), "demo") as house:
        garden = kindergarten(house["demo"], "Айгөлек")
        waiting(house["demo"], 1, garden)
        with read_scope(house["demo"]) as session:
            assert session.scalars(select(StageReportRow)).all() == []
        assert next_stage_at(house["demo"]) is None


@dataclass
class Desk:
    """A region, and the monitoring that it tells."""

    house: House
    region: int
    garden: uuid.UUID
    state: State
    receiver: monitoring.Receiver
    serial: int = 0

    def waiting(self) -> Application:
        """A family that goes into the queue."""
        self.serial += 20
        return waiting(self.region, self.serial, self.garden)

    def apply(self) -> str:
        """The same by the application's number."""
        return str(self.waiting().number)

    def report(self) -> int:
        """Sends what waits."""
        return report_stages(self.region)

    def told(self, number: str) -> list[str]:
        """What monitoring knows of an application, in the order in which it came."""
        known = self.receiver.known.values()
        return [one["stage"] for one in known if one["application"] == number]

    def backlog(self) -> Backlog:
        """What it does not know yet."""
        with read_scope(self.region) as session:
            return backlog(session)


@pytest.fixture
def desk(new_database: Callable[[], Settings]) -> Iterator[Desk]:
    """A region of its own for each test: the breaker remembers failures."""
    receiver = monitoring.Receiver()
    state = State((monitoring.desk(receiver),), SECRET)
    with serving(state) as address:
        settings = replace(new_database(), monitoring=Party(address, SECRET))
        with open_house(settings, "demo") as house:
            garden = kindergarten(house["demo"], "Айгөлек")
            yield Desk(house, house["demo"], garden, state, receiver)
