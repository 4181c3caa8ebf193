"""The administrator's room of settings: how a test comes in, signs, and reads what is kept."""

import itertools
import uuid

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kezek.core.access import Role
from kezek.reads.configuration import Configuration, configuration
from tests.factories.regions import House
from tests.factories.staff import come_in, open_staff
from tests.web.browsing import send
from tests.web.checked import check_pages

HOME = "/demo/admin/settings/"
CHANGE = f"{HOME}change/"
SIGN = f"{CHANGE}sign"
_LOGINS = itertools.count(1)


def staff_of(house: House, role: Role) -> FlaskClient:
    """Somebody of the staff, signed in."""
    login = f"{role}-{next(_LOGINS)}-{uuid.uuid4().hex[:6]}"
    house.within(open_staff, house["demo"], role, login)
    client = check_pages(house.app)
    come_in(client, login)
    return client


def sign_change(admin: FlaskClient, **typed: object) -> TestResponse:
    """Signs what is proposed, for now."""
    return send(admin, admin.get(SIGN), "sign", **{"when": "now", "reason": "Приказ № 7"} | typed)


def config_of(house: House) -> Configuration:
    """The region's configuration with its draft."""
    return house.within(configuration, house["demo"])
