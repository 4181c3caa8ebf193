"""A kindergarten ends its school year: step by step, signed once, taken back until its day."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date

from kezek.core.access import Actor, Permission, Subject, may
from kezek.core.errors import Code, Refusal
from kezek.core.ids import KindergartenId
from kezek.core.year_ends import (
    Deed,
    Goes,
    Opening,
    Stage,
    last_day,
    proposed_day,
    school_year,
    usual_deed,
)
from kezek.db.base import uuid7
from kezek.db.group_changes import find_group
from kezek.db.journal import JournalEntry, append
from kezek.db.pupils import Pupil, pupils_of
from kezek.db.rules_in_force import region_at
from kezek.db.year_ends import (
    YearEndRow,
    begin_year_end,
    children_of_year_end,
    decide_child,
    find_year_end,
    forget_child,
    freeze_children,
    year_end_of,
)
from kezek.usecases.deciding import NotFound
from kezek.usecases.staff_acts import press
from kezek.usecases.unit_of_work import Act, act

MOST_OPENED = 60
"""The most places that the end of a year opens in one group."""


def begin(tenant_id: int, by: Actor) -> uuid.UUID:
    """The end of the year that is meant today: a new draft, or the one that is there.

    Raises NotFound for whoever works in no kindergarten.
    """
    if by.kindergarten_id is None:
        raise NotFound("year end")
    with act(tenant_id, by.tag) as running:
        now = running.now()
        _, region = region_at(running.session, tenant_id, now)
        today = region.calendar.local_day(now)
        year = school_year(today)
        row = {
            "tenant_id": tenant_id,
            "id": uuid7(),
            "kindergarten_id": by.kindergarten_id,
            "school_year": year,
            "on_day": proposed_day(year, today, region.rules.group_year_switch),
            "stage": str(Stage.DRAFT),
            "openings": [],
            "publishes": True,
            "begun_at": now,
            "begun_by": by.tag,
            "version": 1,
        }
        begin_year_end(running.session, row)
        found = year_end_of(running.session, by.kindergarten_id, year)
        assert found is not None, "a draft that was just made"
        return found.id


def set_day(tenant_id: int, by: Actor, year_end_id: uuid.UUID, day: date, *, intent: str) -> None:
    """The day on which the children go. Raises NotFound, and Refusal: a day that cannot be."""

    def change(running: Act) -> None:
        row = _draft(running, by, year_end_id)
        _need_day(running, row, day)
        row.on_day = day
        row.version += 1

    press(tenant_id, by, change, intent=intent, request=f"year-end-day:{year_end_id}:{day}")


def decide_children(
    tenant_id: int,
    by: Actor,
    year_end_id: uuid.UUID,
    decisions: Mapping[uuid.UUID, Goes],
    *,
    intent: str,
) -> None:
    """Keeps what is decided on these children; what their birth year says is not written down.

    Raises NotFound, and Refusal: a child that is no pupil here, or a group that is not this
    kindergarten's.
    """

    def change(running: Act) -> None:
        row = _draft(running, by, year_end_id)
        session = running.session
        _, region = region_at(session, tenant_id, running.now())
        ages = region.rules.group_ages
        pupils = {one.application_id: one for one in pupils_of(session, row.kindergarten_id)}
        for application_id, goes in decisions.items():
            pupil = pupils.get(application_id)
            if pupil is None:
                raise NotFound(application_id)
            goes = _as_meant(running, row, pupil, goes)
            if goes.deed is usual_deed(pupil.birth_year, row.school_year, ages):
                forget_child(session, year_end_id, application_id)
            else:
                decide_child(
                    session, tenant_id, year_end_id, application_id, str(goes.deed), goes.to_group
                )
        # Other children make other rooms: the places are looked at anew.
        row.openings = []
        row.version += 1

    told = sorted((str(one), str(goes.deed), str(goes.to_group)) for one, goes in decisions.items())
    press(tenant_id, by, change, intent=intent, request=f"year-end-children:{year_end_id}:{told}")


def plan_openings(
    tenant_id: int,
    by: Actor,
    year_end_id: uuid.UUID,
    openings: Sequence[Opening],
    *,
    publishes: bool,
    intent: str,
) -> None:
    """Which places are published on the day, or that none is yet. Raises NotFound, Refusal."""

    def change(running: Act) -> None:
        row = _draft(running, by, year_end_id)
        for one in openings:
            if not 0 <= one.places <= MOST_OPENED or not 1 <= one.capacity <= MOST_OPENED:
                raise Refusal(Code.LIMIT_REACHED, "group_seats", most=MOST_OPENED)
        row.openings = [asdict(one) for one in openings]
        row.publishes = publishes
        row.version += 1

    request = f"year-end-openings:{year_end_id}:{openings}:{publishes}"
    press(tenant_id, by, change, intent=intent, request=request)


def sign(tenant_id: int, by: Actor, year_end_id: uuid.UUID, version: int, *, intent: str) -> None:
    """What was looked at is to be done on its day; child by child it is written down now.

    Raises NotFound, and Refusal: somebody has changed the plan since it was looked at, or its day
    has passed.
    """

    def change(running: Act) -> None:
        row = _draft(running, by, year_end_id)
        if row.version != version:
            raise Refusal(Code.ALREADY_DECIDED, "plan_changed")
        _need_day(running, row, row.on_day)
        now = running.now()
        lines = goings(running, row)
        freeze_children(
            running.session,
            tenant_id,
            row.id,
            [
                {"application_id": one, "deed": str(goes.deed), "to_group_id": goes.to_group}
                for one, goes in lines.items()
            ],
        )
        row.stage, row.signed_at, row.signed_by = str(Stage.SIGNED), now, by.tag
        row.version += 1
        _record(running, row, "year-end:signed", children=len(lines))

    press(tenant_id, by, change, intent=intent, request=f"year-end-sign:{year_end_id}:{version}")


def take_back(tenant_id: int, by: Actor, year_end_id: uuid.UUID, *, intent: str) -> None:
    """It is a draft again and nothing is done. Raises NotFound, Refusal once it has begun."""

    def change(running: Act) -> None:
        row = own_year_end(running, by, year_end_id)
        if row.stage == Stage.DRAFT:
            return
        if row.stage != Stage.SIGNED or _has_begun(running, row):
            raise Refusal(Code.TOO_LATE, "year_end")
        row.stage, row.signed_at, row.signed_by = str(Stage.DRAFT), None, None
        row.version += 1
        _record(running, row, "year-end:taken-back")

    press(tenant_id, by, change, intent=intent, request=f"year-end-back:{year_end_id}")


def goings(running: Act, row: YearEndRow) -> dict[uuid.UUID, Goes]:
    """Everybody on whom something is to be done: by birth year, or as decided by hand."""
    _, region = region_at(running.session, running.tenant_id, running.now())
    ages = region.rules.group_ages
    by_hand = {
        one.application_id: one.goes for one in children_of_year_end(running.session, row.id)
    }
    planned = {
        one.application_id: by_hand.get(
            one.application_id, Goes(usual_deed(one.birth_year, row.school_year, ages))
        )
        for one in pupils_of(running.session, row.kindergarten_id)
        if one.may_go
    }
    return {one: goes for one, goes in planned.items() if goes.deed is not Deed.STAYS}


def own_year_end(running: Act, by: Actor, year_end_id: uuid.UUID) -> YearEndRow:
    """The row, locked. Raises NotFound for another kindergarten's."""
    row = find_year_end(running.session, year_end_id, for_update=True)
    if row is None:
        raise NotFound(year_end_id)
    theirs = Subject(kindergarten_ids=frozenset({KindergartenId(row.kindergarten_id)}))
    if not may(by, Permission.YEAR_END_KEEP, theirs):
        raise NotFound(year_end_id)
    return row


