"""Questions to the state registers: what may come of them, and when a silent one is asked again."""

from datetime import datetime, timedelta
from enum import StrEnum


class Answer(StrEnum):
    """What comes of a question; only the first is ever acted on."""

    CONFIRMED = "confirmed"
    UNKNOWN = "unknown"
    """The register answered, and holds nothing of the kind."""
    SILENT = "silent"
    """The register did not answer: a specialist looks at the papers, and it is asked again."""


class QuestionKind(StrEnum):
    """What a register is asked."""

    PHONE = "phone"
    """Whether a telephone is this person's: the mobile citizens base (L-3.13)."""
    PARENTAGE = "parentage"
    """Whether a child is this person's: the civil register (DOC-10)."""
    BENEFIT = "benefit"
    """Whether state systems confirm a category of Annex 1 (L-6.2, L-13.2)."""


_FIRST, _LONGEST = timedelta(minutes=2), timedelta(hours=6)
_GIVEN_UP = timedelta(days=14)


def ask_again_at(asked_at: datetime, now: datetime, tries: int) -> datetime | None:
    """When a silent register is asked again: soon, then ever more seldom; after two weeks never.

    By then a specialist has long looked at the papers (A-12), and can ask by hand.
    """
    if now - asked_at > _GIVEN_UP:
        return None
    doubled: timedelta = _FIRST * 2 ** min(max(tries - 1, 0), 10)
    return now + min(doubled, _LONGEST)
