"""The lines of a territory's bulletin: what it listed in the morning, and what was corrected.

A line is never changed: a place that is taken back later stands there twice, listed and recalled
(L-3.04, 5.2(2)).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from kezek.core.ids import KindergartenId, PlaceId
from kezek.core.places import Place


class LineKind(StrEnum):
    """What a line says of its place."""

    LISTED = "listed"
    RECALLED = "recalled"


@dataclass(frozen=True, slots=True)
class BulletinLine:
    """One line of one bulletin."""

    territory: str
    bulletin_on: date
    place_id: PlaceId
    kind: LineKind
    at: datetime
    kindergarten_id: KindergartenId
    birth_year: int
    language: str
    queue_type: str
    serial: int
    temporary_until: date | None
    reason: str


_KINDS = {"bulletin:published": LineKind.LISTED, "place:recalled": LineKind.RECALLED}


def lines_of(
    fact_kind: str, detail: Mapping[str, Any], places: Iterable[Place], at: datetime
) -> list[BulletinLine]:
    """The lines that a fact adds to a bulletin; most facts add none."""
    kind = _KINDS.get(fact_kind)
    if kind is None:
        return []
    return [
        BulletinLine(
            territory=str(detail["territory"]),
            bulletin_on=place.bulletin_on,
            place_id=place.id,
            kind=kind,
            at=at,
            kindergarten_id=place.key.kindergarten,
            birth_year=place.key.birth_year,
            language=place.key.language,
            queue_type=str(place.key.queue_type),
            serial=place.serial,
            temporary_until=place.temporary_until,
            reason=str(detail.get("reason") or ""),
        )
        for place in places
        if place.bulletin_on is not None
    ]
