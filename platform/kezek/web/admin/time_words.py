"""Months and days of the week as forms of the calendar name them."""

from babel.dates import get_day_names, get_month_names

from kezek.adapters.wording import LOCALES
from kezek.web.i18n import current_language


def month_names() -> list[tuple[int, str]]:
    """The twelve months with their numbers."""
    return [(number, month_name(number)) for number in range(1, 13)]


def month_name(number: int) -> str:
    """A month that stands alone, with a capital."""
    names = get_month_names("wide", context="stand-alone", locale=LOCALES[current_language()])
    return str(names[number]).capitalize()


def week_days() -> list[str]:
    """Monday to Sunday, in two or three letters."""
    names = get_day_names("short", context="stand-alone", locale=LOCALES[current_language()])
    return [str(names[number]) for number in range(7)]
