"""How kindergartens and their queues are called on public pages."""

from datetime import datetime

from kezek.adapters import wording
from kezek.reads.kindergarten_list import Closed
from kezek.web.i18n import current_language
from kezek.web.queue_words import instruction_name, kind_name, ownership_name
from kezek.web.tenant import current_zone
from kezek.web.words import mark, say

CLOSED = {
    Closed.NO_GROUPS: mark("Cannot be chosen yet: its groups are not listed"),
    Closed.PRIVATE: mark("Takes no children from the state queue"),
    Closed.VOUCHER: mark("Is chosen with a voucher"),
    Closed.BULLETIN: mark("Its places come out in the bulletin of the morning"),
    Closed.NOT_BEGUN: mark("Cannot be chosen yet: the queue is not open in this territory"),
}
"""Why a kindergarten is listed and cannot be chosen."""


def cohort_name(birth_year: int, language: str) -> str:
    """For whom a queue is, in words."""
    words = mark("Born in %(year)s · %(language)s")
    return say(words, year=birth_year, language=instruction_name(language))


def what_it_is(kind: str, ownership: str) -> str:
    """The kind of a kindergarten and whose it is, as the beginning of a line."""
    words = kind_name(kind)
    if ownership != "unknown":
        words = f"{words}, {ownership_name(ownership)}"
    return words[:1].upper() + words[1:]


def sent_at(moment: datetime) -> str:
    """The moment of sending to the second: it decides the order inside a class."""
    return wording.say_exact_moment(moment, current_language(), current_zone())
