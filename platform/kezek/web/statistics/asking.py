"""What an address asks of statistics; what it asks wrongly narrows nothing, and is told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from babel.dates import get_month_names
from flask import request

from kezek.adapters.wording import LOCALES, say_day, say_month
from kezek.core.access import Actor
from kezek.reads.statistics.basis import Basis, Wish
from kezek.web.i18n import current_language
from kezek.web.login import current_actor
from kezek.web.tenant import current_tenant

_LAST_PAGE = 100_000


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, as the reads take it."""

    tenant_id: int
    actor: Actor
    wish: Wish
    reader: str
    page: int

    @property
    def given(self) -> tuple[int, Actor, Wish, str]:
        """The four things that every page is read by."""
        return self.tenant_id, self.actor, self.wish, self.reader


def asked() -> Asked:
    """This request."""
    args = request.args
    number = args.get("page", "")
    return Asked(
        current_tenant().id,
        current_actor(),
        Wish(
            territory=args.get("territory", ""),
            birth_year=_year(args.get("year", "")),
            language=args.get("language", ""),
            standing=args.get("standing", ""),
            first=month_asked("first"),
            last=month_asked("last"),
        ),
        current_language(),
        min(int(number), _LAST_PAGE) if number.isascii() and number.isdigit() else 1,
    )


def month_asked(name: str) -> date | None:
    """A month as a form sends it, `2026-09`."""
    try:
        month = date.fromisoformat(f"{request.args.get(name, '')}-01")
    except ValueError:
        return None
    # Months beyond these have no neighbours on every wall clock.
    return month if 2000 <= month.year < 2100 else None


def is_month(name: str) -> bool:
    """Whether nothing was typed, or a month."""
    return not request.args.get(name) or month_asked(name) is not None


def _year(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and 2000 <= int(text) < 2100 else None


def month_name(month: date) -> str:
    """A month with its year, as a row is named."""
    return say_month(month, current_language())


def short_months(months: Iterable[date]) -> tuple[str, ...]:
    """Months under columns: three letters, and the year where one begins."""
    locale = LOCALES[current_language()]
    names = get_month_names("abbreviated", context="stand-alone", locale=locale)
    return tuple(
        f"{str(names[one.month]).rstrip('.')[:3]}{f' {one.year}' if one.month == 1 else ''}"
        for one in months
    )


def week_name(monday: date) -> str:
    """A week by its Monday."""
    return say_day(monday, current_language())


def ordered_territories(basis: Basis, found: Iterable[str]) -> list[str]:
    """Territories in the region's own order, those that it has no more at the end."""
    order = {slug: at for at, (slug, _) in enumerate(basis.territories)}
    return sorted(set(found), key=lambda slug: (order.get(slug, len(order)), slug))
