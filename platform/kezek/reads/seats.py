"""A place as a family looks it up: which kindergarten and group, where, until when."""

import uuid
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from kezek.core.groups import reference_year
from kezek.core.places import Place
from kezek.core.regions import Tenant
from kezek.db.kindergartens import KindergartenRow, find_kindergarten


@dataclass(frozen=True, slots=True)
class Garden:
    """A kindergarten as a family looks it up: what it is, where, and by which telephone."""

    id: uuid.UUID
    name: str
    kind: str
    address: str
    phone: str
    hours: Decimal | None
    is_demo: bool


@dataclass(frozen=True, slots=True)
class Seat:
    """The place that is offered, held or taken."""

    place_id: uuid.UUID
    garden: Garden
    birth_year: int
    language: str
    group: str
    """The age group of that birth year, as in the settings; empty where none fits."""
    temporary_until: date | None


def seat_of(session: Session, region: Tenant, place: Place, language: str, today: date) -> Seat:
    """The place in the reader's language; its group by the birth year that it is for (A-63)."""
    row = find_kindergarten(session, place.key.kindergarten)
    assert row is not None, "a place without its kindergarten"
    years = reference_year(today, region.rules.group_year_switch) - place.key.birth_year
    group = next((one.group for one in region.rules.group_ages if one.years == years), "")
    return Seat(
        place_id=place.id,
        garden=_garden(row, language),
        birth_year=place.key.birth_year,
        language=place.key.language,
        group=group,
        temporary_until=place.temporary_until,
    )


def _garden(row: KindergartenRow, language: str) -> Garden:
    address = row.address_ru if language == "ru" else row.address_kk or row.address_ru
    return Garden(
        id=row.id,
        name=row.name(language),
        kind=row.kind,
        address=address,
        phone=row.phone,
        hours=row.hours,
        is_demo=row.is_demo,
    )
