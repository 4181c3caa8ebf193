"""Complaints of families, as tests file them and find them in the ledger."""

import uuid
from datetime import timedelta

from sqlalchemy import select

from kezek.core.access import Actor, Role
from kezek.core.applications import Application
from kezek.core.complaints import About, Body
from kezek.core.ids import TerritorySlug
from kezek.db.applications import load_applications
from kezek.db.complaints import ComplaintRow
from kezek.db.journal import FactRow
from kezek.db.notices import NoticeRow
from kezek.db.scope import read_scope
from kezek.usecases.complaints import ComplaintWish, file_complaint
from tests.factories.regions import House
from tests.factories.staff import owner_of

TEXT = "Нас обошли в очереди, прошу проверить. Айша стоит с 7 сентября."
ANSWER = "Проверили: ошибка исправлена, место в очереди прежнее."
CHIEF = Actor(uuid.UUID(int=5), Role.OFFICE)
CITY = Actor(uuid.UUID(int=6), Role.OFFICE, territories=frozenset({TerritorySlug("city")}))


def wish_of(
    own: Application,
    *,
    about: About = About.QUEUEING,
    body: Body = Body.PROVIDER,
    text: str = TEXT,
) -> ComplaintWish:
    return ComplaintWish(application_id=own.id, about=about, body=body, text=text)


def file(house: House, own: Application, *, body: Body = Body.PROVIDER) -> uuid.UUID:
    return file_complaint(house["demo"], owner_of(own), wish_of(own, body=body))


def to_hour(house: House, hour: int) -> None:
    """To that hour of a working day in Kazakhstan, later than now."""
    now = house.clock.now()
    moment = now.replace(hour=hour - 5, minute=0, second=0, microsecond=0)
    while moment <= now or moment.weekday() > 3:
        moment += timedelta(days=1)
    house.clock.set(moment)


def row_of(house: House, complaint_id: uuid.UUID) -> ComplaintRow:
    with read_scope(house["demo"]) as session:
        return session.get_one(ComplaintRow, (house["demo"], complaint_id))


def load(house: House, application_id: uuid.UUID) -> Application:
    with read_scope(house["demo"]) as session:
        return next(iter(load_applications(session, [application_id]).values()))


def facts_of(house: House, own: Application) -> list[FactRow]:
    with read_scope(house["demo"]) as session:
        query = select(FactRow).where(FactRow.application_id == own.id).order_by(FactRow.id)
        return list(session.scalars(query))


def notices(house: House, own: Application, code: str) -> list[NoticeRow]:
    with read_scope(house["demo"]) as session:
        query = select(NoticeRow).where(NoticeRow.application_id == own.id, NoticeRow.code == code)
        return list(session.scalars(query.order_by(NoticeRow.seq)))


def alarms(house: House, number: str) -> int:
    with read_scope(house["demo"]) as session:
        rows = session.scalars(select(NoticeRow).where(NoticeRow.code == "N-54"))
        return sum(row.values.get("detail") == number for row in rows)
