"""A kindergarten's desk for tests: signed in, with eyes on its children and places."""

import re
import uuid
from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from kezek.core.access import Role
from kezek.core.applications import Application, State
from kezek.core.ids import ApplicationId
from kezek.core.places import PlaceState
from kezek.db.applications import load_applications
from kezek.db.notices import NoticeRow
from kezek.db.places import PlaceRow
from kezek.db.queues import QueueRow
from kezek.db.scope import read_scope
from kezek.usecases import admission, answers
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House
from tests.factories.staff import come_in, open_staff, queued
from tests.factories.waiting import FAMILY
from tests.web.checked import check_pages
from tests.web.kit_app import ALMATY

ROOM = "/demo/kindergarten/"
PLACES = f"{ROOM}places/"
NEW = f"{ROOM}places/new"
PUPILS = f"{ROOM}pupils/"
GROUPS = f"{ROOM}groups/"


def new_garden(house: House, groups: tuple[tuple[int, str], ...] = ((2022, "kk"),)) -> uuid.UUID:
    """A kindergarten of the region; each test has its own."""
    made: uuid.UUID = house.within(
        kindergarten,
        house["demo"],
        "Ясли-сад «Балдәурен»",
        name_kk="«Балдәурен» бөбекжайы",
        groups=groups,
    )
    return made


def desk_of(house: House, garden: uuid.UUID) -> FlaskClient:
    """Its staff, signed in."""
    login = f"garden-{garden}"
    house.within(open_staff, house["demo"], Role.KINDERGARTEN, login, kindergarten=garden)
    client = check_pages(house.app)
    come_in(client, login)
    return client


def child_path(application_id: uuid.UUID) -> str:
    """The page of one child."""
    return f"{ROOM}children/{application_id}/"


def load_one(house: House, application_id: uuid.UUID) -> Application:
    """The application as it is now."""

    def load() -> Application:
        with read_scope(house["demo"]) as session:
            return load_applications(session, [application_id])[ApplicationId(application_id)]

    return house.within(load)


def state_of(house: House, application_id: uuid.UUID) -> State:
    """The state of an application."""
    return load_one(house, application_id).state


def places_of(house: House, garden: uuid.UUID, birth_year: int | None = None) -> list[str]:
    """The states of a kindergarten's places, in the order of publication."""

    def places() -> list[str]:
        with read_scope(house["demo"]) as session:
            query = _of(garden, PlaceRow.state).order_by(PlaceRow.birth_year, PlaceRow.serial)
            if birth_year is not None:
                query = query.where(PlaceRow.birth_year == birth_year)
            return list(session.scalars(query))

    return house.within(places)


def place_ids(house: House, garden: uuid.UUID) -> list[uuid.UUID]:
    """The places themselves."""

    def find() -> list[uuid.UUID]:
        with read_scope(house["demo"]) as session:
            return list(session.scalars(_of(garden, PlaceRow.id).order_by(PlaceRow.serial)))

    return house.within(find)


def place_in(house: House, garden: uuid.UUID, state: PlaceState) -> uuid.UUID:
    """The one place in this state."""

    def find() -> uuid.UUID:
        with read_scope(house["demo"]) as session:
            query = _of(garden, PlaceRow.id).where(PlaceRow.state == state)
            found: uuid.UUID = session.scalars(query).one()
            return found

    return house.within(find)


def newest_letter(house: House, application_id: uuid.UUID, code: str) -> str:
    """What a family read."""

    def read() -> str:
        with read_scope(house["demo"]) as session:
            query = select(NoticeRow.body).where(
                NoticeRow.application_id == application_id, NoticeRow.code == code
            )
            return session.scalars(query).one()

    return house.within(read)


def send_token(client: FlaskClient) -> dict[str, str]:
    """The hidden boxes of any form of this session."""
    page = client.get(NEW)
    return dict(re.findall(r'name="(csrf_token|intent)" type="hidden" value="([^"]*)"', page.text))


def in_two_days(house: House) -> list[str]:
    """A day as three boxes."""
    day = house.clock.now().astimezone(ALMATY) + timedelta(days=2)
    return [str(day.day), str(day.month), str(day.year)]


def referred_to_free(tenant_id: int, garden: uuid.UUID) -> None:
    """Somebody comes and takes the place that is free."""
    application = queued(tenant_id, garden)
    answers.accept(tenant_id, FAMILY, application.id)


def take_and_sign(tenant_id: int, application_id: uuid.UUID) -> None:
    """From the offer to the contract."""
    answers.accept(tenant_id, FAMILY, application_id)
    admission.submit_documents(tenant_id, FAMILY, application_id, complete=True, vaccinated=True)
    admission.admit(tenant_id, "kindergarten:test", application_id)
    admission.sign(tenant_id, FAMILY, application_id)


def _of(garden: uuid.UUID, column: Any) -> Any:
    return (
        select(column)
        .join(QueueRow, QueueRow.id == PlaceRow.queue_id)
        .where(QueueRow.kindergarten_id == garden)
    )
