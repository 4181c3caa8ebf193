"""The answer to a caller: status, numbers and why they moved, term, notices, calls, tasks (N12)."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.admission_stages import coming_to
from kezek.core.applications import Application, State, deadline
from kezek.core.ids import ApplicationId, KindergartenId
from kezek.core.masking import masked_name, masked_phone
from kezek.core.queues import SeatKey
from kezek.core.regions import Tenant
from kezek.core.territories import get_territory
from kezek.core.waits import IN_QUEUES, Wait, waited_for
from kezek.db.applications import ApplicationRow, load_applications
from kezek.db.calls import opened_until
from kezek.db.kindergartens import KindergartenRow, find_kindergarten
from kezek.db.people import ChildRow, GuardianRow, find_guardian
from kezek.db.places import find_place_kindergarten
from kezek.db.private import identity_of
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.reads.happenings import Happening, happenings_of
from kezek.reads.hotline_calls import HandedOver, PastCall, past_calls, tasks_about
from kezek.reads.hotline_notices import DeliveredNotice, delivered_notices
from kezek.reads.numbers import ShownNumber, shown_numbers

_LASTING = frozenset({State.SUSPENDED, State.STOP_LIST})
"""States that wait for nobody and end by themselves."""


@dataclass(frozen=True, slots=True)
class CallersData:
    """Who the family is: covered, until a code that its telephone got was read back (D-11)."""

    child: str
    parent: str
    phone: str
    opened_until: datetime | None = None
    born_on: date | None = None
    iin_ending: str = ""
    address: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Everything about one application that is said on the telephone, on one snapshot."""

    now: datetime
    zone: tzinfo
    id: uuid.UUID
    guardian_id: uuid.UUID
    number: str
    mode: str
    state: str
    reason: str
    since: datetime
    submitted_at: datetime
    standing: str
    queue_type: str
    birth_year: int
    language: str
    territory: str
    wait: Wait | None
    wait_until: datetime | None
    lasts_until: datetime | None
    numbers: tuple[ShownNumber, ...]
    names: Mapping[uuid.UUID, Mapping[str, str]]
    """Of each number's queue: the kindergarten or territory in each language."""
    garden: Mapping[str, str] | None
    """The kindergarten whose place is offered or kept, in each language. Where a child goes to
    already is told to nobody who knows a number only (D-11)."""
    caller: CallersData
    caller_language: str
    has_phone: bool
    happened: tuple[Happening, ...]
    notices: tuple[DeliveredNotice, ...]
    calls: tuple[PastCall, ...]
    tasks: tuple[HandedOver, ...]


def hotline_answer(
    tenant_id: int, by: str, application_id: uuid.UUID, language: str
) -> Answer | None:
    """The answer for an operator known by a tag; nothing for what this region has not."""
    with read_scope(tenant_id) as session:
        one = load_applications(session, [application_id]).get(ApplicationId(application_id))
        if one is None:
            return None
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        return _answer(session, region, one, by, language, now)


def _answer(
    session: Session, region: Tenant, one: Application, by: str, language: str, now: datetime
) -> Answer:
    guardian = find_guardian(session, one.guardian)
    assert guardian is not None, "an application without a parent"
    numbers = shown_numbers(session, one.id, language, now) if one.state in IN_QUEUES else ()
    wait, wait_until = waited_for(one)
    territory = get_territory(region.territories, one.territory)
    addresses = {"sms": guardian.phone, "email": _email(guardian)}
    return Answer(
        now=now,
        zone=region.calendar.zone,
        id=one.id,
        guardian_id=guardian.id,
        number=one.number,
        mode=str(one.mode),
        state=str(one.state),
        reason=str(one.reason or ""),
        since=_since(session, one.id),
        submitted_at=one.submitted_at,
        standing=str(one.standing),
        queue_type=str(one.queue_type),
        birth_year=one.birth_year,
        language=one.language,
        territory=territory.ru if language == "ru" else territory.kk,
        wait=wait,
        wait_until=wait_until,
        lasts_until=deadline(one) if one.state in _LASTING else None,
        numbers=numbers,
        names=_names(session, region, numbers),
        garden=_garden(session, one),
        caller=_caller(session, one, guardian, by, now),
        caller_language="ru" if guardian.language == "ru" else "kk",
        has_phone=bool(guardian.phone),
        happened=tuple(happenings_of(session, one.id, language)),
        notices=delivered_notices(session, one.id, addresses, now),
        calls=past_calls(session, one.id),
        tasks=tasks_about(session, one.id, by),
    )


def _email(guardian: GuardianRow) -> str:
    return guardian.email if services().settings.sends_email else ""


def _since(session: Session, application_id: uuid.UUID) -> datetime:
    query = select(ApplicationRow.state_since).where(ApplicationRow.id == application_id)
    return session.scalars(query).one()


def _caller(
    session: Session, one: Application, guardian: GuardianRow, by: str, now: datetime
) -> CallersData:
    child = session.scalars(select(ChildRow).where(ChildRow.id == one.child)).one()
    until = opened_until(session, guardian.id, by, now)
    if until is None:
        return CallersData(
            child=masked_name(child.full_name),
            parent=masked_name(guardian.full_name),
            phone=masked_phone(guardian.phone),
        )
    return CallersData(
        child=child.full_name,
        parent=guardian.full_name,
        phone=guardian.phone,
        opened_until=until,
        born_on=child.born_on,
        iin_ending=identity_of(guardian).ending,
        address=guardian.address,
        email=guardian.email,
    )


def _garden(session: Session, one: Application) -> Mapping[str, str] | None:
    place = one.offer.place if one.offer else None
    garden_id = find_place_kindergarten(session, place) if place else coming_to(one)
    row = find_kindergarten(session, garden_id) if garden_id else None
    return {"kk": row.name("kk"), "ru": row.name("ru")} if row else None


def _names(
    session: Session, region: Tenant, numbers: Sequence[ShownNumber]
) -> dict[uuid.UUID, Mapping[str, str]]:
    """How the queue of each number is called in each language: both are read aloud."""
    seats = {one.key.kindergarten for one in numbers if isinstance(one.key, SeatKey)}
    rows = session.scalars(select(KindergartenRow).where(KindergartenRow.id.in_(seats)))
    gardens = {KindergartenId(row.id): {"kk": row.name("kk"), "ru": row.name("ru")} for row in rows}
    return {one.queue_id: _name(region, one, gardens) for one in numbers}


def _name(
    region: Tenant, one: ShownNumber, gardens: Mapping[KindergartenId, Mapping[str, str]]
) -> Mapping[str, str]:
    if isinstance(one.key, SeatKey):
        return gardens[one.key.kindergarten]
    territory = get_territory(region.territories, one.key.territory)
    return {"kk": territory.kk, "ru": territory.ru}
