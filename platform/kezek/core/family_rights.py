"""What a family may ask of its data, and what the law has us keep before (law 94-V, D-12).

Data go when their purpose is reached or the consent is taken back, but not while a
service that was asked for goes on: an application that waits, a child with a contract, a complaint
that is to be answered. What then stays are facts without a person: numbers, moments, decisions.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kezek.core.applications import ENDED, State

CONTRACTED = frozenset({State.ENROLLED, State.ENROLLED_TEMP})


class Hold(StrEnum):
    """Why data have to be kept for now."""

    APPLICATION = "application"
    CONTRACT = "contract"
    COMPLAINT = "complaint"


@dataclass(frozen=True, slots=True)
class Held:
    """One thing that has to end before: what it is, and the number under which it runs."""

    hold: Hold
    number: str


def held_by(
    applications: Iterable[tuple[str, State]], complaints: Iterable[str]
) -> tuple[Held, ...]:
    """What keeps a family's data, in the order in which a family would end it."""
    found = [
        Held(Hold.CONTRACT if state in CONTRACTED else Hold.APPLICATION, number)
        for number, state in applications
        if state not in ENDED
    ]
    return (*found, *(Held(Hold.COMPLAINT, number) for number in complaints))


@dataclass(frozen=True, slots=True)
class ErasureRequest:
    """That a family asked for its data to be erased; `erased_at` once it was done."""

    asked_at: datetime
    erased_at: datetime | None
