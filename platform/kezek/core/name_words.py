"""A name as it is looked for: its words without regard to case, keyboard and order."""

from datetime import date

from kezek.core.searching import folded


def name_words(full_name: str) -> tuple[str, ...]:
    """The words of a name as they are compared, each once: `Әліқызы Ёлқа-Нұр` has three.

    Kazakh letters count as those that a Russian keyboard has in their place, ё as е.
    """
    return tuple(dict.fromkeys(folded(full_name).split()))


def token_text(word: str, born_on: date) -> str:
    """What is hashed for a word of somebody born on a day: a name alone is found by nobody."""
    return f"{word}|{born_on.isoformat()}"
