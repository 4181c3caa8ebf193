"""The journal's order and proof: sealing what was committed, verifying it, erasing a family."""

import uuid
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.clock import DatabaseClock
from kezek.core.errors import Code, Refusal
from kezek.core.seals import Fault, FaultKind, Seal, first_fault, next_seal
from kezek.db.family_keys import destroy_family_key, has_live_application
from kezek.db.journal import JournalEntry, append
from kezek.db.locks import try_lock_sealer
from kezek.db.scope import read_scope, tenant_scope
from kezek.db.seals import (
    Waiting,
    fact_outside,
    last_seal,
    position_outside,
    save_seal,
    sealed_leaves,
    seals_after,
    waiting_facts,
    waiting_longer_than,
)
from kezek.db.tenants import version_in_force

LONGEST_WAIT = timedelta(seconds=10)
"""How long a committed fact may wait for its seal before `verify` raises the alarm."""

_SEALS_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a verification found: the first break, and what waits for its seal too long."""

    tenant_id: int
    facts: int
    """Positions that were looked at and found right, up to the first break."""
    newest: Seal | None
    fault: Fault | None
    waiting: Waiting

    @property
    def is_intact(self) -> bool:
        """Whether every sealed fact is as it was written and none stands outside the seals."""
        return self.fault is None

    @property
    def is_late(self) -> bool:
        """Whether facts wait for their seal longer than they may."""
        return self.waiting.count > 0


def seal_tenant(tenant_id: int) -> int:
    """Gives committed facts of a tenant their positions, in seals of at most 1,000; how many.

    One sealer at a time: where another is at work this one leaves at once. Facts whose
    transaction commits later get later positions. The seal's moment is the database server's own,
    for the lag is one of machines, whatever day a scenario plays.
    """
    sealed = 0
    while count := _seal_once(tenant_id):
        sealed += count
    return sealed


def _seal_once(tenant_id: int) -> int:
    with tenant_scope(tenant_id) as session:
        if not try_lock_sealer(session, tenant_id):
            return 0
        facts = waiting_facts(session)
        if not facts:
            return 0
        before = last_seal(session)
        now = DatabaseClock().now(session)

        seal = next_seal(before, tenant_id, [digest for _, digest in facts], sealed_at=now)

        save_seal(session, tenant_id, seal, facts)
        return len(facts)


def newest_seal(tenant_id: int) -> Seal | None:
    """The newest seal of a tenant: its hash, noted outside the database, vouches for all before."""
    with read_scope(tenant_id) as session:
        return last_seal(session)


def verify(tenant_id: int, *, expected: tuple[int, bytes] | None = None) -> Report:
    """Looks at every seal and fact of a tenant and names the first break.

    `expected` is the number and hash of a seal that was noted outside the database: without it a
    journal rewritten whole, from some fact to its end, could not be told from an honest one.
    """
    with read_scope(tenant_id) as session:
        waiting = waiting_longer_than(session, LONGEST_WAIT)
        newest, facts, fault = _walk(session, tenant_id, expected)
        if fault is None:
            fault = _unsaid(newest, expected) or _outside(session, newest)
        return Report(tenant_id=tenant_id, facts=facts, newest=newest, fault=fault, waiting=waiting)


def _walk(
    session: Session, tenant_id: int, expected: tuple[int, bytes] | None
) -> tuple[Seal | None, int, Fault | None]:
    before: Seal | None = None
    while seals := seals_after(session, before.number if before else 0, _SEALS_AT_ONCE):
        with closing(sealed_leaves(session, seals)) as sealed:
            for seal, leaves in sealed:
                fault = first_fault(before, seal, leaves, tenant_id=tenant_id)
                if fault is None and expected and expected[0] == seal.number:
                    fault = _not_as_expected(seal, expected[1])
                if fault is not None:
                    return before, _facts_before(fault, before), fault
                before = seal
    return before, before.last if before else 0, None


def _not_as_expected(seal: Seal, expected: bytes) -> Fault | None:
    if seal.hash == expected:
        return None
    return Fault(FaultKind.NOT_AS_EXPECTED, seal.sealed_at, seal.number, seal.first)


def _facts_before(fault: Fault, before: Seal | None) -> int:
    if fault.position is not None:
        return fault.position - 1
    return before.last if before else 0


def _unsaid(newest: Seal | None, expected: tuple[int, bytes] | None) -> Fault | None:
    """The end of the journal is gone: the seal that was noted outside is not there."""
    if expected is None or (newest is not None and newest.number >= expected[0]):
        return None
    return Fault(
        FaultKind.SEAL_MISSING,
        newest.sealed_at if newest else None,
        (newest.number if newest else 0) + 1,
        (newest.last if newest else 0) + 1,
    )


def _outside(session: Session, newest: Seal | None) -> Fault | None:
    position = position_outside(session, newest.last if newest else 0)
    if position is not None:
        at = newest.sealed_at if newest else None
        return Fault(FaultKind.POSITION_OUTSIDE, at, None, position.position, position.fact_id)
    fact = fact_outside(session)
    if fact is not None:
        return Fault(FaultKind.OUTSIDE_SEALS, fact.at, None, None, fact.id)
    return None


def erase_family(tenant_id: int, family_id: uuid.UUID, *, actor: str) -> None:
    """Destroys a family's key: what is personal in its facts can be read no more (D-12).

    The facts stay, and with them every proof. The rows of the family in other tables are the
    caller's to empty. Raises Refusal while an application of the family is alive, or when the
    family has no key (any more).
    """
    with tenant_scope(tenant_id) as session:
        now = services().clock.now(session)
        version = version_in_force(session, now)
        is_alive = has_live_application(session, family_id)

        if is_alive:
            raise Refusal(Code.WRONG_STATE, "erase")

        if not destroy_family_key(session, family_id, now):
            raise Refusal(Code.ALREADY_DECIDED, "erase")
        entry = JournalEntry(
            kind="family:erased",
            rule="D-12",
            rules_version=version[0] if version else 0,
            actor=actor,
            at=now,
            family_id=family_id,
            payload={},
        )
        append(session, tenant_id, entry)
