"""Every child of the department that is on the stop-list, and until when (I-3.11, R-55)."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.access import Actor
from kezek.core.applications import State, TermKind
from kezek.core.given_names import short_name
from kezek.core.paging import Pages, pages_of
from kezek.db.applications import ApplicationRow, ReferralRow, TermRow
from kezek.db.kindergartens import KindergartenRow
from kezek.db.people import ChildRow
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.reads.office_desk import territories_of

PAGE = 50


@dataclass(frozen=True, slots=True)
class Stopped:
    """One child that is passed over for a time."""

    id: uuid.UUID
    number: str
    name: str
    birth_year: int
    territory: str
    since: datetime
    until: datetime | None
    misses: int
    garden: str
    """The kindergarten to which it did not come last."""


@dataclass(frozen=True, slots=True)
class StopListPage:
    """One page of them, whoever is free again soonest first."""

    items: tuple[Stopped, ...]
    pages: Pages
    most_misses: int
    territories: tuple[tuple[str, str], ...]


def stop_list_page(
    tenant_id: int, actor: Actor, territory: str, wished: int, language: str
) -> StopListPage:
    """The stop-list of the territories that this specialist answers for, or of one of them."""
    with read_scope(tenant_id) as session:
        _, region = region_at(session, tenant_id, services().clock.now(session))
        mine = [ApplicationRow.state == str(State.STOP_LIST)]
        if actor.territories:
            mine.append(ApplicationRow.territory.in_(sorted(actor.territories)))
        if territory:
            mine.append(ApplicationRow.territory == territory)
        total = session.scalar(select(func.count()).select_from(ApplicationRow).where(*mine)) or 0
        pages = pages_of(total, wished, PAGE)
        rows = session.execute(
            select(ApplicationRow, ChildRow.full_name, TermRow.due_at)
            .join(ChildRow, ChildRow.id == ApplicationRow.child_id)
            .outerjoin(
                TermRow,
                and_(
                    TermRow.application_id == ApplicationRow.id,
                    TermRow.kind == str(TermKind.STOP_LIST),
                ),
            )
            .where(*mine)
            .order_by(TermRow.due_at, ApplicationRow.serial)
            .offset(pages.first_item - 1)
            .limit(PAGE)
        ).all()
        gardens = _gardens(session, [row.ApplicationRow.id for row in rows], language)
        return StopListPage(
            items=tuple(
                Stopped(
                    id=one.id,
                    number=one.number,
                    name=short_name(name),
                    birth_year=one.birth_year,
                    territory=one.territory,
                    since=one.state_since,
                    until=until,
                    misses=one.strikes,
                    garden=gardens.get(one.id, ""),
                )
                for one, name, until in rows
            ),
            pages=pages,
            most_misses=region.rules.max_misses,
            territories=territories_of(region, actor, language),
        )


def _gardens(session: Session, ids: list[uuid.UUID], language: str) -> dict[uuid.UUID, str]:
    """Where each of them was sent last."""
    rows = session.execute(
        select(ReferralRow.application_id, KindergartenRow)
        .join(KindergartenRow, KindergartenRow.id == ReferralRow.kindergarten_id)
        .where(ReferralRow.application_id.in_(ids))
        .order_by(ReferralRow.issued_at)
    )
    return {application_id: garden.name(language) for application_id, garden in rows}
