"""Who comes in, with what, and what strangers, wrong codes and second holders get."""

import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from kezek.adapters.identities import identity_of
from kezek.core.access import Actor, Role
from kezek.core.codes import Purpose
from kezek.core.errors import Code, Refusal
from kezek.core.people import DocumentKind, Identity
from kezek.db.accounts import AccountRow, IdentityConflictRow, find_account
from kezek.db.codes import SmsCodeRow, sent_codes
from kezek.db.journal import FactRow
from kezek.db.outbox import OutboxRow
from kezek.db.people import GuardianRow, find_child, find_guardian
from kezek.db.scope import read_scope
from kezek.settings import Settings
from kezek.usecases.accounts import (
    StaffWish,
    open_staff_account,
    set_active,
    set_password,
    sign_in,
    sign_out_everywhere,
)
from kezek.usecases.children import change_child, remove_child
from kezek.usecases.codes import forget_old_codes, sign_code, try_code, use_code
from kezek.usecases.deciding import NotFound
from kezek.usecases.phones import ask_phone_change, change_phone, change_phone_by_staff
from kezek.usecases.proofs import prove_guardian, prove_parentage
from kezek.usecases.sign_up import enter, knock
from kezek.usecases.unit_of_work import act
from tests.factories.families import (
    FATHER,
    KNOWN_CHILD,
    MOTHER,
    OFFICER,
    PROVEN_PHONE,
    UNKNOWN_CHILD,
    UNPROVEN_PHONE,
    child,
    family,
    read_code,
    sign_up,
)
from tests.factories.regions import House, open_house

PASSWORD = "a long enough one"


def test_the_first_sign_up_binds_iin_and_phone_as_unproven(region: int) -> None:
    entered = sign_up(region, MOTHER, UNPROVEN_PHONE)

    guardian = _guardian(region, entered.guardian_id)
    assert entered.is_new
    assert (guardian.phone, guardian.proven) == (UNPROVEN_PHONE, False)
    assert identity_of(guardian) == MOTHER
    assert MOTHER.iin.encode() not in (guardian.iin_sealed or b"") + (guardian.iin_hash or b"")


def test_the_second_time_the_same_account_opens(region: int) -> None:
    first = sign_up(region, MOTHER, UNPROVEN_PHONE)
    again = sign_up(region, MOTHER, UNPROVEN_PHONE)

    assert again.account_id == first.account_id
    assert not again.is_new


def test_a_phone_that_the_register_knows_proves_the_person(region: int) -> None:
    entered = sign_up(region, MOTHER, PROVEN_PHONE)

    assert _guardian(region, entered.guardian_id).proven_by == "register:phone"


def test_another_phone_gets_a_message_without_a_code(region: int) -> None:
    sign_up(region, MOTHER, UNPROVEN_PHONE)

    sent = knock(region, MOTHER, "+77015550001", "ru")

    assert read_code(region, sent.id) == ""
    assert "другим номером" in _last_message(region)
    with pytest.raises(Refusal, match="sms_code"):
        enter(region, sent.id, "000000")


def test_the_answer_to_a_stranger_is_that_to_the_holder(region: int) -> None:
    sign_up(region, MOTHER, UNPROVEN_PHONE)

    known, unknown = (
        knock(region, MOTHER, "+77015550001", "kk"),
        knock(region, FATHER, "+77015550003", "kk"),
    )

    assert known.expires_at == unknown.expires_at
    assert {type(known), type(unknown)} == {type(known)}


def test_a_proven_holder_displaces_an_unproven_one(region: int) -> None:
    squatter = sign_up(region, MOTHER, UNPROVEN_PHONE)

    holder = sign_up(region, MOTHER, PROVEN_PHONE)

    assert holder.account_id != squatter.account_id
    assert _guardian(region, squatter.guardian_id).displaced_at is not None
    assert not _account(region, squatter.account_id).active
    assert _account(region, squatter.account_id).session_epoch > squatter.session_epoch
    assert _open_conflicts(region) == [("guardian", squatter.guardian_id)]
    assert "guardian:displaced" in _fact_kinds(region)


def test_a_proven_holder_is_displaced_by_nobody(region: int) -> None:
    holder = sign_up(region, MOTHER, PROVEN_PHONE)

    sent = knock(region, MOTHER, "+77015550004", "kk")

    assert read_code(region, sent.id) == ""
    assert _guardian(region, holder.guardian_id).displaced_at is None


def test_the_displaced_phone_comes_in_no_more(region: int) -> None:
    sign_up(region, MOTHER, UNPROVEN_PHONE)
    sign_up(region, MOTHER, PROVEN_PHONE)

    sent = knock(region, MOTHER, UNPROVEN_PHONE, "kk")

    assert read_code(region, sent.id) == ""


