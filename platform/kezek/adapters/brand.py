"""A region's brand sheet: custom properties with colours, and nothing else a sheet could do."""

import re
from collections.abc import Mapping
from pathlib import Path

_RULE = re.compile(r":root\s*\{(?P<body>[^{}]*)\}\s*")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_PROPERTY = re.compile(r"(?P<name>--brand(?:-[a-z]+)*)\s*:\s*(?P<value>#[0-9a-fA-F]{6})")

READABLE = 4.5
"""Contrast of text that everybody can read (WCAG AA)."""

CONTRASTS: Mapping[str, str] = {
    "--brand": "#ffffff",
    "--brand-strong": "#ffffff",
    "--brand-soft": "#15242c",
}
"""What stands on each colour: white letters on the strong ones, ink on the soft one."""


class FaultyBrand(ValueError):
    """A brand sheet that says something else than colours, or colours that nobody can read."""


def read_brand(path: Path) -> dict[str, str]:
    """The properties of a region's sheet; none without a sheet. Raises FaultyBrand."""
    if not path.is_file():
        return {}
    sheet = _COMMENT.sub("", path.read_text(encoding="utf-8")).strip()
    rule = _RULE.fullmatch(sheet)
    if rule is None:
        raise FaultyBrand(f"{path.name}: allowed is one rule, :root {{ --brand: #0b5a73; … }}")
    lines = [line.strip() for line in rule["body"].split(";") if line.strip()]
    brand = dict(_property(path, line) for line in lines)
    need_readable(path, brand)
    return brand


def need_readable(path: Path, brand: Mapping[str, str]) -> None:
    """White letters can be read on these colours. Raises FaultyBrand, which names the file."""
    for name in unreadable(brand):
        raise FaultyBrand(f"{path.name}: {name} cannot be read: the contrast is below {READABLE}")


def unreadable(brand: Mapping[str, str]) -> list[str]:
    """The colours on which, or in which, letters could not be read (WCAG AA)."""
    return [
        name
        for name, against in CONTRASTS.items()
        if name in brand and contrast(brand[name], against) < READABLE
    ]


def contrast(one: str, other: str) -> float:
    """How far apart two colours are in brightness, from 1 (the same) to 21 (WCAG 2)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _property(path: Path, line: str) -> tuple[str, str]:
    found = _PROPERTY.fullmatch(line)
    if found is None:
        raise FaultyBrand(f"{path.name}: '{line}': allowed is a name like --brand and #rrggbb")
    return found["name"], found["value"]


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
