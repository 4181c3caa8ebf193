"""A switch of the city to vouchers in the hands of administrators: rehearsed, signed, counted."""

import itertools
from datetime import date, datetime, timedelta

from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from kezek.core.access import Role
from kezek.db.approvals import ApprovalRow
from kezek.db.journal import FactRow
from kezek.db.scope import read_scope
from kezek.db.territory_switches import TerritorySwitchRow
from tests.factories.regions import House
from tests.factories.staff import come_in, open_staff
from tests.web.browsing import send
from tests.web.checked import check_pages

HOME = "/demo/admin/"
ACTOR = "admin:1"
_LOGINS = itertools.count(1)


def day_in(house: House, days: int) -> date:
    """The day that lies so far ahead, on the region's calendar."""
    return (house.clock.now() + timedelta(hours=5, days=days)).date()


def midnight_in(house: House, days: int) -> datetime:
    """The moment in which that day begins there."""
    return datetime.fromisoformat(f"{day_in(house, days)}T00:00:00+05:00")


def plan_url(house: House) -> str:
    """The rehearsal of vouchers in the city, three days ahead."""
    return f"{HOME}switches/city/voucher/{day_in(house, 3)}/"


def sign(admin: FlaskClient, house: House, reason: str) -> TestResponse:
    """Signed by one: the answer leads to what waits for another."""
    return send(admin, admin.get(f"{plan_url(house)}sign"), "sign", reason=reason)


def set_by_two(admin: FlaskClient, house: House, reason: str) -> TestResponse:
    """Signed by both: the answer leads to the switch."""
    proposed = sign(admin, house, reason).location
    second = administrator(house)
    return send(second, second.get(proposed), f"{proposed}/agree")


def administrator(house: House) -> FlaskClient:
    """A new administrator of the region, who has signed in."""
    login = f"admin-{next(_LOGINS)}"
    house.within(open_staff, house["demo"], Role.ADMIN, login)
    client = check_pages(house.app)
    come_in(client, login)
    return client


def count(
    house: House, table: type[FactRow | TerritorySwitchRow | ApprovalRow], *conditions: object
) -> int:
    """How many rows of the table there are in the region."""

    def found() -> int:
        with read_scope(house["demo"]) as session:
            query = select(func.count()).select_from(table).where(*conditions)  # type: ignore[arg-type]
            return session.scalar(query) or 0

    return house.within(found)
