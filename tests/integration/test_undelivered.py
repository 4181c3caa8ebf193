"""What becomes of messages that reach nobody: better contacts are asked for, the hotline calls."""

import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, text

from kezek.core.access import Actor, Role
from kezek.core.applications import Application
from kezek.core.outages import Failed
from kezek.db.notices import HotlineTaskRow
from kezek.db.scope import read_scope, tenant_scope
from kezek.reads.family_notices import notice_page
from kezek.settings import Settings
from kezek.usecases.outages import OutageWish, record_known_outage
from kezek.usecases.undelivered import escalate_undelivered
from tests.factories.messages import (
    EMAIL,
    Town,
    busy,
    no_such_mailbox,
    watched_town,
    wrong_number,
)


def test_a_wrong_number_is_asked_once_and_the_family_told_by_mail(town: Town) -> None:
    application = town.family(email=EMAIL)
    town.forget_messages()
    town.note("N-04", application.id)
    town.sms.fails = [wrong_number()]
    town.deliver()
    town.deliver()

    assert town.message("N-04").outcome == "refused"
    (told,) = town.notices("N-55")
    assert told.values["address"] == "0002"
    assert [row.channel for row in town.messages() if row.notice_id == told.id] == ["email"]
    assert "0002" in town.email.taken[-1][1]


def test_the_family_is_told_of_a_wrong_number_once(town: Town) -> None:
    application = town.family()
    town.forget_messages()
    for _ in range(3):
        town.note("N-04", application.id)
        town.sms.fails = [wrong_number()]
        town.deliver()

    assert len(town.notices("N-55")) == 1


def test_when_neither_phone_nor_mailbox_works_the_cabinet_says_so(town: Town) -> None:
    application = town.family(email=EMAIL)
    town.forget_messages()
    town.note("N-04", application.id)
    town.sms.fails, town.email.fails = [wrong_number()] * 3, [no_such_mailbox()] * 3
    for _ in range(3):
        town.deliver()

    assert sorted(told.values["channel"] for told in town.notices("N-55")) == ["email", "sms"]
    assert town.sms.taken == []


def test_a_family_that_nothing_reached_is_called_and_its_time_given_back(town: Town) -> None:
    offered = town.offer(town.family())
    assert offered.offer is not None
    due_at = offered.offer.due_at
    town.sms.fails = [busy()] * 100
    for _ in range(25):
        town.deliver()
        town.wait(hours=1)

    assert escalate_undelivered(town.id) == 3, "N-03, N-05 and N-12"
    assert escalate_undelivered(town.id) == 0

    moved = town.application(offered).offer
    assert moved is not None
    assert moved.due_at == due_at + timedelta(days=1), "three notices, one gap of one day"
    with read_scope(town.id) as session:
        tasks = session.scalars(select(HotlineTaskRow)).all()
    assert {task.guardian_id for task in tasks} == {offered.guardian}
    assert {one.values["about"] for one in town.notices(audience="office")} == {"delivery"}


def test_why_the_term_moved_is_told_as_what_it_was(town: Town) -> None:
    offered = town.offer(town.family())
    town.sms.fails = [busy()] * 100
    for _ in range(25):
        town.deliver()
        town.wait(hours=1)
    escalate_undelivered(town.id)

    with read_scope(town.id) as session:
        kinds = session.scalars(
            text("select kind from journal_facts where application_id = :one and rule = 'R-11'"),
            {"one": offered.id},
        ).all()
    assert kinds == ["term:moved-by-lost-notice"]
    page = notice_page(
        town.id, Actor(uuid.uuid4(), Role.FAMILY, guardian_id=offered.guardian), lost_id(town)
    )
    assert page is not None
    assert page.notice.lost_at == town.house.clock.now()


def test_what_a_recorded_outage_gave_back_is_not_given_twice(town: Town) -> None:
    offered = town.offer(town.family())
    began_at = town.house.clock.now()
    town.sms.fails = [busy()] * 100
    for _ in range(25):
        town.deliver()
        town.wait(hours=1)
    outage = OutageWish(
        began_at=began_at,
        ended_at=town.house.clock.now(),
        failed=Failed.SMS,
        reason="the provider was down",
        words_kk="SMS бармады",
        words_ru="SMS не уходили",
    )
    record_known_outage(town.id, "operator:test", outage, uuid.uuid4())
    given = due_at_of(town, offered)
    escalate_undelivered(town.id)

    assert due_at_of(town, offered) == given
    assert town.notices("N-12")[0].escalated_at is not None


def test_a_family_that_read_the_cabinet_needs_no_call(town: Town) -> None:
    town.offer(town.family())
    with tenant_scope(town.id) as session:
        session.execute(text("update notices set read_at = recorded_at"))
    town.wait(hours=25)

    assert escalate_undelivered(town.id) == 0


def test_one_channel_that_took_it_is_enough(town: Town) -> None:
    town.family(email=EMAIL)
    town.forget_messages()
    town.note("N-04")
    town.sms.fails = [busy()] * 100
    for _ in range(25):
        town.deliver()
        town.wait(hours=1)

    assert town.message("N-04", "email").outcome == "sent"
    assert escalate_undelivered(town.id) == 0


def lost_id(town: Town) -> uuid.UUID:
    """The notice of the offer, which reached nobody."""
    return town.notices("N-12")[0].id


def due_at_of(town: Town, offered: Application) -> datetime:
    """Until when the offer may be answered."""
    offer = town.application(offered).offer
    assert offer is not None
    return offer.due_at


@pytest.fixture
def town(new_database: Callable[[], Settings]) -> Iterator[Town]:
    """The demo region with watched gateways, at nine o'clock."""
    with watched_town(new_database()) as made:
        yield made
