"""Places that a child of an indigo territory may take now, and what its family has to know."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.access import Actor
from kezek.core.applications import Application, State, TermKind
from kezek.core.ids import ApplicationId
from kezek.core.modes.contract import Rules
from kezek.core.modes.indigo.chances import (
    Chance,
    chance_of,
    in_turn,
    is_old_enough_for_private,
    suits,
    window_of,
)
from kezek.core.modes.registry import has_bulletin
from kezek.core.places import Place
from kezek.core.signed_texts import SignedAct
from kezek.core.signing_ways import ways_of
from kezek.db.applications import load_applications
from kezek.db.claim_codes import confirmed_until
from kezek.db.kindergartens import KindergartenRow
from kezek.db.people import ChildRow, GuardianRow
from kezek.db.place_watches import is_watching
from kezek.db.places import takeable_places
from kezek.db.rules_in_force import region_at, rules_of
from kezek.db.scope import read_scope
from kezek.reads.morning_bulletin import Phase, Today, today_of

MAY_TAKE = frozenset({State.QUEUED, State.PRIORITY})
"""States in which a place may be taken (9.2 rows 3, 5, 6)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A kindergarten with the place that a tap on it gives, and how many there are."""

    kindergarten_id: uuid.UUID
    name: str
    is_name_russian: bool
    is_demo: bool
    address: str
    phone: str
    is_private: bool
    chance: Chance
    language: str
    temporary_until: date | None
    places: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacesPage:
    """Everything that a tap depends on."""

    now: datetime
    id: uuid.UUID
    number: str
    child: str
    birth_year: int
    language: str
    standing: str
    state: str
    window_until: datetime | None
    today: Today
    own: tuple[Option, ...]
    """In the window of this child."""
    open: tuple[Option, ...]
    private: tuple[Option, ...]
    is_old_enough_for_private: bool
    private_min_age: int
    is_shut: bool
    """Whether the hours of open places are over for today (A-36)."""
    needs_eds: bool
    takes_keys: bool
    """Whether a place may be taken with an electronic signature."""
    confirmed_until: datetime | None
    is_watching: bool
    has_email: bool
    guardian_id: uuid.UUID

    @property
    def may_take(self) -> bool:
        """Whether anything may be taken at all in this state."""
        return self.state in MAY_TAKE and self.today.phase is not Phase.FROZEN

    @property
    def count(self) -> int:
        """How many places there are for this child now."""
        return sum(one.places for one in (*self.own, *self.open, *self.private))


@dataclass(frozen=True, slots=True)
class Takeable:
    """How many places wait for a child, by the right by which it may take them."""

    own: int = 0
    open: int = 0
    private: int = 0

    @property
    def count(self) -> int:
        """All of them."""
        return self.own + self.open + self.private


def places_page(
    tenant_id: int,
    actor: Actor,
    application_id: uuid.UUID,
    language: str,
    code_id: uuid.UUID | None,
) -> PlacesPage | None:
    """The places for one application of the family; nothing for another's, or in another mode."""
    with read_scope(tenant_id) as session:
        found = load_applications(session, [application_id])
        one = found.get(ApplicationId(application_id))
        if one is None or one.guardian != actor.guardian_id or not has_bulletin(one.mode):
            return None
        now = services().clock.now(session)
        version, region = region_at(session, tenant_id, now)
        rules = rules_of(region, version, now)
        return _page(session, one, rules, now, language, code_id)


def takeable_by(session: Session, one: Application, rules: Rules, now: datetime) -> Takeable:
    """How much this child might take now, for its cards."""
    own = open_ = private = 0
    for place, chance in _suiting(session, one, rules):
        if place.is_private:
            private += _may_private(one, rules, now)
        elif chance is Chance.WINDOW:
            own += 1
        else:
            open_ += 1
    return Takeable(own, open_, private)


def _page(
    session: Session,
    one: Application,
    rules: Rules,
    now: datetime,
    language: str,
    code_id: uuid.UUID | None,
) -> PlacesPage:
    settings, calendar = rules.settings, rules.calendar
    options = _options(session, _suiting(session, one, rules), language)
    window = one.term(TermKind.WINDOW)
    guardian = session.scalars(select(GuardianRow).where(GuardianRow.id == one.guardian)).one()
    hours = settings.open_hours
    ways = ways_of(settings, SignedAct.ACCEPTANCE)
    return PlacesPage(
        now=now,
        id=one.id,
        number=one.number,
        child=session.scalar(select(ChildRow.full_name).where(ChildRow.id == one.child)) or "",
        birth_year=one.birth_year,
        language=one.language,
        standing=str(one.standing),
        state=str(one.state),
        window_until=window.due_at if window else None,
        today=today_of(rules, now),
        own=tuple(one for one in options if one.chance is Chance.WINDOW and not one.is_private),
        open=tuple(one for one in options if one.chance is Chance.OPEN and not one.is_private),
        private=tuple(one for one in options if one.is_private),
        is_old_enough_for_private=_may_private(one, rules, now),
        private_min_age=settings.private_min_age,
        is_shut=hours is not None and not hours.covers(calendar.local(now).time()),
        needs_eds=not ways.sms,
        takes_keys=ways.eds and services().eds.is_set_up,
        confirmed_until=confirmed_until(session, one.guardian, code_id, calendar, now),
        is_watching=is_watching(session, one.id),
        has_email=bool(guardian.email),
        guardian_id=one.guardian,
    )


def _may_private(one: Application, rules: Rules, now: datetime) -> bool:
    today = rules.calendar.local_day(now)
    return is_old_enough_for_private(one.born_on, today, rules.settings)


def _suiting(session: Session, one: Application, rules: Rules) -> list[tuple[Place, Chance]]:
    """The places for a child like this one that it may take, in the order of giving (R-61)."""
    places = takeable_places(session, one.territory, one.birth_year)
    window_on = window_of(one, rules.calendar)
    suitable = in_turn(place for place in places if suits(one, place, rules.settings))
    chances = ((place, chance_of(place, window_on)) for place in suitable)
    return [pair for pair in chances if pair[1] in (Chance.WINDOW, Chance.OPEN)]


def _options(
    session: Session, places: Sequence[tuple[Place, Chance]], language: str
) -> list[Option]:
    """One line for a kindergarten: a tap there gives the window's place before an open one."""
    by_garden: dict[uuid.UUID, list[tuple[Place, Chance]]] = {}
    for place, chance in sorted(places, key=lambda pair: pair[1] is not Chance.WINDOW):
        by_garden.setdefault(place.key.kindergarten, []).append((place, chance))
    rows = session.scalars(select(KindergartenRow).where(KindergartenRow.id.in_(by_garden)))
    options = [_option(row, by_garden[row.id], language) for row in rows]
    return sorted(options, key=lambda one: (one.name, str(one.kindergarten_id)))


def _option(row: KindergartenRow, places: Iterable[tuple[Place, Chance]], language: str) -> Option:
    found = list(places)
    place, chance = found[0]
    address = row.address_ru if language == "ru" else row.address_kk or row.address_ru
    return Option(
        kindergarten_id=row.id,
        name=row.name(language),
        is_name_russian=language == "kk" and not row.name_kk,
        is_demo=row.is_demo,
        address=address,
        phone=row.phone,
        is_private=place.is_private,
        chance=chance,
        language=place.key.language,
        temporary_until=place.temporary_until,
        places=len(found),
    )
