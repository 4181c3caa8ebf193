"""Settings as people read them: their names and values, and what a change of them says (N-53)."""

from collections.abc import Mapping, Sequence

from kezek.adapters.settings_told.applying import APPLYING
from kezek.adapters.settings_told.indigo import INDIGO
from kezek.adapters.settings_told.linear import LINEAR
from kezek.adapters.settings_told.notices import NOTICES
from kezek.adapters.settings_told.queue import QUEUE
from kezek.adapters.settings_told.referrals import REFERRALS
from kezek.adapters.settings_told.shape import Told
from kezek.adapters.settings_told.signing import SIGNING
from kezek.adapters.settings_told.vouchers import VOUCHERS
from kezek.adapters.wording import say_day_of_year
from kezek.core.knobs import Table
from kezek.core.regions import Words
from kezek.core.rules import KNOBS

TOLD: Mapping[str, Told] = (
    QUEUE | APPLYING | SIGNING | LINEAR | REFERRALS | NOTICES | INDIGO | VOUCHERS
)  # in the order in which people read them
"""Every setting of the rulebook in both languages."""

_YES = Words("иә", "да")
_NO = Words("жоқ", "нет")
_NOTHING = Words("ештеңе", "ничего")
_TABLE_CHANGED = Words("кесте өзгерді", "таблица изменена")
_DAY_SETTINGS = frozenset({"update_on", "group_year_switch"})


def setting_lines(changes: Mapping[str, tuple[object, object]]) -> list[dict[str, str]]:
    """One line in both languages for each changed setting that concerns families."""
    return [
        {"kk": line.kk, "ru": line.ru}
        for name, (before, after) in changes.items()
        if TOLD[name].for_families
        for line in [setting_line(name, before, after)]
    ]


def setting_line(name: str, before: object, after: object) -> Words:
    """What has become of one setting: its name, what held before, what holds now."""
    title = setting_title(name)
    if isinstance(KNOBS[name], Table):
        return Words(f"{title.kk}: {_TABLE_CHANGED.kk}", f"{title.ru}: {_TABLE_CHANGED.ru}")
    old, new = value_words(name, before), value_words(name, after)
    return Words(f"{title.kk}: {old.kk} → {new.kk}", f"{title.ru}: {old.ru} → {new.ru}")


def setting_title(name: str) -> Words:
    """The name of a setting with its unit: `Срок направления, рабочих дней`."""
    told = TOLD[name]
    if told.unit is None:
        return told.name
    return Words(f"{told.name.kk}, {told.unit.kk}", f"{told.name.ru}, {told.unit.ru}")


def value_words(name: str, value: object) -> Words:
    """A setting's value, given as data, as people say it."""
    known = TOLD[name].values
    # True equals 1 as a key: truth is said before words are looked up.
    if isinstance(value, bool):
        return _YES if value else _NO
    if isinstance(value, str) and value in known:
        return known[value]
    if name in _DAY_SETTINGS:
        return Words(*(_day(str(value), language) for language in ("kk", "ru")))
    if isinstance(value, Sequence) and not isinstance(value, str):
        said = [value_words(name, one) for one in value]
        if not said:
            return _NOTHING
        return Words(", ".join(one.kk for one in said), ", ".join(one.ru for one in said))
    if isinstance(value, str) and ".." in value:
        return Words(*(_span(value, language) for language in ("kk", "ru")))
    text = str(value).replace("-", "–")
    return Words(text, text)


def _span(value: str, language: str) -> str:
    return " – ".join(_day(one, language) for one in value.split(".."))


def _day(value: str, language: str) -> str:
    month, _, day = value.partition("-")
    return say_day_of_year(int(month), int(day), language)
