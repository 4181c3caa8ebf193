"""What the hotline reads aloud: the explanation that the family sees, in words that can be said."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from flask_babel import force_locale, gettext

from kezek.adapters.spoken_days import say_last_moment, say_on_day
from kezek.adapters.spoken_numbers import Form, SaidNumber, say_count
from kezek.adapters.wording import LOCALES
from kezek.core.events import Cause
from kezek.core.waits import Wait
from kezek.reads.numbers import ShownChange, ShownNumber
from kezek.web.causes import SENTENCES
from kezek.web.labels import archive_reason
from kezek.web.stages import stage_sentence
from kezek.web.wait_words import WAITS
from kezek.web.words import mark, say

RUSSIAN_COUNTS: Mapping[Cause, Form] = {
    Cause.SERVED_AHEAD: Form.TO_HIM,
    Cause.ENTERED_AHEAD: Form.NEUTER,
    Cause.STANDING_CHANGED_AHEAD: Form.OF_IT,
    Cause.WITHDRAWN_AHEAD: Form.FEMININE,
    Cause.ARCHIVED_AHEAD: Form.NEUTER,
    Cause.SUSPENDED_AHEAD: Form.NEUTER,
    Cause.RETURNED_AHEAD: Form.NEUTER,
    Cause.CHOICE_CHANGED_AHEAD: Form.FEMININE,
}
"""How the number stands in the Russian sentence of a cause: двум детям, две семьи."""

_BACK = mark(
    "%(where)s: your number in the queue is %(number)s. On %(day)s it moved back, before that it "
    "was %(before)s. The reason: %(causes)s."
)
_NEARER = mark(
    "%(where)s: your number in the queue is %(number)s. On %(day)s it came nearer, before that it "
    "was %(before)s. The reason: %(causes)s."
)
_STEADY = mark(
    "%(where)s: your number in the queue is %(number)s. It has not changed since you joined this "
    "queue."
)
_GARDEN = mark("Where the place is: %(where)s.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Everything that is said aloud of one application, before it is put into words."""

    state: str
    mode: str
    reason: str
    """Why it went to the archive, where it did."""
    wait: Wait | None
    wait_until: datetime | None
    lasts_until: datetime | None
    """Until when a state lasts that waits for nobody, such as the stop-list."""
    numbers: tuple[tuple[ShownNumber, Mapping[str, str]], ...]
    """Each with the name of its queue in each language."""
    garden: Mapping[str, str] | None
    """The kindergarten whose place is offered or kept, in each language."""
    now: datetime
    zone: tzinfo


@dataclass(frozen=True, slots=True)
class Spoken:
    """What is read aloud in one language: the sentence of the answer, then what follows."""

    language: str
    lead: str
    more: tuple[str, ...]


def spoken(told: Told, first: str) -> tuple[Spoken, ...]:
    """The answer in both languages, that of the caller first."""
    languages = sorted(LOCALES, key=lambda language: language != first)
    return tuple(_in_language(told, language) for language in languages)


def number_sentence(shown: ShownNumber, where: str, language: str, told: Told) -> str:
    """A number, and why and since when it is another than before: the sum that the family sees."""
    number = say_count(shown.number or 0, language)
    change = shown.change
    if change is None:
        return say(_STEADY, where=where, number=number)
    today = told.now.astimezone(told.zone).date()
    return say(
        _BACK if change.after > change.before else _NEARER,
        where=where,
        number=number,
        day=_capital(say_on_day(change.at.astimezone(told.zone).date(), language, today)),
        before=say_count(change.before, language),
        causes=causes_said(change, language),
    )


def causes_said(change: ShownChange, language: str) -> str:
    """All causes of a change, each with its count in words; the first letter is a small one."""
    said = (_cause_said(Cause(one.cause), one.applications, language) for one in change.reasons)
    return "; ".join(said)


def _cause_said(cause: Cause, applications: int, language: str) -> str:
    form = RUSSIAN_COUNTS.get(cause, Form.MASCULINE)
    sentence = SENTENCES[cause](SaidNumber(applications, language, form))
    return sentence[:1].lower() + sentence[1:]


def _capital(text: str) -> str:
    """In Kazakh and Russian the day begins its sentence."""
    return text[:1].upper() + text[1:]


def _in_language(told: Told, language: str) -> Spoken:
    with force_locale(LOCALES[language]):
        numbers = [
            number_sentence(shown, names[language], language, told)
            for shown, names in told.numbers
            if shown.number is not None
        ]
        stage = stage_sentence(told.state, told.mode)
        if told.reason:
            why = gettext("The reason: %(reason)s.", reason=archive_reason(told.reason))
            stage = f"{stage} {why}"
        if told.garden is not None:
            stage = f"{stage} {say(_GARDEN, where=told.garden[language])}"
        terms = list(_terms(told, language))
    if told.wait is None and numbers:
        # Nothing is asked of the family: it calls because of its number.
        return Spoken(language, numbers[0], (*numbers[1:], stage, *terms))
    return Spoken(language, " ".join((stage, *terms)), tuple(numbers))


def _terms(told: Told, language: str) -> Iterator[str]:
    if told.wait is not None and told.wait_until is not None:
        until = say_last_moment(told.wait_until, language, told.zone)
        yield f"{say(WAITS[told.wait].until)}: {until}."
    elif told.lasts_until is not None:
        until = say_last_moment(told.lasts_until, language, told.zone)
        yield gettext("The last day of this: %(day)s.", day=until)
