"""Declared seats against used and published ones, those with most silent seats first (N11)."""

from collections import Counter

from flask_babel import gettext, ngettext

from kezek.reads.statistics.seats import GroupSeats, SeatsPage, seats_page
from kezek.web.i18n import current_language
from kezek.web.labels import tongue
from kezek.web.statistics.asking import Asked, ordered_territories
from kezek.web.statistics.figures import Chart, Figure, Kind, Series
from kezek.web.statistics.subject import Alarm, Built, Filter, Subject
from kezek.web.words import mark, say

COUNTS = mark(
    "Counts seats of groups as they are now: the norm, pupils with a contract, seats promised "
    "by an offer or a referral, and places that are published and free."
)

LEAVES_OUT = mark(
    "Leaves out closed kindergartens and those without groups in the registry. A seat lent "
    "while a pupil is away counts once, for the pupil whose it is. Children who came before "
    "the system was there count from when the kindergarten has entered them."
)


def build(asked: Asked) -> Built:
    """The page of the capacity truth check."""
    page = seats_page(*asked.given, asked.page)
    groups = page.groups
    return Built(
        basis=page.basis,
        alarm=_alarm(page),
        totals=(
            (gettext("Seats by the norm"), sum(one.norm for one in groups)),
            (gettext("Pupils"), sum(one.pupils for one in groups)),
            (gettext("Promised"), sum(one.held for one in groups)),
            (gettext("Free and published"), sum(one.published for one in groups)),
        ),
        figures=(_by_territory(page), _kindergartens(page), _groups(page)),
        explained=(
            (
                gettext("What are silent seats?"),
                gettext(
                    "Seats of the norm on which no pupil sits, which are promised to nobody and "
                    "which the kindergarten has not published. A group for 26 with 20 pupils and "
                    "no published place keeps six seats back while a queue grows. There may be a "
                    "good reason, such as repairs: ask the kindergarten."
                ),
            ),
            (
                gettext("And a number below nought?"),
                gettext(
                    "More children sit or are promised a seat there than the norm allows: either "
                    "the norm in the registry is out of date, or the group is overfull."
                ),
            ),
        ),
        pages=page.pages,
    )


def _alarm(page: SeatsPage) -> Alarm | None:
    kept_back = [one for one in page.groups if one.silent > 0 and one.waiting > 0]
    if not kept_back:
        return None
    seats = sum(min(one.silent, one.waiting) for one in kept_back)
    return Alarm(
        gettext("Children wait beside seats that nobody has published"),
        ngettext(
            "In %(num)s group: together %(seats)s seats for which somebody waits.",
            "In %(num)s groups: together %(seats)s seats for which somebody waits.",
            len(kept_back),
            seats=seats,
        ),
        "act",
    )


def _by_territory(page: SeatsPage) -> Figure:
    sums = Counter[tuple[str, str]]()
    for one in page.groups:
        for part in ("norm", "pupils", "held", "published", "silent"):
            sums[one.territory, part] += getattr(one, part)
    slugs = ordered_territories(page.basis, (one.territory for one in page.groups))
    names = tuple(page.basis.territory(slug) for slug in slugs)
    words = {
        "pupils": gettext("Pupils"),
        "held": gettext("Promised"),
        "published": gettext("Free and published"),
        "silent": gettext("Silent"),
    }
    tones = {"pupils": "a", "held": "d", "published": "b", "silent": "c"}
    series = tuple(
        Series(words[part], tones[part], tuple(float(max(0, sums[slug, part])) for slug in slugs))
        for part in words
    )
    return Figure(
        key="territories",
        title=gettext("What the seats are used for"),
        counts=say(COUNTS),
        leaves_out=say(LEAVES_OUT),
        columns=(gettext("Territory"), gettext("Norm"), *words.values()),
        rows=tuple(
            (name, sums[slug, "norm"], *(sums[slug, part] for part in words))
            for slug, name in zip(slugs, names, strict=True)
        ),
        chart=Chart(Kind.ROWS, names, series),
    )


def _kindergartens(page: SeatsPage) -> Figure:
    """Kindergartens whose registry entry and groups say different things."""
    norm = Counter[object]()
    seen = {one.kindergarten_id: one for one in page.groups}
    for one in page.groups:
        norm[one.kindergarten_id] += one.norm
    rows = [
        (_name(one), one.external_id, one.declared, norm[key], one.declared - norm[key])
        for key, one in seen.items()
        if one.declared is not None and one.declared != norm[key]
    ]
    rows.sort(key=lambda row: (-abs(row[4]), row[0]))
    return Figure(
        key="kindergartens",
        title=gettext("The registry and the groups do not agree"),
        counts=gettext("Counts seats of a whole kindergarten: in the registry and in its groups."),
        leaves_out=gettext(
            "Leaves out kindergartens where both agree, and those without a number in the registry."
        ),
        columns=(
            gettext("Kindergarten"),
            gettext("Code"),
            gettext("In the registry"),
            gettext("In the groups"),
            gettext("Difference"),
        ),
        rows=tuple(rows),
        empty=gettext("The registry and the groups agree everywhere."),
    )


def _groups(page: SeatsPage) -> Figure:
    return Figure(
        key="groups",
        title=gettext("Groups by their silent seats"),
        counts=say(COUNTS),
        leaves_out=say(LEAVES_OUT),
        columns=(
            gettext("Kindergarten"),
            gettext("Group"),
            gettext("Norm"),
            gettext("Pupils"),
            gettext("Promised"),
            gettext("Free and published"),
            gettext("Silent"),
            gettext("Waiting in the queue"),
            gettext("Norm lowered within a year by"),
        ),
        rows=tuple(
            (
                _name(one),
                f"{one.birth_year}, {tongue(one.language)}",
                one.norm,
                one.pupils,
                one.held,
                one.published,
                one.silent,
                one.waiting,
                one.lowered,
            )
            for one in page.groups
        ),
        empty=gettext("No groups were found."),
        is_paged=True,
    )


def _name(one: GroupSeats) -> str:
    return (one.name_kk or one.name_ru) if current_language() == "kk" else one.name_ru


SUBJECT = Subject(
    key="seats",
    title=mark("Seats"),
    lead=mark("What kindergartens have declared, and what their seats are used for."),
    filters=frozenset({Filter.TERRITORY, Filter.YEAR, Filter.LANGUAGE}),
    build=build,
)
