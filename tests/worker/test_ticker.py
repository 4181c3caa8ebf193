"""The ticker hands over what is due, at its moment, once, through every absence."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from redis.exceptions import ConnectionError as RedisGone
from sqlalchemy.exc import OperationalError

from kezek.core.applications import State
from kezek.core.at_hand import AtHand
from kezek.settings import Settings
from kezek.usecases.looking_round import at_hand, present_moment, regions
from tests.factories.messages import Town, busy, watched_town
from tests.factories.regions import MORNING
from worker import desk, relay
from worker.desk import Desk, Hands
from worker.jobs import HOUSE, JOBS, LONGEST_SLEEP, Job, Look, always

NOTHING = AtHand(None, None, None)


@dataclass
class World:
    """Regions in which one thing is due now and then, and a clock that the test moves."""

    due: dict[int, list[datetime]] = field(default_factory=lambda: {1: []})
    handed: list[tuple[int, datetime]] = field(default_factory=list)
    done: list[int] = field(default_factory=list)
    now: datetime = MORNING
    seconds: float = 0.0
    redis: bool = True
    works: bool = True
    """Whether workers do what they are told."""

    def when(self, look: Look) -> datetime | None:
        return min(self.due[look.tenant_id], default=None)

    def tell(self, tenant_id: int) -> None:
        if not self.redis:
            raise RedisGone("gone")
        self.handed.append((tenant_id, self.now))
        if self.works:
            self.do(tenant_id)

    def do(self, tenant_id: int) -> None:
        self.done.append(tenant_id)
        self.due[tenant_id] = [due for due in self.due[tenant_id] if due > self.now]

    def job(self, **changes: float) -> Job:
        return Job("test", self.when, self.tell, self.do, **changes)

    def pass_time(self, pause: float) -> None:
        self.seconds += pause
        self.now += timedelta(seconds=pause)


def test_what_is_due_is_handed_over_at_its_moment(world: World) -> None:
    moments = [MORNING + timedelta(seconds=one) for one in (0.3, 7.25, 7.26, 40)]
    world.due[1] = list(moments)
    turn(world, world.job(every=2), until=60)

    assert len(world.handed) == 4
    lags = [at - due for (_, at), due in zip(world.handed, moments, strict=True)]
    assert max(lags) < timedelta(seconds=1)
    assert sorted(lags)[1] <= timedelta(milliseconds=20), "it sleeps to the moment it knows"


def test_the_same_work_is_not_handed_over_at_every_look(world: World) -> None:
    world.works = False
    world.due[1] = [MORNING]
    turn(world, world.job(again=5), until=12)

    assert [at - MORNING for _, at in world.handed] == [
        pytest.approx(timedelta(seconds=one), abs=timedelta(seconds=0.6)) for one in (0, 5, 10)
    ]


def test_heavy_work_is_handed_over_region_by_region(world: World) -> None:
    world.due = {region: [MORNING] for region in (1, 2, 3)}
    turn(world, world.job(apart=20), until=50)

    assert [(region, (at - MORNING).seconds) for region, at in world.handed] == [
        (1, 0),
        (2, 20),
        (3, 40),
    ]


def test_while_it_waits_for_another_region_it_does_not_spin(world: World) -> None:
    world.due = {region: [MORNING] for region in (1, 2, 3)}

    assert turn(world, world.job(apart=20), until=50) < 150


def test_what_belongs_to_no_region_is_looked_after_where_none_is_at_work(world: World) -> None:
    made = Desk(Here(), [], house=[world.job(every=5)], seconds=lambda: world.seconds)
    world.due = {HOUSE: [MORNING]}

    made.turn()

    assert [region for region, _ in world.handed] == [HOUSE]


def test_without_redis_the_ticker_does_it_itself(world: World) -> None:
    world.redis = False
    world.due[1] = [MORNING]
    hands = Here()
    turn(world, world.job(), until=0, hands=hands)

    assert hands.taken == ["test"]
    assert world.done == [1]


def test_work_that_can_wait_waits_for_redis(world: World) -> None:
    world.redis = False
    world.due[1] = [MORNING]
    patient = Job("patient", world.when, world.tell, again=1)
    turn(world, patient, until=5)
    assert world.done == []

    world.redis = True
    turn(world, patient, until=10)
    assert world.done == [1]


def test_a_region_with_wrong_data_does_not_stop_the_clock(world: World) -> None:
    world.due = {1: [MORNING], 2: [MORNING]}

    def when(look: Look) -> datetime | None:
        if look.tenant_id == 1:
            raise LookupError("no calendar")
        return world.when(look)

    turn(world, Job("test", when, world.tell), until=5)

    assert [region for region, _ in world.handed] == [2]


def test_a_database_that_is_gone_is_waited_for(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.due[1] = [MORNING]
    away = [True, True]

    def moment() -> datetime:
        if away:
            away.pop()
            raise OperationalError("select", {}, Exception("gone"))
        return world.now

    monkeypatch.setattr(desk, "present_moment", moment)
    monkeypatch.setattr(desk, "_REST", 0.01)
    stop = threading.Event()

    def tell(tenant_id: int) -> None:
        world.tell(tenant_id)
        stop.set()

    Desk(Here(), [Job("test", world.when, tell)]).run(stop)

    assert world.done == [1]


def test_two_tickers_do_no_more_than_one(world: World) -> None:
    world.due[1] = [MORNING]
    one, other = desk_of(world, world.job()), desk_of(world, world.job())
    for _ in range(5):
        world.pass_time(min(one.turn(), other.turn()))

    assert world.done in ([1], [1, 1])
    assert world.due[1] == []


def test_the_table_names_each_job_once_and_what_cannot_wait_is_done_without_redis() -> None:
    names = [job.name for job in JOBS]

    assert len(set(names)) == len(names)
    alone = {job.name for job in JOBS if job.do is not None}
    assert alone == {"messages", "journal", "terms", "rules", "complaints"}
    assert all(job.every for job in JOBS if job.when is always)


def test_the_real_table_brings_a_region_on(town: Town) -> None:
    """The jobs of service, each done by the ticker itself as in a time without Redis."""
    offered = town.offer(town.family())
    town.wait(days=3)
    jobs = [job for job in JOBS if job.do is not None]
    here = Here()
    desk_of_service = Desk(here, [without_redis(job) for job in jobs])
    desk_of_service.turn()

    assert {"messages", "journal", "terms"} <= set(here.taken)
    assert town.application(offered).state is State.SUSPENDED
    assert {"Kezek"} == {text.split(":")[0] for _, text, _ in town.sms.taken}


def test_it_knows_when_there_is_something_to_do(town: Town) -> None:
    assert regions() == [town.id]
    now = present_moment()
    assert now == town.house.clock.now()
    assert at_hand(town.id, now).message_at is None

    town.family()
    assert at_hand(town.id, now).message_at == now
    assert at_hand(town.id, now).fact_at is not None


def test_a_message_that_failed_is_looked_at_when_it_may_go_again(town: Town) -> None:
    town.family()
    town.sms.fails = [busy()] * 2
    town.deliver()
    now = present_moment()

    assert at_hand(town.id, now).message_at == now + timedelta(seconds=30)


def test_what_was_told_in_vain_is_told_again_at_once(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.family()
    told: list[int] = []

    class Sender:
        def send(self, tenant_id: int) -> None:
            if not told:
                told.append(0)
                raise RedisGone("gone")
            told.append(tenant_id)

    monkeypatch.setattr(relay, "SENDERS", dict.fromkeys(relay.SENDERS, Sender()))
    with pytest.raises(RedisGone):
        relay.tell(town.id)
    relay.tell(town.id)
    relay.tell(town.id)

    assert told == [0, town.id]


def test_looking_round_a_quiet_region_costs_little(town: Town) -> None:
    now = present_moment()
    at_hand(town.id, now)
    began = time.process_time()
    for _ in range(50):
        at_hand(town.id, now)

    assert (time.process_time() - began) / 50 < 0.02


def without_redis(job: Job) -> Job:
    def gone(tenant_id: int) -> None:
        raise RedisGone("gone")

    return Job(job.name, job.when, gone, job.do, job.every, job.again, job.apart)


class Here(Hands):
    """Hands that do it at once, in this thread."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.kept: list[str] = []

    def keep(self, job: Job, tenant_id: int, broken: Exception) -> None:
        self.kept.append(job.name)

    def take(self, job: Job, tenant_id: int) -> None:
        if job.do is not None:
            self.taken.append(job.name)
            job.do(tenant_id)


def desk_of(world: World, job: Job, hands: Hands | None = None) -> Desk:
    return Desk(hands or Here(), [job], seconds=lambda: world.seconds)


def turn(world: World, job: Job, *, until: float, hands: Hands | None = None) -> int:
    """Turns until so many seconds have passed; gives how often."""
    made, turns = desk_of(world, job, hands), 0
    while True:
        turns += 1
        pause = made.turn()
        assert 0 < pause <= LONGEST_SLEEP.total_seconds()
        if world.seconds >= until:
            return turns
        world.pass_time(pause)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """Regions without a database."""
    made = World()
    monkeypatch.setattr(desk, "present_moment", lambda: made.now)
    monkeypatch.setattr(desk, "regions", lambda: sorted(made.due))
    monkeypatch.setattr(desk, "at_hand", lambda *_: NOTHING)
    return made


@pytest.fixture
def town(new_database: Callable[[], Settings]) -> Iterator[Town]:
    """The demo region with watched gateways, at nine o'clock of a Monday."""
    with watched_town(new_database()) as made:
        yield made
