"""How the database is, and what waits in each region: asked by operators only."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

_DATABASE = text(
    """
    select current_setting('server_version'),
           current_setting('max_connections')::integer,
           count(*) filter (where datname = current_database()),
           count(*) filter (where datname = current_database() and state = 'active'),
           min(xact_start) filter (
               where datname = current_database() and pid <> pg_backend_pid()
           ),
           pg_database_size(current_database()),
           pg_postmaster_start_time()
    from pg_stat_activity
    """
)

_WAITING = text(
    """
    select (select count(*) from outbox where settled_at is null),
           (select min(created_at) from outbox where settled_at is null),
           (select count(*) from outbox where settled_at is null and attempts > 1),
           (select count(*) from journal_unsealed),
           (select min(recorded_at) from journal_unsealed),
           (select max(at) from journal_facts),
           (select min(due_at) from terms where not waits)
    """
)


# What waits stands in two small indexes, what has ended in one by its moment.
_CHANNELS = text(
    """
    select channel,
           count(*) filter (where settled_at is null),
           min(created_at) filter (where settled_at is null),
           count(*) filter (where settled_at is null and failure is not null),
           count(*) filter (where outcome in ('sent', 'delivered')),
           count(*) filter (where outcome in ('refused', 'expired')),
           count(*) filter (where outcome in ('failed', 'gave_up', 'too_late'))
    from (
        select channel, created_at, settled_at, failure, outcome
        from outbox where settled_at is null
        union all
        select channel, created_at, settled_at, failure, outcome
        from outbox where settled_at >= :since
    ) as seen
    group by channel
    """
)


@dataclass(frozen=True, slots=True)
class ChannelHealth:
    """One way out of the house: what waits in it, and how what went ended of late."""

    channel: str
    waiting: int = 0
    oldest_at: datetime | None = None
    failing: int = 0
    """Of those that wait, how many were tried in vain."""
    taken: int = 0
    refused: int = 0
    """The address takes nothing, or was off: the family's side."""
    failed: int = 0
    """Ours, or the provider's."""

    @property
    def failure_share(self) -> float | None:
        """How much of what ended did not arrive; nothing where nothing has ended."""
        ended = self.taken + self.refused + self.failed
        return (self.refused + self.failed) / ended if ended else None

    def with_more(self, other: "ChannelHealth") -> "ChannelHealth":
        """Both together."""
        moments = [one for one in (self.oldest_at, other.oldest_at) if one is not None]
        return ChannelHealth(
            self.channel,
            self.waiting + other.waiting,
            min(moments, default=None),
            self.failing + other.failing,
            self.taken + other.taken,
            self.refused + other.refused,
            self.failed + other.failed,
        )


@dataclass(frozen=True, slots=True)
class DatabaseHealth:
    """What PostgreSQL says of itself."""

    version: str
    most_connections: int
    connections: int
    active: int
    oldest_transaction_at: datetime | None
    size: int
    started_at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits to be carried on in one region."""

    messages: int
    oldest_message_at: datetime | None
    tried_again: int
    unsealed: int
    unsealed_since: datetime | None
    last_fact_at: datetime | None
    next_term_at: datetime | None


def database_health(session: Session) -> DatabaseHealth:
    """How the server is that this session speaks with."""
    return DatabaseHealth(*session.execute(_DATABASE).one())


def waiting_in(session: Session) -> Waiting:
    """What waits in the region of this transaction."""
    return Waiting(*session.execute(_WAITING).one())


def channels_in(session: Session, since: datetime) -> list[ChannelHealth]:
    """The ways out of the region of this transaction; ended messages since a moment."""
    rows = session.execute(_CHANNELS, {"since": since})
    return [ChannelHealth(*row) for row in rows]