def _draft(running: Act, by: Actor, year_end_id: uuid.UUID) -> YearEndRow:
    row = own_year_end(running, by, year_end_id)
    if row.stage != Stage.DRAFT:
        raise Refusal(Code.ALREADY_DECIDED, "year_end")
    running.bells.add(f"kindergarten-{row.kindergarten_id}")
    return row


def _need_day(running: Act, row: YearEndRow, day: date) -> None:
    now = running.now()
    if day < running.rules(now).calendar.local_day(now):
        raise Refusal(Code.TOO_LATE, "year_end_day")
    if day > last_day(row.school_year):
        raise Refusal(Code.INVALID_CHOICE, "year_end_day")


def _as_meant(running: Act, row: YearEndRow, pupil: Pupil, goes: Goes) -> Goes:
    """Whoever «moves» into the group in which it sits stays. Refusal: another's group."""
    if goes.deed is not Deed.MOVES:
        return goes
    group = find_group(running.session, goes.to_group) if goes.to_group else None
    if group is None or group.kindergarten_id != row.kindergarten_id:
        raise Refusal(Code.INVALID_CHOICE, "group")
    is_its_own = (group.birth_year, group.language) == pupil.cohort
    return Goes(Deed.STAYS) if is_its_own else goes


def _has_begun(running: Act, row: YearEndRow) -> bool:
    return any(one.done_at for one in children_of_year_end(running.session, row.id))


def _record(running: Act, row: YearEndRow, kind: str, **more: int) -> None:
    now = running.now()
    rules_version, _ = region_at(running.session, running.tenant_id, now)
    detail = {"year_end": str(row.id), "school_year": row.school_year, "on": str(row.on_day)}
    entry = JournalEntry(
        kind=kind,
        rule="L-17.1",
        rules_version=rules_version,
        actor=running.actor,
        at=now,
        payload={"detail": detail | more},
    )
    append(running.session, running.tenant_id, entry)
    running.bells.add(f"kindergarten-{row.kindergarten_id}")
