"""Core values with sensible defaults, so that a test names only what it is about."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from kezek.adapters.tenants import read_tenant
from kezek.core.applications import Application, State
from kezek.core.days import Calendar
from kezek.core.ids import (
    ApplicationId,
    ChildId,
    GuardianId,
    KindergartenId,
    PlaceId,
    TerritorySlug,
)
from kezek.core.modes.contract import Rules
from kezek.core.places import Place, PlaceState
from kezek.core.queues import Queue, QueueType, SeatKey
from kezek.core.rules import TenantRules
from kezek.core.triggers import Chosen
from kezek.core.turns import Standing

MONDAY = datetime(2026, 9, 7, 4, tzinfo=UTC)
"""Nine o'clock in Kazakhstan."""
CITY = TerritorySlug("city")


def calendar() -> Calendar:
    """The days of 2025 and 2026, as stories have them."""
    return read_tenant("demo").calendar.only((2025, 2026))


CALENDAR = calendar()


def rules(**settings: object) -> Rules:
    """The default rules, some of them changed."""
    return Rules(TenantRules().with_settings(settings), CALENDAR, 1)


def garden(number: int = 1) -> KindergartenId:
    """A kindergarten by its number."""
    return KindergartenId(UUID(int=1000 + number))


def chosen(*numbers: int, queue_type: QueueType = QueueType.GENERAL) -> tuple[Chosen, ...]:
    """These kindergartens as a parent names them."""
    return tuple(Chosen(garden(number), queue_type, CITY, is_private=False) for number in numbers)


def key(number: int = 1, year: int = 2022, queue_type: QueueType = QueueType.GENERAL) -> SeatKey:
    """The Kazakh queue to a kindergarten."""
    return SeatKey(garden(number), year, "kk", queue_type)


def queue(count: int = 3, ratio: int = 3, number: int = 1) -> Queue:
    """A queue with a stored count."""
    return Queue(key(number), count, ratio)


def application(serial: int = 1, **fields: Any) -> Application:
    """A waiting application; each serial is a later one of another family."""
    usual = Application(
        id=ApplicationId(UUID(int=serial)),
        number=f"DEM-26-{serial:06d}",
        serial=serial,
        child=ChildId(UUID(int=10_000 + serial)),
        guardian=GuardianId(UUID(int=20_000 + serial)),
        territory=CITY,
        queue_type=QueueType.GENERAL,
        born_on=date(2022, 3, 14),
        language="kk",
        choices=(garden(1),),
        categories=(13,),
        standing=Standing.G,
        claimed=Standing.G,
        submitted_at=MONDAY + timedelta(milliseconds=serial),
        state=State.QUEUED,
        version=1,
    )
    return replace(usual, **fields)


def place(serial: int = 1, **fields: Any) -> Place:
    """A free place; each serial is a later one."""
    usual = Place(
        id=PlaceId(UUID(int=30_000 + serial)),
        key=key(),
        serial=serial,
        state=PlaceState.PUBLISHED,
        opened_at=MONDAY,
        opened_seq=serial,
    )
    return replace(usual, **fields)
