"""A house whose clock can be moved on: mornings and evenings come when a journey needs them.

The house has one clock, the database server's. In this database alone another function of the same
name is found first; it adds what the journey has moved on. Nothing of the product knows.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

import psycopg

from e2e.stack import Stack, running_stack
from kezek.adapters.services import services
from kezek.core.days import Calendar
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.settings import Settings

_SCHEMA = """
create schema shifted;
create table shifted.ahead (span interval not null);
insert into shifted.ahead values ('0');
create function shifted.clock_timestamp() returns timestamptz language sql volatile as
    'select pg_catalog.clock_timestamp() + (select span from shifted.ahead)';
grant usage on schema shifted to kezek_app;
grant select on shifted.ahead to kezek_app;
grant execute on function shifted.clock_timestamp() to kezek_app;
"""


@dataclass(frozen=True, slots=True)
class Shifted:
    """The running house and the hand on its clock."""

    stack: Stack
    owner_url: str

    def now(self, slug: str) -> datetime:
        """The moment on the region's wall clock."""
        with self._connection() as connection:
            row = connection.execute("select shifted.clock_timestamp()").fetchone()
        assert row is not None
        moment: datetime = row[0]
        return moment.astimezone(self.calendar(slug).zone)

    def calendar(self, slug: str) -> Calendar:
        """The region's working days."""
        return self.stack.within(_calendar, self.stack.tenants[slug])

    def go_to(self, moment: datetime) -> None:
        """Moves the clock on; it never goes back."""
        with self._connection() as connection:
            connection.execute(
                "update shifted.ahead set span = greatest(span, %s - pg_catalog.clock_timestamp())",
                [moment],
            )

    def next_morning(self, slug: str) -> datetime:
        """Eight o'clock of the next day on which a bulletin comes out; gives its midnight."""
        day = self.stack.within(_next_working_day, self.stack.tenants[slug], self.now(slug))
        self.go_to(day + timedelta(hours=8))
        return day

    def _connection(self) -> psycopg.Connection[tuple[datetime]]:
        url = self.owner_url.replace("postgresql+psycopg://", "postgresql://")
        return psycopg.connect(url, autocommit=True)


@contextmanager
def shifted_stack(folder: Path, *regions: str) -> Iterator[Shifted]:
    """A house of its own with these regions, empty, and its clock."""
    urls: list[str] = []

    def prepare(settings: Settings) -> None:
        urls.append(settings.owner_url())
        url = urls[0].replace("postgresql+psycopg://", "postgresql://")
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(_SCHEMA)
            connection.execute(
                "alter database kezek_e2e set search_path = shifted, pg_catalog, public"
            )

    with running_stack(folder, regions, prepare) as stack:
        yield Shifted(stack, urls[0])


def _calendar(tenant_id: int) -> Calendar:
    with read_scope(tenant_id) as session:
        _, region = region_at(session, tenant_id, services().clock.now(session))
        return region.calendar


def _next_working_day(tenant_id: int, now: datetime) -> datetime:
    calendar = _calendar(tenant_id)
    day = now.date() + timedelta(days=1)
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
    return calendar.moment(day, time(0))
