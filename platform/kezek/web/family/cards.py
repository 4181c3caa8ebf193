"""Numbers, places and deadlines as a family's pages show them, in the reader's language."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from flask import url_for
from flask_babel import gettext

from kezek.reads.family_home import DueCard
from kezek.reads.numbers import ShownChange, ShownNumber
from kezek.reads.seats import Seat
from kezek.web.i18n import format_day
from kezek.web.labels import age_group_name, tongue
from kezek.web.navigation import find_url
from kezek.web.queue_words import queue_words
from kezek.web.wait_words import WAITS
from kezek.web.words import say


@dataclass(frozen=True, slots=True)
class ToDo:
    """One thing to be done by a moment, as a card."""

    title: str
    child: str
    kindergarten: str
    until: str
    due_at: datetime
    button: str
    url: str


@dataclass(frozen=True, slots=True)
class NumberCard:
    """One number, never without what it counts, as of when and without what (N14)."""

    queue: str
    number: int | None
    waiting: int
    under_review: int
    as_of: datetime
    is_demo: bool
    history_url: str
    change: ShownChange | None


def to_do(card: DueCard) -> ToDo:
    """A thing that waits for the family, in words."""
    words = WAITS[card.wait]
    return ToDo(
        title=say(words.title),
        child=card.child,
        kindergarten=card.kindergarten,
        until=say(words.until),
        due_at=card.due_at,
        button=say(words.button),
        url=url_for(words.endpoint, application_id=card.application_id),
    )


def number_card(application_id: uuid.UUID, shown: ShownNumber) -> NumberCard:
    """A number in words, with the way to its history."""
    history = find_url(
        "family_history.show", application_id=application_id, queue_id=shown.queue_id
    )
    return NumberCard(
        queue=queue_words(shown),
        number=shown.number,
        waiting=shown.waiting,
        under_review=shown.under_review,
        as_of=shown.as_of,
        is_demo=shown.is_demo,
        history_url=history,
        change=shown.change,
    )


def seat_facts(seat: Seat) -> list[tuple[str, str]]:
    """Everything that a family asks about a place (N-12)."""
    garden = seat.garden
    hours = _in_figures(garden.hours) if garden.hours is not None else ""
    facts = [
        (gettext("Kindergarten"), garden.name),
        (gettext("Address"), garden.address),
        (gettext("Phone"), garden.phone),
        (gettext("Group"), _group(seat)),
        (gettext("Language of instruction"), tongue(seat.language)),
        (gettext("Working hours"), gettext("%(hours)s hours a day", hours=hours) if hours else ""),
        (gettext("Place"), _lasting(seat)),
    ]
    return [(name, value) for name, value in facts if value]


def _in_figures(hours: Decimal) -> str:
    """Hours with the comma that Kazakh and Russian write."""
    return f"{hours.normalize():f}".replace(".", ",")


def _group(seat: Seat) -> str:
    born = gettext("children born in %(year)s", year=seat.birth_year)
    return f"{age_group_name(seat.group)}, {born}" if seat.group else str(born)


def _lasting(seat: Seat) -> str:
    if seat.temporary_until is None:
        return str(gettext("permanent"))
    return str(gettext("temporary, until %(day)s", day=format_day(seat.temporary_until)))
