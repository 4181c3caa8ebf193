"""The calendar of the region: a year at a glance, its holidays and its worked weekends (G-03)."""

from calendar import Calendar as Weeks
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask import Response, abort, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.days import Calendar, CalendarYear
from kezek.core.errors import Refusal
from kezek.core.region_rooms import Room
from kezek.core.regions import Tenant
from kezek.reads.configuration import Configuration, configuration
from kezek.web.admin import room_words
from kezek.web.admin.drafting import keep
from kezek.web.admin.room import KEEPS, blueprint
from kezek.web.htmx import respond
from kezek.web.refusals import sentence_of, status_of
from kezek.web.tenant import current_tenant

_SATURDAY = 5
_YEARS_AHEAD = 3
_MOST_OFF = 60
"""More days off besides weekends than any year has: a mistake, not a calendar."""


@dataclass(frozen=True, slots=True)
class ShownDay:
    """One day of the grid."""

    day: date
    is_weekend: bool
    is_moved: bool
    """Off on a weekday, or worked on a weekend: the box is ticked."""
    is_frozen: bool
    """Without bulletins and referrals (IX-7)."""


@dataclass(frozen=True, slots=True)
class ShownMonth:
    """One month: its weeks from Monday, with nothing before its first day and after its last."""

    first: date
    weeks: Sequence[Sequence[ShownDay | None]]


@blueprint.get("/settings/calendar/")
@KEEPS
def calendar_room() -> Response:
    """The present year."""
    config = configuration(current_tenant().id)
    return _page(config, config.today.year, 200)


@blueprint.get("/settings/calendar/<int:year>")
@KEEPS
def calendar_year(year: int) -> Response:
    """One year: known, or the next that could be entered."""
    config = configuration(current_tenant().id)
    if year not in _years(config):
        abort(404)
    return _page(config, year, 200)


@blueprint.post("/settings/calendar/<int:year>")
@KEEPS
def keep_year(year: int) -> BaseResponse:
    """Puts the year into the change that is being drawn up."""
    config = configuration(current_tenant().id)
    if year not in _years(config):
        abort(404)
    typed = _typed(year)
    if problem := _fault(typed):
        return _page(config, year, 422, typed, problem)
    answer = keep(Room.CALENDAR, lambda one: _with(one, typed))
    if not isinstance(answer, Refusal):
        return answer
    config = configuration(current_tenant().id)
    return _page(config, year, status_of(answer), problem=sentence_of(answer))


def _years(config: Configuration) -> list[int]:
    """The years that are known, and those that may be entered next."""
    known = [one.year for one in config.region.calendar.years]
    last = max([*known, config.today.year])
    return [*known, *range(last + 1, min(last + 1, config.today.year + _YEARS_AHEAD) + 1)]


def _known(calendar: Calendar, year: int) -> CalendarYear | None:
    return next((one for one in calendar.years if one.year == year), None)


def _typed(year: int) -> CalendarYear:
    """The ticked days; what is no day of the year was never in the form."""
    moved = set(_days(request.form.getlist("day"), year))
    return CalendarYear(
        year,
        frozenset(day for day in moved if day.weekday() < _SATURDAY),
        frozenset(day for day in moved if day.weekday() >= _SATURDAY),
        request.form.get("confirmed") == "y",
    )


def _days(words: Sequence[str], year: int) -> Iterator[date]:
    for word in words:
        try:
            day = date.fromisoformat(word)
        except ValueError:
            continue
        if day.year == year:
            yield day


def _fault(year: CalendarYear) -> str:
    if len(year.days_off) > _MOST_OFF:
        return str(gettext("So many holidays no year has. Tick only days that do not count."))
    if year.confirmed and not year.days_off:
        return str(
            gettext("No year is without holidays. Tick them, or leave the year unconfirmed.")
        )
    return ""


def _with(region: Tenant, year: CalendarYear) -> Tenant:
    others = [one for one in region.calendar.years if one.year != year.year]
    calendar = Calendar((*others, year), region.calendar.zone_name)
    return replace(region, calendar=calendar)


def _months(config: Configuration, year: CalendarYear) -> list[ShownMonth]:
    weeks = Weeks()
    return [
        ShownMonth(
            date(year.year, month, 1),
            [
                [_shown(config, year, month, number) for number in week]
                for week in weeks.monthdayscalendar(year.year, month)
            ],
        )
        for month in range(1, 13)
    ]


def _shown(config: Configuration, year: CalendarYear, month: int, number: int) -> ShownDay | None:
    if not number:
        return None
    day = date(year.year, month, number)
    spans = config.region.rules.freeze_spans
    return ShownDay(
        day,
        is_weekend=day.weekday() >= _SATURDAY,
        is_moved=day in year.days_off or day in year.working_weekends,
        is_frozen=any(span.covers(month, number) for span in spans),
    )


def _working_days(year: CalendarYear) -> int:
    calendar = Calendar((year,))
    return calendar.working_days_between(date(year.year, 1, 1), date(year.year, 12, 31))


def _page(
    config: Configuration,
    number: int,
    status: int,
    typed: CalendarYear | None = None,
    problem: str = "",
) -> Response:
    known = _known(config.region.calendar, number)
    year = typed or known or CalendarYear(number, frozenset(), frozenset(), confirmed=False)
    return respond(
        "admin/calendar_room.html",
        status=status,
        words=room_words.ROOM[Room.CALENDAR],
        config=config,
        seen=config.seen(Room.CALENDAR),
        year=year,
        is_known=known is not None,
        months=_months(config, year),
        working_days=_working_days(year),
        years=[
            (str(one), url_for("admin.calendar_year", year=one), one == number)
            for one in _years(config)
        ],
        has_frozen=bool(config.region.rules.freeze_spans),
        problem=problem,
    )
