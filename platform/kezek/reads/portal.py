"""What the state portal asks: where one applies, for which kindergartens, how it stands (E-6)."""

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from sqlalchemy import exists, select

from kezek.adapters.identities import person_hash
from kezek.core.modes.registry import names_kindergartens
from kezek.core.people import Identity
from kezek.core.queues import Kind
from kezek.core.regions import Tenant
from kezek.core.territories import Mode, Territory
from kezek.db.applications import ApplicationRow
from kezek.db.kindergartens import GroupRow, KindergartenRow
from kezek.db.people import ChildRow, find_holder
from kezek.db.portal_requests import find_request
from kezek.db.scope import read_scope
from kezek.reads.application_page import ApplicationPage, application_as_printed


class OpenRegion(Protocol):
    """A region as the directory knows it."""

    @property
    def id(self) -> int:
        """Its number in the ledger."""

    @property
    def region(self) -> Tenant:
        """What it is set to."""


@dataclass(frozen=True, slots=True)
class OpenTerritory:
    """A territory that takes applications now, by the code that stands for it."""

    code: str
    tenant_id: int
    region: Tenant
    territory: Territory
    mode: Mode

    @property
    def long_code(self) -> str:
        """Region and territory by their names here, which no other territory has."""
        return f"{self.region.slug}/{self.territory.slug}"

    @property
    def asks_for_kindergartens(self) -> bool:
        """Whether an application names kindergartens there (V-17)."""
        return names_kindergartens(self.mode)


@dataclass(frozen=True, slots=True)
class ListedKindergarten:
    """A kindergarten that can be named in an application."""

    id: uuid.UUID
    code: str
    kk: str
    ru: str
    queue_type: str
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """One application as its family sees it, read for each language."""

    kk: ApplicationPage
    ru: ApplicationPage


def open_territories(regions: Iterable[OpenRegion], now: datetime) -> list[OpenTerritory]:
    """Every territory of the deployment that takes applications at this moment.

    Its code is that of the classifier (KATO); one that the classifier does not know, or whose code
    stands twice, goes by region and name.
    """
    found = [
        OpenTerritory(one.kato or "", card.id, card.region, one, mode)
        for card in regions
        for one in card.region.territories
        if (mode := one.mode_on(card.region.calendar.local_day(now))) is not None
    ]
    counts = Counter(one.code for one in found)
    return [
        one if one.code and counts[one.code] == 1 else replace(one, code=one.long_code)
        for one in found
    ]


def listed_kindergartens(
    tenant_id: int, territory: str, birth_year: int | None = None
) -> list[ListedKindergarten]:
    """The kindergartens of a territory that can be chosen, by name; of an age where one is said."""
    of_age = exists().where(
        GroupRow.tenant_id == KindergartenRow.tenant_id,
        GroupRow.kindergarten_id == KindergartenRow.id,
        *([GroupRow.birth_year == birth_year] if birth_year else []),
    )
    query = (
        select(KindergartenRow)
        .where(KindergartenRow.territory == territory, KindergartenRow.closed_on.is_(None), of_age)
        .order_by(KindergartenRow.name_ru, KindergartenRow.id)
    )
    with read_scope(tenant_id) as session:
        return [
            ListedKindergarten(
                row.id,
                row.external_id,
                row.name("kk"),
                row.name("ru"),
                str(Kind(row.kind).queue_type),
                tuple(row.languages),
            )
            for row in session.scalars(query)
            if row.ownership != "private"
        ]


def application_of_request(tenant_id: int, caller: str, request_id: str) -> uuid.UUID | None:
    """The application that came by this request of this caller; nothing for any other."""
    with read_scope(tenant_id) as session:
        row = find_request(session, caller, request_id)
        return row.application_id if row is not None else None


def applications_of(tenant_id: int, parent: Identity, child: Identity) -> list[uuid.UUID]:
    """The applications of this parent for this child in a region, the newest first."""
    with read_scope(tenant_id) as session:
        holder = find_holder(session, person_hash(parent))
        if holder is None:
            return []
        hashed = person_hash(child)
        query = (
            select(ApplicationRow.id)
            .join(
                ChildRow,
                (ChildRow.tenant_id == ApplicationRow.tenant_id)
                & (ChildRow.id == ApplicationRow.child_id),
            )
            .where(
                ChildRow.guardian_id == holder.id,
                (ChildRow.iin_hash == hashed) | (ChildRow.document_hash == hashed),
            )
            .order_by(ApplicationRow.serial.desc())
        )
        return list(session.scalars(query))


def standing_of(tenant_id: int, application_id: uuid.UUID) -> Standing | None:
    """The application as its family sees it, in both languages."""
    kk = application_as_printed(tenant_id, application_id, "kk")
    ru = application_as_printed(tenant_id, application_id, "ru")
    return Standing(kk, ru) if kk is not None and ru is not None else None
