"""Accounts of staff: how long an invitation is good, and when rights are looked through again."""

from datetime import datetime, timedelta
from enum import StrEnum

INVITATION_LASTS = timedelta(hours=72)
"""A weekend between the invitation and the first working day."""

REVIEW_EVERY = timedelta(days=90)
"""Once in a quarter somebody says of every account that it is still needed."""


class Verdict(StrEnum):
    """What a review says of an account."""

    KEEPS = "keeps"
    CLOSED = "closed"


def is_review_due(last: datetime | None, created_at: datetime, now: datetime) -> bool:
    """Whether nobody has said for a quarter that this account is still needed."""
    return now - (last or created_at) > REVIEW_EVERY
