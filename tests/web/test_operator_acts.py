"""What operators do on pages: stop, close by two, turn off, record, retry, take out; and undo."""

import io
import itertools
import json
import re
import uuid
import zipfile
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from redis import Redis
from sqlalchemy import select

from kezek.adapters.job_messages import NAMESPACE
from kezek.adapters.scratch import Scratch
from kezek.core.access import Role
from kezek.core.operator_sessions import PROVEN
from kezek.db.deployment_acts import DeploymentActRow
from kezek.db.lookups import LookupRow
from kezek.db.personal_views import PersonalViewRow
from kezek.db.scope import deployment_scope, read_scope
from kezek.usecases.failed_jobs import keep_failure
from tests.factories.kindergartens import kindergarten
from tests.factories.operators import PASSWORD, operator
from tests.factories.regions import House, open_front
from tests.factories.staff import queued
from tests.web.browsing import send
from tests.web.checked import check_pages
from tests.web.square import words

KK = "Портал уақытша жұмыс істемейді, ертең келіңіз."
RU = "Портал временно не работает, зайдите завтра."
WORDS = {"reason": "the data centre moves", "words_kk": KK, "words_ru": RU}
_LOGINS = itertools.count(1)


class TestStopping:
    def test_shows_the_words_everywhere_and_goes_on(
        self, house: House, first: FlaskClient, family: FlaskClient
    ) -> None:
        region = _region(house, "saran")

        _send(first, f"{region}stop", "stop", level="suspended", **WORDS)

        page = family.get("/saran/")
        assert (page.status_code, RU in page.text) == (503, True)
        assert "Retry-After" in page.headers
        assert family.get("/saran/family/").status_code == 503
        assert family.get("/demo/").status_code == 200
        assert RU in words(first.get(region))
        house.clock.advance(timedelta(minutes=5))
        _send(first, f"{region}resume", "resume", reason="it is over")
        assert family.get("/saran/").status_code == 200
        assert "Текущие сроки сдвигаются" not in family.get("/saran/").text
        assert RU in words(family.get("/saran/outages/"))

    def test_of_acts_alone_leaves_pages_to_read(
        self, house: House, first: FlaskClient, family: FlaskClient
    ) -> None:
        region = _region(house, "saran")
        door = family.get("/saran/staff/sign-in")
        _send(first, f"{region}stop", "stop", level="reads_only", **WORDS)

        assert family.get("/saran/").status_code == 200
        assert send(family, door, "staff", login="x", password="y").status_code == 503
        house.clock.advance(timedelta(minutes=5))
        _send(first, f"{region}resume", "resume", reason="it is over")

    @pytest.mark.parametrize("box", ["words_kk", "words_ru", "reason", "level"])
    def test_without_a_box_is_the_same_form_again(
        self, house: House, first: FlaskClient, box: str
    ) -> None:
        region = _region(house, "saran")
        boxes = {**WORDS, "level": "suspended", box: ""}

        answer = send(first, first.get(f"{region}stop"), "stop", **boxes)

        assert answer.status_code == 422
        assert first.get(region).text.count("suspended") == 0


class TestClosing:
    def test_waits_for_another_operator(
        self, house: House, first: FlaskClient, second: FlaskClient, family: FlaskClient
    ) -> None:
        region = _region(house, "kostanay")
        _send(first, f"{region}closing", "closing", **WORDS)
        way = re.search(r"/operator/regions/\d+/closing/[0-9a-f-]+", first.get(region).text)
        assert way is not None
        assert 'id="closing-answer"' not in first.get(way[0]).text
        assert family.get("/kostanay/").status_code == 200

        _send(second, way[0], "closing-answer", answer="agree")

        page = family.get("/kostanay/")
        assert (page.status_code, RU in page.text) == (410, True)
        assert "/kostanay/" not in family.get("/").text
        assert "Закрыт" in words(second.get(region))
        house.clock.advance(timedelta(minutes=5))
        _send(second, f"{region}resume", "resume", reason="annulled by the court")
        assert family.get("/kostanay/").status_code == 200


