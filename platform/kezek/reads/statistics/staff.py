"""The load of staff: what was decided, how long it took, what was late, what people called about.

A specialist sees the own acts alone; names of colleagues and the hotline are the administrator's.
"""

from dataclasses import dataclass

from kezek.core.access import Actor, Role
from kezek.db.statistics.staff import (
    Acts,
    Tallied,
    Took,
    acts_by_week,
    calls_by_cause,
    decisions,
    late_by_kind,
    lookups_by_key,
)
from kezek.reads.statistics.basis import Basis, Wish, look_at


@dataclass(frozen=True, slots=True)
class StaffPage:
    """What staff did in a period."""

    basis: Basis
    acts: tuple[Acts, ...]
    decisions: tuple[Took, ...]
    late: tuple[Tallied, ...]
    lookups: tuple[Tallied, ...]
    calls: tuple[Tallied, ...]
    sees_all: bool


def staff_page(tenant_id: int, actor: Actor, wish: Wish, reader: str) -> StaffPage:
    """Acts by person and week, decisions by how long they took, and the hotline."""
    sees_all = actor.role is Role.ADMIN
    with look_at(tenant_id, actor, wish, reader) as look:
        session, sieve, calendar = look.session, look.basis.sieve, look.region.calendar
        acts = acts_by_week(session, sieve, calendar)
        return StaffPage(
            look.basis,
            tuple(one for one in acts if sees_all or one.account_id == actor.account_id),
            tuple(decisions(session, sieve, calendar)),
            tuple(late_by_kind(session, sieve, calendar)),
            tuple(lookups_by_key(session, sieve, calendar)) if sees_all else (),
            tuple(calls_by_cause(session, sieve, calendar)) if sees_all else (),
            sees_all,
        )
