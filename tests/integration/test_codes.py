"""Codes by SMS: how many go out, how long each holds, and what one of them opens or signs."""

import uuid
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from kezek.core.codes import Purpose
from kezek.core.errors import Code, Refusal
from kezek.db.codes import SmsCodeRow, sent_codes
from kezek.db.outbox import OutboxRow
from kezek.db.scope import read_scope
from kezek.settings import Settings
from kezek.usecases.codes import sign_code, try_code, use_code
from kezek.usecases.nights import forget_old
from kezek.usecases.sign_up import enter, knock
from kezek.usecases.unit_of_work import act
from tests.factories.families import FATHER, MOTHER, UNPROVEN_PHONE, family, read_code, sign_up
from tests.factories.regions import House, open_house
from tests.integration.people import refusal_of


def test_a_wrong_code_is_counted_and_the_sixth_try_is_none(region: int) -> None:
    sent = knock(region, MOTHER, UNPROVEN_PHONE, "kk")
    wrong = _wrong(read_code(region, sent.id))

    left = [refusal_of(lambda: enter(region, sent.id, wrong)).values.get("left") for _ in range(5)]

    assert left == [4, 3, 2, 1, None]
    spent = refusal_of(lambda: enter(region, sent.id, read_code(region, sent.id)))
    assert (spent.code, spent.detail) == (Code.LIMIT_REACHED, "sms_attempts")


def test_a_code_holds_five_minutes_and_not_a_moment_more(house: House, region: int) -> None:
    early, late = (knock(region, who, UNPROVEN_PHONE, "kk") for who in (MOTHER, FATHER))

    house.clock.advance(timedelta(minutes=5) - timedelta(milliseconds=1))
    enter(region, early.id, read_code(region, early.id))
    house.clock.advance(timedelta(milliseconds=1))

    refusal = refusal_of(lambda: enter(region, late.id, read_code(region, late.id)))
    assert (refusal.code, refusal.detail) == (Code.TOO_LATE, "sms_code")


def test_a_double_press_opens_one_account_and_a_later_one_none(house: House, region: int) -> None:
    sent = knock(region, MOTHER, UNPROVEN_PHONE, "kk")
    digits = read_code(region, sent.id)

    assert enter(region, sent.id, digits).account_id == enter(region, sent.id, digits).account_id
    house.clock.advance(timedelta(minutes=2))
    with pytest.raises(Refusal):
        enter(region, sent.id, digits)


def test_a_phone_gets_three_codes_in_ten_minutes(house: House, region: int) -> None:
    sent = [knock(region, MOTHER, UNPROVEN_PHONE, "kk") for _ in range(3)]
    sign = refusal_of(lambda: knock(region, FATHER, UNPROVEN_PHONE, "kk"))

    assert len({one.id for one in sent}) == 3
    assert sign.detail == "codes"
    assert sign.values["until"] == sent[0].expires_at + timedelta(minutes=5)
    house.clock.advance(timedelta(minutes=10))
    assert knock(region, FATHER, UNPROVEN_PHONE, "kk").id not in {one.id for one in sent}


def test_out_of_sends_the_last_code_still_opens(region: int) -> None:
    sent = [knock(region, MOTHER, UNPROVEN_PHONE, "kk") for _ in range(3)]

    again = knock(region, MOTHER, UNPROVEN_PHONE, "kk")

    assert again.id == sent[-1].id
    assert enter(region, again.id, read_code(region, again.id)).is_new


def test_a_phone_gets_ten_codes_a_day(house: House, region: int) -> None:
    for _ in range(10):
        knock(region, MOTHER, UNPROVEN_PHONE, "kk")
        house.clock.advance(timedelta(minutes=11))

    assert refusal_of(lambda: knock(region, MOTHER, UNPROVEN_PHONE, "kk")).detail == "codes"
    house.clock.advance(timedelta(days=1))
    assert knock(region, MOTHER, UNPROVEN_PHONE, "kk")


def test_strangers_who_try_an_iin_do_not_keep_its_holder_out(region: int) -> None:
    # The first sign-up counts: until then the telephone was a stranger's, too.
    sign_up(region, MOTHER, UNPROVEN_PHONE)
    for number in range(5):
        knock(region, MOTHER, f"+7701777000{number}", "kk")

    assert refusal_of(lambda: knock(region, MOTHER, "+77017770007", "kk")).detail == "codes"
    sign_up(region, MOTHER, UNPROVEN_PHONE)


def test_codes_are_forgotten_when_no_limit_counts_them(house: House, region: int) -> None:
    first = knock(region, MOTHER, UNPROVEN_PHONE, "kk")
    house.clock.advance(timedelta(days=1))
    second = knock(region, FATHER, UNPROVEN_PHONE, "kk")

    house.clock.advance(timedelta(days=1))
    forget_old(region, date(2026, 12, 3))
    assert _codes(region) == {first.id, second.id}
    house.clock.advance(timedelta(milliseconds=1))
    forget_old(region, date(2026, 12, 4))
    assert _codes(region) == {second.id}


def test_a_code_goes_to_the_outbox_with_its_address_sealed(region: int) -> None:
    sent = knock(region, MOTHER, UNPROVEN_PHONE, "kk")

    with read_scope(region) as session:
        row = session.scalars(select(OutboxRow).where(OutboxRow.key == f"code:{sent.id}")).one()
    assert read_code(region, sent.id) in row.text
    assert UNPROVEN_PHONE.encode() not in (row.address_sealed or b"")


def test_outside_demo_and_test_no_code_is_kept_to_be_read(
    new_database: Callable[[], Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Settings, "shows_sent_codes", property(lambda _: False))
    with open_house(new_database(), "demo") as house:
        knock(house["demo"], MOTHER, UNPROVEN_PHONE, "kk")

        with read_scope(house["demo"]) as session:
            assert sent_codes(session, 10) == []
            assert session.scalar(select(func.count()).select_from(SmsCodeRow)) == 1


def test_a_code_signs_one_thing_once(region: int) -> None:
    actor = family(region)
    sent = sign_code(region, actor, "contract:1", "kk")
    try_code(region, sent.id, read_code(region, sent.id))

    with act(region, actor.tag) as running:
        with pytest.raises(Refusal):
            use_code(running, sent.id, Purpose.SIGN, "contract:2", running.now())
        use_code(running, sent.id, Purpose.SIGN, "contract:1", running.now())
        with pytest.raises(Refusal):
            use_code(running, sent.id, Purpose.SIGN, "contract:1", running.now())


def test_a_code_that_was_not_entered_signs_nothing(region: int) -> None:
    actor = family(region)
    sent = sign_code(region, actor, "contract:1", "kk")

    with act(region, actor.tag) as running, pytest.raises(Refusal):
        use_code(running, sent.id, Purpose.SIGN, "contract:1", running.now())


def _codes(region: int) -> set[uuid.UUID]:
    with read_scope(region) as session:
        return set(session.scalars(select(SmsCodeRow.id)))


def _wrong(digits: str) -> str:
    return f"{(int(digits) + 1) % 1_000_000:06d}"


@pytest.fixture
def region(house: House) -> int:
    return house["demo"]


@pytest.fixture
def house(new_database: Callable[[], Settings]) -> Iterator[House]:
    with open_house(new_database(), "demo", "saran") as opened:
        yield opened
