"""The conditions that every figure shares, and the values behind them."""

from typing import Any

from sqlalchemy import TextClause, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import Text

from kezek.core.days import Calendar
from kezek.core.statistics import Sieve

CHILDREN = """
    (cast(:territories as text[]) is null or application.territory = any(:territories))
      and (cast(:birth_year as integer) is null or application.birth_year = :birth_year)
      and (cast(:language as text) is null or application.language = :language)
      and (cast(:standing as text) is null or application.standing = :standing)
"""
"""Of `applications as application`, those that the sieve lets pass."""


def statement(sql: str) -> TextClause:
    """A statement of ours in which `:territories` is a list."""
    return text(sql).bindparams(bindparam("territories", type_=ARRAY(Text())))


def values_of(sieve: Sieve, calendar: Calendar) -> dict[str, Any]:
    """What the conditions compare with."""
    return {
        "territories": list(sieve.territories) if sieve.territories is not None else None,
        "birth_year": sieve.birth_year,
        "language": sieve.language,
        "standing": sieve.standing,
        "since": calendar.start_of_day(sieve.months.first),
        "until": calendar.start_of_day(sieve.months.end),
        "zone": calendar.zone_name,
    }
