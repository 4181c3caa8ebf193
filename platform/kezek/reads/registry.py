"""The registry as the administrator keeps it: a list, one kindergarten, a file that waits."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.groups import reference_year
from kezek.core.kazakh_order import name_key
from kezek.core.paging import Pages, page_of
from kezek.core.regions import Tenant
from kezek.core.searching import is_found
from kezek.db.kindergartens import GroupRow, KindergartenRow, find_kindergarten
from kezek.db.registry import (
    FIELDS,
    Alive,
    alive_at,
    groups_by_cohort,
    groups_of,
    kindergartens_by_external_id,
)
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope

PAGE_SIZE = 50


class Order(StrEnum):
    """In which order the list can be asked for."""

    NAME = "name"
    CODE = "code"
    CAPACITY = "capacity"
    TERRITORY = "territory"


@dataclass(frozen=True, slots=True)
class Sieve:
    """What of the registry is asked for; an empty word asks for all."""

    text: str = ""
    territory: str = ""
    ownership: str = ""
    kind: str = ""
    state: str = ""
    """`closed` asks for closed ones, `lacking` for those that lack a name, groups or a place."""
    order: Order = Order.NAME
    page: int = 1


@dataclass(frozen=True, slots=True)
class ListedKindergarten:
    """One line of the registry."""

    id: uuid.UUID
    external_id: str
    name: str
    kind: str
    ownership: str
    territory: str
    capacity: int | None
    groups: int
    norm: int
    """The places of its groups together."""
    closed_on: date | None
    lacks: tuple[str, ...]
    """What is missing: `name_kk`, `groups`, `coordinates`, `ownership`."""


@dataclass(frozen=True, slots=True)
class RegistryList:
    """One page of the registry."""

    shown: tuple[ListedKindergarten, ...]
    pages: Pages
    total: int
    territories: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group with the age that its year of birth has now."""

    id: uuid.UUID
    birth_year: int
    age_group: str
    """As in the settings; empty where none fits."""
    language: str
    capacity: int


@dataclass(frozen=True, slots=True)
class KindergartenPage:
    """One kindergarten with every field, its groups, and what lives there."""

    id: uuid.UUID
    values: Mapping[str, Any]
    name: str
    territory: str
    closed_on: date | None
    is_demo: bool
    groups: tuple[ShownGroup, ...]
    alive: Alive
    region: Tenant
    next_year: int
    """The school year for which new groups are entered (A-63)."""


def region_now(tenant_id: int) -> Tenant:
    """The region as it is set at this moment."""
    with read_scope(tenant_id) as session:
        return region_at(session, tenant_id, services().clock.now(session))[1]


def registry_list(tenant_id: int, sieve: Sieve, language: str) -> RegistryList:
    """The kindergartens that pass the sieve, one page of them."""
    with read_scope(tenant_id) as session:
        _, region = region_at(session, tenant_id, services().clock.now(session))
        names = {one.slug: one.ru if language == "ru" else one.kk for one in region.territories}
        rows = session.scalars(select(KindergartenRow)).all()
        norms = _norms(session)
        found = [row for row in rows if _passes(row, sieve, norms)]
        listed = [_listed(row, norms, names, language) for row in found]
        shown, pages = page_of(sorted(listed, key=_key(sieve.order)), sieve.page, PAGE_SIZE)
        return RegistryList(tuple(shown), pages, len(rows), tuple(names.items()))


def kindergarten_page(
    tenant_id: int, kindergarten_id: uuid.UUID, language: str
) -> KindergartenPage | None:
    """One kindergarten; nothing if there is none of that id here."""
    with read_scope(tenant_id) as session:
        row = find_kindergarten(session, kindergarten_id)
        if row is None:
            return None
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        names = {one.slug: one.ru if language == "ru" else one.kk for one in region.territories}
        year = reference_year(region.calendar.local_day(now), region.rules.group_year_switch)
        return KindergartenPage(
            id=row.id,
            values=_values(row),
            name=row.name(language),
            territory=names.get(row.territory, row.territory),
            closed_on=row.closed_on,
            is_demo=row.is_demo,
            groups=tuple(_group(one, region, year) for one in groups_of(session, row.id)),
            alive=alive_at(session, row.id),
            region=region,
            next_year=year,
        )