class TestSwitching:
    def test_turns_off_and_on(self, house: House, first: FlaskClient, family: FlaskClient) -> None:
        _send(
            first,
            "/operator/switches/off?switch=applications",
            "switch-off",
            switch="applications",
            region=str(house["demo"]),
            reason="the register of births is away",
            until="",
        )

        answer = family.get("/demo/family/apply/")
        assert answer.status_code == 503
        assert "новые заявления не принимаются" in words(answer)
        assert family.get("/saran/family/apply/").status_code != 503
        page = first.get("/operator/switches/")
        way = re.search(r"/operator/switches/[0-9a-f-]{36}/on", page.text)
        assert way is not None
        assert send(first, page, way[0]).status_code == 303
        assert family.get("/demo/family/apply/").status_code != 503

    @pytest.mark.parametrize("until", ["yesterday", "2020-01-01T10:00"])
    def test_an_end_that_is_none_is_refused_beside_the_box(
        self, first: FlaskClient, until: str
    ) -> None:
        page = first.get("/operator/switches/off")

        answer = send(
            first, page, "switch-off", switch="taps", region="", reason="because", until=until
        )

        assert answer.status_code in (409, 422)
        assert 'id="until-error"' in answer.text


class TestRecording:
    def test_is_looked_at_first_and_done_once(self, house: House, family: FlaskClient) -> None:
        house.clock.advance(timedelta(hours=6))
        first = _operator(house)
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
        _send(first, way[0], "discard", reason="a fault of the last release")

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
        assert "Передано ещё раз" in words(first.get("/operator/jobs/"))
        redis.close()


class TestTheExport:
    def test_holds_the_region_and_no_other(self, house: House, first: FlaskClient) -> None:
        region = _region(house, "demo")
        number = house.within(_queued, house["demo"])

        answer = send(first, first.get(f"{region}export"), "export", reason="for the new provider")

        archive = zipfile.ZipFile(io.BytesIO(answer.data))
        assert archive.testzip() is None
        assert 'prefix = "DEM"' in archive.read("tenant.toml").decode()
        assert number in archive.read("rows/applications.csv").decode()
        told = json.loads(archive.read("list.json"))
        assert told["region"] == "demo"
        assert set(told["sha256"]) == set(archive.namelist()) - {"list.json"}
        tenants = {
            line.partition(",")[0]
            for line in archive.read("rows/applications.csv").decode().splitlines()[1:]
        }
        assert tenants == {str(house["demo"])}
        assert "tenant:exported" in house.within(_kinds)


class TestHighRisk:
    def test_asks_for_the_password_once_more(self, house: House) -> None:
        client = _operator(house)
        house.clock.advance(PROVEN)
        region = _region(house, "demo")
        assert client.get(region).status_code == 200

        asked = client.get(f"{region}stop")
        assert asked.status_code == 303
        proof = client.get(asked.location)
        assert send(client, proof, "proof", password="wrong").status_code == 422
        answer = send(client, proof, "proof", password=PASSWORD)

        assert answer.location == f"{region}stop"
        assert client.get(answer.location).status_code == 200


class TestPeople:
    def test_are_invited_by_a_link_that_works_once(
        self, house: House, first: FlaskClient, family: FlaskClient
    ) -> None:
        login = f"guest-{next(_LOGINS)}"
        page = first.get("/operator/people/")
        invited = send(
            first, page, "invite", login=login, full_name="Ерлан Сейтов", role="shared_hotline"
        )
        way = re.search(r"/operator/invitation/[\w-]+", invited.text)
        assert way is not None
        boxes = {"password": PASSWORD, "again": "something else"}
        assert send(family, family.get(way[0]), "invitation", **boxes).status_code == 422

        _send(family, way[0], "invitation", password=PASSWORD, again=PASSWORD)

        assert family.get(way[0]).status_code == 410
        assert login in words(first.get("/operator/people/"))

    def test_a_session_is_ended_from_the_list(self, house: House, first: FlaskClient) -> None:
        other = _operator(house)
        assert other.get("/operator/").status_code == 200
        page = first.get("/operator/people/")
        for way in set(re.findall(r"/operator/sessions/[0-9a-f-]{36}/end", page.text)):
            send(first, page, way)

        assert other.get("/operator/").status_code == 303
        assert first.get("/operator/").status_code == 200


