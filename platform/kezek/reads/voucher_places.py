"""Where a voucher may be used: kindergartens with free places and the lengths of their lists."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.applications import Application, State
from kezek.core.ids import ApplicationId
from kezek.core.kazakh_order import name_key
from kezek.core.paging import Pages, page_of
from kezek.core.searching import is_found
from kezek.core.vouchers import Voucher
from kezek.core.wishes import Cohort
from kezek.db.applications import load_applications
from kezek.db.cohorts import temporary_of
from kezek.db.scope import read_scope
from kezek.db.waiting_lists import lengths_of, position_of
from kezek.reads.choice_of_kindergartens import (
    PAGE_SIZE,
    Kindergarten,
    Order,
    Search,
    kindergartens_of,
)


@dataclass(frozen=True, slots=True)
class VoucherGarden:
    """One kindergarten with what the child has to do with it."""

    garden: Kindergarten
    temporary_until: date | None
    """The last day of a temporary place that is free there."""
    waiting: int
    """How many wait on its list for this year and language."""
    position: int | None
    """The child's own turn on it."""
    is_own: bool
    """The child attends it, or has a place of it chosen."""
    is_kept: bool
    """A place of it is kept for the child as the first of the list."""

    @property
    def id(self) -> uuid.UUID:
        """The kindergarten's id."""
        return self.garden.id

    @property
    def is_free(self) -> bool:
        """Whether a place can be had at once."""
        return self.is_kept or self.garden.free > 0 or self.temporary_until is not None

    @property
    def is_only_temporary(self) -> bool:
        """Whether the only place to be had ends on a day."""
        return not self.is_kept and self.garden.free == 0 and self.temporary_until is not None


@dataclass(frozen=True, slots=True)
class VoucherPlaces:
    """One page of the list; figures are of the child's year of birth and language."""

    cohort: Cohort
    shown: tuple[VoucherGarden, ...]
    pages: Pages
    search: Search
    only_free: bool
    total: int
    free_places: int
    as_of: datetime


def voucher_places(
    tenant_id: int,
    application_id: uuid.UUID,
    search: Search,
    reader_language: str,
    *,
    only_free: bool = False,
) -> VoucherPlaces | None:
    """The kindergartens in which the voucher of an application may be used (V-12, VX-17)."""
    with read_scope(tenant_id) as session:
        one = _application(session, application_id)
        if one is None:
            return None
        everything = _gardens(session, one, reader_language)
        found = [
            each
            for each in everything
            if is_found(search.query, each.garden.name, each.garden.address)
            and (each.is_free or not only_free)
        ]
        found.sort(key=_ORDERS[search.order])
        shown, pages = page_of(found, search.page, PAGE_SIZE)
        return VoucherPlaces(
            cohort=_cohort(one),
            shown=tuple(shown),
            pages=pages,
            search=search,
            only_free=only_free,
            total=len(everything),
            free_places=sum(each.garden.free for each in everything),
            as_of=services().clock.now(session),
        )


def find_voucher_garden(
    tenant_id: int, application_id: uuid.UUID, kindergarten_id: uuid.UUID, reader_language: str
) -> VoucherGarden | None:
    """One of them; nothing for a kindergarten of another territory or kind."""
    with read_scope(tenant_id) as session:
        one = _application(session, application_id)
        if one is None:
            return None
        gardens = _gardens(session, one, reader_language)
        return next((each for each in gardens if each.id == kindergarten_id), None)


def _application(session: Session, application_id: uuid.UUID) -> Application | None:
    return load_applications(session, [application_id]).get(ApplicationId(application_id))


def _cohort(one: Application) -> Cohort:
    return Cohort(one.territory, one.queue_type, one.birth_year, one.language)


def _gardens(session: Session, one: Application, language: str) -> list[VoucherGarden]:
    cohort, voucher = _cohort(one), one.voucher or Voucher()
    temporary, lengths = temporary_of(session, cohort), lengths_of(session, cohort)
    own = one.referral.kindergarten if one.referral else None
    positions: dict[uuid.UUID, int | None] = {
        entry.kindergarten: position_of(session, one.id, entry.kindergarten)
        for entry in voucher.lists
    }
    kept = voucher.hold.kindergarten if voucher.hold else None
    # Nobody gives a lasting place up for one that ends on a day.
    is_pupil = one.state is State.ENROLLED
    return [
        VoucherGarden(
            garden=each,
            temporary_until=None if is_pupil else temporary.get(each.id),
            waiting=lengths.get(each.id, 0),
            position=positions.get(each.id),
            is_own=each.id == own,
            is_kept=each.id == kept,
        )
        for each in kindergartens_of(session, cohort, language)
    ]


def _open_first(one: VoucherGarden) -> tuple[object, ...]:
    return (one.garden.closed is not None,)


def _by_free(one: VoucherGarden) -> tuple[object, ...]:
    is_mine = one.is_kept or one.is_own or one.position is not None
    return (*_open_first(one), not is_mine, one.garden.free == 0, name_key(one.garden.name))


_ORDERS: dict[Order, Callable[[VoucherGarden], tuple[object, ...]]] = {
    Order.NAME: lambda one: (*_open_first(one), name_key(one.garden.name)),
    Order.FREE: _by_free,
    Order.QUEUE: lambda one: (*_open_first(one), one.waiting, name_key(one.garden.name)),
}
"""Those that can be chosen come first; by free places, the child's own on top of them."""
