"""What somebody typed into the one box: an application number, an IIN, a telephone, a name."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kezek.core.calls import LookupKey
from kezek.core.name_words import name_words
from kezek.core.numbers import NumberFault, number_fault, parse_number
from kezek.core.people import IIN_LENGTH, iin_fault

_DAY = re.compile(r"\b(\d{1,2})[.\-/ ](\d{1,2})[.\-/ ](\d{4})\b|\b(\d{4})-(\d{2})-(\d{2})\b")
_NOT_DIGITS = re.compile(r"\D")
_OF_PHONES = re.compile(r"\+?[\d\s()\-–.]+")
_LIKE_A_NUMBER = re.compile(r"\w{3}.*\d{2,}.*")
_NATIONAL = 10
_SHORTEST_LIKE = 9


class AskFault(StrEnum):
    """What is wrong with what was typed; the sentence is chosen by it."""

    EMPTY = "empty"
    NUMBER_SHAPE = "number_shape"
    NUMBER_LETTER = "number_letter"
    IIN = "iin"
    NAME_ALONE = "name_alone"
    """A name needs the birth date; the form for both opens with the name in it."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for, or what is wrong with it; only the part of its key is filled."""

    key: LookupKey | None = None
    number: str = ""
    iin: str = ""
    phone: str = ""
    name: str = ""
    born_on: date | None = None
    fault: AskFault | None = None


def understand(text: str) -> Asked:
    """What somebody typed, the application number first.

    Digits are an IIN if twelve of them, else a telephone; words are a name, which needs a birth
    date beside it (`Серікова Айша 14.03.2022`).
    """
    typed = text.strip()
    if not typed:
        return Asked(fault=AskFault.EMPTY)
    number = parse_number(typed)
    if number is not None:
        return Asked(LookupKey.NUMBER, number=str(number))
    if _OF_PHONES.fullmatch(typed):
        return _of_digits(_NOT_DIGITS.sub("", typed))
    return _of_words(typed)


def _of_digits(digits: str) -> Asked:
    if len(digits) == IIN_LENGTH:
        if iin_fault(digits) is not None:
            return Asked(fault=AskFault.IIN)
        return Asked(LookupKey.IIN, iin=digits)
    national = digits[-_NATIONAL:]
    is_whole = len(digits) == _NATIONAL or (len(digits) == _NATIONAL + 1 and digits[0] in "78")
    if is_whole and national[0] == "7":
        return Asked(LookupKey.PHONE, phone=f"+7{national}")
    return Asked(fault=AskFault.UNKNOWN)


def _of_words(typed: str) -> Asked:
    if number_fault(typed) is NumberFault.CHECK_LETTER:
        return Asked(fault=AskFault.NUMBER_LETTER)
    found = _DAY.search(typed)
    name = " ".join((typed if found is None else _DAY.sub(" ", typed)).split())
    if any(sign.isdigit() for sign in name):
        is_like = _LIKE_A_NUMBER.fullmatch(name) and len(name) >= _SHORTEST_LIKE
        return Asked(fault=AskFault.NUMBER_SHAPE if is_like else AskFault.UNKNOWN)
    born_on = _day_of(found) if found else None
    if not name_words(name):
        return Asked(fault=AskFault.UNKNOWN)
    if born_on is None:
        return Asked(name=name, fault=AskFault.NAME_ALONE)
    return Asked(LookupKey.NAME, name=name, born_on=born_on)


def _day_of(found: re.Match[str]) -> date | None:
    first, second, third = (int(part) for part in found.groups() if part is not None)
    day, month, year = (third, second, first) if found[4] else (first, second, third)
    try:
        return date(year, month, day)
    except ValueError:
        return None
