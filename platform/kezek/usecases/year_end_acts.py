"""The end of a school year is carried out: child by child, then the places of the new year.

Each child is a transaction of its own with a key of its own, so a killed worker, a second worker
and a second press of the button do nothing twice; what could not be done is told and left.
"""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from kezek.adapters.services import services
from kezek.core.access import Actor, Permission, Role
from kezek.core.applications import Application
from kezek.core.errors import Code, Refusal
from kezek.core.ids import KindergartenId
from kezek.core.triggers import EndContract, Leaving
from kezek.core.year_ends import Deed, Opening, Stage
from kezek.db.base import uuid7
from kezek.db.kindergartens import find_kindergarten
from kezek.db.place_batches import add_batch
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.db.seats import seats_of
from kezek.db.year_ends import (
    YearEndChildRow,
    YearEndRow,
    children_of_year_end,
    due_year_ends,
    find_year_end,
    mark_child,
    next_year_end_day,
)
from kezek.usecases.deciding import NotFound
from kezek.usecases.due import catch_up
from kezek.usecases.groups import GroupFacts, open_group_within
from kezek.usecases.places import Vacancy, publish_within
from kezek.usecases.pupils import move_within
from kezek.usecases.staff_acts import decide, press
from kezek.usecases.unit_of_work import SYSTEM, Act, act
from kezek.usecases.world import NEW_PLACES
from kezek.usecases.year_ends import own_year_end

DONE = "done"
GONE = "gone"
"""It was no pupil here any more: nothing had to be done."""
LEFT_OUT = "left_out"
"""It could not be done, and the kindergarten has left the child where it is."""


def next_year_end_at(tenant_id: int) -> datetime | None:
    """When the next one is to be carried out; the moment may have passed."""
    with read_scope(tenant_id) as session:
        day = next_year_end_day(session)
        if day is None:
            return None
        _, region = region_at(session, tenant_id, services().clock.now(session))
        return region.calendar.start_of_day(day)


def carry_out_due(tenant_id: int) -> None:
    """Carries out every one whose day has come."""
    with read_scope(tenant_id) as session:
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        due = due_year_ends(session, region.calendar.local_day(now))
    for year_end_id in due:
        carry_out(tenant_id, year_end_id)


def carry_out(tenant_id: int, year_end_id: uuid.UUID) -> None:
    """Does what is signed and due, as far as it can be done; again it does only what is left."""
    catch_up(tenant_id)
    row, lines = _due(tenant_id, year_end_id)
    if row is None:
        return
    signer = _signer(row)
    for line in lines:
        if line.done_at is None:
            outcome = _do(tenant_id, signer, row, line)
            is_done = outcome in (DONE, GONE)
            _mark(tenant_id, signer, row, line.application_id, outcome, is_done=is_done)
    _, lines = _due(tenant_id, year_end_id)
    if all(line.done_at for line in lines):
        _finish(tenant_id, signer, year_end_id)


def leave_out(
    tenant_id: int, by: Actor, year_end_id: uuid.UUID, application_id: uuid.UUID, *, intent: str
) -> None:
    """A child with whom it could not be done stays where it is. Raises NotFound, Refusal."""

    def leave(running: Act) -> None:
        row = own_year_end(running, by, year_end_id)
        known = {one.application_id: one for one in children_of_year_end(running.session, row.id)}
        line = known.get(application_id)
        if line is None:
            raise NotFound(application_id)
        if line.done_at is not None or line.outcome is None:
            raise Refusal(Code.ALREADY_DECIDED, "year_end")
        mark_child(running.session, row.id, application_id, LEFT_OUT, running.now())
        running.bells.add(f"kindergarten-{row.kindergarten_id}")

    request = f"year-end-leave-out:{year_end_id}:{application_id}"
    press(tenant_id, by, leave, intent=intent, request=request)


def _due(
    tenant_id: int, year_end_id: uuid.UUID
) -> tuple[YearEndRow | None, Sequence[YearEndChildRow]]:
    with read_scope(tenant_id) as session:
        row = find_year_end(session, year_end_id)
        if row is None or row.stage != Stage.SIGNED:
            return None, ()
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        if row.on_day > region.calendar.local_day(now):
            return None, ()
        return row, children_of_year_end(session, year_end_id)


