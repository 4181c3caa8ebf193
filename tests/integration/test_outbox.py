"""A message leaves once, by one worker; what is lost on the way is tried again and counted."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import text

from kezek.adapters.services import services
from kezek.core.delivery import HOLD, TELL_AGAIN, Lane
from kezek.db.base import db, uuid7
from kezek.db.outbox import OutboxRow, address_context
from kezek.db.relay import claim
from kezek.db.scope import read_scope, tenant_scope
from kezek.settings import Settings
from kezek.usecases.outbox import (
    BATCH,
    announce_due,
    deliver_some,
    next_message_at,
    nobody_was_told,
)
from kezek.usecases.unit_of_work import act
from tests.factories.families import family as signed_up_family
from tests.factories.messages import (
    EMAIL,
    Town,
    busy,
    silent,
    watched_town,
)

PHONE = "+77010000002"


def test_a_notice_leaves_once_to_each_address_of_its_reader(town: Town) -> None:
    town.offer(town.family(email=EMAIL))
    town.forget_messages()
    town.note("N-04")

    assert town.deliver().sent == 2
    assert town.deliver().sent == 0

    ((phone, sms, _),) = town.sms.taken
    ((address, letter, _),) = town.email.taken
    assert (phone, address) == (PHONE, EMAIL)
    assert sms.startswith("Kezek: ")
    assert "Құрметті Серікова Айгүл!" in letter


def test_a_reader_without_a_mailbox_gets_no_letter(town: Town) -> None:
    town.family()

    assert {row.channel for row in town.messages()} == {"sms"}


def test_the_address_stands_nowhere_in_the_outbox(town: Town) -> None:
    town.family()

    with read_scope(town.id) as session:
        rows = session.scalars(text("select row_to_json(outbox)::text from outbox")).all()
    assert rows
    assert not [row for row in rows if PHONE[2:] in row]


def test_a_sealed_address_opens_on_its_own_row_only(town: Town) -> None:
    town.family()
    one, other = town.messages()[:2]

    keys = services().keys
    assert keys.open_text(one.address_sealed, address_context(one.key)) == PHONE
    with pytest.raises(Exception, match="does not open"):
        keys.open_text(one.address_sealed, address_context(other.key))


def test_in_the_evening_notices_wait_and_codes_do_not(town: Town) -> None:
    application = town.family()
    town.forget_messages()
    at(town, 21)
    town.note("N-04", application.id)
    signed_up_family(town.id)
    town.sms.taken.clear()

    assert town.deliver().sent == 0
    assert town.deliver(Lane.CODES).sent == 1
    at(town, 8, day=8)
    assert town.deliver().sent == 1


def test_a_message_that_is_late_does_not_come_at_night(town: Town) -> None:
    at(town, 20)
    town.family()
    at(town, 23)

    assert town.deliver().sent == 0
    assert {row.not_before.astimezone(UTC) for row in town.messages()} == {local(8, 8)}


def test_a_busy_provider_is_asked_again_later_under_the_same_reference(town: Town) -> None:
    one_message(town)
    town.sms.fails = [busy(), busy()]

    assert town.deliver().put_off == 1
    assert town.deliver().put_off == 0, "not at once"
    town.wait(seconds=31)
    assert town.deliver().put_off == 1
    town.wait(seconds=61)
    assert town.deliver().sent == 1

    assert len(set(town.sms.asked)) == 1
    assert len(town.sms.asked) == 3
    row = town.message("N-04")
    assert (row.attempts, row.unknown, row.outcome) == (3, 0, "sent")


def test_a_lost_answer_is_counted_and_the_message_tried_again(town: Town) -> None:
    one_message(town)
    town.sms.fails = [silent()]
    town.deliver()
    town.wait(minutes=1)
    town.deliver()

    row = town.message("N-04")
    assert (row.attempts, row.unknown, row.outcome) == (2, 1, "sent")
    assert town.sms.asked == [str(row.id)] * 2


def test_after_three_days_a_message_is_given_up(town: Town) -> None:
    one_message(town)
    for _ in range(200):
        town.sms.fails = [busy()]
        town.deliver()
        town.wait(hours=1)

    row = town.message("N-04")
    assert row.outcome == "gave_up"
    assert town.sms.taken == []


def test_a_worker_that_dies_leaves_a_trace_and_its_messages_move_again(town: Town) -> None:
    one_message(town)
    claim_as_a_worker_that_dies(town)

    assert town.deliver().sent == 0, "it may still be at it"
    assert next_message_at(town.id) == services().clock.now(db.session()) + HOLD
    town.wait(seconds=HOLD.total_seconds())
    assert town.deliver().sent == 1
    row = town.message("N-04")
    assert (row.attempts, row.unknown) == (2, 1)


def test_two_workers_never_have_the_same_message(town: Town) -> None:
    application = town.family()
    town.forget_messages()
    for _ in range(3 * BATCH):
        town.note("N-04", application.id)

    workers = [worker(town) for _ in range(3)]
    for one in workers:
        one.join(timeout=30)

    assert len(town.sms.asked) == len(set(town.sms.asked)) == 3 * BATCH


def test_one_intent_is_one_row(town: Town) -> None:
    one_message(town)
    row = town.message("N-04")

    with pytest.raises(Exception, match="uq_outbox_key"), tenant_scope(town.id) as session:
        session.add(
            OutboxRow(
                tenant_id=town.id,
                id=uuid7(),
                key=row.key,
                channel="sms",
                notice_id=row.notice_id,
                address_sealed=b"",
                text="",
                created_at=row.created_at,
                not_before=row.not_before,
            )
        )


def test_a_code_that_ran_out_is_not_sent_and_its_text_not_kept(town: Town) -> None:
    signed_up_family(town.id)
    town.wait(minutes=6)

    assert town.deliver(Lane.CODES).ended == 1
    (row,) = [row for row in town.messages() if row.notice_id is None]
    assert (row.outcome, row.text) == ("too_late", "")
    assert town.sms.asked == []


def test_a_code_is_tried_again_within_seconds(town: Town) -> None:
    signed_up_family(town.id)
    town.sms.fails = [busy()]
    town.deliver(Lane.CODES)
    town.wait(seconds=3)

    assert town.deliver(Lane.CODES).sent == 1


def test_workers_are_told_once_and_again_while_it_is_here(town: Town) -> None:
    application = town.family()
    town.forget_messages()
    for _ in range(BATCH + 1):
        town.note("N-04", application.id)

    assert announce_due(town.id) == {Lane.NOTICES: 2}
    assert announce_due(town.id) == {}
    town.wait(seconds=TELL_AGAIN.total_seconds())
    assert announce_due(town.id) == {Lane.NOTICES: 2}


def test_what_nobody_heard_is_told_again_at_once(town: Town) -> None:
    one_message(town)
    announce_due(town.id)
    nobody_was_told(town.id)

    assert announce_due(town.id) == {Lane.NOTICES: 1}


def one_message(town: Town) -> None:
    """A family, and one SMS that waits for it."""
    application = town.family()
    town.forget_messages()
    town.note("N-04", application.id)


def claim_as_a_worker_that_dies(town: Town) -> None:
    """Everything that waits, claimed and then never heard of."""
    with act(town.id, "test") as running:
        now = running.now()
        assert claim(running.session, Lane.NOTICES, now, now + HOLD, BATCH)


def worker(town: Town) -> threading.Thread:
    """A worker that sends until nothing is left."""

    def work() -> None:
        with town.house.app.app_context():
            while deliver_some(town.id, Lane.NOTICES).sent:
                pass

    thread = threading.Thread(target=work)
    thread.start()
    return thread


def local(day: int, hour: int) -> datetime:
    """A moment of September 2026 on the region's wall clock."""
    return datetime.combine(date(2026, 9, day), time(hour), UTC) - timedelta(hours=5)


def at(town: Town, hour: int, *, day: int = 7) -> None:
    """Goes on to that hour."""
    town.house.clock.set(local(day, hour))


@pytest.fixture
def town(new_database: Callable[[], Settings]) -> Iterator[Town]:
    """The demo region with watched gateways, at nine o'clock."""
    with watched_town(new_database()) as made:
        yield made
