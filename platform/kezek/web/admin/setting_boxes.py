"""Settings as a form shows them: name, meaning, boxes, the usual value, and its source."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask_babel import gettext

from kezek.adapters.setting_words import TOLD, value_words
from kezek.core.knobs import ManyOf, Table, Whole
from kezek.core.mode_rules import VoucherCategory
from kezek.core.regions import Tenant, Words
from kezek.core.rules import KNOBS, ImpossibleValue, read_setting
from kezek.reads.configuration import Configuration
from kezek.web.admin.setting_values import (
    NO,
    SHIPPED,
    YES,
    Kind,
    boxes_of,
    data_of,
    kind_of,
    words_of,
)
from kezek.web.i18n import current_language, format_number
from kezek.web.words import mark, say

_ORDER_133 = re.compile(r"L-(\d+)(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class ShownSetting:
    """One setting of a form."""

    name: str
    kind: Kind
    title: str
    about: str
    unit: str
    boxes: Sequence[str]
    choices: Sequence[tuple[str, str]]
    allowed: str
    usual: str
    """The value of the law or of the rulebook."""
    is_usual: bool
    holds: str
    """What holds now, where the change says something else."""
    later: Sequence[tuple[datetime, str]]
    """What is set for later, where it is something else."""
    law: Sequence[str]
    error: str = ""


@dataclass(slots=True)
class Entered:
    """What came in the boxes: the good values as data, the others with what is wrong."""

    values: dict[str, object] = field(default_factory=dict)
    typed: dict[str, Sequence[str]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def changes(self, region: Tenant) -> dict[str, object]:
        """What differs from the region."""
        known = region.rules.settings()
        return {name: value for name, value in self.values.items() if value != known[name]}


def entered(names: Sequence[str], boxes: Mapping[str, Sequence[str]]) -> Entered:
    """Reads the boxes of these settings; nothing is asked for one that is fixed."""
    found = Entered()
    for name in names:
        if kind_of(name) is Kind.FIXED:
            continue
        found.typed[name] = boxes.get(name, ())
        try:
            data = data_of(name, found.typed[name])
            read_setting(name, data)
        except (ValueError, ImpossibleValue):
            found.errors[name] = wrong_sentence(name)
        else:
            found.values[name] = data
    return found


def shown_settings(
    names: Sequence[str], config: Configuration, found: Entered | None = None
) -> list[ShownSetting]:
    """The settings of a room, with what was typed where a form comes back."""
    return [_shown(name, config, found) for name in names]


def _shown(name: str, config: Configuration, found: Entered | None) -> ShownSetting:
    told, value = TOLD[name], config.region.rules.settings()[name]
    holds = config.present.rules.settings()[name]
    typed = found.typed.get(name) if found else None
    return ShownSetting(
        name=name,
        kind=kind_of(name),
        title=_said(told.name),
        about=_said(told.about),
        unit=_said(told.unit) if told.unit else "",
        boxes=boxes_of(name, value) if typed is None else typed,
        choices=_choices(name),
        allowed=_allowed(name),
        usual=_value(name, SHIPPED[name]),
        is_usual=value == SHIPPED[name],
        holds=_value(name, holds) if holds != value else "",
        later=tuple(_later(name, value, config)),
        law=law_words(told.law),
        error=found.errors.get(name, "") if found else "",
    )


def _later(name: str, value: object, config: Configuration) -> list[tuple[datetime, str]]:
    return [
        (one.effective_from, _value(name, then))
        for one in config.coming
        if (then := one.region.rules.settings()[name]) != value
    ]


def _said(words: Words) -> str:
    return words.in_language(current_language())


def _value(name: str, data: Any) -> str:
    """A value as one line; a table has too many rows for one."""
    return "" if isinstance(KNOBS[name], Table) else _said(value_words(name, data))


def _choices(name: str) -> list[tuple[str, str]]:
    meaning = {YES: True, NO: False}
    return [(word, _said(value_words(name, meaning.get(word, word)))) for word in words_of(name)]


_WRONG: Mapping[Kind, str] = {
    Kind.CHOICE: mark("Choose one of the answers."),
    Kind.ORDER: mark("Choose at least one, and none twice."),
    Kind.CLOCK: mark("Enter hours and minutes, such as 09:00."),
    Kind.HOURS: mark("Enter from when until when, in hours and minutes; the two must differ."),
    Kind.DAY: mark("There is no such day. Enter the day and choose the month."),
    Kind.SPANS: mark("Each line needs two days: a day and a month, then a day and a month."),
    Kind.CATEGORIES: mark(
        "Each line needs whole numbers, and no two lines may have the same age and class."
    ),
}


def wrong_sentence(name: str) -> str:
    """What is said of boxes that stand for no value."""
    knob = KNOBS[name]
    sentence = _WRONG.get(kind_of(name))
    return say(sentence) if sentence else say(mark("Enter a whole number.")) + " " + _bounds(knob)


def _allowed(name: str) -> str:
    knob = KNOBS[name]
    return _bounds(knob) if isinstance(knob, (Whole, ManyOf, Table)) else ""


def _bounds(knob: Any) -> str:
    whole = knob.one if isinstance(knob, ManyOf) else knob
    if isinstance(knob, Table):
        if knob.row is VoucherCategory:
            return ""
        return str(gettext("From %(low)s to %(high)s.", low=0, high=7))
    if not isinstance(whole, Whole):
        return ""
    low, high = format_number(whole.low), format_number(whole.high)
    return str(gettext("From %(low)s to %(high)s.", low=low, high=high))


def law_words(ids: Sequence[str]) -> list[str]:
    """Where a setting comes from: an item of order 133 by its number, else the rulebook's own."""
    return list(dict.fromkeys(_source(one) for one in ids))


def _source(id_: str) -> str:
    if found := _ORDER_133.fullmatch(id_):
        return str(gettext("order 133, item %(item)s", item=found[1]))
    return str(gettext("rulebook, %(id)s", id=id_))
