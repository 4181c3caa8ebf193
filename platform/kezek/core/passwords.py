"""Passwords of staff: how long they are, and how long one waits after wrong ones."""

from datetime import datetime, timedelta

MIN_LENGTH = 10
MAX_LENGTH = 200

FREE_FAILURES = 5
_FIRST_PAUSE = timedelta(minutes=1)
_LONGEST_PAUSE = timedelta(minutes=15)


def waits_until(failures: int, failed_at: datetime | None) -> datetime | None:
    """Until when no password is looked at; nothing while the free tries last.

    The fifth wrong one costs a minute, each further one twice the pause before it, a quarter of an
    hour at most: guessing is hopeless, and nobody can shut somebody else out for long.
    """
    if failed_at is None or failures < FREE_FAILURES:
        return None
    doublings = min(failures - FREE_FAILURES, 10)
    return failed_at + min(_FIRST_PAUSE * (1 << doublings), _LONGEST_PAUSE)