def test_a_parent_without_an_iin_comes_in_by_a_document(region: int) -> None:
    paper = Identity(document_kind=DocumentKind.PASSPORT, document_number="AB 123-4567")
    first = sign_up(region, paper, UNPROVEN_PHONE)

    same = Identity(document_kind=DocumentKind.PASSPORT, document_number="ab1234567")

    assert sign_up(region, same, UNPROVEN_PHONE).account_id == first.account_id


def test_a_wrong_code_is_counted_and_the_sixth_try_is_none(region: int) -> None:
    sent = knock(region, MOTHER, UNPROVEN_PHONE, "kk")
    wrong = _wrong(read_code(region, sent.id))

    left = [_refusal(lambda: enter(region, sent.id, wrong)).values.get("left") for _ in range(5)]

    assert left == [4, 3, 2, 1, None]
    spent = _refusal(lambda: enter(region, sent.id, read_code(region, sent.id)))
    assert (spent.code, spent.detail) == (Code.LIMIT_REACHED, "sms_attempts")


def test_a_code_holds_five_minutes_and_not_a_moment_more(house: House, region: int) -> None:
    early, late = (knock(region, who, UNPROVEN_PHONE, "kk") for who in (MOTHER, FATHER))

    house.clock.advance(timedelta(minutes=5) - timedelta(milliseconds=1))
    enter(region, early.id, read_code(region, early.id))
    house.clock.advance(timedelta(milliseconds=1))

    refusal = _refusal(lambda: enter(region, late.id, read_code(region, late.id)))
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
    sign = _refusal(lambda: knock(region, FATHER, UNPROVEN_PHONE, "kk"))

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

    assert _refusal(lambda: knock(region, MOTHER, UNPROVEN_PHONE, "kk")).detail == "codes"
    house.clock.advance(timedelta(days=1))
    assert knock(region, MOTHER, UNPROVEN_PHONE, "kk")


def test_strangers_who_try_an_iin_do_not_keep_its_holder_out(region: int) -> None:
    # The first sign-up counts: until then the telephone was a stranger's, too.
    sign_up(region, MOTHER, UNPROVEN_PHONE)
    for number in range(5):
        knock(region, MOTHER, f"+7701777000{number}", "kk")

    assert _refusal(lambda: knock(region, MOTHER, "+77017770007", "kk")).detail == "codes"
    sign_up(region, MOTHER, UNPROVEN_PHONE)


def test_codes_are_forgotten_when_no_limit_counts_them(house: House, region: int) -> None:
    knock(region, MOTHER, UNPROVEN_PHONE, "kk")
    house.clock.advance(timedelta(days=1))
    knock(region, FATHER, UNPROVEN_PHONE, "kk")

    assert (forget_old_codes(region), forget_old_codes(region)) == (0, 0)
    house.clock.advance(timedelta(milliseconds=1))
    assert (forget_old_codes(region), forget_old_codes(region)) == (1, 0)


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


def test_an_account_of_one_region_is_none_in_another(house: House) -> None:
    here = sign_up(house["demo"], MOTHER, UNPROVEN_PHONE)

    with read_scope(house["saran"]) as session:
        assert find_account(session, here.account_id) is None
    assert sign_up(house["saran"], MOTHER, UNPROVEN_PHONE).is_new


def test_the_phone_changes_with_a_code_on_the_old_one(region: int) -> None:
    actor = family(region)
    change = ask_phone_change(region, actor, PROVEN_PHONE, "kk")
    digits = {one.id: read_code(region, one.id) for one in (change.old, change.new)}

    epoch = change_phone(
        region,
        actor,
        PROVEN_PHONE,
        (change.old.id, digits[change.old.id]),
        (change.new.id, digits[change.new.id]),
    )

    guardian = _guardian(region, actor.guardian_id)
    assert (guardian.phone, guardian.proven) == (PROVEN_PHONE, True)
    assert epoch == 2
    assert change.old.phone == UNPROVEN_PHONE


def test_the_new_phones_code_does_not_stand_for_the_old_ones(region: int) -> None:
    actor = family(region)
    change = ask_phone_change(region, actor, PROVEN_PHONE, "kk")
    new = (change.new.id, read_code(region, change.new.id))

    with pytest.raises(Refusal):
        change_phone(region, actor, PROVEN_PHONE, new, new)

    assert _guardian(region, actor.guardian_id).phone == UNPROVEN_PHONE


def test_codes_of_one_change_do_not_serve_another(region: int) -> None:
    actor = family(region)
    change = ask_phone_change(region, actor, PROVEN_PHONE, "kk")
    old = (change.old.id, read_code(region, change.old.id))
    new = (change.new.id, read_code(region, change.new.id))

    with pytest.raises(Refusal):
        change_phone(region, actor, "+77015550004", old, new)


