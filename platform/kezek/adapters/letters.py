"""A notice as its reader meets it: subject, letter and SMS in one language, from templates/notices.

One file holds one notice in both languages, so that Kazakh and Russian are written, and read,
side by side: blocks `subject_kk`, `body_kk`, `sms_kk`, and the same with `_ru`. What a kindergarten
or the office reads has a file of its own, `N-21-kindergarten.txt`. A value that a text names and
was not given is an error, never an empty line.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, pass_context
from jinja2.runtime import Context

from kezek.adapters.services import services
from kezek.adapters.wording import LOCALES, say_day, say_last_minute, say_moment

FAMILY = "family"
_FOLDER = "notices"
_SEGMENT_ALONE = 70
_SEGMENT_JOINED = 67
_TWO_STOPS = re.compile(r"(г\.|…)\.")
_QUOTED = re.compile(r"«[^»]+»|№\s*\d+\S*")


@dataclass(frozen=True, slots=True)
class Letter:
    """One notice in one language; `sms` is empty for a notice that never leaves by SMS."""

    subject: str
    body: str
    sms: str


class Letters:
    """Composes notices from a folder of templates, each read once."""

    def __init__(self, templates_dir: Path) -> None:
        self._environment = Environment(  # noqa: S701 - plain text, nothing is marked up
            loader=FileSystemLoader(templates_dir),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.filters.update(_FILTERS)

    def compose(
        self, code: str, language: str, values: Mapping[str, Any], audience: str = FAMILY
    ) -> Letter:
        """The notice in a language; any that is not Russian is Kazakh (§10).

        Raises `jinja2.UndefinedError` for a missing value and `TemplateNotFound` for a notice that
        has no text for this audience.
        """
        language = "ru" if language == "ru" else "kk"
        name = code if audience == FAMILY else f"{code}-{audience}"
        context = {**_in_language(values, language), "language": language}
        template = self._template(name)
        body = _paragraphs(_block(template, f"body_{language}", context))
        if audience == FAMILY:
            footer = _paragraphs(_block(self._template("_footer"), language, context))
            # The region's own words stand below those of the law, and never in their place.
            parts = (body, context.get("own_words"), context.get("closing_words"), footer)
            body = "\n\n".join(str(part).strip() for part in parts if part)
        return Letter(
            subject=_one_line(_block(template, f"subject_{language}", context)),
            body=body,
            sms=_one_line(_block(template, f"sms_{language}", context)),
        )

    def _template(self, name: str) -> Template:
        return self._environment.get_template(f"{_FOLDER}/{name}.txt")


def compose(code: str, language: str, values: Mapping[str, Any], audience: str = FAMILY) -> Letter:
    """The notice from the running app's templates; raises what `Letters.compose` does."""
    return _letters(services().settings.templates_dir).compose(code, language, values, audience)


@lru_cache(maxsize=4)
def _letters(templates_dir: Path) -> Letters:
    return Letters(templates_dir)


def sms_segments(text: str) -> int:
    """How many SMS carry the text: with our letters 70 signs fit one, 67 each of several."""
    length = len(text.encode("utf-16-be")) // 2
    return 1 if length <= _SEGMENT_ALONE else -(-length // _SEGMENT_JOINED)


def _block(template: Template, name: str, context: Mapping[str, Any]) -> str:
    block = template.blocks.get(name)
    return "".join(block(template.new_context(dict(context)))) if block else ""


def _in_language(value: Any, language: str) -> Any:
    """The values with each pair of words in both languages replaced by the reader's."""
    if isinstance(value, Mapping):
        if value.keys() == {"kk", "ru"}:
            return value[language]
        return {key: _in_language(one, language) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_in_language(one, language) for one in value]
    return value


def _one_line(text: str) -> str:
    return _single_stops(" ".join(text.split()))


def _paragraphs(text: str) -> str:
    return _single_stops(re.sub(r"\n{3,}", "\n\n", text.strip()))


def _single_stops(text: str) -> str:
    # A sentence that ends in a year, `2026 г.`, or in a shortened name has its full stop already.
    return _TWO_STOPS.sub(r"\1", text)


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


def _last_day(due_at: datetime, language: str) -> str:
    return say_day(_last_good_day(due_at), language, weekday=True)


def _last_day_short(due_at: datetime, language: str) -> str:
    return _day_short(_last_good_day(due_at), language)


def _day_short(day: date, language: str) -> str:
    return format_date(day, "d MMMM", locale=LOCALES[language])


def _last_good_day(due_at: datetime) -> date:
    return (due_at - timedelta(microseconds=1)).date()


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


_FILTERS: dict[str, Callable[..., str]] = {
    "deadline": _said(_deadline),
    "deadline_short": _said(_deadline_short),
    "moment": _said(lambda moment, language: say_moment(moment, language, _zone(moment))),
    "exact": _said(_exact),
    "day": _said(say_day),
    "day_short": _said(_day_short),
    "last_day": _said(_last_day),
    "last_day_short": _said(_last_day_short),
    "tongue": _said(_tongue),
    "plural": _plural,
    "brief": _brief,
    "signed": _signed,
}