def _signer(row: YearEndRow) -> Actor:
    assert row.signed_by is not None, "a signed year without a signature"
    account = uuid.UUID(row.signed_by.partition(":")[2])
    garden = KindergartenId(row.kindergarten_id)
    return Actor(account, Role.KINDERGARTEN, kindergarten_id=garden)


def _do(tenant_id: int, by: Actor, row: YearEndRow, line: YearEndChildRow) -> str:
    """What became of it: done, gone, or the refusal's own name."""
    key = f"year-end:{row.id}:{line.application_id}"
    try:
        if line.deed == Deed.LEAVES:
            permission = Permission.CONTRACT_END
            decide(tenant_id, by, permission, line.application_id, _leaves, intent=key, request=key)
        else:
            _move(tenant_id, by, line, key)
    except NotFound:
        return GONE
    except Refusal as refusal:
        return refusal.detail or str(refusal.code)
    return DONE


def _leaves(_: Act, application: Application) -> EndContract:
    return EndContract(application.id, Leaving.GRADUATED, closes_place=True)


def _move(tenant_id: int, by: Actor, line: YearEndChildRow, key: str) -> None:
    group = line.to_group_id
    assert group is not None, "a move to no group"

    def move(running: Act) -> None:
        move_within(running, by, line.application_id, group, closes_place=True)

    press(tenant_id, by, move, intent=key, request=key)


def _mark(
    tenant_id: int,
    by: Actor,
    row: YearEndRow,
    application_id: uuid.UUID,
    outcome: str,
    *,
    is_done: bool,
) -> None:
    with act(tenant_id, by.tag) as running:
        done_at = running.now() if is_done else None
        mark_child(running.session, row.id, application_id, outcome, done_at)
        running.bells.add(f"kindergarten-{row.kindergarten_id}")


def _finish(tenant_id: int, by: Actor, year_end_id: uuid.UUID) -> None:
    """Opens the new groups, publishes the places, and ends it: all in one transaction."""
    with act(tenant_id, by.tag) as running:
        row = find_year_end(running.session, year_end_id, for_update=True)
        if row is None or row.stage != Stage.SIGNED:
            return
        openings = [Opening(**one) for one in row.openings]
        running.hold(birth_years={one.birth_year for one in openings})
        for one in openings:
            if one.is_new and one.places:
                wish = GroupFacts(capacity=one.capacity, language=one.language)
                open_group_within(running, row.kindergarten_id, one.birth_year, wish, "X-14")
        if row.publishes and _takes_children(running, row):
            _publish(running, row, [_within_norm(running, row, one) for one in openings])
        row.stage, row.finished_at = str(Stage.DONE), running.now()
        row.version += 1
        running.bells.add(f"kindergarten-{row.kindergarten_id}")


def _takes_children(running: Act, row: YearEndRow) -> bool:
    garden = find_kindergarten(running.session, row.kindergarten_id)
    return garden is not None and garden.ownership != "private"


def _within_norm(running: Act, row: YearEndRow, opening: Opening) -> Opening:
    """No more than there is room for on the day: some may have been published meanwhile."""
    cohort = (opening.birth_year, opening.language)
    room = opening.capacity - seats_of(running.session, row.kindergarten_id, cohort).in_use
    return replace(opening, places=max(0, min(opening.places, room)))


def _publish(running: Act, row: YearEndRow, openings: Sequence[Opening]) -> None:
    """In portions that the loader looks far enough ahead for; they are one batch all the same."""
    places: list[uuid.UUID] = []
    left = {one: one.places for one in openings if one.places}
    while left:
        portion = [
            Vacancy(
                kindergarten_id=row.kindergarten_id,
                birth_year=one.birth_year,
                language=one.language,
                places=min(count, NEW_PLACES),
            )
            for one, count in left.items()
        ]
        placed = publish_within(running, portion)
        places += [uuid.UUID(str(one.id)) for one in placed.places]
        left = {one: count - NEW_PLACES for one, count in left.items() if count > NEW_PLACES}
    if places:
        add_batch(
            running.session,
            running.tenant_id,
            uuid7(),
            row.kindergarten_id,
            places,
            at=running.now(),
            by=row.signed_by or SYSTEM,
        )
