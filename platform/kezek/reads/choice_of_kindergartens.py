"""What a parent chooses from: kindergartens with free places and the length of their queues."""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.kazakh_order import name_key
from kezek.core.paging import Pages, page_of
from kezek.core.queues import Kind
from kezek.core.searching import is_found
from kezek.core.wishes import Cohort
from kezek.db.cohorts import free_of, groups_of, under_review_of, waiting_of
from kezek.db.kindergartens import KindergartenRow
from kezek.db.scope import read_scope

PAGE_SIZE = 20


class Order(StrEnum):
    """How the list is sorted."""

    NAME = "name"
    FREE = "free"
    QUEUE = "queue"


class Closed(StrEnum):
    """Why a kindergarten is listed and cannot be chosen (R-27)."""

    NO_GROUPS = "no_groups"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class Search:
    """What of the list is looked at."""

    query: str = ""
    order: Order = Order.NAME
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Kindergarten:
    """One kindergarten as a parent weighs it; figures are of the cohort's own queue."""

    id: uuid.UUID
    name: str
    is_name_russian: bool
    """No Kazakh name is known, so a Kazakh reader is shown the Russian one."""
    kind: str
    ownership: str
    address: str
    hours: str
    languages: tuple[str, ...]
    is_demo: bool
    free: int
    waiting: int
    under_review: int
    """Applications that a specialist still looks at: `waiting` leaves them out."""
    has_group: bool
    """Whether a group of this year and language is listed now; the queue is open anyhow."""
    closed: Closed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoicePage:
    """The list, and what of it has been chosen, in the parent's order."""

    cohort: Cohort
    chosen: tuple[Kindergarten, ...]
    shown: tuple[Kindergarten, ...]
    pages: Pages
    search: Search
    total: int
    as_of: datetime


@dataclass(frozen=True, slots=True)
class _Figures:
    """What is counted for each kindergarten that has anything to count."""

    groups: Mapping[uuid.UUID, bool]
    free: Mapping[uuid.UUID, int]
    under_review: Mapping[uuid.UUID, int]


def choice_page(
    tenant_id: int,
    cohort: Cohort,
    choices: Iterable[uuid.UUID],
    search: Search,
    reader_language: str,
) -> ChoicePage:
    """The kindergartens of a territory that belong to a queue, found, sorted, one page of them.

    Ids among `choices` that are none of them are left out: what is sent is checked when it is kept.
    """
    with read_scope(tenant_id) as session:
        everything = kindergartens_of(session, cohort, reader_language)
        found = [one for one in everything if is_found(search.query, one.name, one.address)]
        if search.order is Order.QUEUE:
            found = _with_queues(session, cohort, found)
        shown, pages = page_of(sorted(found, key=_by(search.order)), search.page, PAGE_SIZE)
        known = {one.id: one for one in everything}
        chosen = [known[one] for one in dict.fromkeys(choices) if one in known]
        return ChoicePage(
            cohort=cohort,
            chosen=tuple(_with_queues(session, cohort, chosen)),
            shown=tuple(_with_queues(session, cohort, shown)),
            pages=pages,
            search=search,
            total=len(everything),
            as_of=services().clock.now(session),
        )


def all_kindergartens(
    tenant_id: int, cohort: Cohort, reader_language: str
) -> tuple[Kindergarten, ...]:
    """Those of a cohort that can be chosen, by name; their queues are not counted."""
    with read_scope(tenant_id) as session:
        found = kindergartens_of(session, cohort, reader_language)
        return tuple(sorted((one for one in found if not one.closed), key=_by(Order.NAME)))


def kindergarten_names(
    tenant_id: int, ids: Sequence[uuid.UUID], reader_language: str
) -> dict[uuid.UUID, str]:
    """Names of these kindergartens."""
    with read_scope(tenant_id) as session:
        rows = session.scalars(select(KindergartenRow).where(KindergartenRow.id.in_(ids)))
        return {row.id: row.name(reader_language) for row in rows}


def _by(order: Order) -> Callable[[Kindergarten], tuple[object, ...]]:
    """Those that can be chosen come first, whatever the order."""
    return {
        Order.NAME: lambda one: (one.closed is not None, name_key(one.name)),
        Order.FREE: lambda one: (one.closed is not None, -one.free, name_key(one.name)),
        Order.QUEUE: lambda one: (one.closed is not None, one.waiting, name_key(one.name)),
    }[order]


def kindergartens_of(session: Session, cohort: Cohort, language: str) -> list[Kindergarten]:
    """Every kindergarten of the cohort's territory and kind, its queue not counted yet."""
    kinds = [str(kind) for kind in Kind if kind.queue_type is cohort.queue_type]
    rows = session.scalars(
        select(KindergartenRow).where(
            KindergartenRow.territory == cohort.territory,
            KindergartenRow.kind.in_(kinds),
            KindergartenRow.closed_on.is_(None),
        )
    ).all()
    figures = _Figures(
        groups_of(session, cohort), free_of(session, cohort), under_review_of(session, cohort)
    )
    return [_kindergarten(row, figures, language) for row in rows]


def _with_queues(
    session: Session, cohort: Cohort, kindergartens: Sequence[Kindergarten]
) -> list[Kindergarten]:
    """The same with the lengths of their queues: counting is dear, so only what is shown is."""
    waiting = waiting_of(session, cohort, [one.id for one in kindergartens])
    return [replace(one, waiting=waiting.get(one.id, 0)) for one in kindergartens]


def _kindergarten(row: KindergartenRow, figures: _Figures, language: str) -> Kindergarten:
    address = row.address_kk if language == "kk" else row.address_ru
    return Kindergarten(
        id=row.id,
        name=row.name(language),
        is_name_russian=language == "kk" and not row.name_kk,
        kind=row.kind,
        ownership=row.ownership,
        address=address or row.address_ru or row.address_kk,
        hours=f"{row.hours.normalize():f}".replace(".", ",") if row.hours else "",
        languages=tuple(row.languages),
        is_demo=row.is_demo,
        free=figures.free.get(row.id, 0),
        waiting=0,
        under_review=figures.under_review.get(row.id, 0),
        has_group=figures.groups.get(row.id, False),
        closed=_closed(row, figures.groups),
    )


def _closed(row: KindergartenRow, groups: Mapping[uuid.UUID, bool]) -> Closed | None:
    if row.ownership == "private":
        return Closed.PRIVATE
    return None if row.id in groups else Closed.NO_GROUPS