def test_staff_change_the_phone_and_prove_the_person(region: int) -> None:
    actor = family(region)

    change_phone_by_staff(region, OFFICER, _id(actor), "+77015550001")

    guardian = _guardian(region, actor.guardian_id)
    assert (guardian.phone, guardian.proven_by) == ("+77015550001", OFFICER.tag)
    assert _account(region, actor.account_id).session_epoch == 2


def test_only_the_office_proves_and_changes_phones(region: int) -> None:
    actor = family(region)

    for forbidden in (
        lambda: prove_guardian(region, actor, _id(actor)),
        lambda: change_phone_by_staff(region, actor, _id(actor), PROVEN_PHONE),
        lambda: prove_parentage(region, Actor(uuid.UUID(int=1), Role.ADMIN), uuid.UUID(int=2)),
    ):
        assert _refusal(forbidden).code is Code.NOT_YOURS


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


def test_staff_come_in_by_login_and_password(region: int) -> None:
    account_id = _office(region, login="Aigul")

    assert sign_in(region, " aigul ", PASSWORD).account_id == account_id
    assert _refusal(lambda: sign_in(region, "aigul", "another one")).detail == "sign_in"
    assert _refusal(lambda: sign_in(region, "nobody", PASSWORD)).detail == "sign_in"


def test_after_five_wrong_passwords_one_waits(house: House, region: int) -> None:
    _office(region)
    for _ in range(5):
        _refusal(lambda: sign_in(region, "office", "wrong password"))

    waits = _refusal(lambda: sign_in(region, "office", PASSWORD))

    assert waits.code is Code.LIMIT_REACHED
    assert waits.values["until"] == house.clock.now() + timedelta(minutes=1)
    house.clock.advance(timedelta(minutes=1))
    sign_in(region, "office", PASSWORD)
    sign_in(region, "office", PASSWORD)


def test_a_closed_account_does_not_open(region: int) -> None:
    account_id = _office(region)
    set_active(region, "admin:1", account_id, is_active=False)

    assert _refusal(lambda: sign_in(region, "office", PASSWORD)).detail == "sign_in"


def test_a_new_password_and_signing_out_end_all_sessions(region: int) -> None:
    account_id = _office(region)

    set_password(region, "admin:1", account_id, "quite another one")
    sign_out_everywhere(region, Actor(account_id, Role.OFFICE))

    assert _account(region, account_id).session_epoch == 3
    assert sign_in(region, "office", "quite another one").session_epoch == 3


@pytest.mark.parametrize(
    ("wish", "detail"),
    [
        ({"login": "OFFICE"}, "login_taken"),
        ({"login": "two", "password": "short"}, "password"),
        ({"login": "two", "role": Role.FAMILY}, "staff_role"),
        ({"login": "two", "role": Role.KINDERGARTEN}, "staff_kindergarten"),
    ],
    ids=["a login that is taken", "a short password", "no staff", "no kindergarten"],
)
def test_no_account_is_made_of(region: int, wish: dict[str, object], detail: str) -> None:
    _office(region)

    assert _refusal(lambda: _office(region, **wish)).detail == detail


def test_a_child_is_listed_with_its_own_birth_date(region: int) -> None:
    actor = family(region)
    child_id = child(region, actor, born_on=date(2021, 5, 1))

    with read_scope(region) as session:
        row = find_child(session, child_id)
        assert row is not None
        assert (row.born_on, row.parentage_proven) == (date(2021, 5, 1), False)
        assert identity_of(row) == UNKNOWN_CHILD


@pytest.mark.parametrize(
    ("phone", "identity", "is_proven"),
    [
        (PROVEN_PHONE, KNOWN_CHILD, True),
        (PROVEN_PHONE, UNKNOWN_CHILD, False),
        (UNPROVEN_PHONE, KNOWN_CHILD, False),
    ],
    ids=["known child of a proven parent", "unknown child", "known child of an unproven parent"],
)
def test_the_register_proves_only_a_proven_parents_known_child(
    region: int, phone: str, identity: Identity, is_proven: bool
) -> None:
    actor = family(region, phone=phone)

    assert _is_proven(region, child(region, actor, identity)) is is_proven


def test_a_parent_proven_later_has_the_register_asked_again(region: int) -> None:
    actor = family(region)
    child_id = child(region, actor, KNOWN_CHILD)

    prove_guardian(region, OFFICER, _id(actor))

    assert _is_proven(region, child_id)


def test_a_specialist_proves_parentage(region: int) -> None:
    actor = family(region)
    child_id = child(region, actor)

    prove_parentage(region, OFFICER, child_id)

    assert _is_proven(region, child_id)
    assert "parentage:proven" in _fact_kinds(region)


