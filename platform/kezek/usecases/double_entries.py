"""A child has one application: pairs are found, and a specialist keeps one of the two (G-40)."""

import uuid
from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from kezek.core.access import Actor, Permission, demand
from kezek.core.applications import ENDED
from kezek.core.errors import Code, Refusal
from kezek.core.ids import ApplicationId
from kezek.core.triggers import CloseDouble
from kezek.db.applications import ApplicationRow
from kezek.db.double_entries import (
    DoubleEntryRow,
    Verdict,
    find_double,
    find_doubles,
)
from kezek.db.scope import read_scope
from kezek.usecases.deciding import NotFound
from kezek.usecases.staff_acts import decide, press
from kezek.usecases.unit_of_work import SYSTEM, Act, act

__all__ = ["Reason", "Verdict", "look_for_doubles", "settle"]


class Reason(StrEnum):
    """Why one of the two applications is closed."""

    ENTERED_TWICE = "entered_twice"
    TWO_REPRESENTATIVES = "two_representatives"
    WRONG_DATA = "wrong_data"


def look_for_doubles(tenant_id: int) -> int:
    """Finds pairs that nobody has found yet; the ticker calls this, repeating it is harmless."""
    with act(tenant_id, SYSTEM) as running:
        found = find_doubles(running.session, tenant_id, running.now())
        if found:
            running.bells.add("office")
        return found


def settle(
    tenant_id: int,
    by: Actor,
    double_id: uuid.UUID,
    verdict: Verdict,
    reason: Reason | None,
    *,
    intent: str,
) -> None:
    """Keeps one application and closes the other, whose family is told; or finds two children.

    Raises NotFound, and Refusal: it was settled before, no reason was named, or the one to be
    closed has a place already.
    """
    demand(by, Permission.DOUBLE_SETTLE)
    with read_scope(tenant_id) as session:
        pair = find_double(session, double_id)
        both = _both(session, pair) if pair else {}
        if pair is None or not _is_theirs(by, (one.territory for one in both.values())):
            raise NotFound(double_id)
        _need_open(pair, verdict)
        closed = pair.second_id if verdict is Verdict.KEPT_FIRST else pair.first_id
        is_over = both[closed].state in ENDED
    if verdict is not Verdict.DIFFERENT:
        if reason is None:
            raise Refusal(Code.INVALID_CHOICE, "no_reason")
        if not is_over:
            _close(tenant_id, by, closed, intent)
    _write(tenant_id, by, double_id, verdict, reason, intent)


def _both(session: Session, pair: DoubleEntryRow) -> dict[uuid.UUID, ApplicationRow]:
    rows = session.scalars(
        select(ApplicationRow).where(ApplicationRow.id.in_([pair.first_id, pair.second_id]))
    )
    return {row.id: row for row in rows}


def _close(tenant_id: int, by: Actor, application_id: uuid.UUID, intent: str) -> None:
    """The key is one of its own: closing and writing down are two acts, and each is done once."""
    key = str(uuid.uuid5(uuid.UUID(intent), "close"))
    decide(
        tenant_id,
        by,
        Permission.APPLICATION_REFUSE,
        application_id,
        lambda _, application: CloseDouble(ApplicationId(application.id)),
        intent=key,
        request="close-double",
    )


def _write(
    tenant_id: int,
    by: Actor,
    double_id: uuid.UUID,
    verdict: Verdict,
    reason: Reason | None,
    intent: str,
) -> None:
    def write(running: Act) -> None:
        pair = find_double(running.session, double_id, for_update=True)
        if pair is None:
            raise NotFound(double_id)
        _need_open(pair, verdict)
        # The clock first: asking it writes out what was changed so far.
        pair.decided_at, pair.decided_by, pair.verdict = running.now(), by.tag, str(verdict)
        pair.reason = str(reason) if reason else None
        running.bells.add("office")

    press(tenant_id, by, write, intent=intent, request=f"double:{double_id}:{verdict}:{reason}")


def _need_open(pair: DoubleEntryRow, verdict: Verdict) -> None:
    if pair.verdict is not None and pair.verdict != verdict:
        raise Refusal(Code.ALREADY_DECIDED, "double")


def _is_theirs(by: Actor, territories: Iterable[str]) -> bool:
    """Whoever serves one of the two territories looks; the other's child is the same child."""
    return not by.territories or any(one in by.territories for one in territories)
