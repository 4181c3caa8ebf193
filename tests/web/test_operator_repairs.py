"""What operators put right: an outage is written down, a failed job is done or laid aside."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from redis import Redis

from kezek.adapters.job_messages import NAMESPACE
from kezek.adapters.scratch import Scratch
from kezek.usecases.failed_jobs import keep_failure
from tests.factories.regions import House
from tests.web.browsing import send
from tests.web.cabinet import shared_house
from tests.web.operator_room import RU, WORDS, new_operator, passer_by, press
from tests.web.square import words


class TestRecording:
    def test_is_looked_at_first_and_done_once(self, house: House, family: FlaskClient) -> None:
        house.clock.advance(timedelta(hours=6))
        first = new_operator(house)
        local = house.clock.now() + timedelta(hours=5)
        boxes = {
            "began": f"{local - timedelta(hours=3):%Y-%m-%dT%H:%M}",
            "ended": f"{local - timedelta(hours=1):%Y-%m-%dT%H:%M}",
            "regions": [str(house["demo"]), str(house["saran"])],
            "failed": "sms",
            **WORDS,
        }
        preview = send(first, first.get("/operator/outages/new"), "outage", **boxes)
        assert preview.status_code == 200
        assert RU not in words(family.get("/demo/outages/"))

        known = words(first.get("/operator/outages/")).count("the data centre moves")
        for _ in range(2):
            assert send(first, preview, "record").status_code == 303

        now = words(first.get("/operator/outages/")).count("the data centre moves")
        assert now == known + 1
        assert RU in words(family.get("/demo/outages/"))
        again = send(first, first.get("/operator/outages/new"), "outage", **boxes)
        assert 'name="record"' not in again.text
        assert "Это время там уже записано" in words(again)

    def test_one_of_the_whole_deployment_is_one_tick(
        self, house: House, first: FlaskClient
    ) -> None:
        local = house.clock.now() + timedelta(hours=5)
        boxes = {
            "began": f"{local - timedelta(hours=2):%Y-%m-%dT%H:%M}",
            "ended": f"{local - timedelta(hours=1):%Y-%m-%dT%H:%M}",
            "regions": "all",
            "failed": "sms",
            **WORDS,
        }

        preview = words(send(first, first.get("/operator/outages/new"), "outage", **boxes))

        assert "Демонстрационный регион" in preview
        assert "город Сарань" in preview

    def test_a_day_that_is_none_is_refused(self, first: FlaskClient) -> None:
        page = first.get("/operator/outages/new")

        answer = send(first, page, "outage", began="soon", ended="", failed="sms", **WORDS)

        assert answer.status_code == 422


class TestFailedJobs:
    def test_are_counted_and_laid_aside_with_a_reason(
        self, house: House, first: FlaskClient
    ) -> None:
        for _ in range(3):
            house.within(_fail, house["demo"])
        page = first.get("/operator/jobs/", headers={"HX-Request": "true"})
        assert "ZeroDivisionError" in page.text
        way = re.search(r"/operator/jobs/[0-9a-f-]{36}/discard", page.text)
        assert way is not None

        assert send(first, first.get(way[0]), "discard", reason="").status_code == 422
        press(first, way[0], "discard", reason="a fault of the last release")

        text = words(first.get("/operator/jobs/"))
        assert "a fault of the last release" in text
        assert "Неудавшихся заданий нет" in text

    def test_are_handed_to_the_workers_once_more(self, house: House, first: FlaskClient) -> None:
        house.within(_fail, house["saran"], "nobody")
        redis = Redis.from_url(house.app.extensions["kezek"].settings.redis_url)
        before = redis.llen(f"{NAMESPACE}:terms")
        page = first.get("/operator/jobs/")
        way = re.search(r"/operator/jobs/[0-9a-f-]{36}/retry", page.text)
        assert way is not None

        for _ in range(2):
            assert send(first, page, way[0]).status_code == 303

        assert redis.llen(f"{NAMESPACE}:terms") == before + 1
        assert "Передано еще раз" in words(first.get("/operator/jobs/"))
        redis.close()


def _fail(tenant_id: int, actor: str = "seal") -> None:
    try:
        _ = 1 // 0
    except ZeroDivisionError as broken:
        keep_failure("terms", actor, [tenant_id], broken, tenant_id)


@pytest.fixture
def first(house: House) -> FlaskClient:
    return new_operator(house)


@pytest.fixture
def family(house: House) -> FlaskClient:
    return passer_by(house)


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    with shared_house(shared_scratch, "kezek_operator_repairs", "demo", "saran") as opened:
        yield opened
