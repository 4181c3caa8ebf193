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
from kezek.core.regions import Tenant, Words


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One sentence about one thing that changes."""

    room: Room
    words: Words
    piece: str
    """What it is about, by which it can be taken out of the change alone (`core.region_pieces`)."""
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
            families = TOLD[name].for_families
            yield ChangeLine(ROOM_OF[name], words, f"rules/{name}", for_families=families)


def _territories(before: Tenant, after: Tenant) -> Iterator[ChangeLine]:
    for slug, words in territory_lines(before, after):
        yield ChangeLine(Room.TERRITORIES, words, f"territories/{slug}")


def _names(before: Tenant, after: Tenant) -> Iterator[ChangeLine]:
    for piece, title in (
        ("name", Words("Өңірдің атауы", "Название региона")),
        ("provider", Words("Көрсетілетін қызметті беруші", "Услугодатель")),
    ):
        old, new = getattr(before, piece), getattr(after, piece)
        if old != new:
            yield ChangeLine(Room.NAMES, changed(title, quoted(old), quoted(new)), piece)
    for piece, title in (
        ("interface_languages", Words("Бет тілдері", "Языки страниц")),
        ("instruction_languages", Words("Оқыту тілдері", "Языки обучения")),
    ):
        was, now = getattr(before, piece), getattr(after, piece)
        if was != now:
            yield ChangeLine(Room.NAMES, changed(title, tongues(was), tongues(now)), piece)
    yield from _of_the_house(before, after)


def _of_the_house(before: Tenant, after: Tenant) -> Iterator[ChangeLine]:
    for piece, title, old, new in (
        ("kato", Words("КАТО коды", "Код КАТО"), before.kato, after.kato),
        (
            "hosts",
            Words("Сайт мекенжайлары", "Адреса сайта"),
            ", ".join(before.hosts),
            ", ".join(after.hosts),
        ),
        (
            "calendar/zone_name",
            Words("Уақыт белдеуі", "Часовой пояс"),
            before.calendar.zone_name,
            after.calendar.zone_name,
        ),
    ):
        if old != new:
            words = changed(title, both(old), both(new))
            yield ChangeLine(Room.NAMES, words, piece, is_public=False)


def _contacts(before: Tenant, after: Tenant) -> Iterator[ChangeLine]:
    old = {one.number: one.label for one in before.contacts.phones}
    new = {one.number: one.label for one in after.contacts.phones}
    for words in _phones(old, new):
        yield ChangeLine(Room.CONTACTS, words, "contacts/phones")
    if old == new and list(old) != list(new):
        order = [both(", ".join(one)) for one in (old, new)]
        title = Words("Телефондардың реті", "Порядок телефонов")
        yield ChangeLine(Room.CONTACTS, changed(title, *order), "contacts/phones")
    for piece, title in (
        ("email", Words("Электрондық пошта", "Электронная почта")),
        ("website", Words("Сайт", "Сайт")),
    ):
        was, now = (getattr(one.contacts, piece) or "" for one in (before, after))
        if was != now:
            words = changed(title, both(was), both(now))
            yield ChangeLine(Room.CONTACTS, words, f"contacts/{piece}")


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
            words = changed(text_name(name), quoted(old), quoted(new))
            yield ChangeLine(room, words, f"texts/{name}")


def _room_of_text(name: str) -> Room:
    return Room.LETTERS if takes_places(name) else Room.TEXTS


def _calendar(before: Tenant, after: Tenant) -> Iterator[ChangeLine]:
    for year, words in calendar_lines(before.calendar, after.calendar):
        yield ChangeLine(Room.CALENDAR, words, f"calendar/{year}", for_families=True)


def _channels(before: Tenant, after: Tenant) -> Iterator[ChangeLine]:
    said = {True: Words("қосулы", "включено"), False: Words("өшірулі", "выключено")}
    for name, title in (
        ("sms", Words("SMS арқылы хабарлама", "Уведомления по SMS")),
        (
            "email",
            Words("Электрондық пошта арқылы хабарлама", "Уведомления по электронной почте"),
        ),
    ):
        was, now = (getattr(one.channels, name) for one in (before, after))
        if was != now:
            words = changed(title, said[was], said[now])
            yield ChangeLine(Room.CHANNELS, words, f"channels/{name}", for_families=True)
    for name, title in (
        ("sms_sender", Words("SMS жіберушінің аты", "Имя отправителя SMS")),
        ("email_sender", Words("Хат жіберушінің аты", "Имя отправителя писем")),
    ):
        old, new = (getattr(one.channels, name) for one in (before, after))
        if old != new:
            words = changed(title, both(old), both(new))
            yield ChangeLine(Room.CHANNELS, words, f"channels/{name}")


_COLOURS: Mapping[str, Words] = {
    "--brand": Words("Түймелер мен беттің басының түсі", "Цвет кнопок и шапки"),
    "--brand-strong": Words("Басылған түйменің қоюырақ түсі", "Темный цвет нажатой кнопки"),
    "--brand-soft": Words("Белгіленгеннің ашық түсі", "Светлый фон выделенного"),
}
"""The colours that the form offers; a file may name others, which stand under their own names."""


def _brand(before: Tenant, after: Tenant) -> Iterator[ChangeLine]:
    for name in dict.fromkeys((*before.brand, *after.brand)):
        old, new = before.brand.get(name, ""), after.brand.get(name, "")
        if old != new:
            title = _COLOURS.get(name, Words(f"Түс {name}", f"Цвет {name}"))
            words = changed(title, both(old), both(new))
            yield ChangeLine(Room.BRAND, words, f"brand/{name}", is_public=False)


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
