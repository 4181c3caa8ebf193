"""Acts of a season that are made up: who applies, what is published, which place is taken."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, select

from kezek.core.applications import State
from kezek.core.territories import Mode
from kezek.db.applications import ApplicationRow
from kezek.db.places import PlaceRow
from kezek.db.queues import QueueRow
from kezek.db.scope import read_scope
from kezek.scenarios.season import Act, Season
from kezek.scenarios.stage import add_child, made_up_iin
from kezek.usecases import applications, outages, places, taking, vouchers

FAMILY, OFFICE, GARDEN, ADMIN = "family", "office", "kindergarten", "admin"
CATEGORIES = ((13,),) * 16 + ((10,), (11,), (12,), (7,), (1,), (3,))
AGES = (2, 3, 3, 4)

S = State
WAITING = (S.QUEUED, S.DEFERRED, S.PRIORITY)


def apply(season: Season) -> int:
    """A family applies for a child; now and then for one that attends a kindergarten (A-42)."""
    stage, dice = season.stage, season.dice
    attending = some(season, S.ENROLLED) if dice.random() < 0.06 else None
    child = attending.child_id if attending else _new_child(season)
    modes = season.modes
    part = attending.territory if attending else dice.choice(sorted(modes))
    today = stage.calendar.local_day(stage.clock.now())
    wish = applications.Wish(
        child_id=child,
        territory=part,
        language=dice.choice(("kk", "kk", "ru")),
        choices=_choices(season, part) if modes[part] is Mode.LINEAR else (),
        categories=dice.choice(CATEGORIES),
        planned_from=today + timedelta(days=20) if dice.random() < 0.08 else None,
        consent=True,
        proof_accepted=dice.random() < 0.8,
    )
    applications.submit(stage.tenant_id, FAMILY, wish)
    return 1


def _new_child(season: Season) -> UUID:
    stage, dice = season.stage, season.dice
    season.children += 1
    born_on = date(_birth_year(season), dice.randint(1, 12), dice.randint(1, 28))
    iin = made_up_iin(born_on, season.children)
    parent = f"parent {dice.randint(1, 1 + season.children)}"
    return add_child(stage, f"child {season.children}", parent, born_on, iin)


def _birth_year(season: Season) -> int:
    today = season.stage.calendar.local_day(season.stage.clock.now())
    return today.year - season.dice.choice(AGES)


def _choices(season: Season, part: str) -> tuple[UUID, ...]:
    """Some of the kindergartens of a part, in an order of preference."""
    return tuple(season.dice.sample(season.gardens_in(part), season.dice.randint(1, 4)))


def publish(season: Season) -> int:
    """A kindergarten publishes one to three places, some of them temporary."""
    stage, dice = season.stage, season.dice
    today = stage.calendar.local_day(stage.clock.now())
    vacancy = places.Vacancy(
        kindergarten_id=dice.choice(season.gardens_in(dice.choice(sorted(stage.territories)))),
        birth_year=_birth_year(season),
        language=dice.choice(("kk", "kk", "ru")),
        places=dice.choice((1, 1, 2, 3)),
        until=today + timedelta(days=15) if dice.random() < 0.1 else None,
    )
    places.publish(stage.tenant_id, GARDEN, vacancy)
    return 1


def recall(season: Season) -> int:
    """A kindergarten takes a place back."""
    with read_scope(season.stage.tenant_id) as session:
        found = session.scalars(
            select(PlaceRow.id)
            .where(PlaceRow.state.in_(["PUBLISHED", "OFFERED", "PRIORITY", "OPEN"]))
            .order_by(PlaceRow.opened_at, PlaceRow.serial)
        ).all()
    if not found:
        return 0
    places.recall(season.stage.tenant_id, GARDEN, season.dice.choice(found), reason="season")
    return 1


def outage(season: Season) -> int:
    """The service was away for some hours, and it is recorded (R-11)."""
    ended_at = season.stage.clock.now()
    began_at = ended_at - timedelta(hours=season.dice.randint(1, 30))
    outages.record_outage(season.stage.tenant_id, ADMIN, began_at, ended_at)
    return 1


def iterate(season: Season) -> int:
    """A territory gives vouchers now (R-6)."""
    parts = [part for part, mode in season.modes.items() if mode is Mode.VOUCHER]
    if not parts:
        return 0
    vouchers.iterate(season.stage.tenant_id, ADMIN, season.dice.choice(parts))
    return 1


def name_kindergartens(season: Season) -> int:
    """A family in a linear territory names other kindergartens, or its first ones (R-10)."""
    linear = ApplicationRow.mode == str(Mode.LINEAR)
    subject = some(season, *WAITING, S.SUSPENDED, where=linear)
    if subject is None:
        return 0
    choices = _choices(season, subject.territory)
    applications.change_choices(season.stage.tenant_id, FAMILY, subject.id, choices)
    return 1


def take(season: Season) -> int:
    """A family reaches for a place of the shared queue: its own window's, or an open one."""
    in_window = some(season, S.PRIORITY) if season.dice.random() < 0.6 else None
    indigo = ApplicationRow.mode == str(Mode.INDIGO)
    subject = in_window or some(season, *WAITING, S.STOP_LIST, where=indigo)
    if subject is None:
        return 0
    garden = garden_with_place(season, subject, "PRIORITY", "OPEN")
    taking.claim_place(season.stage.tenant_id, FAMILY, subject.id, garden)
    return 1


def garden_with_place(season: Season, subject: ApplicationRow, *states: str) -> UUID:
    """Mostly one that has a place for the child; else any of its part."""
    with read_scope(season.stage.tenant_id) as session:
        found = session.scalars(
            select(QueueRow.kindergarten_id)
            .join(PlaceRow, PlaceRow.queue_id == QueueRow.id)
            .where(
                PlaceRow.state.in_(states),
                QueueRow.birth_year == subject.birth_year,
                QueueRow.language == subject.language,
                QueueRow.kindergarten_id.in_(season.gardens_in(subject.territory)),
            )
            .order_by(PlaceRow.opened_at, PlaceRow.serial)
        ).all()
    free = [one for one in found if one is not None]
    if free and season.dice.random() < 0.9:
        return season.dice.choice(free)
    return season.dice.choice(season.gardens_in(subject.territory))


Step = Callable[[int, ApplicationRow, Season], object]


def some(
    season: Season, *states: State, where: ColumnElement[bool] | None = None
) -> ApplicationRow | None:
    """One application in one of these states, by chance."""
    query = select(ApplicationRow).where(ApplicationRow.state.in_([str(one) for one in states]))
    if where is not None:
        query = query.where(where)
    with read_scope(season.stage.tenant_id) as session:
        found = session.scalars(query.order_by(ApplicationRow.serial)).all()
    return season.dice.choice(found) if found else None


def on(states: tuple[State, ...], step: Step, mode: Mode | None = None) -> Act:
    """An act that is this step for somebody in one of these states, if there is anybody."""
    where = ApplicationRow.mode == str(mode) if mode else None

    def act(season: Season) -> int:
        subject = some(season, *states, where=where)
        if subject is None:
            return 0
        step(season.stage.tenant_id, subject, season)
        return 1

    return act
