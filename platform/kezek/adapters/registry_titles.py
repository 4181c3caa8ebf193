"""How the registry's columns and words are called in its files, in both languages (L-3.06).

A file may be headed by these titles or by the columns' own names, in any case: what is exported
for people comes back as it went.
"""

from collections.abc import Iterable, Mapping

from kezek.core.queues import Kind
from kezek.core.regions import Tenant, Words

KINDERGARTENS = Words("Балабақшалар", "Детские сады")
GROUPS = Words("Топтар", "Группы")
"""Names of the two sheets of a workbook."""

TITLES: Mapping[str, Words] = {
    "external_id": Words("Тіркелім коды", "Код в реестре"),
    "name_kk": Words("Қазақша атауы", "Название на казахском"),
    "name_ru": Words("Орысша атауы", "Название на русском"),
    "kind": Words("Түрі", "Вид"),
    "ownership": Words("Меншігі", "Собственность"),
    "territory": Words("Аймақ", "Территория"),
    "address_kk": Words("Қазақша мекенжайы", "Адрес на казахском"),
    "address_ru": Words("Орысша мекенжайы", "Адрес на русском"),
    "lat": Words("Ендік", "Широта"),
    "lon": Words("Бойлық", "Долгота"),
    "phone": Words("Телефоны", "Телефон"),
    "bin": Words("БСН", "БИН"),
    "languages": Words("Оқыту тілдері", "Языки обучения"),
    "hours": Words("Жұмыс сағаты", "Часов работы"),
    "capacity": Words("Орын саны", "Число мест"),
    "source": Words("Дереккөзі", "Источник"),
    "is_demo": Words("Ойдан шығарылған", "Вымышленный"),
    "birth_year": Words("Туған жылы", "Год рождения"),
    "language": Words("Тобының тілі", "Язык группы"),
}
"""The columns of both sheets."""

KINDS: Mapping[str, Words] = {
    Kind.NURSERY_KINDERGARTEN: Words("бөбекжай-балабақша", "ясли-сад"),
    Kind.KINDERGARTEN: Words("балабақша", "детский сад"),
    Kind.MINI_CENTRE: Words("мектепке дейінгі шағын орталық", "дошкольный мини-центр"),
    Kind.SANATORIUM: Words("санаторийлік балабақша", "санаторный детский сад"),
    Kind.SPECIAL: Words("арнайы балабақша", "специальный детский сад"),
}
"""Kinds of preschool organisations (L-3.03)."""

OWNERSHIPS: Mapping[str, Words] = {
    "state": Words("мемлекеттік", "государственный"),
    "private_order": Words("жекеменшік, мемлекеттік тапсырыспен", "частный с госзаказом"),
    "private": Words("жекеменшік", "частный"),
    "unknown": Words("белгісіз", "не указано"),
}
"""Whose a kindergarten is."""

LANGUAGES: Mapping[str, Words] = {
    "kk": Words("қазақ", "казахский"),
    "ru": Words("орыс", "русский"),
    "uz": Words("өзбек", "узбекский"),
    "ug": Words("ұйғыр", "уйгурский"),
    "tg": Words("тәжік", "таджикский"),
    "en": Words("ағылшын", "английский"),
}
"""Languages of instruction by their codes; another one stands by its code."""

TRUTHS: Mapping[str, Words] = {"true": Words("иә", "да"), "false": Words("жоқ", "нет")}

NAMES: Mapping[str, str] = {
    title.casefold(): name for name, words in TITLES.items() for title in (name, words.kk, words.ru)
}
"""The column that a head means, whichever of its three names it bears."""


def territories_of(region: Tenant) -> dict[str, Words]:
    """The region's territories as its people call them."""
    return {one.slug: Words(one.kk, one.ru) for one in region.territories}


def by_any_name(words: Mapping[str, Words], codes: Iterable[str] = ()) -> dict[str, str]:
    """The code that a cell means, by its own name or by either of its words."""
    said = {
        text.casefold(): str(code) for code, both in words.items() for text in (both.kk, both.ru)
    }
    return said | {str(code).casefold(): str(code) for code in (*words, *codes)}
