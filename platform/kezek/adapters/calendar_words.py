"""What changed in the calendar of a region: which days count from now on, and which do not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from kezek.adapters.wording import say_day_of_year
from kezek.core.days import Calendar, CalendarYear
from kezek.core.regions import Words

_CONFIRMED = {
    True: Words("ресми бекітілген", "утвержден официально"),
    False: Words("алдын ала есептелген", "рассчитан предварительно"),
}


def calendar_lines(before: Calendar, after: Calendar) -> Iterator[tuple[int, Words]]:
    """The year of each thing that differs, with a sentence about it."""
    old = {one.year: one for one in before.years}
    for year in after.years:
        known = old.get(year.year)
        if known is None:
            yield year.year, _entered(year)
        elif known != year:
            yield from ((year.year, words) for words in _year_lines(known, year))


def _entered(year: CalendarYear) -> Words:
    days, worked = len(year.days_off), len(year.working_weekends)
    kk, ru = (
        (f", жұмыс істейтін демалыс күні – {worked}", f", рабочих выходных – {worked}")
        if worked
        else ("", "")
    )
    return Words(
        f"{year.year} жылдың күнтізбесі енгізілді: {days} күн демалыс{kk}",
        f"Внесен календарь {year.year} года: нерабочих дней, кроме выходных, – {days}{ru}",
    )


def _year_lines(old: CalendarYear, new: CalendarYear) -> Iterator[Words]:
    for days, kk, ru in (
        (new.days_off - old.days_off, "енді демалыс күндері", "стали нерабочими"),
        (old.days_off - new.days_off, "енді жұмыс күндері", "стали рабочими"),
        (
            new.working_weekends - old.working_weekends,
            "жұмыс істейтін демалыс күндері",
            "рабочие выходные",
        ),
        (
            old.working_weekends - new.working_weekends,
            "енді жұмыс істемейтін демалыс күндері",
            "снова выходные",
        ),
    ):
        if days:
            yield Words(
                f"{new.year} жыл, {kk}: {_days(days, 'kk')}",
                f"{new.year} год, {ru}: {_days(days, 'ru')}",
            )
    if old.confirmed != new.confirmed:
        said = _CONFIRMED[new.confirmed]
        yield Words(
            f"{new.year} жылдың күнтізбесі: {said.kk}", f"Календарь {new.year} года: {said.ru}"
        )


def _days(days: Iterable[date], language: str) -> str:
    return ", ".join(say_day_of_year(one.month, one.day, language) for one in sorted(days))