class TestTheSharedHotline:
    def test_finds_by_the_number_in_whatever_region(
        self, house: House, shared: FlaskClient
    ) -> None:
        number = house.within(_queued, house["demo"])
        typed = f"  {number.lower().replace('-', ' ')} "

        found = send(shared, shared.get("/operator/hotline/"), "look-up", q=typed)

        assert found.status_code == 303
        page = shared.get(found.location)
        assert page.status_code == 200
        assert number in page.text
        assert house.within(_looks, house["demo"])

    @pytest.mark.parametrize(
        "typed", ["", "850101300123", "+77011234567", "Айша 14.03.2022", "ZZZ-26-000017-K", "?"]
    )
    def test_finds_by_nothing_else(self, shared: FlaskClient, typed: str) -> None:
        page = shared.get("/operator/hotline/")

        assert send(shared, page, "look-up", q=typed).status_code == 422

    def test_is_not_the_operators(self, first: FlaskClient) -> None:
        assert first.get("/operator/hotline/").status_code == 403

    def test_an_application_of_another_region_is_not_there(
        self, house: House, shared: FlaskClient
    ) -> None:
        nobody = uuid.uuid4()
        assert shared.get(f"/operator/hotline/demo/{nobody}").status_code == 404
        assert shared.get(f"/operator/hotline/nowhere/{nobody}").status_code == 404


class TestTheAudit:
    def test_is_sifted_by_its_address(self, house: House, first: FlaskClient) -> None:
        house.within(_queued, house["demo"])
        base = f"/operator/audit/?region={house['demo']}"

        assert "application:queued" in words(first.get(base)) or "application:" in words(
            first.get(base)
        )
        assert "application:" not in words(first.get(f"{base}&role=admin"))
        assert "application:" not in words(first.get(f"{base}&kind=outage"))
        assert "application:" not in words(first.get(f"{base}&first=2020-01-01&last=2020-01-02"))

    def test_a_day_that_is_none_is_told(self, first: FlaskClient) -> None:
        assert "by-first-error" in first.get("/operator/audit/?first=yesterday").text

    def test_the_file_has_no_name_in_it(self, house: House, first: FlaskClient) -> None:
        text = first.get("/operator/audit/file.csv").text

        assert text.startswith("\ufeffregion,at,kind,rule,role,account")
        assert "audit:exported" in house.within(_kinds)


def _region(house: House, slug: str) -> str:
    return f"/operator/regions/{house[slug]}/"


def _send(client: FlaskClient, path: str, form: str, **boxes: object) -> None:
    answer = send(client, client.get(path), form, **boxes)
    assert answer.status_code == 303, words(answer)


def _fail(tenant_id: int, actor: str = "seal") -> None:
    try:
        _ = 1 // 0
    except ZeroDivisionError as broken:
        keep_failure("terms", actor, [tenant_id], broken, tenant_id)


def _queued(tenant_id: int) -> str:
    return queued(tenant_id, kindergarten(tenant_id, f"Айгөлек {uuid.uuid4()}")).number


def _kinds() -> set[str]:
    with deployment_scope() as session:
        return set(session.scalars(select(DeploymentActRow.kind)))


def _looks(tenant_id: int) -> bool:
    with read_scope(tenant_id) as session:
        asked = session.scalars(select(LookupRow.actor)).all()
        seen = session.scalars(select(PersonalViewRow.role)).all()
    return any(one.startswith("shared_hotline:") for one in asked) and "shared_hotline" in seen


def _operator(house: House) -> FlaskClient:
    return operator(house, f"operator-{next(_LOGINS)}")


@pytest.fixture
def first(house: House) -> FlaskClient:
    return _operator(house)


@pytest.fixture
def second(house: House) -> FlaskClient:
    return _operator(house)


@pytest.fixture
def shared(house: House) -> FlaskClient:
    return operator(house, f"shared-{next(_LOGINS)}", Role.SHARED_HOTLINE)


@pytest.fixture
def family(house: House) -> FlaskClient:
    client = check_pages(house.app)
    client.set_cookie("kezek_lang", "ru")
    return client


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    database = shared_scratch.new_database("kezek_operator_acts")
    with open_front(database, "demo", "saran", "kostanay") as opened:
        yield opened
    shared_scratch.drop_database("kezek_operator_acts")
