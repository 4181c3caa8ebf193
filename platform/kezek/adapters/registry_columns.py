"""What the columns of a registry's files may hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from kezek.adapters.registry_titles import (
    KINDS,
    LANGUAGES,
    TRUTHS,
    by_any_name,
    territories_of,
)
from kezek.adapters.registry_titles import OWNERSHIPS as OWNERSHIP_WORDS
from kezek.core.queues import Kind
from kezek.core.regions import Tenant

OWNERSHIPS = ("state", "private_order", "private")
UNKNOWN_OWNERSHIP = "unknown"
HOURS = ("4", "9", "10.5", "12", "24")
MOST_TEXT = 300
MOST_CODE = 80


@dataclass(frozen=True, slots=True)
class Column:
    """What a column may hold: `read` gives a cell's value or raises ValueError."""

    read: Callable[[str], Any]
    allowed: str
    required: bool = False
    code: str = "text"
    """Which sentence tells people what is wrong with a cell; `values` fill it."""
    values: Mapping[str, object] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    """What a cell may be called otherwise: words of either language."""
    stays: bool = False
    """Whether a file without this column leaves what is known."""

    def value(self, cell: str) -> Any:
        """What a cell says. Raises ValueError."""
        if self.required and not cell:
            raise ValueError(cell)
        return self.read(self.names.get(cell.casefold(), cell))


def kindergarten_columns(region: Tenant) -> dict[str, Column]:
    """The columns of a file of kindergartens, with the region's own territories and languages."""
    territories = tuple(one.slug for one in region.territories)
    return {
        "external_id": _code_column(),
        "name_kk": Column(
            lambda cell: _text(cell) or None, "text of up to 300 characters", **_MOST
        ),
        "name_ru": Column(_text, "text of 1 to 300 characters", required=True, **_MOST),
        "kind": _one_of(tuple(Kind), by_any_name(KINDS), required=True),
        "ownership": _one_of(OWNERSHIPS, _ownership_names(), instead=UNKNOWN_OWNERSHIP),
        "territory": _one_of(territories, by_any_name(territories_of(region)), required=True),
        "address_kk": Column(_text, "text of up to 300 characters", **_MOST),
        "address_ru": Column(_text, "text of up to 300 characters", **_MOST),
        "lat": _degrees_column(40, 56),
        "lon": _degrees_column(46, 88),
        "phone": Column(_text, "text of up to 300 characters", **_MOST),
        "bin": Column(_bin, "12 digits, or empty", code="bin", stays=True),
        "languages": _languages(region, many=True),
        "hours": Column(
            _hours, f"one of {', '.join(HOURS)}, or empty", code="hours", values={"allowed": HOURS}
        ),
        "capacity": Column(
            lambda cell: _whole(cell, 1, 5000) if cell else None,
            "1 to 5000, or empty",
            code="whole",
            values={"low": 1, "high": 5000},
        ),
        "source": Column(_text, "text of up to 300 characters", **_MOST),
        "is_demo": Column(
            lambda cell: _truth(cell) or False,
            "true, false or empty",
            code="truth",
            names=by_any_name(TRUTHS),
        ),
    }


def group_columns(region: Tenant) -> dict[str, Column]:
    """The columns of a file of groups, with the region's own languages."""
    return {
        "external_id": _code_column(),
        "birth_year": Column(
            lambda cell: _whole(cell, 2000, 2100),
            "a year from 2000 to 2100",
            required=True,
            code="whole",
            values={"low": 2000, "high": 2100},
        ),
        "language": _languages(region, many=False),
        "capacity": Column(
            lambda cell: _whole(cell, 1, 500),
            "1 to 500",
            required=True,
            code="whole",
            values={"low": 1, "high": 500},
        ),
        "is_demo": Column(_truth, "true, false or empty", code="truth", names=by_any_name(TRUTHS)),
    }


_MOST: Mapping[str, Any] = {"code": "text", "values": {"most": MOST_TEXT}}


def _ownership_names() -> dict[str, str]:
    """Not to know is said by an empty cell, or by a word for it."""
    names = by_any_name(OWNERSHIP_WORDS)
    return {said: "" if code == UNKNOWN_OWNERSHIP else code for said, code in names.items()}


def _code_column() -> Column:
    return Column(_short, "a name of 1 to 80 characters", required=True, values={"most": MOST_CODE})


def _degrees_column(low: float, high: float) -> Column:
    return Column(
        lambda cell: _degrees(cell, low, high),
        f"degrees from {low} to {high}, or empty",
        code="degrees",
        values={"low": low, "high": high},
    )


def _one_of(
    words: tuple[str, ...],
    names: Mapping[str, str],
    *,
    required: bool = False,
    instead: str = "",
) -> Column:
    def read(cell: str) -> str:
        if not cell and not required:
            return instead
        if cell not in words:
            raise ValueError(cell)
        return str(cell)

    ending = "" if required else ", or empty"
    allowed = f"one of {', '.join(words)}{ending}"
    return Column(read, allowed, required, "word", {"allowed": words}, names)


def _languages(region: Tenant, *, many: bool) -> Column:
    known = region.instruction_languages
    names = by_any_name({code: one for code, one in LANGUAGES.items() if code in known}, known)

    def read(cell: str) -> Any:
        split = [part.strip() for part in cell.replace(",", ";").split(";")] if cell else []
        parts = tuple(names.get(part.casefold(), part) for part in split)
        if any(part not in known for part in parts) or len(set(parts)) != len(parts):
            raise ValueError(cell)
        if not many and len(parts) != 1:
            raise ValueError(cell)
        return parts if many else parts[0]

    shape = "several, by semicolons, of" if many else "one of"
    return Column(
        read,
        f"{shape} {', '.join(known)}",
        required=not many,
        code="several" if many else "word",
        values={"allowed": known},
    )


def _text(cell: str) -> str:
    if len(cell) > MOST_TEXT:
        raise ValueError(cell)
    return cell


def _bin(cell: str) -> str:
    """Of a business: the fifth sign says what kind it is, and is none of a person's (4 to 6)."""
    if cell and not (len(cell) == 12 and cell.isascii() and cell.isdigit() and cell[4] in "456"):
        raise ValueError(cell)
    return cell


def _short(cell: str) -> str:
    if not 1 <= len(cell) <= MOST_CODE:
        raise ValueError(cell)
    return cell


def _whole(cell: str, low: int, high: int) -> int:
    if not (cell.isascii() and cell.isdecimal()) or not low <= int(cell) <= high:
        raise ValueError(cell)
    return int(cell)


def _degrees(cell: str, low: float, high: float) -> float | None:
    if not cell:
        return None
    degrees = float(_with_point(cell))
    if not low <= degrees <= high:
        raise ValueError(cell)
    return degrees


def _hours(cell: str) -> Decimal | None:
    if not cell:
        return None
    try:
        hours = Decimal(_with_point(cell))
    except InvalidOperation:
        raise ValueError(cell) from None
    # `12.0` is what a program makes of 12.
    if hours not in map(Decimal, HOURS):
        raise ValueError(cell)
    return hours


def _with_point(cell: str) -> str:
    """An office program of ours writes `10,5`."""
    return cell.replace(",", ".")


def _truth(cell: str) -> bool | None:
    if cell not in ("", "true", "false"):
        raise ValueError(cell)
    return cell == "true" if cell else None
