"""The last working days of a town that gives places by vouchers or by a bulletin, played through.

A clock is stepped from day to day, so that windows, terms, iterations and stop-lists come about
as they would have: what stands there in the morning after is what such a town looks like.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from sqlalchemy import select

from kezek.clock import SteppedClock
from kezek.core.applications import State
from kezek.core.days import Calendar
from kezek.core.errors import Refusal
from kezek.core.places import PlaceState
from kezek.core.territories import Mode
from kezek.db.applications import ApplicationRow
from kezek.db.kindergartens import GroupRow, KindergartenRow
from kezek.db.places import PlaceRow
from kezek.db.queues import QueueRow
from kezek.db.scope import read_scope, tenant_scope
from kezek.db.territory_clocks import set_clocks
from kezek.demonstration.town import ACTOR, Town
from kezek.usecases import admission, answers, places, standing, vouchers
from kezek.usecases.due import bring_about_due
from kezek.usecases.taking import take_place

DAYS = 7
"""Working days that are played: five end a referral nobody came with, so the sixth shows it."""

Step = Callable[["Week", uuid.UUID], object]


@dataclass(frozen=True, slots=True)
class Week:
    """A town, its clock, and the dice that say who does what."""

    town: Town
    clock: SteppedClock
    dice: Random
    upto: datetime

    @property
    def calendar(self) -> Calendar:
        """The region's calendar."""
        return self.town.region.calendar

    def go_on_to(self, day: date, at: time) -> bool:
        """Steps to a moment of a day and brings about what is due by then; not past the present."""
        moment = self.calendar.moment(day, at)
        if moment > self.upto:
            return False
        if moment > self.clock.now():
            self.clock.set(moment)
        bring_about_due(self.town.tenant_id)
        return True

    def wait(self) -> None:
        """Some seconds go by: two families never act at one moment."""
        self.clock.advance(timedelta(seconds=self.dice.randint(2, 40)))


def began(region_calendar: Calendar, now: datetime) -> datetime:
    """The morning from which the days are played."""
    day = region_calendar.local_day(now)
    for _ in range(DAYS):
        day = _working_day_before(region_calendar, day)
    return region_calendar.moment(day, time(8, 0))


def _working_day_before(calendar: Calendar, day: date) -> date:
    day -= timedelta(days=1)
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return day


def begin_anew(town: Town, moment: datetime) -> None:
    """Lets the territories of the town begin at the morning from which the days are played."""
    with tenant_scope(town.tenant_id) as session:
        set_clocks(session, town.tenant_id, town.territories, moment)


def play(town: Town, clock: SteppedClock, upto: datetime) -> None:
    """Plays the days one after another, until the present."""
    week = Week(town, clock, Random(town.seed), upto)  # noqa: S311 - no secrecy in a model town
    day = week.calendar.local_day(clock.now())
    while day <= week.calendar.local_day(upto):
        if week.calendar.is_working_day(day):
            _PLAYS[town.mode](week, day)
        day += timedelta(days=1)


def _day_of_vouchers(week: Week, day: date) -> None:
    """At night the iteration; in the morning places, then families and kindergartens at work."""
    if not week.go_on_to(day, time(9, 0)):
        return
    is_first = not _in_state(week, State.VOUCHER_OFFERED)
    _publish(week, _one_in(44 if is_first else 500, week))
    if not week.go_on_to(day, time(10, 0)):
        return
    _each(week, State.VOUCHER_OFFERED, 0.5, _accept)
    _each(week, State.VOUCHER_OFFERED, 0.05, _decline)
    _each(week, State.INACTIVE, 0.2, _restore)
    _each(week, State.VOUCHER_ACTIVE, 0.7, _choose)
    if not week.go_on_to(day, time(15, 0)):
        return
    _admissions(week, State.PLACE_CHOSEN)


def _day_of_bulletins(week: Week, day: date) -> None:
    """Places before the cut-off, the bulletin at nine, the window, and what stays open after it."""
    if not week.go_on_to(day, time(8, 0)):
        return
    _publish(week, _one_in(75, week))
    if not week.go_on_to(day, time(9, 0)):
        return
    _each(week, State.PRIORITY, 0.6, _take)
    _each(week, State.BENEFIT_CHECK, 0.5, _verify)
    _admissions(week, State.REFERRED)
    if not week.go_on_to(day, time(20, 0)):
        return
    for one in week.dice.sample(_in_state(week, State.QUEUED), _one_in(100, week)):
        _try(week, one, _take)


