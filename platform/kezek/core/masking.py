"""Names and telephones with most of their signs covered: enough to tell whether it is they."""

from kezek.core.given_names import given_name

_COVER = "***"


def masked_name(full_name: str) -> str:
    """The given name's first letter and the surname's: `Омарова Айгүл Серікқызы` is `А*** О.`.

    A single word is covered alike, and nobody's name stays nobody's.
    """
    given = given_name(full_name)
    if not given:
        return ""
    surname = full_name.split()[0]
    covered = given[0].upper() + _COVER
    return covered if surname == given else f"{covered} {surname[0].upper()}."


def masked_phone(phone: str) -> str:
    """The last two digits of a telephone: `+77473397222` is `+7 7** *** ** 22`."""
    digits = "".join(sign for sign in phone if sign.isdigit())
    if len(digits) != len("77473397222"):
        return _COVER if digits else ""
    return f"+{digits[0]} {digits[1]}** *** ** {digits[-2:]}"


def masked_number(number: str) -> str:
    """An application number without the first digits of its serial: `PVL-26-***213-K`."""
    prefix, year, serial, letter = number.split("-")
    return f"{prefix}-{year}-***{serial[3:]}-{letter}"
