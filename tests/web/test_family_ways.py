"""How a family is told: it chooses, the territory may need both, and a dead address is shown."""

import uuid
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from kezek.adapters.scratch import Scratch
from kezek.core.access import Actor
from kezek.core.ids import ApplicationId
from kezek.core.notices import Notice
from kezek.db.notices import NoticeRow
from kezek.db.outbox import OutboxRow, Settled
from kezek.db.scope import read_scope, tenant_scope
from kezek.usecases.accounts import Profile, keep_profile
from kezek.usecases.contacts import contact_failed
from kezek.usecases.notices import record_notice
from kezek.usecases.unit_of_work import act
from tests.factories.regions import House
from tests.web.browsing import send
from tests.web.cabinet import Cabinet, latin_words, plain, shared_house
from tests.web.saran import Home, open_saran
from tests.web.square import words

EMAIL = "aliya@example.kz"


class TestChoice:
    def test_the_cabinet_is_always_there_and_sms_comes_first(self, cabinet: Cabinet) -> None:
        page = plain(cabinet.get(cabinet.url("account/ways/")))

        assert "мерзімдер де сол жердегі жазбадан есептеледі" in page
        assert "Электрондық поштаңызды әлі көрсетпегенсіз." in page

    def test_whoever_has_an_e_mail_may_do_without_sms(self, cabinet: Cabinet) -> None:
        give_email(cabinet)
        one = cabinet.queue(cabinet.garden())

        kept = choose(cabinet, ["email"])
        told = tell(cabinet, one)

        assert kept.status_code == 303
        assert told == ["email"]
        assert 'value="email" checked' in squeezed(cabinet.get(cabinet.url("account/ways/")))

    def test_at_least_one_way_stays(self, cabinet: Cabinet) -> None:
        refused = choose(cabinet, [])

        assert refused.status_code == 422
        assert "Кемінде бір тәсілді қалдырыңыз" in words(refused)
        assert tell(cabinet, cabinet.queue(cabinet.garden())) == ["sms"]

    def test_a_mailbox_that_was_taken_away_does_not_silence_the_family(
        self, cabinet: Cabinet
    ) -> None:
        give_email(cabinet)
        choose(cabinet, ["email"])
        give_email(cabinet, "")

        assert tell(cabinet, cabinet.queue(cabinet.garden())) == ["sms"]

    def test_the_language_is_that_of_notices_and_pages(self, cabinet: Cabinet) -> None:
        answer = choose(cabinet, ["sms"], language="ru")
        page = cabinet.get(answer.location)
        cabinet.queue(cabinet.garden())

        assert "Ваш выбор сохранен." in plain(page)
        assert latin_words(page) - {"Telegram", "mail"} == set()
        assert newest(cabinet).language == "ru"

    def test_what_is_no_way_and_no_language_is_refused(self, cabinet: Cabinet) -> None:
        assert choose(cabinet, ["pigeon"]).status_code == 422
        assert choose(cabinet, ["sms"], language="tlh").status_code == 422


class TestBothAreNeeded:
    def test_where_turns_are_told_in_the_morning_neither_is_turned_off(self, saran: Home) -> None:
        saran.queue()
        page = saran.get(saran.url("account/ways/"))
        answer = send(saran.client, page, "told-by", ways=[], language="kk")

        assert "қатар хабарланады" in plain(page)
        assert answer.status_code == 303
        after = squeezed(saran.get(saran.url("account/ways/")))
        assert after.count(" checked disabled") == 2


class TestDeadAddress:
    def test_it_stands_above_the_cabinet_until_it_is_mended(self, cabinet: Cabinet) -> None:
        give_email(cabinet)
        one = cabinet.queue(cabinet.garden())
        fail(cabinet, one, "email")
        before = [
            plain(cabinet.get(cabinet.url(path))) for path in ("", "notices/", "account/ways/")
        ]
        give_email(cabinet, "new@example.kz")
        after = plain(cabinet.get(cabinet.url()))

        for page in before:
            assert "Хаттар сізге жетпейді" in page
            assert "al…@example.kz" in page
        assert "Хаттар сізге жетпейді" not in after

    def test_it_goes_when_something_has_come_through(self, cabinet: Cabinet) -> None:
        one = cabinet.queue(cabinet.garden())
        fail(cabinet, one, "sms")
        before = plain(cabinet.get(cabinet.url()))
        tell(cabinet, one)
        take_all(cabinet)

        assert "SMS сізге жетпейді" in before
        assert "SMS сізге жетпейді" not in plain(cabinet.get(cabinet.url()))


def choose(cabinet: Cabinet, ways: list[str], language: str = "kk") -> TestResponse:
    """Presses the button of the page."""
    client: FlaskClient = cabinet.client
    page = cabinet.get(cabinet.url("account/ways/"))
    return send(client, page, "told-by", ways=ways, language=language)


def give_email(cabinet: Cabinet, email: str = EMAIL) -> None:
    profile = Profile(full_name="Серікова Әлия", address="Абай көшесі, 1", email=email)
    cabinet.house.within(keep_profile, cabinet.region, cabinet.actor, profile)


def tell(cabinet: Cabinet, application: uuid.UUID) -> list[str]:
    """Tells the family something by SMS and e-mail; gives by what it left the house."""
    return cabinet.house.within(_told, cabinet.region, ApplicationId(application))


def fail(cabinet: Cabinet, application: uuid.UUID, channel: str) -> None:
    """A notice came back: its address takes nothing."""
    cabinet.house.within(_failed, cabinet.region, ApplicationId(application), channel)


def take_all(cabinet: Cabinet) -> None:
    """The provider takes what waits."""
    cabinet.house.within(_taken, cabinet.region)


def newest(cabinet: Cabinet) -> NoticeRow:
    return cabinet.house.within(_newest, cabinet.region, cabinet.actor)


def squeezed(page: TestResponse) -> str:
    return " ".join(page.text.split())


def _told(region: int, application: ApplicationId) -> list[str]:
    with act(region, "system") as running:
        notice_id = record_notice(running, Notice("N-04", application), running.now())
    with read_scope(region) as session:
        query = select(OutboxRow.channel).where(OutboxRow.notice_id == notice_id)
        return sorted(session.scalars(query))


def _failed(region: int, application: ApplicationId, channel: str) -> None:
    with act(region, "system") as running:
        notice_id = record_notice(running, Notice("N-04", application), running.now())
        assert contact_failed(running, notice_id, channel, running.now())


def _taken(region: int) -> None:
    with tenant_scope(region) as session:
        for row in session.scalars(select(OutboxRow).where(OutboxRow.notice_id.is_not(None))):
            row.outcome, row.settled_at = str(Settled.SENT), row.created_at


def _newest(region: int, actor: Actor) -> NoticeRow:
    with read_scope(region) as session:
        query = select(NoticeRow).where(NoticeRow.guardian_id == actor.guardian_id)
        return session.scalars(query.order_by(NoticeRow.seq.desc()).limit(1)).one()


@pytest.fixture
def cabinet(house: House) -> Cabinet:
    return Cabinet(house)


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    with shared_house(shared_scratch, "kezek_ways", "demo") as opened:
        yield opened


@pytest.fixture
def saran(shared_scratch: Scratch) -> Iterator[Home]:
    with open_saran(shared_scratch, "kezek_ways_saran") as opened:
        yield Home(opened)
