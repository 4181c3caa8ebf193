"""A region's brand sheet: custom properties with colours, and nothing else a sheet could do."""

import re
from pathlib import Path

_RULE = re.compile(r":root\s*\{(?P<body>[^{}]*)\}\s*")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_PROPERTY = re.compile(r"(?P<name>--brand(?:-[a-z]+)*)\s*:\s*(?P<value>#[0-9a-fA-F]{6})")

_READABLE = 4.5
"""Contrast of text that everybody can read (WCAG AA)."""


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
    for name in ("--brand", "--brand-strong"):
        if name in brand and contrast(brand[name], "#ffffff") < _READABLE:
            raise FaultyBrand(f"{path.name}: {name} is too light for white letters on it")
    return brand


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
