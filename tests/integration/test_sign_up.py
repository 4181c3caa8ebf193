"""Who comes in, with what, and what strangers and second holders get."""

import uuid
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select

from kezek.core.errors import Refusal
from kezek.core.people import DocumentKind, Identity
from kezek.db.accounts import IdentityConflictRow, find_account
from kezek.db.outbox import OutboxRow
from kezek.db.private import identity_of
from kezek.db.scope import read_scope
from kezek.settings import Settings
from kezek.usecases.sign_up import enter, knock
from tests.factories.families import (
    FATHER,
    MOTHER,
    PROVEN_PHONE,
    UNPROVEN_PHONE,
    read_code,
    sign_up,
)
from tests.factories.regions import House, open_house
from tests.integration.people import account_of, fact_kinds, guardian_of


def test_the_first_sign_up_binds_iin_and_phone_as_unproven(region: int) -> None:
    entered = sign_up(region, MOTHER, UNPROVEN_PHONE)

    guardian = guardian_of(region, entered.guardian_id)
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

    assert guardian_of(region, entered.guardian_id).proven_by == "register:phone"


def test_another_phone_gets_a_message_without_a_code(region: int) -> None:
    sign_up(region, MOTHER, UNPROVEN_PHONE)

    sent = knock(region, MOTHER, "+77015550001", "ru")

    assert read_code(region, sent.id) == ""
    assert "привязан к другому телефону" in _last_message(region)
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
    assert guardian_of(region, squatter.guardian_id).displaced_at is not None
    assert not account_of(region, squatter.account_id).active
    assert account_of(region, squatter.account_id).session_epoch > squatter.session_epoch
    assert _open_conflicts(region) == [("guardian", squatter.guardian_id)]
    assert "guardian:displaced" in fact_kinds(region)


def test_a_proven_holder_is_displaced_by_nobody(region: int) -> None:
    holder = sign_up(region, MOTHER, PROVEN_PHONE)

    sent = knock(region, MOTHER, "+77015550004", "kk")

    assert read_code(region, sent.id) == ""
    assert guardian_of(region, holder.guardian_id).displaced_at is None


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


def test_an_account_of_one_region_is_none_in_another(house: House) -> None:
    here = sign_up(house["demo"], MOTHER, UNPROVEN_PHONE)

    with read_scope(house["saran"]) as session:
        assert find_account(session, here.account_id) is None
    assert sign_up(house["saran"], MOTHER, UNPROVEN_PHONE).is_new


def _open_conflicts(region: int) -> list[tuple[str, uuid.UUID]]:
    with read_scope(region) as session:
        return [(row.kind, row.guardian_id) for row in session.scalars(select(IdentityConflictRow))]


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
