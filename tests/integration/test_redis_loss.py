"""Redis emptied or away, a worker killed, PostgreSQL away: all moves again, nothing twice."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from redis import Redis
from sqlalchemy import func, select, text

from kezek.adapters.embedded import EmbeddedServers
from kezek.adapters.tenants import read_tenant
from kezek.core.applications import Application, State
from kezek.core.ids import ApplicationId
from kezek.core.notices import Notice
from kezek.db.applications import load_applications
from kezek.db.base import db
from kezek.db.outbox import OutboxRow
from kezek.db.scope import read_scope, tenant_scope
from kezek.settings import Settings
from kezek.usecases import places
from kezek.usecases.notices import record_notice
from kezek.usecases.regions import open_region
from kezek.usecases.rules_change import change_settings
from kezek.usecases.unit_of_work import act
from kezek.wiring import create_wiring
from tests.factories.kindergartens import kindergarten
from tests.factories.service import TICKER, WORKER, Service, in_service
from tests.factories.waiting import waiting

A_MINUTE = 60


def test_messages_that_redis_forgot_are_told_again(region: "Region") -> None:
    region.service.start(TICKER)
    region.write(25)
    region.service.wait_for(region.is_told, within=20)
    region.redis.flushall()

    region.service.start(WORKER)
    region.service.wait_for(region.is_all_sent, within=A_MINUTE)

    assert set(region.service.provider.counts.values()) == {1}
    assert len(region.service.provider.counts) == region.count()


def test_a_killed_workers_messages_move_again_and_nothing_comes_twice_uncounted(
    region: "Region",
) -> None:
    region.service.provider.seconds = 0.2
    region.service.start(TICKER)
    worker = region.service.start(WORKER)
    region.write(60)
    region.service.wait_for(lambda: len(region.service.provider.references) >= 12, within=30)
    region.service.kill(worker)
    region.service.provider.seconds = 0

    region.service.start(WORKER)
    region.service.wait_for(region.is_all_sent, within=A_MINUTE)

    counts = region.service.provider.counts
    assert len(counts) == region.count()
    twice = sum(counts.values()) - len(counts)
    assert twice <= region.unknown(), "only where the answer was lost, and counted"
    assert max(counts.values()) <= 2


def test_without_redis_messages_leave_and_terms_end_all_the_same(
    region: "Region", servers: EmbeddedServers
) -> None:
    servers.valkey.stop()
    try:
        region.service.start(TICKER)
        region.write(12)
        application = region.offer_that_ends_soon()
        region.service.wait_for(region.is_all_sent, within=A_MINUTE)
        region.service.wait_for(
            lambda: region.state(application) is State.SUSPENDED, within=A_MINUTE
        )
    finally:
        servers.valkey.start()

    region.service.start(WORKER)
    region.write(5)
    region.service.wait_for(region.is_all_sent, within=A_MINUTE)
    assert set(region.service.provider.counts.values()) == {1}


def test_after_postgresql_was_away_everything_moves_again(
    region: "Region", servers: EmbeddedServers
) -> None:
    region.service.start(TICKER)
    region.service.start(WORKER)
    region.write(3)
    region.service.wait_for(region.is_all_sent, within=30)
    servers.postgres.stop()
    try:
        region.service.wait_for(lambda: "no_database" in region.service.words(), within=30)
    finally:
        servers.postgres.start()

    region.write(10)
    application = region.offer_that_ends_soon()
    region.service.wait_for(region.is_all_sent, within=A_MINUTE)
    region.service.wait_for(lambda: region.state(application) is State.SUSPENDED, within=A_MINUTE)
    assert set(region.service.provider.counts.values()) == {1}
    region.service.wait_for(lambda: region.unsealed() == 0, within=20)


@dataclass
class Region:
    """The demo region without quiet hours, with one family that waits."""

    id: int
    service: Service
    redis: Redis
    family: Application

    def write(self, count: int) -> None:
        """So many notices to the family, each of which leaves by SMS."""
        with act(self.id, "test") as running:
            for _ in range(count):
                record_notice(running, Notice("N-04", self.family.id), running.now())

    def offer_that_ends_soon(self) -> ApplicationId:
        """An offer whose last moment is two seconds away."""
        vacancy = places.Vacancy(
            kindergarten_id=self.family.choices[0],
            birth_year=self.family.birth_year,
            language="kk",
        )
        places.publish(self.id, "kindergarten", vacancy)
        with tenant_scope(self.id) as session:
            soon = session.scalar(text("select clock_timestamp() + interval '2 seconds'"))
            session.execute(text("update offers set due_at = :soon"), {"soon": soon})
            session.execute(
                text("update terms set due_at = :soon where kind = 'offer_answer'"), {"soon": soon}
            )
        return self.family.id

    def state(self, application: ApplicationId) -> State:
        with read_scope(self.id) as session:
            return load_applications(session, [application])[application].state

    def is_told(self) -> bool:
        """Whether workers were told of all messages, through Redis."""
        with read_scope(self.id) as session:
            query = select(func.count()).where(OutboxRow.relay_at.is_(None))
            return session.scalar(query) == 0 and bool(self.redis.llen("kezek:notices"))

    def is_all_sent(self) -> bool:
        with read_scope(self.id) as session:
            open_ones = select(func.count()).where(OutboxRow.settled_at.is_(None))
            return session.scalar(open_ones) == 0

    def count(self) -> int:
        with read_scope(self.id) as session:
            return session.scalar(select(func.count()).select_from(OutboxRow)) or 0

    def unknown(self) -> int:
        with read_scope(self.id) as session:
            return session.scalar(select(func.sum(OutboxRow.unknown))) or 0

    def unsealed(self) -> int:
        with read_scope(self.id) as session:
            return session.scalar(text("select count(*) from journal_unsealed")) or 0


@pytest.fixture
def region(
    new_database: Callable[[], Settings], redis_url: str, tmp_path: Path
) -> Iterator[Region]:
    """A region on the servers' own clocks, whose worker and ticker the test starts."""
    settings = new_database()
    app = create_wiring(settings)
    redis = Redis.from_url(redis_url)
    redis.flushall()
    with app.app_context(), in_service(settings, redis_url, tmp_path) as service:
        tenant_id = open_region(read_tenant("demo"))
        change_settings(tenant_id, "test", {"quiet_hours": "off"})
        garden = kindergarten(tenant_id, "Балдәурен")
        family = waiting(tenant_id, 20, garden)
        yield Region(tenant_id, service, redis, family)
        db.session.remove()
        db.engine.dispose()
    redis.close()
