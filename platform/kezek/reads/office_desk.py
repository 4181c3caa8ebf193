"""What waits for the specialists, by its working day, the late on top (L-6.1, L-14.1, L-16.1)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kezek.adapters.services import services
from kezek.core.access import Actor
from kezek.core.paging import Pages, page_of
from kezek.core.regions import Tenant
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.reads.office_work import Work, WorkItem, waiting

PAGE = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of the work somebody looks at."""

    work: Work | None = None
    territory: str = ""


@dataclass(frozen=True, slots=True)
class OfficeDesk:
    """One page of what waits."""

    now: datetime
    items: tuple[WorkItem, ...]
    pages: Pages
    counts: Mapping[Work, int]
    """How many of each kind wait in the chosen territory."""
    late: int
    territories: tuple[tuple[str, str], ...]
    """Slug and name of those that the specialist answers for."""


def office_desk(
    tenant_id: int, actor: Actor, wanted: Wanted, wished: int, language: str
) -> OfficeDesk:
    """What waits for this specialist, filtered, one page of it."""
    with read_scope(tenant_id) as session:
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        here = [
            one
            for one in waiting(session, region, actor, now, language)
            if wanted.territory in ("", one.territory)
        ]
        of_kind = [one for one in here if wanted.work in (None, one.work)]
        part, pages = page_of(of_kind, wished, PAGE)
        return OfficeDesk(
            now=now,
            items=tuple(part),
            pages=pages,
            counts=Counter(one.work for one in here),
            late=sum(one.is_late for one in of_kind),
            territories=_territories(region, actor, language),
        )


def next_item(
    tenant_id: int, actor: Actor, wanted: Wanted, after: str, language: str
) -> WorkItem | None:
    """What comes after a mark in the same part of the work; from its end on the first again."""
    with read_scope(tenant_id) as session:
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        items = [
            one
            for one in waiting(session, region, actor, now, language)
            if wanted.territory in ("", one.territory) and wanted.work in (None, one.work)
        ]
    later = (one for one in items if one.mark > after)
    return next(later, items[0] if items else None)


def _territories(region: Tenant, actor: Actor, language: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (one.slug, one.kk if language == "kk" else one.ru)
        for one in region.territories
        if not actor.territories or one.slug in actor.territories
    )
