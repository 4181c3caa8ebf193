"""Places given by month, and how long those who got one had waited."""

from collections import Counter
from datetime import date

from flask_babel import gettext

from kezek.reads.statistics.given import GivenPage, WaitsPage, given_page, waits_page
from kezek.web.statistics.asking import Asked, month_name, ordered_territories, short_months
from kezek.web.statistics.figures import (
    CLASSES,
    Chart,
    Figure,
    Kind,
    Series,
    Value,
    class_name,
    class_series,
)
from kezek.web.statistics.subject import Built, Subject
from kezek.web.words import mark, say

REACHED = {
    "referral": mark("Referral"),
    "voucher": mark("Voucher"),
    "contract": mark("Contract"),
}
"""What a child may have got, in the order in which it comes."""

LEAVES_OUT = mark(
    "Leaves out pupils who moved from one kindergarten to another. A referral that was not "
    "used is counted, and so is the next one of the same child. The class is the one that the "
    "child has now."
)


def build(asked: Asked) -> Built:
    """The page of places given."""
    page = given_page(*asked.given)
    totals = Counter[str]()
    for one in page.given:
        totals[one.kind] += one.count
    return Built(
        basis=page.basis,
        totals=(
            (gettext("Referrals issued"), totals["referral"]),
            (gettext("Vouchers offered"), totals["voucher"]),
            (gettext("Contracts signed"), totals["contract"]),
        ),
        figures=(_by_month(page), _by_territory(page), _all_kinds(page)),
    )


def _by_month(page: GivenPage) -> Figure:
    months = tuple(page.basis.sieve.months)
    counts = Counter[tuple[date, str]]()
    for one in page.given:
        if one.kind == "referral":
            counts[one.month, one.standing] += one.count
    parts = [[counts[month, standing] for standing in CLASSES] for month in months]
    return Figure(
        key="referrals",
        title=gettext("Places given by month"),
        counts=gettext("Counts referrals to kindergartens by the month in which they were issued."),
        leaves_out=say(LEAVES_OUT),
        columns=(gettext("Month"), *map(class_name, CLASSES), gettext("Together")),
        rows=tuple(
            (month_name(month), *part, sum(part)) for month, part in zip(months, parts, strict=True)
        ),
        chart=Chart(Kind.COLUMNS, short_months(months), class_series(parts)),
    )


def _by_territory(page: GivenPage) -> Figure:
    counts = Counter[tuple[str, str]]()
    for one in page.given:
        if one.kind == "referral":
            counts[one.territory, one.standing] += one.count
    slugs = ordered_territories(page.basis, (territory for territory, _ in counts))
    parts = [[counts[slug, standing] for standing in CLASSES] for slug in slugs]
    names = tuple(page.basis.territory(slug) for slug in slugs)
    return Figure(
        key="territories",
        title=gettext("Places given by territory"),
        counts=gettext("Counts referrals of the whole period by the territory of the application."),
        leaves_out=say(LEAVES_OUT),
        columns=(gettext("Territory"), *map(class_name, CLASSES), gettext("Together")),
        rows=tuple((name, *part, sum(part)) for name, part in zip(names, parts, strict=True)),
        chart=Chart(Kind.ROWS, names, class_series(parts)),
    )


def _all_kinds(page: GivenPage) -> Figure:
    months = tuple(page.basis.sieve.months)
    counts = Counter[tuple[date, str]]()
    for one in page.given:
        counts[one.month, one.kind] += one.count
    series = tuple(
        Series(say(REACHED[kind]), tone, tuple(float(counts[month, kind]) for month in months))
        for kind, tone in (("referral", "a"), ("contract", "b"))
    )
    return Figure(
        key="steps",
        title=gettext("Referrals, vouchers and contracts"),
        counts=gettext("Counts each step by the month in which it was taken."),
        leaves_out=gettext(
            "A contract may belong to a referral of an earlier month, so the two do not have to "
            "agree. Vouchers are in the table; there are some in voucher territories only."
        ),
        columns=(gettext("Month"), *map(say, REACHED.values())),
        rows=tuple((month_name(one), *(counts[one, kind] for kind in REACHED)) for one in months),
        chart=Chart(Kind.LINES, short_months(months), series),
    )


def build_waits(asked: Asked) -> Built:
    """The page of waiting times."""
    page = waits_page(*asked.given)
    known = [kind for kind in REACHED if any(one.kind == kind for one in page.waits)]
    return Built(
        basis=page.basis,
        figures=tuple(_waits(page, kind) for kind in known or ("referral",)),
        explained=(
            (
                gettext("What do the two numbers mean?"),
                gettext(
                    "Half of the children waited no longer than the median. Nine of ten waited no "
                    "longer than the second number. An average would be moved by the few who "
                    "waited for years."
                ),
            ),
        ),
    )


def _waits(page: WaitsPage, kind: str) -> Figure:
    found = {(one.territory, one.standing): one for one in page.waits if one.kind == kind}
    slugs = ordered_territories(page.basis, (slug for slug, _ in found if slug is not None))
    everybody = gettext("All territories")
    rows: list[tuple[Value, ...]] = []
    for slug, name in ((None, everybody), *((one, page.basis.territory(one)) for one in slugs)):
        for standing in (None, *CLASSES):
            one = found.get((slug, standing))
            if one is not None:
                of_class = class_name(standing) if standing else gettext("All classes")
                rows.append((name, of_class, one.count, one.median, one.ninth))
    whole = [(slug, found[slug, None]) for slug in (None, *slugs) if (slug, None) in found]
    labels = tuple(page.basis.territory(slug) if slug else everybody for slug, _ in whole)
    titles = {
        "referral": gettext("Days until the referral"),
        "voucher": gettext("Days until the voucher"),
        "contract": gettext("Days until the contract"),
    }
    return Figure(
        key=kind,
        title=titles[kind],
        counts=gettext(
            "Counts days from the submission of the application to the first one of the child, "
            "for those who got it in this period."
        ),
        leaves_out=gettext("Leaves out everybody who still waits: their wait has no length yet."),
        columns=(
            gettext("Territory"),
            gettext("Class"),
            gettext("Children"),
            gettext("Median, days"),
            gettext("Nine of ten, days"),
        ),
        rows=tuple(rows),
        chart=Chart(
            Kind.PAIRS,
            labels,
            (
                Series(gettext("Median, days"), "a", tuple(one.median for _, one in whole)),
                Series(gettext("Nine of ten, days"), "d", tuple(one.ninth for _, one in whole)),
            ),
        ),
        empty=gettext("Nobody got one in this period."),
    )


SUBJECT = Subject(
    key="places",
    title=mark("Places given"),
    lead=mark("Referrals, vouchers and contracts, month by month."),
    build=build,
)

WAITS = Subject(
    key="waiting",
    title=mark("Waiting time"),
    lead=mark("How long those who got a place had waited for it."),
    build=build_waits,
)
