"""Staff come in by login and password: who is let in, who waits, whose sessions end."""

import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from kezek.core.access import Actor, Role
from kezek.core.errors import Code
from kezek.settings import Settings
from kezek.usecases.accounts import (
    StaffWish,
    open_staff_account,
    set_active,
    set_password,
    sign_in,
    sign_out_everywhere,
)
from tests.factories.regions import House, open_house
from tests.integration.people import account_of, refusal_of

PASSWORD = "a long enough one"


def test_staff_come_in_by_login_and_password(region: int) -> None:
    account_id = _office(region, login="Aigul")

    assert sign_in(region, " aigul ", PASSWORD).account_id == account_id
    assert refusal_of(lambda: sign_in(region, "aigul", "another one")).detail == "sign_in"
    assert refusal_of(lambda: sign_in(region, "nobody", PASSWORD)).detail == "sign_in"


def test_after_five_wrong_passwords_one_waits(house: House, region: int) -> None:
    _office(region)
    for _ in range(5):
        refusal_of(lambda: sign_in(region, "office", "wrong password"))

    waits = refusal_of(lambda: sign_in(region, "office", PASSWORD))

    assert waits.code is Code.LIMIT_REACHED
    assert waits.values["until"] == house.clock.now() + timedelta(minutes=1)
    house.clock.advance(timedelta(minutes=1))
    sign_in(region, "office", PASSWORD)
    sign_in(region, "office", PASSWORD)


def test_a_closed_account_does_not_open(region: int) -> None:
    account_id = _office(region)
    set_active(region, "admin:1", account_id, is_active=False)

    assert refusal_of(lambda: sign_in(region, "office", PASSWORD)).detail == "sign_in"


def test_a_new_password_and_signing_out_end_all_sessions(region: int) -> None:
    account_id = _office(region)

    set_password(region, "admin:1", account_id, "quite another one")
    sign_out_everywhere(region, Actor(account_id, Role.OFFICE))

    assert account_of(region, account_id).session_epoch == 3
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

    assert refusal_of(lambda: _office(region, **wish)).detail == detail


def _office(region: int, **wish: object) -> uuid.UUID:
    values = {
        "role": Role.OFFICE,
        "login": "office",
        "password": PASSWORD,
        "full_name": "Айгүл Омарова",
    }
    return open_staff_account(region, "admin:1", StaffWish(**{**values, **wish}))  # type: ignore[arg-type]


@pytest.fixture
def region(house: House) -> int:
    return house["demo"]


@pytest.fixture
def house(new_database: Callable[[], Settings]) -> Iterator[House]:
    with open_house(new_database(), "demo", "saran") as opened:
        yield opened
