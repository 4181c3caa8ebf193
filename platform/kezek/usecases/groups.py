"""A kindergarten says what its groups are: how many seats, in which language, how many hours."""

import uuid
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kezek.core.access import Actor, Permission, Subject, may
from kezek.core.errors import Code, Refusal
from kezek.core.ids import KindergartenId
from kezek.db.base import uuid7
from kezek.db.group_changes import add_group_change, find_group, groups_of_kindergarten
from kezek.db.journal import JournalEntry, append
from kezek.db.kindergartens import GroupRow, find_kindergarten
from kezek.db.rules_in_force import region_at
from kezek.db.seats import seats_of, waiting_counts
from kezek.usecases.deciding import NotFound
from kezek.usecases.staff_acts import press
from kezek.usecases.unit_of_work import Act

MOST_SEATS = 60
"""More seats than any group has: a slip of the finger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFacts:
    """What a kindergarten may set itself; everything else is the registry's (L-17.1)."""

    capacity: int
    language: str
    hours: Decimal | None = None
    """Nothing where they are the kindergarten's own (A-30)."""


def change_group(
    tenant_id: int,
    by: Actor,
    group_id: uuid.UUID,
    wish: GroupFacts,
    reason: str,
    *,
    intent: str,
) -> None:
    """Makes the group what the kindergarten says it is; what it was stays written.

    Raises NotFound for another kindergarten's, and Refusal: fewer seats than are in use, another
    language while children sit in the group or wait for it, or a group that is there already.
    """

    def change(running: Act) -> None:
        group = _own_group(running, by, group_id)
        before = facts_of(group)
        if before == wish:
            return
        _need_room(running, group, wish.capacity)
        if wish.language != group.language:
            _need_nobody(running, group)
            _need_new(running, group.kindergarten_id, group.birth_year, wish.language)
        group.capacity, group.language, group.hours = wish.capacity, wish.language, wish.hours
        _write(running, group, before, reason)

    press(tenant_id, by, change, intent=intent, request=f"group:{group_id}:{wish}:{reason}")


def open_group_within(
    running: Act, kindergarten_id: uuid.UUID, birth_year: int, wish: GroupFacts, reason: str
) -> GroupRow:
    """Opens a group for children of a birth year, or gives the one that is there (X-14)."""
    known = {
        (one.birth_year, one.language): one
        for one in groups_of_kindergarten(running.session, kindergarten_id)
    }
    found = known.get((birth_year, wish.language))
    if found is not None:
        return found
    garden = find_kindergarten(running.session, kindergarten_id)
    assert garden is not None, "a group without its kindergarten"
    _need_sane(wish.capacity)
    group = GroupRow(
        tenant_id=running.tenant_id,
        id=uuid7(),
        kindergarten_id=kindergarten_id,
        birth_year=birth_year,
        language=wish.language,
        capacity=wish.capacity,
        hours=wish.hours,
        is_demo=garden.is_demo,
    )
    running.session.add(group)
    running.session.flush()
    _write(running, group, None, reason)
    return group


def facts_of(group: GroupRow) -> GroupFacts:
    """What the group is now."""
    return GroupFacts(capacity=group.capacity, language=group.language, hours=group.hours)


def _own_group(running: Act, by: Actor, group_id: uuid.UUID) -> GroupRow:
    group = find_group(running.session, group_id, for_update=True)
    if group is None:
        raise NotFound(group_id)
    theirs = Subject(kindergarten_ids=frozenset({KindergartenId(group.kindergarten_id)}))
    if not may(by, Permission.GROUP_KEEP, theirs):
        raise NotFound(group_id)
    # Nobody publishes or gives a place of this cohort until the norm is set.
    running.hold(birth_years=[group.birth_year])
    return group


def _need_sane(capacity: int) -> None:
    if not 1 <= capacity <= MOST_SEATS:
        raise Refusal(Code.LIMIT_REACHED, "group_seats", most=MOST_SEATS)


def _need_room(running: Act, group: GroupRow, capacity: int) -> None:
    _need_sane(capacity)
    seats = seats_of(running.session, group.kindergarten_id, (group.birth_year, group.language))
    if capacity < group.capacity and capacity < seats.in_use:
        raise Refusal(Code.WRONG_STATE, "seats_in_use", least=seats.in_use)


def _need_nobody(running: Act, group: GroupRow) -> None:
    cohort = (group.birth_year, group.language)
    seats = seats_of(running.session, group.kindergarten_id, cohort)
    waiting = waiting_counts(running.session, group.kindergarten_id).get(cohort, 0)
    if seats.in_use or seats.lent or waiting:
        raise Refusal(
            Code.WRONG_STATE, "group_language", seats=seats.in_use + seats.lent, waiting=waiting
        )


def _need_new(running: Act, kindergarten_id: uuid.UUID, birth_year: int, language: str) -> None:
    _, region = region_at(running.session, running.tenant_id, running.now())
    if language not in region.instruction_languages:
        raise Refusal(Code.INVALID_CHOICE, "language")
    groups = groups_of_kindergarten(running.session, kindergarten_id)
    if any((one.birth_year, one.language) == (birth_year, language) for one in groups):
        raise Refusal(Code.ALREADY_DECIDED, "group_there")


def _write(running: Act, group: GroupRow, before: GroupFacts | None, reason: str) -> None:
    now = running.now()
    was, now_is = _values(before), _values(facts_of(group))
    version = add_group_change(
        running.session,
        running.tenant_id,
        group.id,
        at=now,
        by=running.actor,
        reason=reason,
        before=was,
        after=now_is,
    )
    rules_version, _ = region_at(running.session, running.tenant_id, now)
    append(
        running.session,
        running.tenant_id,
        JournalEntry(
            kind="group:changed",
            rule="L-17.1",
            rules_version=rules_version,
            actor=running.actor,
            at=now,
            payload={
                "detail": {"group": str(group.id), "version": version, "was": was, "is": now_is}
            },
        ),
    )
    running.bells.add(f"kindergarten-{group.kindergarten_id}")


def _values(facts: GroupFacts | None) -> dict[str, Any]:
    if facts is None:
        return {}
    hours = str(facts.hours) if facts.hours is not None else None
    return {"capacity": facts.capacity, "language": facts.language, "hours": hours}
