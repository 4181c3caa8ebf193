"""What the state sends by itself: a birth, a benefit, an application with a registration."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kezek.core.people import Identity

OFFER_HOLDS = timedelta(days=60)
"""How long an offer stands in the cabinet; the family can apply by itself at any time."""


class MessageKind(StrEnum):
    """What is told."""

    BIRTH = "birth"
    BENEFIT = "benefit"
    APPLICATION = "application"
    """An application that came with a birth's registration and lacks something (L-8.1)."""


class MessageState(StrEnum):
    """What became of it."""

    OFFERED = "offered"
    """The parent was told and has not answered."""
    AGREED = "agreed"
    """The parent agreed: the application is being filled in, and is sent by the parent alone."""
    DECLINED = "declined"
    APPLIED = "applied"
    """It was complete and carried the parent's consent."""
    EXPIRED = "expired"
    KNOWN = "known"
    """The child stands in the queue already: nobody is disturbed."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A message as it is known again: its sender, the sender's number, and what it said."""

    sender: str
    number: str
    digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Tidings:
    """What the state tells of one child and its parent."""

    kind: MessageKind
    parent: Identity
    parent_name: str
    phone: str
    address: str
    language: str
    """In which language the parent is written to."""
    child: Identity
    child_name: str
    born_on: date
    territory: str
    """The region's own name of it."""
    instruction_language: str = ""
    category: int | None = None
