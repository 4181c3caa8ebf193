"""How long each table keeps what tells of persons, and by what right (law 94-V).

We know of no days that the law names for most of this: data are kept until their purpose is
reached. Where it is reached on a day that can be told, that day stands here; a deployment may
choose other spans, with `KEZEK_RETENTION`, and is told the source beside each.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Span:
    """One rule: what is forgotten, after how many days, and the source of it."""

    name: str
    days: int
    least: int
    """Fewer would take away what is still asked for."""
    why: str


SPANS = (
    Span("codes", 2, 1, "limits of codes count back one day (A-54)"),
    Span("unsigned", 2, 1, "a text to be signed waits some minutes"),
    Span("answers", 7, 1, "answers to repeated requests; nobody repeats one after a week"),
    Span("messages", 30, 7, "a message that was sent, beside its notice, which stays"),
    Span("drafts", 90, 30, "an application that was begun and left, with its files"),
    Span("sessions", 180, 30, "sessions that have ended: enough to look into a break-in"),
    Span("papers", 365, 30, "files of an application, from its end: a year to dispute it"),
    Span(
        "families",
        1095,
        365,
        "from the end of the last application: three years, the general"
        " limitation of actions; to be confirmed by the region's lawyer",
    ),
)
"""In the order in which they are carried out; the whole of it."""


class WrongSpan(ValueError):
    """A span that nobody can mean; the message says what may stand there."""


def spans_from(text: str) -> Mapping[str, timedelta]:
    """The spans in force, with those that a deployment chose: `papers=730,families=1825`.

    Raises WrongSpan.
    """
    known = {one.name: one for one in SPANS}
    days = {one.name: one.days for one in SPANS}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        name, _, number = part.partition("=")
        span = known.get(name)
        if span is None or not number.isdecimal() or int(number) < span.least:
            allowed = ", ".join(f"{one.name}>={one.least}" for one in SPANS)
            raise WrongSpan(f"KEZEK_RETENTION: '{part}' cannot be; it takes days of {allowed}")
        days[name] = int(number)
    return {name: timedelta(days=count) for name, count in days.items()}
