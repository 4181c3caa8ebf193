"""How a notice says moments, days, names and counts: the filters that its text may use."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from babel import Locale
from babel.dates import format_date
from jinja2 import pass_context
from jinja2.runtime import Context

from kezek.adapters.wording import LOCALES, say_day, say_last_minute, say_moment

_QUOTED = re.compile(r"«[^»]+»|№\s*\d+\S*")


def _said(say: Callable[[Any, str], str]) -> Callable[[Context, Any], str]:
    """A filter that says a value in the letter's language."""

    @pass_context
    def filter_(context: Context, value: Any) -> str:
        return say(value, context["language"])

    return filter_


def _deadline(due_at: datetime, language: str) -> str:
    return say_last_minute(due_at, language, _zone(due_at))


def _deadline_short(due_at: datetime, language: str) -> str:
    # As `say_last_minute` has it: midnight is the last minute of the day before.
    is_midnight = (due_at.hour, due_at.minute) == (0, 0)
    shown = due_at - timedelta(minutes=1) if is_midnight else due_at
    return say_moment(shown, language, _zone(due_at), short=True)


def _exact(moment: datetime, language: str) -> str:
    return f"{say_day(moment.date(), language)}, {moment:%H:%M:%S}"


def _day_short(day: date, language: str) -> str:
    return format_date(day, "d MMMM", locale=LOCALES[language])


def _zone(moment: datetime) -> Any:
    if moment.tzinfo is None:
        raise ValueError("a moment of a letter carries its region's zone")
    return moment.tzinfo


def _tongue(code: str, language: str) -> str:
    return str(Locale.parse(LOCALES[language]).languages[code])


def _plural(count: int, one: str, few: str, many: str) -> str:
    """The Russian form of a word that follows a number; Kazakh needs none."""
    forms = {"one": one, "few": few}
    return forms.get(Locale.parse(LOCALES["ru"]).plural_form(count), many)


def _brief(name: str, most: int = 24) -> str:
    """A kindergarten's name for an SMS: the part people know it by, or its beginning."""
    known_by = _QUOTED.search(name)
    if known_by:
        name = known_by.group()
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"


def _signed(amount: int) -> str:
    return f"+{amount}" if amount > 0 else f"−{-amount}"


FILTERS: dict[str, Callable[..., str]] = {
    "deadline": _said(_deadline),
    "deadline_short": _said(_deadline_short),
    "moment": _said(lambda moment, language: say_moment(moment, language, _zone(moment))),
    "exact": _said(_exact),
    "day": _said(say_day),
    "day_short": _said(_day_short),
    "tongue": _said(_tongue),
    "plural": _plural,
    "brief": _brief,
    "signed": _signed,
}
