"""What everybody may take away: counts with small ones covered, registry and places (D-10).

Months are whole and over: what is added to a month that runs would tell of one child a day.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kezek.core.days import add_months
from kezek.core.statistics import Months, Sieve, month_of
from kezek.core.suppression import Cell, Path, protect
from kezek.db.statistics.given import given_by_month
from kezek.db.statistics.line import standers
from kezek.db.statistics.registry import free_by_garden, gardens
from kezek.db.statistics.waits import waited
from kezek.reads.statistics.basis import Look, Wish, look_at

MONTHS = 12

Value = int | float | str | bool | list[str] | None
Row = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One dataset as it was at a moment; rows are in the order of its columns."""

    as_of: datetime
    rows: tuple[Row, ...]


def open_table(tenant_id: int, read: Callable[[Look], Iterable[Row]]) -> Table:
    """What a dataset holds now, of the whole region."""
    with look_at(tenant_id, None, Wish(), "ru") as look:
        return Table(look.basis.as_of, tuple(read(look)))


def queue_rows(look: Look) -> Iterable[Row]:
    """Children in the queues by territory, and there by year, language and class."""
    counts: dict[Path, int] = {}
    for one in standers(look.session, _everybody(look), look.region.calendar):
        # Two steps alone, territory and cell: a total of each year would need more to be covered.
        leaf = (one.territory, f"{one.birth_year}|{one.language}|{one.standing}")
        counts[leaf] = counts.get(leaf, 0) + one.count
    for path, cell in sorted(protect(counts).items()):
        year, language, standing = path[1].split("|") if len(path) > 1 else (None, None, None)
        territory = path[0] if path else None
        yield (territory, int(year) if year else None, language, standing, *_told(cell))


def given_rows(look: Look) -> Iterable[Row]:
    """Referrals of each of the last whole months, by territory and class."""
    by_month: dict[date, dict[Path, int]] = {}
    for one in given_by_month(look.session, _everybody(look), look.region.calendar):
        if one.kind == "referral":
            counts = by_month.setdefault(one.month, {})
            leaf = (one.territory, one.standing)
            counts[leaf] = counts.get(leaf, 0) + one.count
    for month in sorted(by_month):
        # Each month is a tree of its own: a sum over months would be reckoned back as they pass.
        for path, cell in sorted(protect(by_month[month]).items()):
            yield (f"{month:%Y-%m}", *_padded(path, 2), *_told(cell))


def waiting_rows(look: Look) -> Iterable[Row]:
    """Days of waiting in the last whole months; none where too few children got something."""
    found = [
        one
        for one in waited(look.session, _everybody(look), look.region.calendar)
        if one.territory is not None or one.standing is None
    ]
    for kind in sorted({one.kind for one in found}):
        tens = {_path(one.territory, one.standing): one for one in found if one.kind == kind}
        leaves: Mapping[Path, int] = {p: one.count for p, one in tens.items() if len(p) == 2}
        for path, cell in sorted(protect(leaves).items()):
            of_kind = tens[path]
            told = cell.cover is None
            yield (
                kind,
                *_padded(path, 2),
                *_told(cell),
                round(of_kind.median, 1) if told else None,
                round(of_kind.ninth, 1) if told else None,
            )


def registry_rows(look: Look) -> Iterable[Row]:
    """Every kindergarten, closed ones with their day."""
    for one in gardens(look.session):
        yield (
            str(one.id),
            one.code,
            one.name_kk,
            one.name_ru,
            one.kind,
            one.ownership,
            one.territory,
            one.address_kk,
            one.address_ru,
            one.lat,
            one.lon,
            one.phone,
            list(one.languages),
            float(one.hours) if one.hours is not None else None,
            one.capacity,
            one.closed_on.isoformat() if one.closed_on else None,
            one.is_demo,
        )


def free_rows(look: Look) -> Iterable[Row]:
    """Free places by kindergarten, year of birth and language."""
    for one in free_by_garden(look.session):
        yield (
            str(one.kindergarten_id),
            one.code,
            one.territory,
            one.birth_year,
            one.language,
            one.queue_type,
            one.free,
            one.temporary,
        )


def _everybody(look: Look) -> Sieve:
    last = add_months(month_of(look.basis.today), -1)
    return Sieve(months=Months(add_months(last, 1 - MONTHS), last))


def _told(cell: Cell) -> tuple[int | None, str | None]:
    return cell.count, str(cell.cover) if cell.cover else None


def _path(*steps: str | None) -> Path:
    return tuple(step for step in steps if step is not None)


def _padded(path: Path, width: int) -> Sequence[str | None]:
    return (*path, *[None] * (width - len(path)))
