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
