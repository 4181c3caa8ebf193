"""Numbers, places and deadlines as a family's pages show them, in the reader's language."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext, ngettext

from kezek.core.waits import Wait
from kezek.reads.family_home import DueCard
from kezek.reads.numbers import ShownChange, ShownNumber
from kezek.reads.seats import Seat
from kezek.web.i18n import format_day
from kezek.web.labels import age_group_name, tongue
from kezek.web.navigation import find_url
from kezek.web.queue_words import queue_words
from kezek.web.words import mark, say


class WaitWords(NamedTuple):
    """How a thing that waits for the family is called, and where it is done."""

    title: str
    until: str
    button: str
    endpoint: str


WAITS: Mapping[Wait, WaitWords] = {
    Wait.OFFER: WaitWords(
        mark("A place is offered"),
        mark("Answer the offer by"),
        mark("Look at the place and answer"),
        "family_answers.offer",
    ),
    Wait.WINDOW: WaitWords(
        mark("It is your turn today: choose a place"),
        mark("You choose before others until"),
        mark("Choose a place"),
        "family_places.show",
    ),
    Wait.BENEFIT: WaitWords(
        mark("Papers of the benefit"),
        mark("The papers must be confirmed by"),
        mark("Give the papers of the benefit"),
        "family_benefit.show",
    ),
    Wait.INTEREST: WaitWords(
        mark("Do you still need a place?"),
        mark("Answer the question by"),
        mark("Answer the question"),
        "family_interest.question",
    ),
    Wait.YEARLY: WaitWords(
        mark("The yearly question: do you still need a place?"),
        mark("Answer the question by"),
        mark("Answer the question"),
        "family_interest.question",
    ),
    Wait.REFERRAL: WaitWords(
        mark("Referral to a kindergarten"),
        mark("Hand in the documents by"),
        mark("Open the referral"),
        "family_referrals.show",
    ),
    Wait.CONTRACT: WaitWords(
        mark("The contract is ready"),
        mark("Sign the contract by"),
        mark("Read and sign the contract"),
        "family_contract.show",
    ),
    Wait.VOUCHER: WaitWords(
        mark("A voucher is offered"),
        mark("Answer by"),
        mark("Read about the voucher and answer"),
        "family_vouchers.offer",
    ),
    Wait.CHOICE: WaitWords(
        mark("Choose a kindergarten with your voucher"),
        mark("Choose, hand in the documents and sign the contract by"),
        mark("Choose a kindergarten"),
        "family_voucher_places.index",
    ),
    Wait.KEPT_PLACE: WaitWords(
        mark("A place is kept for you from the waiting list"),
        mark("Take the place by"),
        mark("Take the place"),
        "family_voucher_places.kept",
    ),
    Wait.PAPERS: WaitWords(
        mark("Documents for the kindergarten"),
        mark("Hand in the documents by"),
        mark("Hand in the documents"),
        "family_admission.show",
    ),
    Wait.RESTORE: WaitWords(
        mark("The application is inactive"),
        mark("Restore it by"),
        mark("Restore the application"),
        "family_vouchers.confirm_restoration",
    ),
}
"""Every thing that waits for a family."""


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


def days_in_words(count: int) -> str:
    """So many calendar days."""
    return str(ngettext("%(num)s day", "%(num)s days", count))


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
