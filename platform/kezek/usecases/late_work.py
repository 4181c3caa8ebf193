"""Work that is late by more than its own term is raised to the head, once each (row 6, N-54)."""

import uuid

from kezek.adapters.services import services
from kezek.core.access import Actor, Role
from kezek.core.work import Wanted
from kezek.db.assignments import raise_late
from kezek.db.matter_numbers import numbers_of
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.db.waiting_work import Matter, Worklist
from kezek.usecases.notices import alarm_staff
from kezek.usecases.unit_of_work import SYSTEM, act

AT_ONCE = 100
"""Matters of one look; the rest follows in the next."""
_EVERYTHING = Actor(account_id=uuid.UUID(int=0), role=Role.ADMIN)


def raise_late_work(tenant_id: int) -> int:
    """Tells staff of what became late by more than its term since; gives how many there were.

    The ticker calls this; repeating it is harmless, for each matter is written down with its alarm.
    """
    return sum(_raise(tenant_id, one) for one in _found(tenant_id))


def _found(tenant_id: int) -> list[Matter]:
    with read_scope(tenant_id) as session:
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        work = Worklist(session, region, _EVERYTHING, now)
        return work.long_late(Wanted(), 0, AT_ONCE, untold=True)


def _raise(tenant_id: int, late: Matter) -> bool:
    with act(tenant_id, SYSTEM) as running:
        now = running.now()
        if not raise_late(running.session, tenant_id, late.key, late.since, now):
            return False
        number = numbers_of(running.session, [late.key])[late.key]
        alarm_staff(running, "late", now, detail=number, territory=late.territory)
        running.bells.add("office")
        return True