def registry_rows(
    tenant_id: int,
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], Tenant]:
    """Every open kindergarten with its groups as a file has them, and the region."""
    with read_scope(tenant_id) as session:
        _, region = region_at(session, tenant_id, services().clock.now(session))
        known = kindergartens_by_external_id(session)
        opened = {row.id: row for row in known.values() if row.closed_on is None}
        kindergartens = [_values(row) for row in opened.values()]
        groups = [
            {
                "external_id": opened[home].external_id,
                "birth_year": year,
                "language": language,
                "capacity": row.capacity,
                "is_demo": row.is_demo,
            }
            for (home, year, language), row in groups_by_cohort(session).items()
            if home in opened
        ]
    groups.sort(key=lambda one: (one["external_id"], one["birth_year"], one["language"]))
    return kindergartens, groups, region


def _values(row: KindergartenRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in FIELDS} | {"languages": list(row.languages)}


def _norms(session: Session) -> dict[uuid.UUID, tuple[int, int]]:
    """How many groups each kindergarten has, and for how many children."""
    rows = session.execute(
        select(
            GroupRow.kindergarten_id,
            func.count().label("groups"),
            func.sum(GroupRow.capacity).label("norm"),
        ).group_by(GroupRow.kindergarten_id)
    )
    return {row.kindergarten_id: (row.groups, row.norm) for row in rows}


def _passes(row: KindergartenRow, sieve: Sieve, norms: Mapping[uuid.UUID, tuple[int, int]]) -> bool:
    is_closed = row.closed_on is not None
    return (
        (sieve.state == "closed") == is_closed
        and (sieve.state != "lacking" or bool(_lacks(row, norms)))
        and (not sieve.territory or row.territory == sieve.territory)
        and (not sieve.ownership or row.ownership == sieve.ownership)
        and (not sieve.kind or row.kind == sieve.kind)
        and is_found(sieve.text, *_texts(row))
    )


def _texts(row: KindergartenRow) -> Iterable[str]:
    return (row.name_kk or "", row.name_ru, row.external_id, row.address_kk, row.address_ru)


def _lacks(row: KindergartenRow, norms: Mapping[uuid.UUID, tuple[int, int]]) -> tuple[str, ...]:
    missing = {
        "name_kk": not row.name_kk,
        "groups": row.id not in norms and row.ownership != "private",
        "coordinates": row.lat is None or row.lon is None,
        "ownership": row.ownership == "unknown",
    }
    return tuple(name for name, is_missing in missing.items() if is_missing)


def _listed(
    row: KindergartenRow,
    norms: Mapping[uuid.UUID, tuple[int, int]],
    names: Mapping[str, str],
    language: str,
) -> ListedKindergarten:
    groups, norm = norms.get(row.id, (0, 0))
    return ListedKindergarten(
        id=row.id,
        external_id=row.external_id,
        name=row.name(language),
        kind=row.kind,
        ownership=row.ownership,
        territory=names.get(row.territory, row.territory),
        capacity=row.capacity,
        groups=groups,
        norm=norm,
        closed_on=row.closed_on,
        lacks=_lacks(row, norms),
    )


def _key(order: Order) -> Any:
    return {
        Order.NAME: lambda one: name_key(one.name),
        Order.CODE: lambda one: one.external_id,
        Order.CAPACITY: lambda one: (-(one.capacity or 0), name_key(one.name)),
        Order.TERRITORY: lambda one: (one.territory, name_key(one.name)),
    }[order]


def _group(row: GroupRow, region: Tenant, year: int) -> ShownGroup:
    years = year - row.birth_year
    found = (one.group for one in region.rules.group_ages if one.years == years)
    return ShownGroup(row.id, row.birth_year, next(found, ""), row.language, row.capacity)
