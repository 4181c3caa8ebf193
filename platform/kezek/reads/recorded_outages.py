"""Recorded outages: of one region for its parents, of all regions for operators (R-11)."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from kezek.adapters.services import services
from kezek.db.deployment_accounts import account_names
from kezek.db.outages import outages
from kezek.db.scope import deployment_scope, read_scope
from kezek.db.tenants import all_tenants

_SHOWN = 50
NEWS = timedelta(days=14)
"""How long a family's first page tells of it."""


@dataclass(frozen=True, slots=True)
class KnownOutage:
    """An outage as everybody may read of it."""

    id: uuid.UUID
    began_at: datetime
    ended_at: datetime
    words: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class OutageLine:
    """An outage in the list of operators: one act, though it concerned several regions."""

    id: uuid.UUID
    began_at: datetime
    ended_at: datetime
    failed: str
    reason: str
    recorded_at: datetime
    recorded_by: str
    regions: tuple[tuple[str, int], ...]
    """The slug of each region, and how many terms were moved there."""


@dataclass(frozen=True, slots=True)
class KnownOutages:
    """The outages of a region, and the moment of asking."""

    outages: tuple[KnownOutage, ...]
    now: datetime


def known_outages(tenant_id: int, language: str, most: int = _SHOWN) -> KnownOutages:
    """The newest outages of a region."""
    with read_scope(tenant_id) as session:
        return KnownOutages(
            tuple(
                KnownOutage(
                    row.id, row.began_at, row.ended_at, row.words(language), row.recorded_at
                )
                for row in outages(session, most)
            ),
            services().clock.now(session),
        )


def lately_moved(tenant_id: int, language: str) -> KnownOutage | None:
    """The outage that moved terms last, while it is news; nothing where none did."""
    page = known_outages(tenant_id, language, most=1)
    latest = page.outages[0] if page.outages else None
    return latest if latest is not None and page.now < latest.recorded_at + NEWS else None


def outage_lines() -> list[OutageLine]:
    """The newest outages of all regions, each act once."""
    with deployment_scope() as session:
        tenants = [(row.id, row.slug) for row in all_tenants(session)]
        names = account_names(session)
    found: dict[uuid.UUID, OutageLine] = {}
    for tenant_id, slug in sorted(tenants, key=lambda one: one[1]):
        with read_scope(tenant_id) as session:
            for row in outages(session, _SHOWN):
                before = found[row.id].regions if row.id in found else ()
                found[row.id] = OutageLine(
                    row.id,
                    row.began_at,
                    row.ended_at,
                    row.failed,
                    row.reason,
                    row.recorded_at,
                    names.get(row.recorded_by, row.recorded_by),
                    (*before, (slug, row.terms_moved)),
                )
    return sorted(found.values(), key=lambda one: one.began_at, reverse=True)[:_SHOWN]
