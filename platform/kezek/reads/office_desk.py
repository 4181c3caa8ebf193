"""What waits for the specialists, by its working day, the late on top (L-6.1, L-14.1, L-16.1)."""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from kezek.adapters.services import services
from kezek.core.access import Actor
from kezek.core.paging import Pages, pages_of
from kezek.core.regions import Tenant
from kezek.core.work import Lane, Mark, Wanted, Whose, Work
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.db.waiting_work import Heap, Worklist, wanted_of, whose_is
from kezek.reads.colleagues import Colleague, colleagues_of
from kezek.reads.office_work import WorkItem, shown_items

__all__ = ["OfficeDesk", "Wanted", "next_item", "office_desk"]

PAGE = 50


@dataclass(frozen=True, slots=True)
class Facets:
    """How much there would be of each choice, all other choices being as they are."""

    kinds: Mapping[Work, int]
    lanes: Mapping[Lane, int]
    whose: Mapping[Whose, int]
    late: int


@dataclass(frozen=True, slots=True)
class OfficeDesk:
    """One page of what waits, and how much of each kind there is."""

    now: datetime
    items: tuple[WorkItem, ...]
    pages: Pages
    facets: Facets
    territories: tuple[tuple[str, str], ...]
    """Slug and name of those that the specialist answers for."""
    colleagues: tuple[Colleague, ...]


def office_desk(
    tenant_id: int, actor: Actor, wanted: Wanted, wished: int, language: str
) -> OfficeDesk:
    """What waits for this specialist, sifted and sorted, one page of it."""
    with read_scope(tenant_id) as session:
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        work = Worklist(session, region, actor, now)
        heaps, own = work.heaps(), actor.account_id
        pages = pages_of(_count(wanted_of(heaps, wanted, own)), wished, PAGE)
        matters = work.page(wanted, pages.first_item - 1, PAGE) if pages.total else []
        return OfficeDesk(
            now=now,
            items=tuple(shown_items(session, matters, own, language)),
            pages=pages,
            facets=_facets(heaps, wanted, own),
            territories=territories_of(region, actor, language),
            colleagues=colleagues_of(session, actor),
        )


def next_item(
    tenant_id: int, actor: Actor, wanted: Wanted, after: str, language: str
) -> WorkItem | None:
    """What comes after a mark in the same part of the work; from its end on the first again."""
    with read_scope(tenant_id) as session:
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        found = Worklist(session, region, actor, now).after(wanted, Mark.read(after))
        if found is None:
            return None
        return shown_items(session, [found], actor.account_id, language)[0]


def _count(heaps: Iterable[Heap]) -> int:
    return sum(one.count for one in heaps)


def _facets(heaps: list[Heap], wanted: Wanted, own: uuid.UUID) -> Facets:
    kinds: Counter[Work] = Counter()
    for heap in wanted_of(heaps, replace(wanted, work=None), own):
        kinds[heap.work] += heap.count
    lanes: Counter[Lane] = Counter()
    for heap in wanted_of(heaps, replace(wanted, lane=None), own):
        if heap.lane is not None:
            lanes[heap.lane] += heap.count
    whose: Counter[Whose] = Counter()
    for heap in wanted_of(heaps, replace(wanted, whose=None), own):
        whose[whose_is(heap.account_id, own)] += heap.count
    late = _count(wanted_of(heaps, replace(wanted, late=True), own))
    return Facets(kinds, lanes, whose, late)


def territories_of(region: Tenant, actor: Actor, language: str) -> tuple[tuple[str, str], ...]:
    """The territories of a member of staff, by slug and name."""
    return tuple(
        (one.slug, one.kk if language == "kk" else one.ru)
        for one in region.territories
        if not actor.territories or one.slug in actor.territories
    )
