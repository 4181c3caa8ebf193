"""The application number, `PVL-26-004213-K`: said over the phone, checked by its last letter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

CHECK_LETTERS = "ACDEFGHJKLMNPRTVWXY"
"""Nineteen letters, a prime, without those that look like a digit or like another letter."""

PREFIX_LENGTH = 3
SERIAL_DIGITS = 6
LAST_SERIAL = 10**SERIAL_DIGITS - 1

_MODULUS = len(CHECK_LETTERS)
_OFFSET = 7
"""So that the example of the rulebook is a good number."""

_WEIGHTS = range(2, 2 + PREFIX_LENGTH + 2 + SERIAL_DIGITS)
"""Different and none a multiple of the modulus: one wrong digit, or two that changed places,
always give another letter."""

_SHAPE = re.compile(r"([A-Z]{3})([0-9]{2})([0-9]{6})([A-Z])")
_LOOKALIKES = str.maketrans("АВЕКМНОРСТУХІҮҰҺ", "ABEKMHOPCTYXIYYH")
_AS_DIGITS = str.maketrans("OILZSBЗ", "0112583")
_AS_LETTERS = str.maketrans("01258", "OIZSB")
_DASHES_AND_BLANKS = re.compile(r"[\s\-‐‑‒–—−_./№#]+")


class NumberFault(StrEnum):
    """What is wrong with a number that somebody typed; the sentence is chosen by it."""

    SHAPE = "shape"
    CHECK_LETTER = "check_letter"


@dataclass(frozen=True, slots=True)
class ApplicationNumber:
    """Region's prefix, last two digits of the year, serial: unique in the deployment (G-30)."""

    prefix: str
    year: int
    serial: int

    def __post_init__(self) -> None:
        """Refuse parts that do not fit into the number's shape."""
        if not is_prefix(self.prefix):
            raise ValueError(f"{self.prefix!r} is no prefix of three Latin capitals")
        if not 0 <= self.year <= 99:
            raise ValueError("the year has two digits")
        if not 1 <= self.serial <= LAST_SERIAL:
            raise ValueError(f"the serial runs from 1 to {LAST_SERIAL}")

    def __str__(self) -> str:
        """As people read it, with its check letter."""
        body = f"{self.prefix}-{self.year:02}-{self.serial:0{SERIAL_DIGITS}}"
        return f"{body}-{_check_letter(body)}"


def application_number(prefix: str, year: int, serial: int) -> str:
    """The number of an application made in a (full) year: tenant prefix, year, serial (G-30).

    Raises ValueError when the prefix is not three Latin capitals or the serials have run out.
    """
    return str(ApplicationNumber(prefix, year % 100, serial))


def number_fault(text: str) -> NumberFault | None:
    """What is wrong with a typed number; nothing for a good one (G-30)."""
    match = _SHAPE.fullmatch(_tidy(text))
    if match is None:
        return NumberFault.SHAPE
    prefix, year, serial, letter = match.groups()
    if int(serial) == 0:
        return NumberFault.SHAPE
    if _check_letter(prefix + year + serial) != letter:
        return NumberFault.CHECK_LETTER
    return None


def parse_number(text: str) -> ApplicationNumber | None:
    """The number that somebody typed, in any case and with any dashes; nothing for a wrong one.

    Cyrillic letters that look like the Latin ones are taken for them, and where the number has
    a digit, a letter that looks like one: `PVL-26-OO4213-К`.
    """
    if number_fault(text) is not None:
        return None
    tidy = _tidy(text)
    return ApplicationNumber(tidy[:3], int(tidy[3:5]), int(tidy[5:11]))


def is_prefix(text: str) -> bool:
    """Whether the text can be a region's prefix: three Latin capitals."""
    return len(text) == PREFIX_LENGTH and all("A" <= letter <= "Z" for letter in text)


def _tidy(text: str) -> str:
    bare = _DASHES_AND_BLANKS.sub("", text.upper()).translate(_LOOKALIKES)
    letters, digits, check = bare[:PREFIX_LENGTH], bare[PREFIX_LENGTH:-1], bare[-1:]
    if len(bare) <= PREFIX_LENGTH:
        return bare
    return letters.translate(_AS_LETTERS) + digits.translate(_AS_DIGITS) + check


def _check_letter(body: str) -> str:
    signs = body.replace("-", "")
    values = (int(sign) if sign.isdigit() else ord(sign) - ord("A") for sign in signs)
    total = sum(value * weight for value, weight in zip(values, _WEIGHTS, strict=True))
    return CHECK_LETTERS[(total + _OFFSET) % _MODULUS]
