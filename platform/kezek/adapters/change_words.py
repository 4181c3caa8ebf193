"""In what two versions of a region differ, in plain sentences of both languages (N-53)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kezek.adapters.calendar_words import calendar_lines
from kezek.adapters.place_words import territory_lines
from kezek.adapters.setting_words import TOLD, setting_line
from kezek.adapters.table_words import table_lines
from kezek.adapters.text_words import both, changed, quoted, text_name, tongues
from kezek.core.own_words import LOGO, takes_places
from kezek.core.region_rooms import ROOM_OF, Room
from kezek.core.regions import Contacts, Tenant, Words


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One sentence about one thing that changes."""

    room: Room
    words: Words
    is_public: bool = True
    """Whether everybody is shown it; colours and host names are nobody's rule."""
    for_families: bool = False
    """Whether it changes what a family has to do or may expect."""


def change_lines(before: Tenant, after: Tenant) -> list[ChangeLine]:
    """Everything in which two versions of a region differ, room by room."""
    return [line for lines in _ROOMS for line in lines(before, after)]


def _settings(before: Tenant, after: Tenant) -> Iterator[ChangeLine]:
    for name, (old, new) in after.rules.changed_from(before.rules).items():
        said = table_lines(name, old, new) or [setting_line(name, old, new)]
        for words in said:
            yield ChangeLine(ROOM_OF[name], words, for_families=TOLD[name].for_families)


def _territories(before: Tenant, after: Tenant) -> Iterator[ChangeLine]:
    for words in territory_lines(before, after):
        yield ChangeLine(Room.TERRITORIES, words)


def _names(before: Tenant, after: Tenant) -> Iterator[ChangeLine]:
    for title, old, new in (
        (Words("Өңірдің атауы", "Название региона"), before.name, after.name),
        (Words("Көрсетілетін қызметті беруші", "Услугодатель"), before.provider, after.provider),
    ):
        if old != new:
            yield ChangeLine(Room.NAMES, changed(title, quoted(old), quoted(new)))
    for title, was, now in (
        (
            Words("Бет тілдері", "Языки страниц"),
            before.interface_languages,
            after.interface_languages,
        ),
        (
            Words("Оқыту тілдері", "Языки обучения"),
            before.instruction_languages,
            after.instruction_languages,
        ),
    ):
        if was != now:
            yield ChangeLine(Room.NAMES, changed(title, tongues(was), tongues(now)))
    yield from _of_the_house(before, after)


def _of_the_house(before: Tenant, after: Tenant) -> Iterator[ChangeLine]:
    for title, old, new in (
        (Words("КАТО коды", "Код КАТО"), before.kato, after.kato),
        (
            Words("Сайт мекенжайлары", "Адреса сайта"),
            ", ".join(before.hosts),
            ", ".join(after.hosts),
        ),
        (
            Words("Уақыт белдеуі", "Часовой пояс"),
            before.calendar.zone_name,
            after.calendar.zone_name,
        ),
    ):
        if old != new:
            yield ChangeLine(Room.NAMES, changed(title, both(old), both(new)), is_public=False)


def _contacts(before: Tenant, after: Tenant) -> Iterator[ChangeLine]:
    old = {one.number: one.label for one in before.contacts.phones}
    new = {one.number: one.label for one in after.contacts.phones}
    for words in _phones(old, new):
        yield ChangeLine(Room.CONTACTS, words)
    if old == new and list(old) != list(new):
        order = [both(", ".join(one)) for one in (old, new)]
        yield ChangeLine(
            Room.CONTACTS, changed(Words("Телефондардың реті", "Порядок телефонов"), *order)
        )
    for title, was, now in _addresses(before.contacts, after.contacts):
        if was != now:
            yield ChangeLine(Room.CONTACTS, changed(title, both(was), both(now)))


def _addresses(before: Contacts, after: Contacts) -> Iterator[tuple[Words, str, str]]:
    yield Words("Электрондық пошта", "Электронная почта"), before.email or "", after.email or ""
    yield Words("Сайт", "Сайт"), before.website or "", after.website or ""


def _phones(old: Mapping[str, Words], new: Mapping[str, Words]) -> Iterator[Words]:
    for number, label in new.items():
        if number not in old:
            yield Words(
                f"Жаңа телефон: {number} ({label.kk})", f"Новый телефон: {number} ({label.ru})"
            )
        elif old[number] != label:
            title = Words(f"{number} телефонының атауы", f"Название телефона {number}")
            yield changed(title, quoted(old[number]), quoted(label))
    for number, label in old.items():
        if number not in new:
            yield Words(
                f"Телефон алынды: {number} ({label.kk})", f"Телефон убран: {number} ({label.ru})"
            )


def _texts(before: Tenant, after: Tenant) -> Iterator[ChangeLine]:
    for name in dict.fromkeys((*before.texts, *after.texts)):
        old, new = before.texts.get(name), after.texts.get(name)
        if old != new:
            room = Room.BRAND if name == LOGO else _room_of_text(name)
            yield ChangeLine(room, changed(text_name(name), quoted(old), quoted(new)))


def _room_of_text(name: str) -> Room:
    return Room.LETTERS if takes_places(name) else Room.TEXTS


def _calendar(before: Tenant, after: Tenant) -> Iterator[ChangeLine]:
    for words in calendar_lines(before.calendar, after.calendar):
        yield ChangeLine(Room.CALENDAR, words, for_families=True)


def _channels(before: Tenant, after: Tenant) -> Iterator[ChangeLine]:
    on, off = Words("қосулы", "включено"), Words("өшірулі", "выключено")
    for title, was, now in (
        (
            Words("SMS арқылы хабарлама", "Уведомления по SMS"),
            before.channels.sms,
            after.channels.sms,
        ),
        (
            Words("Электрондық пошта арқылы хабарлама", "Уведомления по электронной почте"),
            before.channels.email,
            after.channels.email,
        ),
    ):
        if was != now:
            said = [on if one else off for one in (was, now)]
            yield ChangeLine(Room.CHANNELS, changed(title, *said), for_families=True)
    for title, old, new in (
        (
            Words("SMS жіберушінің аты", "Имя отправителя SMS"),
            before.channels.sms_sender,
            after.channels.sms_sender,
        ),
        (
            Words("Хат жіберушінің аты", "Имя отправителя писем"),
            before.channels.email_sender,
            after.channels.email_sender,
        ),
    ):
        if old != new:
            yield ChangeLine(Room.CHANNELS, changed(title, both(old), both(new)))


def _brand(before: Tenant, after: Tenant) -> Iterator[ChangeLine]:
    for name in dict.fromkeys((*before.brand, *after.brand)):
        old, new = before.brand.get(name, ""), after.brand.get(name, "")
        if old != new:
            title = Words(f"Түс {name}", f"Цвет {name}")
            yield ChangeLine(Room.BRAND, changed(title, both(old), both(new)), is_public=False)


_ROOMS: Sequence[Callable[[Tenant, Tenant], Iterator[ChangeLine]]] = (
    _settings,
    _territories,
    _calendar,
    _names,
    _contacts,
    _texts,
    _channels,
    _brand,
)
