"""The text by which a family takes what it is given: a place, a voucher, one of open places."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kezek.core.regions import Words
from kezek.core.signed_texts import (
    Person,
    SignedAct,
    Stamp,
    line_of,
    person_of,
    text_of,
    tongue_of,
)


class Taken(StrEnum):
    """What a family takes, by the way in which its territory gives places."""

    OFFER = "offer"
    """The offered place: a referral is issued (9.1 row 10)."""
    PLACE = "place"
    """A place of a bulletin: a referral is issued (9.2 rows 3, 5, 6)."""
    VOUCHER = "voucher"
    """The offered voucher (9.3 row 3)."""


@dataclass(frozen=True, slots=True)
class SeatSaid:
    """The place as a text names it."""

    kindergarten: Words
    birth_year: int
    language: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class AcceptanceSaid:
    """What is taken, for whom, under which application."""

    taken: Taken
    parent: Person
    child: Person
    number: str
    territory: Words
    seat: SeatSaid | None = None
    """Nothing for a voucher, with which the family looks for a place itself."""


_SAYS = {
    Taken.OFFER: Words(
        "Ұсынылған орынға келісемін, жолдама беруіңізді сұраймын.",
        "Согласен(на) на предложенное место, прошу выдать направление.",
    ),
    Taken.PLACE: Words(
        "Осы балабақшадағы бос орынды аламын, жолдама беруіңізді сұраймын.",
        "Беру свободное место в этом детском саду, прошу выдать направление.",
    ),
    Taken.VOUCHER: Words(
        "Ваучерге келісемін, балабақшаны өзім таңдаймын.",
        "Согласен(на) на ваучер, детский сад выберу сам(а).",
    ),
}

_KNOWS = Words(
    "Мерзімінде келмесем, орынның басқа балаға берілетінін білемін.",
    "Знаю, что место перейдет другому ребенку, если не приду в срок.",
)


def acceptance_text(said: AcceptanceSaid, stamp: Stamp, language: str) -> bytes:
    """What is signed to take a place or a voucher (A-54, I-3.7, I-3.10)."""
    lines = [
        *person_of("parent", said.parent, language),
        *person_of("child", said.child, language),
        line_of("application", said.number, language),
        line_of("territory", said.territory.in_language(language), language),
        *(_seat(said.seat, language) if said.seat else ()),
        "",
        _SAYS[said.taken].in_language(language),
        _KNOWS.in_language(language),
        "",
    ]
    return text_of(SignedAct.ACCEPTANCE, lines, stamp, language)


def _seat(seat: SeatSaid, language: str) -> Sequence[str]:
    return [
        line_of("kindergarten", seat.kindergarten.in_language(language), language),
        line_of("group", str(seat.birth_year), language),
        line_of("language", tongue_of(seat.language, language), language),
        *([line_of("until", seat.until.isoformat(), language)] if seat.until else ()),
    ]
