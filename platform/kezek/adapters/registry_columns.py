"""What the columns of a registry's CSV files may hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kezek.core.queues import Kind
from kezek.core.regions import Tenant

OWNERSHIPS = ("state", "private_order", "private")
UNKNOWN_OWNERSHIP = "unknown"
HOURS = ("4", "9", "10.5", "12", "24")


@dataclass(frozen=True, slots=True)
class Column:
    """What a column may hold: `read` gives a cell's value or raises ValueError."""

    read: Callable[[str], Any]
    allowed: str
    required: bool = False


def kindergarten_columns(region: Tenant) -> dict[str, Column]:
    """The columns of a file of kindergartens, with the region's own territories and languages."""
    territories = tuple(one.slug for one in region.territories)
    return {
        "external_id": Column(_short, "a name of 1 to 80 characters", required=True),
        "name_kk": Column(lambda cell: _text(cell) or None, "text of up to 300 characters"),
        "name_ru": Column(_text, "text of 1 to 300 characters", required=True),
        "kind": _one_of(tuple(Kind), required=True),
        "ownership": _one_of(OWNERSHIPS, instead=UNKNOWN_OWNERSHIP),
        "territory": _one_of(territories, required=True),
        "address_kk": Column(_text, "text of up to 300 characters"),
        "address_ru": Column(_text, "text of up to 300 characters"),
        "lat": Column(lambda cell: _degrees(cell, 40, 56), "degrees from 40 to 56, or empty"),
        "lon": Column(lambda cell: _degrees(cell, 46, 88), "degrees from 46 to 88, or empty"),
        "phone": Column(_text, "text of up to 300 characters"),
        "languages": _languages(region, many=True),
        "hours": Column(_hours, f"one of {', '.join(HOURS)}, or empty"),
        "capacity": Column(
            lambda cell: _whole(cell, 1, 5000) if cell else None, "1 to 5000, or empty"
        ),
        "source": Column(_text, "text of up to 300 characters"),
        "is_demo": Column(lambda cell: _truth(cell) or False, "true, false or empty"),
    }


def group_columns(region: Tenant) -> dict[str, Column]:
    """The columns of a file of groups, with the region's own languages."""
    return {
        "external_id": Column(_short, "a name of 1 to 80 characters", required=True),
        "birth_year": Column(
            lambda cell: _whole(cell, 2000, 2100), "a year from 2000 to 2100", required=True
        ),
        "language": _languages(region, many=False),
        "capacity": Column(lambda cell: _whole(cell, 1, 500), "1 to 500", required=True),
        "is_demo": Column(_truth, "true, false or empty"),
    }


def _one_of(words: tuple[str, ...], *, required: bool = False, instead: str = "") -> Column:
    def read(cell: str) -> str:
        if not cell and not required:
            return instead
        if cell not in words:
            raise ValueError(cell)
        return str(cell)

    ending = "" if required else ", or empty"
    return Column(read, f"one of {', '.join(words)}{ending}", required)


def _languages(region: Tenant, *, many: bool) -> Column:
    known = region.instruction_languages

    def read(cell: str) -> Any:
        parts = tuple(part.strip() for part in cell.split(";")) if cell else ()
        if any(part not in known for part in parts) or len(set(parts)) != len(parts):
            raise ValueError(cell)
        if not many and len(parts) != 1:
            raise ValueError(cell)
        return parts if many else parts[0]

    shape = "several, by semicolons, of" if many else "one of"
    return Column(read, f"{shape} {', '.join(known)}", required=not many)


def _text(cell: str) -> str:
    if len(cell) > 300:
        raise ValueError(cell)
    return cell


def _short(cell: str) -> str:
    if not 1 <= len(cell) <= 80:
        raise ValueError(cell)
    return cell


def _whole(cell: str, low: int, high: int) -> int:
    if not (cell.isascii() and cell.isdecimal()) or not low <= int(cell) <= high:
        raise ValueError(cell)
    return int(cell)


def _degrees(cell: str, low: int, high: int) -> float | None:
    if not cell:
        return None
    degrees = float(cell)
    if not low <= degrees <= high:
        raise ValueError(cell)
    return degrees


def _hours(cell: str) -> Decimal | None:
    if not cell:
        return None
    if cell not in HOURS:
        raise ValueError(cell)
    return Decimal(cell)


def _truth(cell: str) -> bool | None:
    if cell not in ("", "true", "false"):
        raise ValueError(cell)
    return cell == "true" if cell else None
