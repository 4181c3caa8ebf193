"""The load of staff: decisions by person and week, how long they took, look-ups and calls."""

import uuid
from collections import Counter
from collections.abc import Iterable

from flask_babel import gettext

from kezek.core.work import Work
from kezek.reads.statistics.staff import StaffPage, staff_page
from kezek.web.call_words import cause_name, key_name
from kezek.web.statistics.asking import Asked, week_name
from kezek.web.statistics.figures import Chart, Figure, Kind, Series, Value
from kezek.web.statistics.subject import Built, Filter, Subject
from kezek.web.words import mark, say
from kezek.web.work_words import work_name

COUNTS = mark("Counts what specialists decided and the journal has written, by who did it.")

LEAVES_OUT = mark(
    "Leaves out reading, notes and handing over. One decision may be an hour's work and "
    "another a minute's: the numbers tell of load, not of diligence."
)


def build(asked: Asked) -> Built:
    """The page of the load."""
    page = staff_page(*asked.given)
    figures: tuple[Figure, ...] = (_people(page), _weeks(page), _took(page), _late(page))
    if page.sees_all:
        figures += (
            _tallied(
                "calls",
                gettext("Calls by cause"),
                gettext("Cause"),
                [(cause_name(one.name), one.count) for one in page.calls],
            ),
            _tallied(
                "lookups",
                gettext("Look-ups of the hotline"),
                gettext("By what"),
                [(key_name(one.name), one.count) for one in page.lookups],
            ),
        )
    return Built(basis=page.basis, figures=figures)


def _people(page: StaffPage) -> Figure:
    counts, names = Counter[uuid.UUID](), dict[uuid.UUID, str]()
    for one in page.acts:
        counts[one.account_id] += one.count
        names[one.account_id] = one.name
    rows = tuple((names[key], count) for key, count in counts.most_common())
    return Figure(
        key="people",
        title=gettext("Decisions by person"),
        counts=say(COUNTS),
        leaves_out=say(LEAVES_OUT),
        columns=(gettext("Who"), gettext("Decisions")),
        rows=rows,
        chart=_bars(rows),
        empty=gettext("Nothing was decided in this period."),
    )


def _weeks(page: StaffPage) -> Figure:
    acts = sorted(page.acts, key=lambda one: (-one.week.toordinal(), one.name))
    return Figure(
        key="weeks",
        title=gettext("Decisions by person and week"),
        counts=say(COUNTS),
        leaves_out=say(LEAVES_OUT),
        columns=(gettext("Week from"), gettext("Who"), gettext("Decisions")),
        rows=tuple((week_name(one.week), one.name, one.count) for one in acts),
        empty=gettext("Nothing was decided in this period."),
    )


def _took(page: StaffPage) -> Figure:
    kinds = {
        "review": gettext("First check of an application"),
        "complaint": gettext("Complaint"),
    }
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (kinds[one.kind], one.count, one.median, one.ninth, one.late) for one in page.decisions
    )
    return Figure(
        key="decisions",
        title=gettext("From filing to decision"),
        counts=gettext(
            "Counts hours of the clock, nights and days off included, from the moment at which it "
            "was filed to the first decision."
        ),
        leaves_out=gettext("Leaves out what still waits for its decision."),
        columns=(
            gettext("What"),
            gettext("Decided"),
            gettext("Median, hours"),
            gettext("Nine of ten, hours"),
            gettext("Late"),
        ),
        rows=rows,
        empty=gettext("Nothing was decided in this period."),
    )


def _late(page: StaffPage) -> Figure:
    return _tallied(
        "late",
        gettext("Late by more than their term"),
        gettext("What"),
        [(work_name(Work(one.name)), one.count) for one in page.late],
        gettext("Counts matters of which the head was told, by the month of the alarm."),
        gettext("Leaves out what was late by less than the term that it had."),
    )


def _tallied(
    key: str,
    title: str,
    head: str,
    found: Iterable[tuple[str, int]],
    counts: str = "",
    leaves_out: str = "",
) -> Figure:
    rows = tuple(found)
    return Figure(
        key=key,
        title=title,
        counts=counts or gettext("Counts what the hotline has written down in this period."),
        leaves_out=leaves_out
        or gettext("Leaves out calls of which no operator noted the cause. Of the whole region."),
        columns=(head, gettext("How many")),
        rows=rows,
        chart=_bars(rows),
        empty=gettext("There was nothing of it in this period."),
    )


def _bars(rows: tuple[tuple[str, int], ...]) -> Chart:
    values = tuple(float(count) for _, count in rows)
    return Chart(Kind.ROWS, tuple(name for name, _ in rows), (Series("", "a", values),))


SUBJECT = Subject(
    key="staff",
    title=mark("Load of staff"),
    lead=mark("What was decided, how long it took, and what people called about."),
    filters=frozenset({Filter.TERRITORY, Filter.PERIOD}),
    build=build,
)