def test_a_child_without_an_iin_is_listed_by_a_document(region: int) -> None:
    paper = Identity(document_kind=DocumentKind.BIRTH_CERTIFICATE, document_number="I-ТШ № 12345")
    actor = family(region)

    child_id = child(region, actor, paper)

    with read_scope(region) as session:
        row = find_child(session, child_id)
        assert row is not None
        assert identity_of(row) == paper


@pytest.mark.parametrize(
    ("identity", "born", "refused"),
    [
        (Identity(iin="220314600012"), "2022-03-14", "invalid_iin:check_digit"),
        (Identity(iin="2203146"), "2022-03-14", "invalid_iin:shape"),
        (MOTHER, "2022-03-14", "invalid_iin:own"),
        (KNOWN_CHILD, "2026-09-08", "not_eligible_age:not_born"),
        (KNOWN_CHILD, "2006-09-07", "not_eligible_age:grown_up"),
        (Identity(), "2022-03-14", "invalid_choice:document"),
        (UNKNOWN_CHILD, "2022-03-14", "already_decided:child_listed"),
    ],
    ids=[
        "a wrong check digit", "too few digits", "the parent's own number", "not born yet",
        "grown up", "neither number nor paper", "listed already",
    ],
)  # fmt: skip
def test_a_child_is_not_listed(region: int, identity: Identity, born: str, refused: str) -> None:
    actor = family(region)
    child(region, actor)

    refusal = _refusal(lambda: child(region, actor, identity, date.fromisoformat(born)))

    assert f"{refusal.code}:{refusal.detail}" == refused


def test_today_is_the_regions_day(house: House, region: int) -> None:
    actor = family(region)
    house.clock.set(datetime(2026, 9, 7, 19, 30, tzinfo=UTC))

    # In Kazakhstan the next day has begun half an hour ago.
    assert child(region, actor, born_on=date(2026, 9, 8))


def test_another_familys_child_is_not_there(region: int) -> None:
    mine, other = family(region), family(region, FATHER, "+77015550001")
    child_id = child(region, mine)

    with pytest.raises(NotFound):
        remove_child(region, other, child_id)


def test_a_removed_child_can_be_listed_again(region: int) -> None:
    actor = family(region)
    first = child(region, actor)
    remove_child(region, actor, first)

    assert child(region, actor) != first


def test_a_proven_childs_date_is_corrected_by_a_specialist(region: int) -> None:
    actor = family(region)
    child_id = child(region, actor)
    change_child(region, actor, child_id, full_name="Айша", born_on=date(2022, 3, 15))
    prove_parentage(region, OFFICER, child_id)

    refusal = _refusal(
        lambda: change_child(region, actor, child_id, full_name="А", born_on=date(2021, 3, 15))
    )

    assert refusal.detail == "child_in_use"


def _office(region: int, **wish: object) -> uuid.UUID:
    values = {
        "role": Role.OFFICE,
        "login": "office",
        "password": PASSWORD,
        "full_name": "Айгүл Омарова",
    }
    return open_staff_account(region, "admin:1", StaffWish(**{**values, **wish}))  # type: ignore[arg-type]


def _id(actor: Actor) -> uuid.UUID:
    assert actor.guardian_id is not None
    return actor.guardian_id


def _refusal(doing: Callable[[], object]) -> Refusal:
    with pytest.raises(Refusal) as caught:
        doing()
    return caught.value


def _wrong(digits: str) -> str:
    return f"{(int(digits) + 1) % 1_000_000:06d}"


def _guardian(region: int, guardian_id: uuid.UUID | None) -> GuardianRow:
    assert guardian_id is not None
    with read_scope(region) as session:
        row = find_guardian(session, guardian_id)
    assert row is not None
    return row


def _account(region: int, account_id: uuid.UUID) -> AccountRow:
    with read_scope(region) as session:
        row = find_account(session, account_id)
    assert row is not None
    return row


def _is_proven(region: int, child_id: uuid.UUID) -> bool:
    with read_scope(region) as session:
        row = find_child(session, child_id)
    assert row is not None
    return row.parentage_proven


def _open_conflicts(region: int) -> list[tuple[str, uuid.UUID]]:
    with read_scope(region) as session:
        return [(row.kind, row.guardian_id) for row in session.scalars(select(IdentityConflictRow))]


def _fact_kinds(region: int) -> set[str]:
    with read_scope(region) as session:
        return set(session.scalars(select(FactRow.kind)))


def _last_message(region: int) -> str:
    with read_scope(region) as session:
        query = select(OutboxRow.text).order_by(OutboxRow.created_at.desc(), OutboxRow.id.desc())
        return session.scalars(query.limit(1)).one()


@pytest.fixture
def region(house: House) -> int:
    return house["demo"]


@pytest.fixture
def house(new_database: Callable[[], Settings]) -> Iterator[House]:
    with open_house(new_database(), "demo", "saran") as opened:
        yield opened
