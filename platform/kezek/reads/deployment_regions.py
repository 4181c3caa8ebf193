"""The regions of the deployment as operators see them: what waits, and which stand still."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.adapters.tenants import list_tenants
from kezek.core.applications import SHOWN
from kezek.core.stops import Stop
from kezek.core.ways_in import modes_open
from kezek.db.applications import ApplicationRow
from kezek.db.deployment_accounts import account_names
from kezek.db.deployment_acts import DeploymentProposalRow, open_proposals
from kezek.db.health import Waiting, waiting_in
from kezek.db.rules_in_force import NoVersion, region_at
from kezek.db.scope import deployment_scope, read_scope
from kezek.db.stops import open_stops, stops_of
from kezek.db.tenants import all_tenants


@dataclass(frozen=True, slots=True)
class RegionLine:
    """One region in the list of operators."""

    id: int
    slug: str
    name: str
    prefix: str
    modes: tuple[str, ...]
    version: int
    applications: int
    """Applications that stand in queues."""
    waiting: Waiting
    stop: Stop | None
    is_demo: bool

    @property
    def standing(self) -> str:
        """`open`, or how it stands still."""
        return str(self.stop.level) if self.stop else "open"


@dataclass(frozen=True, slots=True)
class PastStop:
    """One time for which the region stood still, or stands."""

    level: str
    reason: str
    began_at: datetime
    began_by: str
    ended_at: datetime | None
    ended_by: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """The closing of a region, which waits for another operator."""

    id: uuid.UUID
    tenant_id: int
    reason: str
    words_kk: str
    words_ru: str
    kept: str
    proposed_at: datetime
    proposed_by: str
    proposed_name: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class OperatorRegionPage:
    """One region with its stops, and a closing that waits."""

    line: RegionLine
    stops: tuple[PastStop, ...]
    closing: Proposal | None
    now: datetime


def region_lines(language: str) -> list[RegionLine]:
    """Every region of the deployment, by its slug; regions are visited in turn."""
    with deployment_scope() as session:
        now = services().clock.now(session)
        rows = [(row.id, row.slug, row.prefix) for row in all_tenants(session)]
        stops = {row.tenant_id: row.value for row in open_stops(session)}
    lines = [
        _line(tenant_id, slug, prefix, stops.get(tenant_id), now, language)
        for tenant_id, slug, prefix in rows
    ]
    return sorted(lines, key=lambda one: one.slug)


def region_names(language: str) -> dict[int, tuple[str, str]]:
    """The slug and the name of every region, by its number."""
    with deployment_scope() as session:
        now = services().clock.now(session)
        rows = [(row.id, row.slug) for row in all_tenants(session)]
    names = {}
    for tenant_id, slug in rows:
        with read_scope(tenant_id) as session:
            names[tenant_id] = (slug, _name(session, tenant_id, slug, now, language)[0])
    return names


def unopened() -> list[str]:
    """Regions that have a folder and are not open."""
    with deployment_scope() as session:
        opened = {row.slug for row in all_tenants(session)}
    return [slug for slug in list_tenants(services().settings.tenants_dir) if slug not in opened]


def operator_region(tenant_id: int, language: str) -> OperatorRegionPage | None:
    """One region; nothing if there is none of that number."""
    with deployment_scope() as session:
        now = services().clock.now(session)
        found = [row for row in all_tenants(session) if row.id == tenant_id]
        if not found:
            return None
        slug, prefix = found[0].slug, found[0].prefix
        names = account_names(session)
        past = tuple(
            PastStop(
                row.level,
                row.reason,
                row.began_at,
                names.get(row.began_by, row.began_by),
                row.ended_at,
                names.get(row.ended_by or "", row.ended_by or ""),
            )
            for row in stops_of(session, tenant_id)
        )
        stop = next((row.value for row in open_stops(session) if row.tenant_id == tenant_id), None)
        waiting = _unexpired(open_proposals(session, tenant_id), now, names)
    line = _line(tenant_id, slug, prefix, stop, now, language)
    return OperatorRegionPage(line, past, waiting[0] if waiting else None, now)


def closings() -> list[Proposal]:
    """Closings that wait for another operator."""
    with deployment_scope() as session:
        now = services().clock.now(session)
        return _unexpired(open_proposals(session), now, account_names(session))


def _unexpired(
    rows: Sequence[DeploymentProposalRow], now: datetime, names: dict[str, str]
) -> list[Proposal]:
    return [
        Proposal(
            row.id,
            row.tenant_id,
            row.reason,
            row.detail["words_kk"],
            row.detail["words_ru"],
            row.detail["kept"],
            row.proposed_at,
            row.proposed_by,
            names.get(row.proposed_by, row.proposed_by),
            row.expires_at,
        )
        for row in rows
        if now < row.expires_at
    ]


def _line(
    tenant_id: int, slug: str, prefix: str, stop: Stop | None, now: datetime, language: str
) -> RegionLine:
    with read_scope(tenant_id) as session:
        name, modes, version, is_demo = _name(session, tenant_id, slug, now, language)
        standing = ApplicationRow.state.in_([str(state) for state in SHOWN])
        applications = session.scalar(select(func.count()).where(standing)) or 0
        return RegionLine(
            tenant_id,
            slug,
            name,
            prefix,
            modes,
            version,
            applications,
            waiting_in(session),
            stop,
            is_demo,
        )


def _name(
    session: Session, tenant_id: int, slug: str, now: datetime, language: str
) -> tuple[str, tuple[str, ...], int, bool]:
    try:
        version, region = region_at(session, tenant_id, now)
    except NoVersion:
        return slug, (), 0, False
    today = region.calendar.local_day(now)
    modes = tuple(sorted(str(one) for one in modes_open(region.territories, today)))
    return region.name.in_language(language), modes, version, region.is_demo
