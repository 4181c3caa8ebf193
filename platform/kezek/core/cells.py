"""Cells of tables that leave the house: no spreadsheet reckons with what people wrote."""

import re

_FORMULA = re.compile(r"^[=+\-@\t\r]")
_NUMBER = re.compile(r"^[+-]?[\d\s().,-]+$")
_GUARDED = re.compile(r"^'[=+\-@\t\r]")


def harmless(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would take for a formula.

    Phones and numbers stay as they are: they begin like a formula and reckon nothing.
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.match(text) else text


def as_written(text: str) -> str:
    """What stood there before `harmless`, for a table that comes back."""
    return text[1:] if _GUARDED.match(text) else text
