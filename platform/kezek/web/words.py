"""Marks sentences that stand in tables, so that they are found for translation and said later."""

from collections.abc import Callable
from typing import NamedTuple, TypeVar

from flask_babel import force_locale, gettext

from kezek.adapters.wording import LOCALES

Said = TypeVar("Said")


def mark(sentence: str) -> str:
    """The sentence itself; the catalogue's extraction looks for this name."""
    return sentence


def say(sentence: str, **values: object) -> str:
    """A marked sentence in the reader's language, with its values."""
    said: str = gettext(sentence, **values)
    return said


def in_both(sentence: Callable[[], Said]) -> tuple[Said, Said]:
    """A sentence, or many, in Kazakh and in Russian, whoever reads."""
    with force_locale(LOCALES["kk"]):
        kk = sentence()
    with force_locale(LOCALES["ru"]):
        return kk, sentence()


class Label(NamedTuple):
    """How a value of the domain is shown: its word, and a sign and a tone beside the word."""

    text: str
    """Marked for translation; say it with `say` or, in a template, with `_`."""
    icon: str
    tone: str
    """`calm`, `active`, `good`, `act`, `bad` or `past`; never the only difference."""
