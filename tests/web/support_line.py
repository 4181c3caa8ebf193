"""The support number of a region, for tests of its pages: operators, and families that may call."""

import itertools
import uuid
from dataclasses import dataclass
from datetime import date

from flask.testing import FlaskClient
from sqlalchemy import select, update

from kezek.core.access import Actor, Role
from kezek.core.applications import Application
from kezek.core.people import Identity
from kezek.db.codes import SentCodeRow
from kezek.db.people import ChildRow, GuardianRow
from kezek.db.private import Contacts, guardian_columns
from kezek.db.scope import read_scope, tenant_scope
from kezek.usecases.applications import submit
from kezek.usecases.name_tokens import fill_names
from tests.factories.families import made_up_iin
from tests.factories.regions import House
from tests.factories.staff import come_in, open_staff
from tests.factories.waiting import FAMILY, child_of, wish
from tests.web.checked import check_pages

LINE = "/demo/hotline/"
BORN_ON = date(2022, 3, 14)
_LOGINS = itertools.count(1)
_SERIALS = itertools.count(3000, 20)
_PHONES = itertools.count(10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """A family that calls, with what it could tell."""

    application: Application
    child_iin: str
    parent_iin: str
    child: str
    parent: str
    phone: str

    @property
    def url(self) -> str:
        """The answer's page."""
        return f"{LINE}applications/{self.application.id}"


def caller(
    house: House,
    garden: uuid.UUID,
    *,
    child: str = "Омарова Айша",
    parent: str = "Омарова Айгүл Серікқызы",
    language: str = "ru",
    slug: str = "demo",
    born_on: date = BORN_ON,
) -> Called:
    """A family in the queue of this kindergarten, with names and numbers of its own."""
    phone = f"+770144455{next(_PHONES):02}"
    serial = next(_SERIALS)
    child_iin = made_up_iin(born_on, serial, known=True)
    parent_iin = made_up_iin(date(1990, 5, 20), serial)

    def settle() -> Application:
        child_id = child_of(house[slug], serial, born_on, iin=child_iin)
        parent_row = GuardianRow.id.in_(select(ChildRow.guardian_id).where(ChildRow.id == child_id))
        with tenant_scope(house[slug]) as session:
            guardian_id = session.scalars(select(GuardianRow.id).where(parent_row)).one()
            session.execute(update(ChildRow).where(ChildRow.id == child_id).values(full_name=child))
            session.execute(
                update(GuardianRow)
                .where(GuardianRow.id == guardian_id)
                .values(
                    full_name=parent,
                    language=language,
                    **guardian_columns(
                        session,
                        house[slug],
                        guardian_id,
                        Identity(iin=parent_iin),
                        Contacts(phone),
                    ),
                )
            )
        fill_names(house[slug])
        return submit(house[slug], FAMILY, wish(child_id, garden))

    return Called(
        application=house.within(settle),
        child_iin=child_iin,
        parent_iin=parent_iin,
        child=child,
        parent=parent,
        phone=phone,
    )


def operator(house: House, slug: str = "demo") -> tuple[FlaskClient, Actor]:
    """A new operator of the region, who has signed in."""
    login = f"line-{next(_LOGINS)}"
    actor = house.within(open_staff, house[slug], Role.HOTLINE, login)
    client = check_pages(house.app)
    come_in(client, login, slug)
    return client, actor


def staff(house: House, role: Role, garden: uuid.UUID | None = None) -> FlaskClient:
    """Somebody else who works in the region, and has signed in."""
    login = f"{role}-{next(_LOGINS)}"
    house.within(open_staff, house["demo"], role, login, kindergarten=garden)
    client = check_pages(house.app)
    come_in(client, login)
    return client


def newest_code(house: House, phone: str, slug: str = "demo") -> str:
    """The digits that went to this telephone last."""

    def read() -> str:
        with read_scope(house[slug]) as session:
            query = (
                select(SentCodeRow.digits)
                .where(SentCodeRow.phone == phone)
                .order_by(SentCodeRow.sent_at.desc(), SentCodeRow.id.desc())
            )
            return session.scalars(query.limit(1)).one()

    return house.within(read)
