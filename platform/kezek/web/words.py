"""Marks sentences that stand in tables, so that they are found for translation and said later."""

from typing import NamedTuple

from flask_babel import gettext


def mark(sentence: str) -> str:
    """The sentence itself; the catalogue's extraction looks for this name."""
    return sentence


def say(sentence: str, **values: object) -> str:
    """A marked sentence in the reader's language, with its values."""
    said: str = gettext(sentence, **values)
    return said


class Label(NamedTuple):
    """How a value of the domain is shown: its word, and a sign and a tone beside the word."""

    text: str
    """Marked for translation; say it with `say` or, in a template, with `_`."""
    icon: str
    tone: str
    """`calm`, `active`, `good`, `act`, `bad` or `past`; never the only difference."""
