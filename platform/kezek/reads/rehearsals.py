"""Rehearsals of changes, as the administrator looks at them: the latest, and one whole (N6)."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kezek.adapters.services import services
from kezek.core.paging import Pages, pages_of
from kezek.core.regions import Tenant
from kezek.core.rehearsing.found import Rehearsal
from kezek.db.accounts import name_of, names_of
from kezek.db.rehearsals import count_rehearsals, find_rehearsal, last_rehearsals
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope

PAGE = 20


@dataclass(frozen=True, slots=True)
class ListedRehearsal:
    """One of the latest rehearsals."""

    id: uuid.UUID
    made_at: datetime
    made_by: str
    children: int


@dataclass(frozen=True, slots=True)
class RehearsalsPage:
    """The region as it is set now, and what was rehearsed lately."""

    region: Tenant
    listed: tuple[ListedRehearsal, ...]
    pages: Pages


@dataclass(frozen=True, slots=True)
class RehearsalPage:
    """One rehearsal, by whom it was made, and how territories are called."""

    id: uuid.UUID
    made_by: str
    found: Rehearsal
    is_of_today: bool
    """Whether the rules that it is compared with are still those in force."""
    territories: Mapping[str, str]


def rehearsals_page(tenant_id: int, wished: int = 1, made_by: str = "") -> RehearsalsPage:
    """The region, and its rehearsals, the latest first; of one person if a tag is given."""
    with read_scope(tenant_id) as session:
        _, region = region_at(session, tenant_id, services().clock.now(session))
        pages = pages_of(count_rehearsals(session, made_by), wished, PAGE)
        rows = last_rehearsals(session, made_by, offset=pages.first_item - 1, limit=PAGE)
        names = names_of(session, {row.made_by for row in rows})
        listed = tuple(
            ListedRehearsal(row.id, row.made_at, names[row.made_by], row.children) for row in rows
        )
        return RehearsalsPage(region, listed, pages)


def rehearsal_page(tenant_id: int, rehearsal_id: uuid.UUID, language: str) -> RehearsalPage | None:
    """One rehearsal; nothing if there is none of that number here."""
    with read_scope(tenant_id) as session:
        row = find_rehearsal(session, rehearsal_id)
        if row is None:
            return None
        version, region = region_at(session, tenant_id, services().clock.now(session))
        return RehearsalPage(
            id=row.id,
            made_by=name_of(session, row.made_by),
            found=row.value,
            is_of_today=version == row.rules_version,
            territories=territory_names(region, language),
        )


def territory_names(region: Tenant, language: str) -> dict[str, str]:
    """How the territories of a region are called."""
    return {one.slug: one.ru if language == "ru" else one.kk for one in region.territories}
