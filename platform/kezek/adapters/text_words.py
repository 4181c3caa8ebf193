"""How texts, languages and their changes are said in a summary of both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from babel import Locale

from kezek.adapters.wording import LOCALES
from kezek.core.own_words import (
    ABOUT,
    BANNER,
    CLOSING,
    LICENCE,
    LICENCE_ADDRESS,
    LOGO,
    is_of_sms,
    notice_of,
)
from kezek.core.regions import Words

_NAMES: Mapping[str, Words] = {
    BANNER: Words("Беттердің үстіндегі хабарландыру", "Объявление над страницами"),
    ABOUT: Words("Өңір бетіндегі мәтін", "Текст на странице региона"),
    LOGO: Words("Беттің басындағы атау", "Название в шапке"),
    LICENCE: Words("Ашық деректердің лицензиясы", "Лицензия открытых данных"),
    LICENCE_ADDRESS: Words("Лицензия мәтінінің мекенжайы", "Адрес текста лицензии"),
    CLOSING: Words("Хаттардың соңындағы жол", "Строка в конце писем"),
}
_NONE = Words("жоқ", "нет")
_BRIEF = 120


def text_name(name: str) -> Words:
    """What a text of the region is called."""
    if is_of_sms(name):
        code = notice_of(name)
        return Words(f"{code} SMS-іне қосымша", f"Дополнение к SMS {code}")
    if code := notice_of(name):
        return Words(f"{code} хабарламасына қосымша", f"Дополнение к уведомлению {code}")
    return _NAMES.get(name, Words(name, name))


def tongue_name(code: str) -> Words:
    """A language by its name in both languages."""
    return Words(
        *(str(Locale.parse(LOCALES[one]).languages.get(code, code)) for one in ("kk", "ru"))
    )


def tongues(codes: Iterable[str]) -> Words:
    """Languages by their names, in their order."""
    names = [tongue_name(code) for code in codes]
    return Words(", ".join(one.kk for one in names), ", ".join(one.ru for one in names))


def both(text: str) -> Words:
    """What is the same in both languages; nothing is said as such."""
    return Words(text, text) if text else _NONE


def quoted(words: Words | None) -> Words:
    """Words as they stand on pages, in quotation marks, the beginning of long ones."""
    if words is None:
        return _NONE
    return Words(*(f"«{_brief(text)}»" for text in (words.kk, words.ru)))


def changed(title: Words, before: Words, after: Words) -> Words:
    """What was, and what is."""
    return Words(f"{title.kk}: {before.kk} → {after.kk}", f"{title.ru}: {before.ru} → {after.ru}")


def _brief(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _BRIEF else f"{line[: _BRIEF - 1].rstrip()}…"
