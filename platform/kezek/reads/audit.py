"""The audit across regions: who did what, by role and number, never what was said of whom."""

import heapq
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.paging import Pages, pages_of
from kezek.db.audit import AuditWish, Fact, count_facts, facts_before, views_by_role
from kezek.db.deployment_accounts import account_names
from kezek.db.deployment_acts import ActsWish, acts, count_acts
from kezek.db.scope import deployment_scope, read_scope
from kezek.db.tenants import all_tenants

PAGE = 50
MOST_COUNTED = 10_000
MOST_EXPORTED = 50_000
_AT_ONCE = 500

Point = tuple[datetime, uuid.UUID]
Wish: TypeAlias = AuditWish


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One fact with its region."""

    slug: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class AuditPage:
    """A part of the facts, the newest first."""

    lines: tuple[AuditLine, ...]
    older: Point | None
    """Where the next page begins; nothing at the end."""
    total: int
    is_total_exact: bool
    views: tuple[tuple[str, int], ...]
    """How often each role looked at families' data in the same span."""


@dataclass(frozen=True, slots=True)
class ShownAct:
    """One act of an operator."""

    at: datetime
    who: str
    actor: str
    kind: str
    slug: str
    reason: str
    detail: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ActsPage:
    """One page of what operators did."""

    acts: tuple[ShownAct, ...]
    pages: Pages


def wished_facts(role: str, kinds: tuple[str, ...], since: datetime, until: datetime) -> Wish:
    """Which facts are asked for."""
    return AuditWish(role=role, kinds=kinds, since=since, until=until)


def wished_acts(kind: str, tenant_id: int | None, since: datetime, until: datetime) -> ActsWish:
    """Which acts of operators are asked for."""
    return ActsWish(kind=kind, tenant_id=tenant_id, since=since, until=until)


def audit_page(wish: AuditWish, tenant_id: int | None, before: Point | None) -> AuditPage:
    """Facts of one region or of all, merged by their moments."""
    regions = _regions(tenant_id)
    lines = list(_merged(regions, lambda session: facts_before(session, wish, before, PAGE + 1)))
    total, views = 0, dict[str, int]()
    for region_id, _ in regions:
        with read_scope(region_id) as session:
            if total < MOST_COUNTED:
                total += count_facts(session, wish, MOST_COUNTED - total)
            for role, count in views_by_role(session, wish.since, wish.until).items():
                views[role] = views.get(role, 0) + count
    shown = tuple(lines[:PAGE])
    last = shown[-1].fact if len(lines) > PAGE else None
    return AuditPage(
        shown,
        (last.at, last.id) if last is not None else None,
        total,
        total < MOST_COUNTED,
        tuple(sorted(views.items())),
    )


def audit_lines(wish: AuditWish, tenant_id: int | None) -> Iterator[AuditLine]:
    """All of them one after another, to a limit, for a file."""
    regions, before, given = _regions(tenant_id), None, 0
    while given < MOST_EXPORTED:
        part = list(
            _merged(regions, lambda session, at=before: facts_before(session, wish, at, _AT_ONCE))  # type: ignore[misc]
        )[:_AT_ONCE]
        yield from part
        given += len(part)
        if len(part) < _AT_ONCE:
            return
        before = (part[-1].fact.at, part[-1].fact.id)


def acts_page(wish: ActsWish, page: int) -> ActsPage:
    """What operators did themselves."""
    with deployment_scope() as session:
        names = account_names(session)
        slugs = {row.id: row.slug for row in all_tenants(session)}
        pages = pages_of(count_acts(session, wish), page, PAGE)
        rows = acts(session, wish, offset=pages.first_item - 1, limit=PAGE)
        return ActsPage(
            tuple(
                ShownAct(
                    row.at,
                    names.get(row.actor, ""),
                    row.actor,
                    row.kind,
                    slugs.get(row.tenant_id or 0, ""),
                    row.reason,
                    row.detail,
                )
                for row in rows
            ),
            pages,
        )


def present_moment() -> datetime:
    """By the one clock that all processes share."""
    with deployment_scope() as session:
        return services().clock.now(session)


def _regions(tenant_id: int | None) -> list[tuple[int, str]]:
    with deployment_scope() as session:
        return [
            (row.id, row.slug)
            for row in all_tenants(session)
            if tenant_id is None or row.id == tenant_id
        ]


def _merged(
    regions: list[tuple[int, str]], ask: Callable[[Session], list[Fact]]
) -> Iterator[AuditLine]:
    """Each region is asked in its own scope; the newest of all come first."""
    parts = []
    for tenant_id, slug in regions:
        with read_scope(tenant_id) as session:
            parts.append([AuditLine(slug, fact) for fact in ask(session)])
    newest = heapq.merge(*parts, key=lambda line: (line.fact.at, line.fact.id), reverse=True)
    yield from newest
