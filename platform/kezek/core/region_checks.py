"""What a change of a region must never do, whoever asks for it and by which form."""

from __future__ import annotations

from collections.abc import Callable

from kezek.core.errors import Code, Refusal
from kezek.core.own_words import (
    LICENCE,
    LICENCE_ADDRESS,
    is_faulty_address,
    longest,
    takes_places,
    unknown_places,
)
from kezek.core.regions import Tenant


def need_sound(before: Tenant, after: Tenant) -> None:
    """Goes on only where the change is one that a form may make. Raises Refusal.

    What never changes stays, the way in which a territory gives places is switched on its own page
    (R-10), and what hangs together still fits together.
    """
    for check in _CHECKS:
        check(before, after)


def _same_region(before: Tenant, after: Tenant) -> None:
    for name in ("slug", "prefix", "is_demo", "hosts"):
        if getattr(before, name) != getattr(after, name):
            raise Refusal(Code.INVALID_CHOICE, f"region_{name}", mine=getattr(before, name))


def _territories_stay(before: Tenant, after: Tenant) -> None:
    left = {one.slug: one for one in after.territories}
    for known in before.territories:
        if known.slug not in left:
            raise Refusal(Code.INVALID_CHOICE, "territory_gone", territory=known.slug)
        if left[known.slug].modes != known.modes:
            raise Refusal(Code.INVALID_CHOICE, "territory_mode", territory=known.slug)
    if len(left) != len(after.territories):
        raise Refusal(Code.INVALID_CHOICE, "territory_twice")


def _one_kato(_: Tenant, after: Tenant) -> None:
    codes = [one.kato for one in after.territories if one.kato]
    twice = next((code for code in codes if codes.count(code) > 1), None)
    if twice is not None:
        raise Refusal(Code.INVALID_CHOICE, "kato_twice", kato=twice)


def _known_years_stay(before: Tenant, after: Tenant) -> None:
    gone = {one.year for one in before.calendar.years} - {one.year for one in after.calendar.years}
    if gone:
        raise Refusal(Code.INVALID_CHOICE, "calendar_year_gone", year=min(gone))


def _day_in_order(_: Tenant, after: Tenant) -> None:
    rules = after.rules
    if rules.window_end <= rules.window_start:
        raise Refusal(Code.INVALID_CHOICE, "window_order", field="window_end")
    if rules.bulletin_cutoff > rules.window_start:
        raise Refusal(Code.INVALID_CHOICE, "cutoff_order", field="bulletin_cutoff")


def _words_fit(_: Tenant, after: Tenant) -> None:
    for name, words in after.texts.items():
        for text in (words.kk, words.ru):
            if len(text) > longest(name):
                raise Refusal(Code.INVALID_CHOICE, "text_long", most=longest(name))
            if is_faulty_address(name, text):
                raise Refusal(Code.INVALID_CHOICE, "text_address", field="licence_address_kk")
            unknown = unknown_places(text) if takes_places(name) else ()
            if unknown:
                raise Refusal(Code.INVALID_CHOICE, "text_places", place=unknown[0])


def _licence_whole(_: Tenant, after: Tenant) -> None:
    if (LICENCE in after.texts) != (LICENCE_ADDRESS in after.texts):
        raise Refusal(Code.INVALID_CHOICE, "licence_half", field="licence_kk")


def _can_be_called(before: Tenant, after: Tenant) -> None:
    """The standard of the service has its telephones told (L-A2.10)."""
    if before.contacts.phones and not after.contacts.phones:
        raise Refusal(Code.INVALID_CHOICE, "no_phone")


_CHECKS: tuple[Callable[[Tenant, Tenant], None], ...] = (
    _same_region,
    _territories_stay,
    _one_kato,
    _known_years_stay,
    _day_in_order,
    _words_fit,
    _licence_whole,
    _can_be_called,
)
