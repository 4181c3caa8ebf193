"""What time it is: asked of the database in service, set by hand in a scenario."""

from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import Executable, text

# Asked anew at each call: `now()` would stand still from the transaction's begin, and the order
# of submission has to be the order in which locks were won.
_NOW = text("select clock_timestamp()")


class CanExecute(Protocol):
    """A connection or a session: whatever a statement can be given to."""

    def execute(self, statement: Executable, /) -> Any:
        """The result of the statement."""


class Clock(Protocol):
    """Whatever can say the present moment within a transaction."""

    def now(self, connection: CanExecute) -> datetime:
        """The present moment, with zone UTC."""


class DatabaseClock:
    """The one clock that all processes of a deployment share: the database server's."""

    def now(self, connection: CanExecute) -> datetime:
        """The server's present moment, not the transaction's, with zone UTC."""
        moment: datetime = connection.execute(_NOW).scalar_one()
        return moment.astimezone(UTC)


class SteppedClock:
    """A scenario's clock: it stands still until it is told to go on, and never goes back."""

    def __init__(self, moment: datetime) -> None:
        self._moment = _with_zone(moment)

    def now(self, connection: CanExecute | None = None) -> datetime:
        """The moment that it was last set to, with zone UTC."""
        return self._moment

    def set(self, moment: datetime) -> None:
        """Goes on to that moment; ValueError when it lies in the past."""
        moment = _with_zone(moment)
        if moment < self._moment:
            raise ValueError(f"the clock stands at {self._moment} and cannot go back to {moment}")
        self._moment = moment

    def advance(self, span: timedelta) -> None:
        """Goes on by that span; ValueError when it is negative."""
        self.set(self._moment + span)


def host_now() -> datetime:
    """This machine's moment, for log lines and for measuring the skew; never for a decision."""
    return datetime.now(UTC)


def _with_zone(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"a moment without a zone: {moment}")
    return moment.astimezone(UTC)
