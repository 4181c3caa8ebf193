"""Finds ids of rules in a text: alone, in spans (`R-36 to R-38`), and in what stories check."""

import re
from collections.abc import Iterator

_FAMILY = "L|E|I|IX|V|VX|G|R|N|DOC|D|A"
_ONE = rf"(?:{_FAMILY})-A?\d+(?:\.\d+)?[a-z]?"
_ID = re.compile(rf"(?<![\w.-])({_ONE})(?:\s*(?:to|\.\.|…|–)\s*((?:{_FAMILY})-A?\d+(?:\.\d+)?))?")
_PARTS = re.compile(r"(.*?)(\d+)$")
_LONGEST = 60


def ids_in(text: str) -> Iterator[str]:
    """Every id that a text names; a span names all between its ends."""
    for first, last in _ID.findall(text):
        yield from _span(first, last) if last else (first,)


def _span(first: str, last: str) -> Iterator[str]:
    begin, end = _PARTS.match(first), _PARTS.match(last)
    if begin is None or end is None or begin[1] != end[1]:
        yield from (first, last)
        return
    numbers = range(int(begin[2]), int(end[2]) + 1)
    if len(numbers) > _LONGEST:
        yield from (first, last)
        return
    for number in numbers:
        yield f"{begin[1]}{number:0{len(begin[2])}d}"
