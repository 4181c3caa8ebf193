"""People of the journeys: everybody is new, so that no test meets the traces of another."""

import itertools
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from kezek.core.people import Identity, iin_check_digit
from tests.factories.papers import PDF

ALMATY = ZoneInfo("Asia/Almaty")

_serials = itertools.count(9000, 2)

PAPER = PDF


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A child whose parentage the state's register of the demonstration confirms."""

    full_name: str
    iin: str
    born_on: date

    @property
    def identity(self) -> Identity:
        return Identity(iin=self.iin)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parent:
    """A parent whose telephone the mobile citizens base knows."""

    full_name: str
    iin: str
    phone: str
    address: str = "Абай көшесі, 12"

    @property
    def identity(self) -> Identity:
        return Identity(iin=self.iin)


def new_parent(full_name: str = "Серікова Айгерім Маратқызы") -> Parent:
    """Somebody who has never been here."""
    phone = f"+7701777{next(_serials) % 10000:04d}"
    return Parent(full_name=full_name, iin=_iin(date(1992, 5, 20), 4), phone=phone)


def new_child(full_name: str = "Серікова Айша", *, age: int = 3) -> Child:
    """A child of about that age this year; its age never depends on the day of the run."""
    born_on = date(today().year - age, 3, 14)
    return Child(full_name=full_name, iin=_iin(born_on, 6), born_on=born_on)


def today() -> date:
    """The day in Kazakhstan, by the clock of this machine: it begins there five hours earlier."""
    return datetime.now(ALMATY).date()


def _iin(born_on: date, century: int) -> str:
    # Even serials are those that the registers of the demonstration confirm.
    while True:
        eleven = f"{born_on:%y%m%d}{century}{next(_serials) % 10000:04d}"
        digit = iin_check_digit(eleven)
        if digit is not None:
            return f"{eleven}{digit}"
