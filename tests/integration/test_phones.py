"""A family's telephone is changed by codes on both, or by the office that proves the person."""

import uuid
from collections.abc import Callable, Iterator

import pytest

from kezek.core.access import Actor, Role
from kezek.core.errors import Code, Refusal
from kezek.settings import Settings
from kezek.usecases.phones import ask_phone_change, change_phone, change_phone_by_staff
from kezek.usecases.proofs import prove_guardian, prove_parentage
from tests.factories.families import OFFICER, PROVEN_PHONE, UNPROVEN_PHONE, family, read_code
from tests.factories.regions import House, open_house
from tests.integration.people import account_of, guardian_id_of, guardian_of, refusal_of


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

    guardian = guardian_of(region, actor.guardian_id)
    assert (guardian.phone, guardian.proven) == (PROVEN_PHONE, True)
    assert epoch == 2
    assert change.old.phone == UNPROVEN_PHONE


def test_the_new_phones_code_does_not_stand_for_the_old_ones(region: int) -> None:
    actor = family(region)
    change = ask_phone_change(region, actor, PROVEN_PHONE, "kk")
    new = (change.new.id, read_code(region, change.new.id))

    with pytest.raises(Refusal):
        change_phone(region, actor, PROVEN_PHONE, new, new)

    assert guardian_of(region, actor.guardian_id).phone == UNPROVEN_PHONE


def test_codes_of_one_change_do_not_serve_another(region: int) -> None:
    actor = family(region)
    change = ask_phone_change(region, actor, PROVEN_PHONE, "kk")
    old = (change.old.id, read_code(region, change.old.id))
    new = (change.new.id, read_code(region, change.new.id))

    with pytest.raises(Refusal):
        change_phone(region, actor, "+77015550004", old, new)


def test_staff_change_the_phone_and_prove_the_person(region: int) -> None:
    actor = family(region)

    change_phone_by_staff(region, OFFICER, guardian_id_of(actor), "+77015550001")

    guardian = guardian_of(region, actor.guardian_id)
    assert (guardian.phone, guardian.proven_by) == ("+77015550001", OFFICER.tag)
    assert account_of(region, actor.account_id).session_epoch == 2


def test_only_the_office_proves_and_changes_phones(region: int) -> None:
    actor = family(region)

    for forbidden in (
        lambda: prove_guardian(region, actor, guardian_id_of(actor)),
        lambda: change_phone_by_staff(region, actor, guardian_id_of(actor), PROVEN_PHONE),
        lambda: prove_parentage(region, Actor(uuid.UUID(int=1), Role.ADMIN), uuid.UUID(int=2)),
    ):
        assert refusal_of(forbidden).code is Code.NOT_YOURS


@pytest.fixture
def region(house: House) -> int:
    return house["demo"]


@pytest.fixture
def house(new_database: Callable[[], Settings]) -> Iterator[House]:
    with open_house(new_database(), "demo", "saran") as opened:
        yield opened
