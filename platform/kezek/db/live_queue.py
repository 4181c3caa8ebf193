"""Everybody who waits in a region, at once and light: what a rehearsal plays with (N6).

Terms, offers and referrals are left out: whoever stands in a queue has none that a number, or the
next offer, is made of. Whose terms do matter is loaded whole beside it.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from kezek.core.applications import SHOWN, Application, State, TermKind
from kezek.core.ids import (
    ApplicationId,
    ChildId,
    GuardianId,
    KindergartenId,
    PlaceId,
    TerritorySlug,
)
from kezek.core.images import from_json
from kezek.core.queues import Kind, Queue, QueueKey, QueueType, SeatKey
from kezek.core.rehearsing.spreading import Seats
from kezek.core.territories import Mode
from kezek.core.turns import Standing
from kezek.core.vouchers import Voucher
from kezek.db.applications import ApplicationRow, TermRow
from kezek.db.kindergartens import GroupRow, KindergartenRow
from kezek.db.places import PlaceRow
from kezek.db.queues import QueueRow
from kezek.db.waiting_lists import WaitingListRow

_STANDING = [str(state) for state in SHOWN]
_LOOKING = [str(State.VOUCHER_OFFERED), str(State.VOUCHER_ACTIVE)]
_ROW = ApplicationRow


def live_queue(session: Session) -> dict[ApplicationId, Application]:
    """Everybody who stands in a queue, has a voucher that looks for a place, or is on a list."""
    on_a_list = select(WaitingListRow.application_id)
    rows = session.execute(
        select(
            *(_ROW.id, _ROW.number, _ROW.serial, _ROW.child_id, _ROW.guardian_id, _ROW.territory),
            *(_ROW.queue_type, _ROW.born_on, _ROW.language, _ROW.choices, _ROW.mode, _ROW.cohort),
            *(_ROW.standing, _ROW.submitted_at, _ROW.state, _ROW.has_pmpk, _ROW.voucher),
            *(_ROW.asked_places, _ROW.categories),
        ).where(
            or_(_ROW.state.in_(_STANDING), _ROW.state.in_(_LOOKING), _ROW.id.in_(on_a_list)),
        )
    )
    return {ApplicationId(row.id): _light(row) for row in rows}


def _light(row: Any) -> Application:
    return Application(
        id=ApplicationId(row.id),
        number=row.number,
        serial=row.serial,
        child=ChildId(row.child_id),
        guardian=GuardianId(row.guardian_id),
        territory=TerritorySlug(row.territory),
        queue_type=QueueType(row.queue_type),
        born_on=row.born_on,
        language=row.language,
        choices=tuple(KindergartenId(one) for one in row.choices),
        categories=tuple(row.categories),
        mode=Mode(row.mode),
        cohort=row.cohort,
        standing=Standing(row.standing),
        claimed=Standing(row.standing),
        submitted_at=row.submitted_at,
        state=State(row.state),
        has_pmpk=row.has_pmpk,
        voucher=from_json(Voucher, row.voucher) if row.voucher else None,
        asked_places=frozenset(PlaceId(one) for one in row.asked_places),
        version=1,
    )


def all_queues(session: Session) -> dict[QueueKey, Queue]:
    """What is stored of every queue of the region."""
    rows = session.scalars(select(QueueRow).execution_options(populate_existing=True))
    return {row.key: row.value for row in rows}


def running_terms(session: Session) -> dict[TermKind, int]:
    """How many terms of each kind run now."""
    rows = session.execute(select(TermRow.kind, func.count()).group_by(TermRow.kind))
    return {TermKind(kind): count for kind, count in rows}


def ending_before(
    session: Session, moment: datetime, territories: Iterable[str]
) -> list[uuid.UUID]:
    """Applications of these territories of which a term ends before a moment."""
    return list(
        session.scalars(
            select(TermRow.application_id)
            .join(
                _ROW,
                (_ROW.tenant_id == TermRow.tenant_id) & (_ROW.id == TermRow.application_id),
            )
            .where(
                TermRow.due_at <= moment,
                ~TermRow.waits,
                _ROW.territory.in_(set(territories)),
            )
            .distinct()
        )
    )


def places_ending_before(session: Session, moment: datetime) -> list[uuid.UUID]:
    """Places whose last day, or whose window, is over before a moment."""
    ends = or_(PlaceRow.closes_at <= moment, PlaceRow.window_ends_at <= moment)
    return list(session.scalars(select(PlaceRow.id).where(ends, PlaceRow.state != "RECALLED")))


def all_seats(session: Session) -> list[Seats]:
    """Every group in which a place could open; private ones without an order take none (L-2.1)."""
    rows = session.execute(
        select(
            KindergartenRow.id,
            KindergartenRow.kind,
            KindergartenRow.ownership,
            GroupRow.birth_year,
            GroupRow.language,
        )
        .join(
            GroupRow,
            (GroupRow.tenant_id == KindergartenRow.tenant_id)
            & (GroupRow.kindergarten_id == KindergartenRow.id),
        )
        .where(KindergartenRow.ownership != "private", KindergartenRow.closed_on.is_(None))
    )
    return [
        Seats(
            SeatKey(KindergartenId(row.id), row.birth_year, row.language, _type(row.kind)),
            is_private=row.ownership == "private_order",
        )
        for row in rows
    ]


def _type(kind: str) -> QueueType:
    return Kind(kind).queue_type


def homes(session: Session) -> dict[KindergartenId, TerritorySlug]:
    """Where every kindergarten of the region is."""
    rows = session.execute(select(KindergartenRow.id, KindergartenRow.territory))
    return {KindergartenId(row.id): TerritorySlug(row.territory) for row in rows}
