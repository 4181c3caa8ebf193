"""What waits for a second person, and how it ended: for those who propose and those who agree."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.access import Actor, Subject, may, might
from kezek.core.approvals import AGREED_BY, Kind, may_answer
from kezek.core.paging import Pages, pages_of
from kezek.db.accounts import names_of
from kezek.db.approval_list import (
    ApprovalSieve,
    Circle,
    count_approvals,
    listed_approvals,
)
from kezek.db.approvals import ApprovalRow, find_approval
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope

PAGE = 50

Sieve: TypeAlias = ApprovalSieve


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownApproval:
    """One proposal, as this person sees it."""

    id: uuid.UUID
    kind: Kind
    territory_name: str
    payload: Mapping[str, Any]
    reason: str
    proposed_at: datetime
    proposed_by: str
    """The tag, as the journal has it."""
    proposed_name: str
    expires_at: datetime
    state: str
    """`waits`, `over`, `agreed`, `declined`, `withdrawn`, `refused` or `interrupted`."""
    decided_at: datetime | None
    decided_by: str
    decided_name: str
    answer: str
    outcome: Mapping[str, Any]
    is_own: bool
    may_answer: bool
    may_resume: bool


@dataclass(frozen=True, slots=True)
class ApprovalsPage:
    """One page of proposals."""

    items: tuple[ShownApproval, ...]
    pages: Pages


def approvals_page(
    tenant_id: int, actor: Actor, sieve: Sieve, wished: int, language: str
) -> ApprovalsPage:
    """The proposals that this person made or may answer, as far as the sieve lets them through."""
    with read_scope(tenant_id) as session:
        now, circle = services().clock.now(session), _circle(actor)
        pages = pages_of(count_approvals(session, circle, sieve, now), wished, PAGE)
        part = listed_approvals(
            session, circle, sieve, now, offset=pages.first_item - 1, limit=PAGE
        )
        territories = _territories(session, tenant_id, now, language)
        return ApprovalsPage(_shown(session, part, actor, now, territories), pages)


def shown_approval(
    tenant_id: int, actor: Actor, approval_id: uuid.UUID, language: str
) -> ShownApproval | None:
    """One proposal; nothing for those whom it does not concern."""
    with read_scope(tenant_id) as session:
        row = find_approval(session, approval_id)
        if row is None or not _concerns(actor, row):
            return None
        now = services().clock.now(session)
        territories = _territories(session, tenant_id, now, language)
        return _shown(session, [row], actor, now, territories)[0]


def _concerns(actor: Actor, row: ApprovalRow) -> bool:
    """Those who proposed it, those who could agree to it, and their colleagues of one role."""
    circle = _circle(actor)
    return (
        row.proposed_by == circle.tag
        or row.kind in circle.kinds
        or row.territory in circle.in_territories.get(row.kind, ())
    )


def _circle(actor: Actor) -> Circle:
    """What concerns somebody, as the one table of permissions says."""
    asked = {kind: need for kind, need in AGREED_BY.items() if might(actor, need)}
    return Circle(
        tag=actor.tag,
        kinds=frozenset(str(kind) for kind in asked if not actor.territories),
        in_territories={
            str(kind): frozenset(
                one for one in actor.territories if may(actor, need, Subject(territory=one))
            )
            for kind, need in asked.items()
        },
    )


def _territories(
    session: Session, tenant_id: int, now: datetime, language: str
) -> Mapping[str, str]:
    _, region = region_at(session, tenant_id, now)
    return {one.slug: one.ru if language == "ru" else one.kk for one in region.territories}


def _shown(
    session: Session,
    rows: Sequence[ApprovalRow],
    actor: Actor,
    now: datetime,
    territories: Mapping[str, str],
) -> tuple[ShownApproval, ...]:
    people = names_of(
        session, {tag for row in rows for tag in (row.proposed_by, row.decided_by or "")}
    )
    return tuple(_one(row, actor, now, territories, people) for row in rows)


def _one(
    row: ApprovalRow,
    actor: Actor,
    now: datetime,
    territories: Mapping[str, str],
    people: Mapping[str, str],
) -> ShownApproval:
    found = row.value
    return ShownApproval(
        id=row.id,
        kind=found.kind,
        territory_name=territories.get(found.territory or "", found.territory or ""),
        payload=found.payload,
        reason=found.reason,
        proposed_at=found.proposed_at,
        proposed_by=found.proposed_by,
        proposed_name=people[found.proposed_by],
        expires_at=found.expires_at,
        state=_state(row, now),
        decided_at=row.decided_at,
        decided_by=row.decided_by or "",
        decided_name=people[row.decided_by or ""],
        answer=row.answer,
        outcome=row.outcome or {},
        is_own=found.proposed_by == actor.tag,
        may_answer=found.is_open(now) and may_answer(actor, found),
        may_resume=found.is_interrupted() and found.decided_by == actor.tag,
    )


def _state(row: ApprovalRow, now: datetime) -> str:
    found = row.value
    if found.decision is None:
        return "waits" if found.is_open(now) else "over"
    if found.is_interrupted():
        return "interrupted"
    return "refused" if "refused" in (row.outcome or {}) else str(found.decision)
