"""Notices that reached nobody: by month, by territory, and by both (§10)."""

from collections.abc import Callable, Hashable, Iterable
from datetime import date
from typing import TypeVar

from flask_babel import gettext

from kezek.reads.statistics.notices import NoticesPage, Reached, notices_page
from kezek.web.statistics.asking import Asked, month_name, ordered_territories, short_months
from kezek.web.statistics.figures import Chart, Figure, Kind, Series, Value
from kezek.web.statistics.subject import Built, Subject
from kezek.web.words import mark, say

Key = TypeVar("Key", bound=Hashable)
_Sum = tuple[int, int]
"""How many went out, and how many reached nobody."""


def build(asked: Asked) -> Built:
    """The page of notices."""
    page = notices_page(*asked.given)
    return Built(
        basis=page.basis,
        figures=(_by_month(page), _by_territory(page), _by_both(page)),
    )


def _summed(found: Iterable[Reached], by: Callable[[Reached], Key]) -> dict[Key, _Sum]:
    sums: dict[Key, _Sum] = {}
    for one in found:
        sent, unreached = sums.get(by(one), (0, 0))
        sums[by(one)] = sent + one.sent, unreached + one.unreached
    return sums


def _figures(one: _Sum) -> tuple[Value, ...]:
    sent, unreached = one
    return sent, unreached, 100 * unreached / sent if sent else None


def _columns() -> tuple[str, ...]:
    return gettext("Went out"), gettext("Reached nobody"), gettext("Per cent")


def _counts() -> str:
    return say(
        mark(
            "Counts notices to families that go out by SMS or e-mail, by the month in which they "
            "were written, and those that no way had delivered in time: the hotline calls then."
        )
    )


def _leaves_out(page: NoticesPage) -> str:
    text = mark(
        "Leaves out notices that stay in the cabinet, one-time codes, and what was written less "
        "than %(hours)s hours ago and may still arrive."
    )
    return say(text, hours=page.hours)


def _drawn(kind: Kind, labels: tuple[str, ...], unreached: tuple[float, ...]) -> Chart | None:
    """A picture, where there is anything to be seen in it."""
    if not any(unreached):
        return None
    return Chart(kind, labels, (Series(gettext("Reached nobody"), "b", unreached),))


def _by_month(page: NoticesPage) -> Figure:
    months = tuple(page.basis.sieve.months)
    found = _summed(page.reached, lambda one: one.month)
    unreached = tuple(float(found.get(month, (0, 0))[1]) for month in months)
    return Figure(
        key="months",
        title=gettext("Notices that reached nobody, by month"),
        counts=_counts(),
        leaves_out=_leaves_out(page),
        columns=(gettext("Month"), *_columns()),
        rows=tuple((month_name(month), *_figures(found.get(month, (0, 0)))) for month in months),
        chart=_drawn(Kind.COLUMNS, short_months(months), unreached),
    )


def _by_territory(page: NoticesPage) -> Figure:
    found = _summed(page.reached, lambda one: one.territory)
    slugs = ordered_territories(page.basis, found)
    names = tuple(page.basis.territory(slug) for slug in slugs)
    unreached = tuple(float(found[slug][1]) for slug in slugs)
    return Figure(
        key="territories",
        title=gettext("Notices that reached nobody, by territory"),
        counts=_counts(),
        leaves_out=_leaves_out(page),
        columns=(gettext("Territory"), *_columns()),
        rows=tuple((name, *_figures(found[slug])) for name, slug in zip(names, slugs, strict=True)),
        chart=_drawn(Kind.ROWS, names, unreached),
        empty=gettext("Nothing was sent in this period."),
    )


def _by_both(page: NoticesPage) -> Figure:
    found = {(one.month, one.territory): (one.sent, one.unreached) for one in page.reached}
    order = ordered_territories(page.basis, (slug for _, slug in found))
    return Figure(
        key="both",
        title=gettext("Notices that reached nobody, by month and territory"),
        counts=_counts(),
        leaves_out=_leaves_out(page),
        columns=(gettext("Month"), gettext("Territory"), *_columns()),
        rows=tuple(
            (month_name(month), page.basis.territory(slug), *_figures(found[month, slug]))
            for month, slug in sorted(found, key=lambda one: _place(one, order))
        ),
        empty=gettext("Nothing was sent in this period."),
    )


def _place(one: tuple[date, str], order: list[str]) -> tuple[date, int]:
    return one[0], order.index(one[1])


SUBJECT = Subject(
    key="notices",
    title=mark("Notices that reached nobody"),
    lead=mark("How many notices no way of telling has delivered, by month and by territory."),
    build=build,
)
