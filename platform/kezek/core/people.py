"""People: the individual number (IIN), age on a day, birthdays with 29 February."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

IIN_LENGTH = 12

_FIRST_WEIGHTS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
_SECOND_WEIGHTS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
_UNUSABLE = 10
_CENTURIES = {"1": 1800, "2": 1800, "3": 1900, "4": 1900, "5": 2000, "6": 2000}


class IinFault(StrEnum):
    """What is wrong with a number that is no IIN; the sentence is chosen by it."""

    SHAPE = "shape"
    CHECK_DIGIT = "check_digit"


class Sex(StrEnum):
    """What the seventh digit hints at; it decides nothing (D-3)."""

    MALE = "male"
    FEMALE = "female"


@dataclass(frozen=True, slots=True)
class IinHint:
    """Birth date and sex that an IIN hints at: they prefill a form and never decide (D-3)."""

    born_on: date
    sex: Sex


def iin_check_digit(first_eleven: str) -> int | None:
    """The twelfth digit for eleven; nothing where the number is not used (D-2)."""
    for weights in (_FIRST_WEIGHTS, _SECOND_WEIGHTS):
        total = sum(
            int(digit) * weight for digit, weight in zip(first_eleven, weights, strict=True)
        )
        if total % 11 != _UNUSABLE:
            return total % 11
    return None


def iin_fault(text: str) -> IinFault | None:
    """What is wrong with an IIN: its twelve digits, then its check digit; nothing else (D-1, D-2).

    A birth date in the digits that cannot be or differs from the papers is no fault (D-3), nor is
    an unusual seventh digit (D-4).
    """
    if len(text) != IIN_LENGTH or not (text.isascii() and text.isdigit()):
        return IinFault.SHAPE
    if iin_check_digit(text[:-1]) != int(text[-1]):
        return IinFault.CHECK_DIGIT
    return None


def iin_hint(iin: str) -> IinHint | None:
    """The birth date and sex an IIN hints at, where its digits are bound to any (D-1, D-3)."""
    if iin_fault(iin) is not None or iin[6] not in _CENTURIES:
        return None
    try:
        born_on = date(_CENTURIES[iin[6]] + int(iin[:2]), int(iin[2:4]), int(iin[4:6]))
    except ValueError:
        return None
    return IinHint(born_on, Sex.MALE if int(iin[6]) % 2 else Sex.FEMALE)


def iin_disagrees(iin: str, born_on: date) -> bool:
    """Whether a soft warning is due: the digits hint at another birth date (D-3)."""
    hint = iin_hint(iin)
    return hint is not None and hint.born_on != born_on


def birthday(born_on: date, years: int) -> date:
    """The day on which a number of full years is reached; of 29 February, 1 March otherwise.

    A person reaches an age when the birthday begins: in a year without 29 February that is the
    day after the 28th (A-08).
    """
    try:
        return born_on.replace(year=born_on.year + years)
    except ValueError:
        return date(born_on.year + years, 3, 1)


def age_in_years(born_on: date, on: date) -> int:
    """Full years reached on a day (L-11.2, A-41)."""
    years = on.year - born_on.year
    return years if birthday(born_on, years) <= on else years - 1


def age_in_months(born_on: date, on: date) -> int:
    """Full months reached on a day; a month without the day is full on the next 1st (A-09)."""
    months = (on.year - born_on.year) * 12 + on.month - born_on.month
    return months if on.day >= born_on.day else months - 1


def birthday_month(born_on: date, months: int) -> date:
    """The day on which a number of full months is reached; the next 1st where it does not exist."""
    month_index = born_on.year * 12 + born_on.month - 1 + months
    year, month = month_index // 12, month_index % 12 + 1
    try:
        return date(year, month, born_on.day)
    except ValueError:
        return date(year + month // 12, month % 12 + 1, 1)


def age_by_year_end(born_on: date, year: int) -> int:
    """Full years reached by 31 December: by this a group is found (L-24.1, L-11.1)."""
    return year - born_on.year


class DocumentKind(StrEnum):
    """Papers by which a person without an IIN is known (L-5.3, A-58); staff look at them."""

    PASSPORT = "passport"
    RESIDENCE_PERMIT = "residence_permit"
    STATELESS_CERTIFICATE = "stateless_certificate"
    REFUGEE_CERTIFICATE = "refugee_certificate"
    BIRTH_CERTIFICATE = "birth_certificate"


_DOCUMENT_LENGTHS = range(4, 21)


@dataclass(frozen=True, slots=True)
class Identity:
    """How a person is known: by an IIN, or without one by kind and number of a document."""

    iin: str = ""
    document_kind: DocumentKind | None = None
    document_number: str = ""

    @property
    def key(self) -> str:
        """What a person is found by, the same however it was typed; it is hashed, never stored."""
        if self.iin:
            return self.iin
        return f"{self.document_kind}:{document_number(self.document_number)}"

    @property
    def ending(self) -> str:
        """The last four signs, enough for its owner to know it again."""
        return (self.iin or document_number(self.document_number))[-4:]


def document_number(text: str) -> str:
    """A document's number without blanks and dashes, in capitals."""
    return "".join(sign for sign in text.upper() if sign.isalnum())


def is_document_number(text: str) -> bool:
    """Whether this can be a document's number; countries differ, so little is asked."""
    number = document_number(text)
    return len(number) in _DOCUMENT_LENGTHS and any(sign.isdigit() for sign in number)
