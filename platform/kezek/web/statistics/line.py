"""Who stands in the queues now: by territory, year of birth, language, class and mode."""

from collections import Counter
from collections.abc import Callable, Iterable

from flask_babel import gettext

from kezek.reads.statistics.line import LinePage, Standers, line_page
from kezek.web.labels import APPLICATION
from kezek.web.queue_words import instruction_name, mode_name
from kezek.web.statistics.asking import Asked, ordered_territories
from kezek.web.statistics.figures import (
    CLASSES,
    Chart,
    Figure,
    Kind,
    class_name,
    class_series,
)
from kezek.web.statistics.subject import CHILDREN, Built, Subject
from kezek.web.words import mark, say

COUNTS = mark(
    "Counts children who stand in a queue now and have a number, each once however many "
    "kindergartens the family has named."
)

LEAVES_OUT = mark(
    "Leaves out applications that are being checked, families who have been offered a place "
    "and have not answered, and those who are suspended, inactive or on the stop-list: the "
    "last table counts them."
)


def build(asked: Asked) -> Built:
    """The page of the queues."""
    page = line_page(*asked.given)
    by_class = Counter[str]()
    for one in page.standers:
        by_class[one.standing] += one.count
    return Built(
        basis=page.basis,
        totals=(
            (gettext("Children in the queues"), page.total),
            *((class_name(one), by_class[one]) for one in CLASSES),
        ),
        figures=(
            _by_territory(page),
            _by_year(page),
            _by_language(page),
            _by_mode(page),
            _left_out(page),
        ),
    )


def _figure(
    key: str,
    title: str,
    head: str,
    page: LinePage,
    names: Iterable[tuple[object, str]],
    by: Callable[[Standers], object],
) -> Figure:
    """One table by something, with the three classes beside it."""
    counts = Counter[tuple[object, str]]()
    for one in page.standers:
        counts[by(one), one.standing] += one.count
    rows: list[tuple[str, int, int, int, int]] = []
    for value, name in names:
        parts = [counts[value, standing] for standing in CLASSES]
        if sum(parts):
            rows.append((name, parts[0], parts[1], parts[2], sum(parts)))
    return Figure(
        key=key,
        title=title,
        counts=say(COUNTS),
        leaves_out=say(LEAVES_OUT),
        columns=(head, *map(class_name, CLASSES), gettext("Together")),
        rows=tuple(rows),
        chart=Chart(
            Kind.ROWS, tuple(row[0] for row in rows), class_series([row[1:4] for row in rows])
        ),
    )


def _by_territory(page: LinePage) -> Figure:
    slugs = ordered_territories(page.basis, (one.territory for one in page.standers))
    return _figure(
        "territories",
        gettext("By territory"),
        gettext("Territory"),
        page,
        [(slug, page.basis.territory(slug)) for slug in slugs],
        lambda one: one.territory,
    )


def _by_year(page: LinePage) -> Figure:
    years = sorted({one.birth_year for one in page.standers}, reverse=True)
    return _figure(
        "years",
        gettext("By year of birth"),
        gettext("Year of birth"),
        page,
        [(year, str(year)) for year in years],
        lambda one: one.birth_year,
    )


def _by_language(page: LinePage) -> Figure:
    codes = sorted({one.language for one in page.standers})
    return _figure(
        "languages",
        gettext("By language of instruction"),
        gettext("Language of instruction"),
        page,
        [(code, instruction_name(code)) for code in codes],
        lambda one: one.language,
    )


def _by_mode(page: LinePage) -> Figure:
    modes = sorted({one.mode for one in page.standers})
    return _figure(
        "modes",
        gettext("By the way in which places are given"),
        gettext("How places are given"),
        page,
        [(mode, mode_name(mode)) for mode in modes],
        lambda one: one.mode,
    )


def _left_out(page: LinePage) -> Figure:
    rows = sorted(page.left_out.items(), key=lambda one: -one[1])
    return Figure(
        key="without-number",
        title=gettext("Who has applied and has no number now"),
        counts=gettext("Counts applications by the state that they are in now."),
        leaves_out=gettext(
            "Leaves out those who have a referral or a voucher in hand already, pupils, and "
            "applications in the archive."
        ),
        columns=(gettext("State"), gettext("Applications")),
        rows=tuple((say(APPLICATION[state].text), count) for state, count in rows),
        empty=gettext("Everybody who has applied has a number."),
    )


SUBJECT = Subject(
    key="queue",
    title=mark("The queue"),
    lead=mark("Who waits now, in all the ways in which places are given."),
    filters=CHILDREN,
    build=build,
)
