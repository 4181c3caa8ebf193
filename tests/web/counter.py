"""A specialist at the counter of the office: who comes in, and what the ledger holds afterwards."""

import itertools
import re
import uuid
from dataclasses import replace

from flask.testing import FlaskClient
from sqlalchemy import select

from kezek.core.access import Role
from kezek.core.applications import Application
from kezek.core.ids import ApplicationId
from kezek.core.people import Identity
from kezek.db.accounts import IdentityConflictRow, open_conflict
from kezek.db.applications import load_applications
from kezek.db.journal import FactRow
from kezek.db.notices import NoticeRow
from kezek.db.people import ChildRow, GuardianRow
from kezek.db.scope import read_scope
from kezek.usecases import admission
from kezek.usecases.applications import submit
from kezek.usecases.documents import Upload, attach
from kezek.usecases.sign_up import Entered
from kezek.usecases.unit_of_work import act
from tests.factories.families import KNOWN_CHILD, child, family, sign_up
from tests.factories.regions import House
from tests.factories.staff import (
    come_in,
    handed_in,
    open_staff,
    owner_of,
)
from tests.factories.waiting import FAMILY, wish
from tests.web.checked import check_pages

DESK = "/demo/office/"
FAMILIES = "/demo/office/families/"
LOGINS = itertools.count(1)
PHONES = itertools.count(1)


def listed(desk: FlaskClient, work: str) -> str:
    """The list itself, without the newest messages below it."""
    return desk.get(f"{DESK}?work={work}").text.partition('id="news-title"')[0]


def review_of(application_id: uuid.UUID) -> str:
    return f"/demo/office/applications/{application_id}/"


def specialist(house: House, *territories: str) -> FlaskClient:
    login = f"office-{next(LOGINS)}"
    house.within(open_staff, house["demo"], Role.OFFICE, login, territories=territories)
    client = check_pages(house.app)
    come_in(client, login)
    return client


def of_a_large_family(tenant_id: int, garden: uuid.UUID) -> uuid.UUID:
    """A child whose numbers the demo's registers know."""
    parent = family(tenant_id)
    child_id = child(tenant_id, parent, KNOWN_CHILD)
    filled_in = replace(wish(child_id, garden, category=10), proof_accepted=False)
    return submit(tenant_id, FAMILY, filled_in).id


def refused_child(house: House, garden: uuid.UUID) -> uuid.UUID:
    child = house.within(handed_in, house["demo"], garden)
    house.within(
        admission.refuse_admission,
        house["demo"],
        "kindergarten:1",
        child,
        reason="contraindication",
    )
    return child


def token_of(page: str) -> dict[str, str]:
    found = re.findall(r'name="(csrf_token|intent)" type="hidden" value="([^"]*)"', page)
    return dict(found) | {"intent": str(uuid.uuid4())}


def loaded(house: House, application_id: uuid.UUID) -> Application:
    def load() -> Application:
        with read_scope(house["demo"]) as session:
            return load_applications(session, [application_id])[ApplicationId(application_id)]

    return house.within(load)


def facts_of(house: House, application_id: uuid.UUID) -> list[FactRow]:
    def facts() -> list[FactRow]:
        with read_scope(house["demo"]) as session:
            query = select(FactRow).where(FactRow.application_id == application_id)
            return list(session.scalars(query.order_by(FactRow.id)))

    return house.within(facts)


def kinds_of(house: House, application_id: uuid.UUID) -> list[str]:
    return [fact.kind for fact in facts_of(house, application_id)]


def payloads_of(house: House, application_id: uuid.UUID) -> list[object]:
    return [fact.payload for fact in facts_of(house, application_id)]


def notices_of(house: House, application_id: uuid.UUID) -> list[NoticeRow]:
    def notices() -> list[NoticeRow]:
        with read_scope(house["demo"]) as session:
            query = select(NoticeRow).where(
                NoticeRow.application_id == application_id, NoticeRow.audience == "family"
            )
            return list(session.scalars(query))

    return house.within(notices)


def codes_of(house: House, application_id: uuid.UUID) -> set[str]:
    return {one.code for one in notices_of(house, application_id)}


def letter_of(house: House, application_id: uuid.UUID, code: str) -> str:
    return next(one.body for one in notices_of(house, application_id) if one.code == code)


def attach_to(house: House, application_id: uuid.UUID, upload: Upload) -> None:
    application = loaded(house, application_id)
    house.within(
        attach,
        house["demo"],
        owner_of(application),
        application.child,
        [upload],
        application_id=application_id,
    )


def enter_as(house: House, identity: Identity) -> Entered:
    return house.within(sign_up, house["demo"], identity, f"+770155{next(PHONES) * 2 + 1:05}")


def guardian_row(house: House, guardian_id: uuid.UUID) -> GuardianRow:
    def find() -> GuardianRow:
        with read_scope(house["demo"]) as session:
            return session.get_one(GuardianRow, (house["demo"], guardian_id))

    return house.within(find)


def phone_of(house: House, guardian_id: uuid.UUID) -> str:
    """The telephone that is bound to a parent, opened with the family's key."""
    return house.within(lambda: guardian_row(house, guardian_id).phone)


def child_row(house: House, child_id: uuid.UUID) -> ChildRow:
    def find() -> ChildRow:
        with read_scope(house["demo"]) as session:
            return session.get_one(ChildRow, (house["demo"], child_id))

    return house.within(find)


def call(house: House, child_id: uuid.UUID, name: str) -> None:
    def write() -> None:
        with act(house["demo"], "test") as running:
            running.session.get_one(ChildRow, (house["demo"], child_id)).full_name = name

    house.within(write)


def unprove(house: House, child_id: uuid.UUID) -> None:
    def forget() -> None:
        with act(house["demo"], "test") as running:
            running.session.get_one(ChildRow, (house["demo"], child_id)).parentage_proven = False

    house.within(forget)


def claim_twice(house: House, application: Application) -> uuid.UUID:
    def make() -> uuid.UUID:
        with act(house["demo"], "test") as running:
            open_conflict(
                running.session,
                house["demo"],
                application.guardian,
                running.now(),
                application_id=application.id,
            )
            running.session.flush()
            return running.session.scalars(
                select(IdentityConflictRow.id).where(
                    IdentityConflictRow.application_id == application.id
                )
            ).one()

    return house.within(make)
