"""What of a family a member of staff may come to see, and how often one look is written down."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum


class Shown(StrEnum):
    """What a page of staff shows of families; every look at it is written down (D-11, 94-V)."""

    APPLICATION = "application"
    FAMILY = "family"
    CHILD = "child"
    DOCUMENT = "document"
    COMPLAINT = "complaint"
    LOOKUP = "lookup"
    LIST = "list"
    """Many children at once, with little of each."""


SPAN = timedelta(minutes=10)
"""A page that renews itself, or is read twice, is one look within this span."""

_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


def span_of(moment: datetime) -> datetime:
    """The beginning of the span in which a look falls: the same for all looks within it."""
    return moment - (moment - _BEGINNING) % SPAN
