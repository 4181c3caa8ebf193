"""What changed in the territories of a region."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kezek.adapters.text_words import both, changed
from kezek.adapters.wording import say_day
from kezek.core.regions import Tenant, Words
from kezek.core.territories import Level, Mode, ModeFrom, Territory

LEVELS: Mapping[Level, Words] = {
    Level.CITY: Words("қала", "город"),
    Level.DISTRICT: Words("аудан", "район"),
    Level.CITY_DISTRICT: Words("қаладағы аудан", "район в городе"),
    Level.RURAL_DISTRICT: Words("ауылдық округ", "сельский округ"),
    Level.SETTLEMENT: Words("ауыл, кент", "село, поселок"),
}
"""What a territory is in the country's division (G-14, G-15)."""

_MODES: Mapping[Mode, Words] = {
    Mode.LINEAR: Words("кезектілік жүйе", "линейная очередь"),
    Mode.INDIGO: Words("бюллетеньді ортақ кезек", "общая очередь с бюллетенем"),
    Mode.VOUCHER: Words("ваучерлік жүйе", "ваучерная система"),
}


def territory_lines(before: Tenant, after: Tenant) -> Iterator[tuple[str, Words]]:
    """The slug of each territory in which something differs, with a sentence about it."""
    old = {one.slug: one for one in before.territories}
    new = {one.slug: one for one in after.territories}
    for slug, territory in new.items():
        if slug in old:
            yield from ((slug, words) for words in _changes(old[slug], territory))
        else:
            yield (
                slug,
                Words(
                    f"Жаңа аумақ: {territory.kk} ({_modes(territory.modes, 'kk')})",
                    f"Новая территория: {territory.ru} ({_modes(territory.modes, 'ru')})",
                ),
            )
    for slug, territory in old.items():
        if slug not in new:
            words = Words(f"Аумақ алынды: {territory.kk}", f"Территория убрана: {territory.ru}")
            yield slug, words


def _changes(old: Territory, new: Territory) -> Iterator[Words]:
    for title, was, now in (
        (Words("атауы", "название"), Words(old.kk, old.ru), Words(new.kk, new.ru)),
        (
            Words("көрсетілетін қызметті беруші", "услугодатель"),
            _provider(old),
            _provider(new),
        ),
        (Words("деңгейі", "уровень"), LEVELS[old.level], LEVELS[new.level]),
        (Words("КАТО коды", "код КАТО"), both(old.kato or ""), both(new.kato or "")),
        (
            Words("орын беру тәсілі", "порядок предоставления мест"),
            Words(*(_modes(old.modes, one) for one in ("kk", "ru"))),
            Words(*(_modes(new.modes, one) for one in ("kk", "ru"))),
        ),
    ):
        if was != now:
            yield changed(Words(f"{new.kk}, {title.kk}", f"{new.ru}, {title.ru}"), was, now)


def _modes(modes: tuple[ModeFrom, ...], language: str) -> str:
    said = [(_MODES[one.mode].in_language(language), one.from_on) for one in modes]
    if language == "ru":
        return ", ".join(f"{mode} с {say_day(day, language)}" for mode, day in said)
    # A day in Kazakh would need an ending before «бастап», which no format of a date has.
    return "; ".join(f"{mode}, басталатын күні – {say_day(day, language)}" for mode, day in said)


def _provider(territory: Territory) -> Words:
    if territory.provider_kk is None or territory.provider_ru is None:
        return Words("өңірдікі", "как в регионе")
    return Words(f"«{territory.provider_kk}»", f"«{territory.provider_ru}»")
