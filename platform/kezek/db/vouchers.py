"""What an iteration and a yearly update look at in a voucher territory (R-6, R-7)."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from kezek.core.applications import ENDED, State
from kezek.core.ids import PlaceId, TerritorySlug
from kezek.core.places import Place, PlaceState
from kezek.core.queues import CategoryKey
from kezek.core.territories import Mode
from kezek.db.applications import ApplicationRow
from kezek.db.places import PlaceRow, load_places
from kezek.db.queues import QueueEntryRow, find_queue

_SETTLED = [str(one) for one in (*ENDED, State.ENROLLED, State.ENROLLED_TEMP, State.TRANSFER)]
_LOOKING = [str(State.VOUCHER_OFFERED), str(State.VOUCHER_ACTIVE)]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Of one category: how many of its first children, and from which birth date on."""

    key: CategoryKey
    most: int
    born_on_or_before: date


def free_places_of(session: Session, queue_ids: Collection[uuid.UUID]) -> dict[PlaceId, Place]:
    """The places of these kindergartens, years and languages that wait for a child."""
    if not queue_ids:
        return {}
    ids = session.scalars(
        select(PlaceRow.id).where(
            PlaceRow.queue_id.in_(queue_ids), PlaceRow.state == str(PlaceState.PUBLISHED)
        )
    )
    return load_places(session, ids)


def kindergarten_of_transfer(row: ApplicationRow) -> tuple[uuid.UUID, ...]:
    """The kindergarten into which an enrolled child moves now, if it does (row 16)."""
    transfer = (row.voucher or {}).get("transfer")
    return (uuid.UUID(transfer["kindergarten"]),) if transfer else ()


def moving_to(session: Session, kindergarten_id: uuid.UUID) -> list[uuid.UUID]:
    """Applications of children that move into this kindergarten now (row 16)."""
    return list(
        session.scalars(
            select(ApplicationRow.id).where(
                ApplicationRow.state == str(State.TRANSFER),
                ApplicationRow.voucher["transfer"]["kindergarten"].astext == str(kindergarten_id),
            )
        )
    )


def looking_for_a_place(session: Session, territories: Collection[str]) -> list[uuid.UUID]:
    """Children with a voucher that is offered or active (R-6)."""
    return list(
        session.scalars(
            select(ApplicationRow.id).where(
                ApplicationRow.territory.in_(territories),
                ApplicationRow.mode == str(Mode.VOUCHER),
                ApplicationRow.state.in_(_LOOKING),
            )
        )
    )


def to_be_moved(
    session: Session, territories: Collection[str], year: int, most: int
) -> list[uuid.UUID]:
    """Whom the yearly update still moves, the eldest first: so many of them (row 19, R-7)."""
    return list(
        session.scalars(
            select(ApplicationRow.id)
            .where(
                ApplicationRow.territory.in_(territories),
                ApplicationRow.mode == str(Mode.VOUCHER),
                ApplicationRow.state.not_in(_SETTLED),
                ApplicationRow.cohort.is_distinct_from(year - ApplicationRow.birth_year),
            )
            .order_by(ApplicationRow.birth_year, ApplicationRow.submitted_at, ApplicationRow.serial)
            .limit(most)
        )
    )


def first_of_category(session: Session, wanted: Wanted) -> set[uuid.UUID]:
    """The first who may be offered a voucher, and the first who stand there at all (VX-6)."""
    queue = find_queue(session, wanted.key)
    if queue is None:
        return set()
    order = (QueueEntryRow.submitted_at, QueueEntryRow.serial)
    shown = session.scalars(
        select(QueueEntryRow.application_id)
        .where(QueueEntryRow.queue_id == queue.id, QueueEntryRow.is_shown)
        .order_by(*order)
        .limit(wanted.most + 1)
    )
    candidates = session.scalars(
        select(QueueEntryRow.application_id)
        .join(
            ApplicationRow,
            (ApplicationRow.tenant_id == QueueEntryRow.tenant_id)
            & (ApplicationRow.id == QueueEntryRow.application_id),
        )
        .where(
            QueueEntryRow.queue_id == queue.id,
            QueueEntryRow.is_candidate,
            ApplicationRow.born_on <= wanted.born_on_or_before,
        )
        .order_by(*order)
        .limit(wanted.most)
    )
    return {*shown, *candidates}


_GIVEN = text(
    """
    select count(*)
    from applications as application
    cross join lateral
        jsonb_array_elements_text(application.voucher -> 'given_at') as given(at)
    where application.territory = :territory
      and application.voucher is not null
      and given.at::timestamptz >= :since
    """
)


def vouchers_given(
    session: Session, since: Mapping[TerritorySlug, datetime]
) -> dict[TerritorySlug, int]:
    """How many vouchers each territory has offered since a moment: what its budget counts."""
    return {
        territory: session.execute(_GIVEN, {"territory": territory, "since": moment}).scalar_one()
        for territory, moment in since.items()
    }