def _one_in(families: int, week: Week) -> int:
    """One for so many families of the town, and at least one."""
    return max(1, week.town.families // families)


def _admissions(week: Week, waiting: State) -> None:
    _each(week, State.CONTRACT, 0.8, lambda w, one: admission.sign(w.town.tenant_id, ACTOR, one))
    _each(week, State.ADMISSION, 0.8, lambda w, one: admission.admit(w.town.tenant_id, ACTOR, one))
    _each(week, waiting, 0.25, _hand_in)


_PLAYS: Mapping[Mode, Callable[[Week, date], None]] = {
    Mode.VOUCHER: _day_of_vouchers,
    Mode.INDIGO: _day_of_bulletins,
}


def _accept(week: Week, one: uuid.UUID) -> None:
    answers.accept(week.town.tenant_id, ACTOR, one)


def _decline(week: Week, one: uuid.UUID) -> None:
    answers.decline(week.town.tenant_id, ACTOR, one)


def _restore(week: Week, one: uuid.UUID) -> None:
    vouchers.restore(week.town.tenant_id, ACTOR, one)


def _verify(week: Week, one: uuid.UUID) -> None:
    standing.verify(week.town.tenant_id, ACTOR, one)


def _hand_in(week: Week, one: uuid.UUID) -> None:
    admission.submit_documents(week.town.tenant_id, ACTOR, one, complete=True, vaccinated=True)


def _choose(week: Week, one: uuid.UUID) -> None:
    """A free place for most; some wait for a kindergarten that they like better."""
    tenant_id = week.town.tenant_id
    free = _with_places(week, one, {PlaceState.PUBLISHED})
    if free and week.dice.random() < 0.8:
        vouchers.choose(tenant_id, ACTOR, one, week.dice.choice(free))
        return
    others = [garden for garden in _with_groups(week, one) if garden not in free]
    if others:
        vouchers.join_waiting_list(tenant_id, ACTOR, one, week.dice.choice(others))


def _take(week: Week, one: uuid.UUID) -> None:
    gardens = _with_places(week, one, {PlaceState.PRIORITY, PlaceState.OPEN})
    if gardens:
        take_place(week.town.tenant_id, ACTOR, one, week.dice.choice(gardens))


def _each(week: Week, state: State, share: float, step: Step) -> None:
    """Takes the step with a share of those who stand there."""
    for one in _in_state(week, state):
        if week.dice.random() < share:
            _try(week, one, step)


def _try(week: Week, one: uuid.UUID, step: Step) -> None:
    week.wait()
    try:
        step(week, one)
    except Refusal:
        # Another was quicker, or the term ended a moment ago: it happens in every town.
        return


def _publish(week: Week, count: int) -> None:
    """Places in groups of the town's kindergartens, a private one under state order among them."""
    with read_scope(week.town.tenant_id) as session:
        groups = session.execute(
            select(GroupRow.kindergarten_id, GroupRow.birth_year, GroupRow.language)
            .join(KindergartenRow, KindergartenRow.id == GroupRow.kindergarten_id)
            .where(
                KindergartenRow.territory.in_(week.town.territories),
                KindergartenRow.ownership != "private",
            )
            .order_by(GroupRow.id)
        ).all()
    for row in week.dice.sample(groups, min(count, len(groups))):
        places.publish(
            week.town.tenant_id,
            ACTOR,
            places.Vacancy(
                kindergarten_id=row.kindergarten_id,
                birth_year=row.birth_year,
                language=row.language,
                places=week.dice.choice((1, 1, 2)),
            ),
        )


def _in_state(week: Week, state: State) -> list[uuid.UUID]:
    with read_scope(week.town.tenant_id) as session:
        return list(
            session.scalars(
                select(ApplicationRow.id)
                .where(
                    ApplicationRow.state == str(state),
                    ApplicationRow.mode == str(week.town.mode),
                )
                .order_by(ApplicationRow.serial)
            )
        )


def _with_places(week: Week, one: uuid.UUID, states: set[PlaceState]) -> Sequence[uuid.UUID]:
    """Kindergartens with a place in one of these states that suits the child."""
    with read_scope(week.town.tenant_id) as session:
        row = session.get_one(ApplicationRow, (week.town.tenant_id, one))
        found = session.scalars(
            select(QueueRow.kindergarten_id)
            .join(PlaceRow, PlaceRow.queue_id == QueueRow.id)
            .join(KindergartenRow, KindergartenRow.id == QueueRow.kindergarten_id)
            .where(
                PlaceRow.state.in_([str(state) for state in states]),
                QueueRow.birth_year == row.birth_year,
                QueueRow.language == row.language,
                KindergartenRow.territory == row.territory,
            )
            .distinct()
            .order_by(QueueRow.kindergarten_id)
        )
        return [garden for garden in found if garden is not None]


def _with_groups(week: Week, one: uuid.UUID) -> Sequence[uuid.UUID]:
    """Kindergartens of the territory that have a group for the child."""
    with read_scope(week.town.tenant_id) as session:
        row = session.get_one(ApplicationRow, (week.town.tenant_id, one))
        found = session.scalars(
            select(GroupRow.kindergarten_id)
            .join(KindergartenRow, KindergartenRow.id == GroupRow.kindergarten_id)
            .where(
                GroupRow.birth_year == row.birth_year,
                GroupRow.language == row.language,
                KindergartenRow.territory == row.territory,
                KindergartenRow.ownership != "private",
            )
            .order_by(GroupRow.kindergarten_id)
        )
        return list(found)
