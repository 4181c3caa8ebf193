"""Words of a region's own: which there are, how long each may be, what is filled in (house 5.12).

A region never rewrites a notice: what the law has it say stays. It may add a paragraph of its own
to the letter of one notice, a few words to its SMS, and a line below every letter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

BANNER = "banner"
ABOUT = "about"
LOGO = "logo"
CLOSING = "notice"
"""Stands below every letter to a family, above the contacts."""

LICENCE = "licence"
"""The name of the licence under which the region's open data may be used."""
LICENCE_ADDRESS = "licence-address"
"""Where the text of that licence is."""

LENGTHS: Mapping[str, int] = {
    BANNER: 300,
    ABOUT: 2000,
    LOGO: 24,
    CLOSING: 400,
    LICENCE: 80,
    LICENCE_ADDRESS: 300,
}
ADDED_LENGTH = 400
"""Of a paragraph that a region adds to one notice."""
SMS_LENGTH = 60
"""Of the words that a region adds to its SMS: less than one more message."""

PLACES = ("region", "provider", "phone", "link")
"""What may stand in braces in the words of notices: `{phone}`."""

_ADDRESS = re.compile(r"https://[^\s/]+\.\S+")
_BRACES = re.compile(r"\{([^{}]*)\}")
_NOTICE_TEXT = re.compile(r"(?:notice|sms)-(n-\d\d)")


def added_name(code: str) -> str:
    """The name of the paragraph that a region adds to a notice: `notice-n-12` of N-12."""
    return f"notice-{code.lower()}"


def sms_name(code: str) -> str:
    """The name of the words that a region adds to the SMS of a notice: `sms-n-12` of N-12."""
    return f"sms-{code.lower()}"


def is_of_sms(name: str) -> bool:
    """Whether a text stands in an SMS."""
    return bool(notice_of(name)) and name.startswith("sms-")


def notice_of(name: str) -> str:
    """The notice to whose letter or SMS a text is added; empty for any other text."""
    found = _NOTICE_TEXT.fullmatch(name)
    return found[1].upper() if found else ""


def longest(name: str) -> int:
    """How many characters a text may have."""
    if is_of_sms(name):
        return SMS_LENGTH
    return ADDED_LENGTH if notice_of(name) else LENGTHS.get(name, 2000)


def takes_places(name: str) -> bool:
    """Whether places in braces are filled in: in words of notices only."""
    return name == CLOSING or bool(notice_of(name))


def is_faulty_address(name: str, text: str) -> bool:
    """Whether a text that is to be an address is none that a page may lead to."""
    return name == LICENCE_ADDRESS and not _ADDRESS.fullmatch(text)


def unknown_places(text: str) -> tuple[str, ...]:
    """What stands in braces and means nothing; a brace without its pair stands for itself."""
    named = [one for one in _BRACES.findall(text) if one not in PLACES]
    left = _BRACES.sub("", text)
    return (*(f"{{{one}}}" for one in named), *(sign for sign in "{}" if sign in left))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with every place filled; a place that is unknown stays as it stands."""
    return _BRACES.sub(lambda found: values.get(found[1], found[0]), text)
