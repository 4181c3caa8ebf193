"""A term that leads into an unknown year waits alone: nobody else's does, and nobody guesses."""

import logging
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from kezek.adapters.scratch import Scratch
from kezek.adapters.tenants import read_tenant
from kezek.core.applications import Application, State
from kezek.core.complaints import About, Body
from kezek.core.days import CalendarMissing
from kezek.core.ids import ApplicationId
from kezek.core.regions import Tenant
from kezek.db.applications import load_applications
from kezek.db.complaints import ComplaintRow
from kezek.db.passed_over import PassedOverRow
from kezek.db.scope import read_scope
from kezek.usecases import missing_calendars
from kezek.usecases.answers import accept
from kezek.usecases.complaints import ComplaintWish, attend_complaints, file_complaint
from kezek.usecases.due import bring_about_due, next_due_at
from kezek.usecases.places import Vacancy, publish
from kezek.usecases.rebuild import rebuild
from kezek.usecases.regions import get_region, load_region
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_house
from tests.factories.staff import owner_of
from tests.factories.waiting import FAMILY, waiting

CHRISTMAS = datetime(2026, 12, 24, 4, 0, tzinfo=UTC)
OVER = datetime(2026, 12, 27, 4, 0, tzinfo=UTC)
"""Two calendar days after it: an unanswered offer has lapsed, its suspension leads into 2027."""
AN_HOUR = timedelta(hours=1)


def test_the_other_ends_of_the_same_moment_are_brought_about(town: "Town") -> None:
    stuck, other = town.offered(), town.offered(until=date(2027, 5, 30))

    town.house.clock.set(OVER)
    bring_about_due(town.id)

    assert town.state(stuck) is State.OFFERED, "it waits for the calendar"
    assert town.state(other) is State.QUEUED, "a temporary place harms nobody"
    assert bring_about_due(town.id).count == 0, "and is not tried at every turn"


def test_families_of_the_same_year_can_act(town: "Town") -> None:
    stuck, other = town.offered(), town.offered(until=date(2027, 5, 30))
    town.house.clock.set(OVER)

    newcomer = waiting(town.id, next(town.house.serials), kindergarten(town.id, "В"))

    assert town.state(newcomer.id) is State.QUEUED
    assert (town.state(stuck), town.state(other)) == (State.OFFERED, State.QUEUED)


def test_it_is_tried_each_hour_and_said_once_an_hour(
    town: "Town", caplog: pytest.LogCaptureFixture
) -> None:
    town.offered(), town.offered()
    town.house.clock.set(OVER)
    with caplog.at_level(logging.ERROR):
        bring_about_due(town.id)
        assert next_due_at(town.id) == OVER + AN_HOUR
        for _ in range(3):
            town.house.clock.advance(timedelta(minutes=5))
            bring_about_due(town.id)
        assert town.said(caplog) == [2027]

        town.house.clock.set(OVER + AN_HOUR)
        assert bring_about_due(town.id).count == 2
        assert town.said(caplog) == [2027, 2027]
    assert next_due_at(town.id) == OVER + 2 * AN_HOUR


def test_the_calendar_comes_and_the_term_ends_as_if_it_had_been_there(town: "Town") -> None:
    stuck = town.offered()
    town.house.clock.set(OVER)
    bring_about_due(town.id)

    load_region(town.whole, save=True, at_once=True)
    bring_about_due(town.id)

    ended = town.application(stuck)
    assert ended.state is State.SUSPENDED
    # Ten working days from the 28th of December over New Year and Orthodox Christmas.
    (suspension,) = [one for one in ended.terms if str(one.kind) == "suspension"]
    assert suspension.due_at.date() == date(2027, 1, 13)
    assert town.rests() == 0
    assert rebuild(town.id).is_equal


def test_an_act_that_needs_the_year_changes_nothing(town: "Town") -> None:
    one = town.offered()
    town.house.clock.set(OVER - timedelta(days=1))

    with pytest.raises(CalendarMissing) as missing:
        accept(town.id, FAMILY, one)

    assert missing.value.year == 2027
    assert town.state(one) is State.OFFERED


def test_a_complaint_that_lacks_its_calendar_keeps_no_other_back(town: "Town") -> None:
    one = waiting(town.id, next(town.house.serials), kindergarten(town.id, "А")).id
    # In the evening: both are registered the next morning, fifteen working days lead too far.
    town.house.clock.set(datetime(2026, 12, 22, 15, 0, tzinfo=UTC))
    higher, near = town.complain(one, Body.AUTHORITY), town.complain(one, Body.PROVIDER)
    town.house.clock.set(datetime(2026, 12, 23, 5, 0, tzinfo=UTC))

    assert attend_complaints(town.id) == 1

    assert (town.ends(higher), town.ends(near)) == (None, date(2026, 12, 30))


class Town:
    """A region whose calendar ends with this year."""

    def __init__(self, house: House, whole: Tenant) -> None:
        self.house = house
        self.whole = whole
        self.id = house[whole.slug]

    def offered(self, until: date | None = None) -> ApplicationId:
        """A child with an offer of this Christmas."""
        self.house.clock.set(CHRISTMAS)
        garden = kindergarten(self.id, "А")
        one = waiting(self.id, next(self.house.serials), garden)
        publish(
            self.id,
            "kindergarten:test",
            Vacancy(kindergarten_id=garden, birth_year=2022, language="kk", until=until),
        )
        return one.id

    def application(self, one: ApplicationId) -> Application:
        with read_scope(self.id) as session:
            return load_applications(session, [one])[one]

    def state(self, one: ApplicationId) -> State:
        return self.application(one).state

    def complain(self, one: ApplicationId, body: Body) -> uuid.UUID:
        wish = ComplaintWish(
            application_id=one, about=About.QUEUEING, body=body, text="Нас обошли, проверьте."
        )
        return file_complaint(self.id, owner_of(self.application(one)), wish)

    def ends(self, complaint_id: uuid.UUID) -> date | None:
        """The last day for the answer."""
        with read_scope(self.id) as session:
            due_at = session.get_one(ComplaintRow, (self.id, complaint_id)).due_at
        return (due_at - AN_HOUR).date() if due_at else None

    def rests(self) -> int:
        with read_scope(self.id) as session:
            return session.scalar(select(func.count()).select_from(PassedOverRow)) or 0

    def said(self, caplog: pytest.LogCaptureFixture) -> list[int]:
        said = [one for one in caplog.records if one.message == "calendar.missing"]
        return [one.__dict__["year"] for one in said]


@pytest.fixture
def town(shared_scratch: Scratch, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    monkeypatch.setattr(missing_calendars, "_said", {})
    whole = read_tenant("demo")
    short = replace(whole, calendar=whole.calendar.only([2025, 2026]))
    with open_house(shared_scratch.new_database("kezek_calendar")) as house:
        house.clock.set(CHRISTMAS - timedelta(days=2))
        load_region(short)
        house.tenants["demo"] = get_region("demo")[0]
        yield Town(house, whole)
    shared_scratch.drop_database("kezek_calendar")
