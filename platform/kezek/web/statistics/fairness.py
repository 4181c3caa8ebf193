"""Whether one to three is kept, by month and territory, with what may make shares differ (N15)."""

from collections import Counter

from flask_babel import gettext, ngettext

from kezek.core.fairness import Verdict
from kezek.core.turns import Standing
from kezek.reads.statistics.fairness import FairMonth, FairnessPage, fairness_page
from kezek.web.statistics.asking import Asked, month_name, short_months
from kezek.web.statistics.figures import CLASSES, Chart, Figure, Kind, Series
from kezek.web.statistics.subject import Alarm, Built, Filter, Subject
from kezek.web.words import mark


def build(asked: Asked) -> Built:
    """The page of the fairness monitor."""
    page = fairness_page(*asked.given)
    return Built(
        basis=page.basis,
        alarm=_alarm(page),
        figures=(_shares(page), _months(page)),
        explained=(
            (
                gettext("Why may the share differ from one of four?"),
                gettext(
                    "The count is kept for each queue apart: after one child of first priority "
                    "come three on general grounds. When nobody of one class can be called, the "
                    "place goes to the other class at once, and no debt is left over. So a month "
                    "in which only children with first priority waited somewhere has a larger "
                    "share, and the law was kept at every turn."
                ),
            ),
            (
                gettext("What is judged?"),
                gettext(
                    "Every turn of every general queue: what the stored count was before it, who "
                    "was served, and whether somebody of the other class waited and was old "
                    "enough. Only a turn against the count is an alarm. Children served out of "
                    "turn stand before the count. In a morning bulletin the first of the order "
                    "choose by themselves, so these turns are counted and not judged one by one."
                ),
            ),
        ),
    )


def _alarm(page: FairnessPage) -> Alarm | None:
    turns = sum(one.tally.by_verdict[Verdict.BROKEN] for one in page.broken)
    if turns:
        return Alarm(
            gettext("One to three was not kept"),
            ngettext(
                "%(num)s turn went against the stored count. The table shows where and when.",
                "%(num)s turns went against the stored count. The table shows where and when.",
                turns,
            ),
        )
    if not page.months:
        return None
    return Alarm(
        gettext("One to three was kept"),
        gettext("Every turn of this period followed the stored count of its queue."),
        "good",
    )


def _shares(page: FairnessPage) -> Figure:
    """The shares of all chosen territories together, month by month."""
    months = tuple(page.basis.sieve.months)
    judged, due, given = Counter[object](), Counter[object](), Counter[object]()
    for one in page.months:
        judged[one.month] += one.tally.judged
        due[one.month] += one.tally.first_due
        given[one.month] += one.tally.first_given
    demanded, real = (
        tuple(100 * part[month] / judged[month] if judged[month] else None for month in months)
        for part in (due, given)
    )
    names = (
        gettext("Demanded by the counts, %(sign)s", sign="%"),
        gettext("Given, %(sign)s", sign="%"),
    )
    return Figure(
        key="shares",
        title=gettext("The share of first priority, in per cent"),
        counts=gettext(
            "Counts turns of first priority and general grounds: how many of them the counts "
            "demanded for first priority, and how many it got."
        ),
        leaves_out=gettext(
            "Leaves out children served out of turn, special and sanatorium queues, places of "
            "morning bulletins, and places that went on to the next of the same class after a "
            "refusal."
        ),
        columns=(gettext("Month"), gettext("Turns"), *names),
        rows=tuple(
            (month_name(month), judged[month], demanded[at], real[at])
            for at, month in enumerate(months)
            if judged[month]
        ),
        chart=Chart(
            Kind.LINES,
            short_months(months),
            (Series(names[0], "b", demanded), Series(names[1], "a", real)),
        ),
        empty=gettext("There was no turn in this period."),
    )


def _months(page: FairnessPage) -> Figure:
    return Figure(
        key="turns",
        title=gettext("Turns by territory and month"),
        counts=gettext(
            "Counts offers, vouchers and places of a morning's window by class, in the order of "
            "the count."
        ),
        leaves_out=gettext("Leaves out special and sanatorium queues, which have no count."),
        columns=(
            gettext("Month"),
            gettext("Territory"),
            *CLASSES,
            gettext("Demanded by the counts, %(sign)s", sign="%"),
            gettext("Given, %(sign)s", sign="%"),
            gettext("The other class was empty"),
            gettext("Against the count"),
        ),
        rows=tuple(_row(page, one) for one in page.months),
        empty=gettext("There was no turn in this period."),
    )


def _row(page: FairnessPage, one: FairMonth) -> tuple[str | int | float | None, ...]:
    found = one.tally
    return (
        month_name(one.month),
        page.basis.territory(one.territory),
        *(found.by_class[standing] for standing in Standing),
        None if found.expected is None else 100 * found.expected,
        None if found.real is None else 100 * found.real,
        found.by_verdict[Verdict.OTHER_EMPTY],
        found.by_verdict[Verdict.BROKEN],
    )


SUBJECT = Subject(
    key="fairness",
    title=mark("One to three"),
    lead=mark("Whether places go to first priority and general grounds as the counts demand."),
    filters=frozenset({Filter.TERRITORY, Filter.PERIOD}),
    build=build,
)
