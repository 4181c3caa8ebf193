"""A family and a specialist at their doors: codes asked for, rooms entered and left."""

import re

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kezek.core.access import Actor, Role
from kezek.usecases.accounts import StaffWish, open_staff_account
from tests.factories.families import MOTHER, UNPROVEN_PHONE
from tests.web.browsing import send

CHILDREN = "/demo/family/children/"
NEW_CHILD = "/demo/family/children/new"
ACCOUNT = "/demo/family/account/"
SIGN_UP = "/demo/family/sign-up"
STAFF = "/demo/staff/sign-in"
PASSWORD = "a long enough one"


def ask(
    client: FlaskClient, door: str, iin: str = MOTHER.iin, phone: str = UNPROVEN_PHONE
) -> TestResponse:
    """Asks for a code at this door; gives the answer."""
    return send(client, client.get(door), "door", iin=iin, phone=phone)


def come_in(client: FlaskClient, slug: str = "demo") -> TestResponse:
    """Signs in with the code that the demonstration shows; gives the last answer."""
    code = ask(client, f"/{slug}/family/sign-up")
    page = client.get(code.location)
    return send(client, page, "code-entry", code=newest_code(client, slug))


def leave(client: FlaskClient, slug: str = "demo") -> None:
    """Signs out."""
    send(client, client.get(f"/{slug}/family/account/"), f"/{slug}/sign-out")


def newest_code(client: FlaskClient, slug: str = "demo") -> str:
    """The digits of the newest message of the demonstration."""
    found = re.search(r"кодыңыз (\d{6})", client.get(f"/{slug}/demo/codes").text)
    assert found is not None
    return found[1]


def wrong(digits: str) -> str:
    """A code that is not this one."""
    return f"{(int(digits) + 1) % 1_000_000:06d}"


def open_office(region: int) -> Actor:
    """An account of a specialist: `office` with the password above."""
    wish = StaffWish(role=Role.OFFICE, login="office", password=PASSWORD, full_name="Айгүл Омарова")
    return Actor(open_staff_account(region, "admin:1", wish), Role.OFFICE)
