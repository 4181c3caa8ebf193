"""How long somebody who runs the deployment stays signed in, and when he is asked once more."""

from datetime import datetime, timedelta

LONGEST = timedelta(hours=8)
"""One working day; nobody who can stop a region stays signed in overnight."""
IDLE = timedelta(minutes=30)
"""A screen that nobody touched for so long is taken for one that was left."""
SEEN_EVERY = timedelta(minutes=1)
"""How exactly it is written down when a session was used last."""
PROVEN = timedelta(minutes=20)
"""How long a password counts for acts that stop a region or open its data."""
INVITED = timedelta(days=3)
"""How long an invitation may be taken up."""


def is_over(begun_at: datetime, seen_at: datetime, now: datetime) -> bool:
    """Whether a session has come to its end by itself."""
    return now >= begun_at + LONGEST or now >= seen_at + IDLE


def is_proven(proved_at: datetime, now: datetime) -> bool:
    """Whether it was shown not long ago who sits there."""
    return now < proved_at + PROVEN
