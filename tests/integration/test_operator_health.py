"""What operators see of the deployment's health, with Redis and without it."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from kezek.adapters.scratch import Scratch
from kezek.adapters.services import services
from kezek.core.errors import Refusal
from kezek.db.processes import FailedJobRow, HeartbeatRow, beat
from kezek.db.scope import deployment_scope
from kezek.reads.deployment_health import health_page
from kezek.reads.deployment_jobs import jobs_page
from kezek.settings import Settings
from kezek.usecases.deciding import NotFound
from kezek.usecases.failed_jobs import TICKER, discard_job, keep_failure, retry_job
from kezek.usecases.heartbeats import Pulse
from kezek.usecases.sign_up import knock
from tests.factories.families import MOTHER, UNPROVEN_PHONE
from tests.factories.regions import House, open_house

OPERATOR = f"operator:{UUID(int=7)}"
NOWHERE = "redis://127.0.0.1:1/0"


def test_everything_that_is_asked_has_its_answer(house: House) -> None:
    knock(house["demo"], MOTHER, UNPROVEN_PHONE, "ru")

    page = health_page()

    assert page.database.connections > 0
    assert page.database.size > 0
    assert page.redis is not None
    waiting = {one.slug: one.waiting.messages for one in page.regions}
    assert waiting == {"demo": 1, "saran": 0}
    assert page.oldest_message_at == house.clock.now()
    assert page.messages == 1


def test_without_redis_the_rest_is_shown(house: House) -> None:
    services().settings = replace(services().settings, redis_url=NOWHERE)
    began = time.monotonic()

    page = health_page()

    assert page.redis is None
    assert len(page.regions) == 2
    assert time.monotonic() - began < 5


def test_a_process_beats_and_is_missed_when_it_falls_silent(house: House) -> None:
    assert set(health_page().missing) == {"web", "worker", "ticker"}

    Pulse(house.app, "worker", lambda: {"done": 3, "failed": 1}).once()
    page = health_page()
    assert set(page.missing) == {"web", "ticker"}
    assert [(one.done, one.failed, one.is_silent) for one in page.processes] == [(3, 1, False)]

    house.clock.advance(timedelta(seconds=21))
    page = health_page()
    assert "worker" in page.missing
    assert [one.is_silent for one in page.processes] == [True]


def test_what_was_replaced_an_hour_ago_is_no_news(house: House) -> None:
    Pulse(house.app, "web", dict).once()
    house.clock.advance(timedelta(hours=1, seconds=1))
    assert [one.kind for one in health_page().processes] == ["web"]

    with deployment_scope() as session:
        beat(session, "web:next:1", "web", "1.0", house.clock.now(), {})

    assert [(one.name, one.is_silent) for one in health_page().processes] == [("next:1", False)]


def test_a_process_that_ends_in_order_is_not_missed(house: House) -> None:
    pulse = Pulse(house.app, "web").start()
    _wait_for_a_beat()

    pulse.end()

    with deployment_scope() as session:
        assert session.scalars(select(HeartbeatRow)).all() == []


def test_work_that_the_ticker_knows_and_nobody_does_is_late(house: House) -> None:
    now = house.clock.now()
    late, soon = (now - timedelta(minutes=5)).isoformat(), (now + timedelta(hours=1)).isoformat()
    looks = {"terms": [now.isoformat(), late, late], "night": [now.isoformat(), None, soon]}
    with deployment_scope() as session:
        beat(session, "ticker:here:1", "ticker", "1", now, {"regions": {str(house["demo"]): looks}})

    regions = {one.slug: one for one in health_page().regions}

    assert [one.job for one in regions["demo"].late] == ["terms"]
    assert not regions["demo"].is_well
    assert regions["demo"].looked_at == now
    assert regions["saran"].is_well


def test_a_failure_holds_names_and_no_words(house: House) -> None:
    for _ in range(2):
        _fail(house, "Айша Серікова 220714600012")

    with deployment_scope() as session:
        row = session.scalars(select(FailedJobRow)).one()
        assert (row.actor, row.error, row.times) == ("seal", "ValueError", 2)
        assert row.args == [house["demo"]]
        assert "Айша" not in repr(vars(row))
        assert row.place.endswith("_fail")


def test_a_job_is_not_handed_over_while_redis_is_away(house: House) -> None:
    _fail(house)
    services().settings = replace(services().settings, redis_url=NOWHERE)
    job = jobs_page(1).waiting[0]

    with pytest.raises(Refusal, match="job_no_redis"):
        retry_job(OPERATOR, job.id)

    assert len(jobs_page(1).waiting) == 1


def test_what_the_ticker_did_itself_comes_again_by_itself(house: House) -> None:
    _fail(house, queue=TICKER)
    services().settings = replace(services().settings, redis_url=NOWHERE)

    retry_job(OPERATOR, jobs_page(1).waiting[0].id)

    assert jobs_page(1).waiting == ()
    assert jobs_page(1).settled[0].outcome == "retried"


def test_a_failure_that_was_attended_to_is_counted_anew(house: House) -> None:
    _fail(house)
    job = jobs_page(1).waiting[0]
    discard_job(OPERATOR, job.id, "a fault of the last release")
    with pytest.raises(Refusal, match="job"):
        discard_job(OPERATOR, job.id, "once more")
    with pytest.raises(NotFound):
        discard_job(OPERATOR, UUID(int=1), "none like this")

    _fail(house)

    assert [one.times for one in jobs_page(1).waiting] == [1]


def _fail(house: House, words: str = "", queue: str = "terms") -> None:
    try:
        raise ValueError(words)
    except ValueError as broken:
        keep_failure(queue, "seal", [house["demo"], words], broken, house["demo"])


def _wait_for_a_beat() -> None:
    for _ in range(100):
        with deployment_scope() as session:
            if session.scalars(select(HeartbeatRow)).all():
                return
        time.sleep(0.05)
    raise AssertionError("no beat")


@pytest.fixture
def house(shared_scratch: Scratch) -> Iterator[House]:
    database: Settings = shared_scratch.new_database("kezek_health")
    with open_house(database, "demo", "saran") as opened:
        yield opened
    shared_scratch.drop_database("kezek_health")
