"""What is said of one setting: its name, what it changes, its unit, its values, and its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kezek.core.regions import Words

UNITS: Mapping[str, Words] = {
    "wd": Words("жұмыс күні", "рабочих дней"),
    "cd": Words("күнтізбелік күн", "календарных дней"),
    "h": Words("сағат", "часов"),
    "months": Words("ай", "месяцев"),
    "years": Words("жас", "лет"),
    "percent": Words("%", "%"),
    "mb": Words("Мбайт", "Мбайт"),
    "children": Words("бала", "детей"),
    "times": Words("рет", "раз"),
    "steps": Words("нөмір", "номеров"),
    "vouchers": Words("ваучер", "ваучеров"),
    "families": Words("отбасы", "семей"),
    "places": Words("орын", "мест"),
    "days": Words("күн", "дней"),
}
"""In what a number is counted; the forms go with any number, after a comma or beside a box."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One setting in both languages."""

    name: Words
    about: Words
    law: tuple[str, ...]
    """Where the rulebook has it: the ids of its sentence in `_defaults.toml`."""
    unit: Words | None = None
    values: Mapping[object, Words] = field(default_factory=dict)
    for_families: bool = False
    """Whether it changes what a family has to do or may expect, so that each is told (N-53)."""


def told(
    name: tuple[str, str],
    about: tuple[str, str],
    *law: str,
    unit: str = "",
    values: Mapping[object, tuple[str, str]] | None = None,
    for_families: bool = False,
) -> Told:
    """One setting; the words are pairs of Kazakh and Russian."""
    return Told(
        name=Words(*name),
        about=Words(*about),
        law=law,
        unit=UNITS[unit] if unit else None,
        values={value: Words(*words) for value, words in (values or {}).items()},
        for_families=for_families,
    )
