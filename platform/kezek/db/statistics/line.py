"""Who stands in the queues of all three modes now (R-1), each child once."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from kezek.core.applications import SHOWN
from kezek.core.days import Calendar
from kezek.core.statistics import Sieve
from kezek.db.statistics.sifting import CHILDREN, statement, values_of

_SHOWN = ", ".join(f"'{state}'" for state in sorted(SHOWN))


@dataclass(frozen=True, slots=True)
class Standers:
    """So many children who are alike in all that can be asked for."""

    territory: str
    birth_year: int
    language: str
    standing: str
    mode: str
    count: int


_STANDING = statement(
    f"""
    select application.territory, application.birth_year, application.language,
           application.standing, application.mode, count(*)
    from applications as application
    where application.state in ({_SHOWN}) and {CHILDREN}
    group by 1, 2, 3, 4, 5
    """  # noqa: S608 - the text is our own
)

_LEFT_OUT = statement(
    f"""
    select application.state, count(*)
    from applications as application
    where application.state in ('UNDER_REVIEW', 'OFFERED', 'VOUCHER_OFFERED', 'SUSPENDED',
                                'INTEREST_CHECK', 'STOP_LIST', 'INACTIVE')
      and {CHILDREN}
    group by 1
    """  # noqa: S608
)


def standers(session: Session, sieve: Sieve, calendar: Calendar) -> Sequence[Standers]:
    """Everybody who stands in a queue, counted by territory, year, language, class and mode."""
    rows = session.execute(_STANDING, values_of(sieve, calendar))
    return [Standers(*row) for row in rows]


def left_out(session: Session, sieve: Sieve, calendar: Calendar) -> dict[str, int]:
    """Who has applied and has no number at the moment, by the state that they are in."""
    rows = session.execute(_LEFT_OUT, values_of(sieve, calendar))
    return {row[0]: row[1] for row in rows}
