"""Some days of work in a model town: places published, offers answered, children admitted."""

import uuid
from collections.abc import Callable
from random import Random

from sqlalchemy import Select, func, select

from kezek.core.applications import State
from kezek.core.errors import Refusal
from kezek.core.places import PlaceState
from kezek.db.applications import ApplicationRow
from kezek.db.kindergartens import GroupRow, KindergartenRow
from kezek.db.places import PlaceRow
from kezek.db.queues import QueueEntryRow, QueueRow
from kezek.db.scope import read_scope
from kezek.demonstration.town import ACTOR, Town
from kezek.usecases import admission, answers, places

BUSIEST = 60
"""Queues among which places are published, the longest first."""

GO_ON = 0.62
"""The share that takes the next step; the rest is what the desks show."""

FREE = (PlaceState.PUBLISHED, PlaceState.PRIORITY, PlaceState.OPEN)
"""Places that nobody holds, however they are given."""

_PRIVATE = select(KindergartenRow.id).where(KindergartenRow.ownership == "private")
"""Without a state order: their places are not given by the queue."""

STEPS: tuple[tuple[State, Callable[[int, uuid.UUID], object]], ...] = (
    (State.OFFERED, lambda tenant, one: answers.accept(tenant, ACTOR, one)),
    (
        State.REFERRED,
        lambda tenant, one: admission.submit_documents(
            tenant, ACTOR, one, complete=True, vaccinated=True
        ),
    ),
    (State.ADMISSION, lambda tenant, one: admission.admit(tenant, ACTOR, one)),
    (State.CONTRACT, lambda tenant, one: admission.sign(tenant, ACTOR, one)),
)


def work(town: Town) -> dict[str, int]:
    """Publishes places and takes some families along the way to a contract; gives the states."""
    dice = Random(town.seed)  # noqa: S311 - what happens in a model town needs no secrecy
    _publish(town, dice)
    for state, step in STEPS:
        for number in _numbers(town, state):
            if dice.random() < GO_ON:
                step(town.tenant_id, number)
    return states(town)


def _those_of(town: Town) -> Select[uuid.UUID]:
    """The kindergartens of the territories that are filled."""
    return select(KindergartenRow.id).where(KindergartenRow.territory.in_(town.territories))


def _publish(town: Town, dice: Random) -> None:
    """Places where families wait, and some where nobody does yet."""
    with read_scope(town.tenant_id) as session:
        waited_for = session.execute(
            select(QueueRow.kindergarten_id, QueueRow.birth_year, QueueRow.language)
            .join(QueueEntryRow, QueueEntryRow.queue_id == QueueRow.id)
            .where(QueueRow.kindergarten_id.not_in(_PRIVATE))
            .group_by(QueueRow.kindergarten_id, QueueRow.birth_year, QueueRow.language)
            .order_by(func.count().desc(), QueueRow.kindergarten_id)
        ).all()
        groups = session.execute(
            select(GroupRow.kindergarten_id, GroupRow.birth_year, GroupRow.language)
            .where(
                GroupRow.kindergarten_id.not_in(_PRIVATE),
                GroupRow.kindergarten_id.in_(_those_of(town)),
            )
            .order_by(GroupRow.id)
        ).all()
    known = {tuple(row) for row in waited_for}
    calm = [row for row in groups if tuple(row) not in known]
    busiest = waited_for[:BUSIEST]
    for row in [*dice.sample(busiest, min(24, len(busiest))), *calm[:6]]:
        vacancy = places.Vacancy(
            kindergarten_id=row.kindergarten_id,
            birth_year=row.birth_year,
            language=row.language,
            places=dice.choice((1, 1, 2, 3)),
        )
        try:
            places.publish(town.tenant_id, ACTOR, vacancy)
        except Refusal:
            continue


def _numbers(town: Town, state: State) -> list[uuid.UUID]:
    with read_scope(town.tenant_id) as session:
        return list(
            session.scalars(
                select(ApplicationRow.id)
                .where(ApplicationRow.state == str(state))
                .order_by(ApplicationRow.serial)
            )
        )


def states(town: Town) -> dict[str, int]:
    """How many applications are in each state, and how many places are free."""
    with read_scope(town.tenant_id) as session:
        counts = session.execute(
            select(ApplicationRow.state, func.count())
            .where(ApplicationRow.mode == str(town.mode))
            .group_by(ApplicationRow.state)
        ).all()
        free = session.scalar(
            select(func.count())
            .select_from(PlaceRow)
            .join(QueueRow, QueueRow.id == PlaceRow.queue_id)
            .where(
                PlaceRow.state.in_([str(state) for state in FREE]),
                QueueRow.kindergarten_id.in_(_those_of(town)),
            )
        )
    return {row[0]: row[1] for row in counts} | {"places free": free or 0}
