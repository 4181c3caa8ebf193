"""The stage of one story: its own region, its clock, its people and kindergartens."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.adapters.tenants import read_tenant
from kezek.clock import SteppedClock
from kezek.core.applications import Application
from kezek.core.days import Calendar
from kezek.core.ids import KindergartenId, TerritorySlug
from kezek.core.people import Identity, iin_check_digit
from kezek.core.queues import QueueKey, QueueType, SeatKey, SharedKey
from kezek.core.regions import Tenant, canonical, digest
from kezek.core.rules import TenantRules
from kezek.core.territories import Level, Mode, ModeFrom, Territory
from kezek.db.base import db, uuid7
from kezek.db.due import next_look_at
from kezek.db.kindergartens import GroupRow, KindergartenRow
from kezek.db.people import ChildRow, GuardianRow
from kezek.db.places import PlaceRow
from kezek.db.private import Contacts, child_columns, guardian_columns
from kezek.db.queue_keys import category_key
from kezek.db.queues import QueueRow, find_queue
from kezek.db.scope import read_scope, tenant_scope
from kezek.db.tenants import TenantRow, TenantVersionRow, next_effective
from kezek.scenarios.story import Garden, Story
from kezek.scenarios.verbs_table import LANGUAGES, Span
from kezek.usecases.due import bring_about_due
from kezek.usecases.happenings import begin_clocks, coming
from kezek.usecases.nights import BEGINS
from kezek.usecases.number_digests import has_news, tell_numbers
from kezek.usecases.rules_change import bring_into_force

KNOWN_YEARS = (2025, 2026)
"""Stories have these calendars and no others (R-90)."""

ONE_STEP = timedelta(milliseconds=1)
LONG_AHEAD = datetime(9999, 1, 1, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
COHORTS = range(2015, 2031)


def bring_about_now(tenant_id: int) -> None:
    """Settings come into force, then everything that is due happens (R-8)."""
    bring_into_force(tenant_id)
    bring_about_due(tenant_id)


@dataclass
class Stage:
    """Everything that a story acts with; times are local, as the story tells them."""

    tenant_id: int
    calendar: Calendar
    clock: SteppedClock
    gardens: dict[str, uuid.UUID]
    kinds: dict[str, Garden]
    territories: Mapping[str, Mode]
    parents: dict[str, uuid.UUID] = field(default_factory=dict)
    children: dict[str, uuid.UUID] = field(default_factory=dict)
    applications: dict[str, list[uuid.UUID]] = field(default_factory=dict)
    notices_seen: dict[str, int] = field(default_factory=dict)
    looked_at: dict[uuid.UUID, Application | None] = field(default_factory=dict)
    """Applications as one `expect` finds them."""
    bring_about: Callable[[int], object] = bring_about_now
    """What a ticker does at a due moment; a season leaves it to workers."""
    at_night: Callable[[int, date], object] = tell_numbers
    """What the first night with news does; a season leaves it to workers."""

    _next_at: datetime = LONG_AGO
    """What was due next when time last stood still."""

    def tick(self, *, unchanged: bool = False) -> None:
        """The millisecond that passes before every step; what falls due in it happens.

        Where nothing was done since the last look, that look still holds.
        """
        moment = self.clock.now() + ONE_STEP
        if unchanged and moment < min(self._next_at, self._next_night()):
            self.clock.set(moment)
            return
        self.go_to(moment)

    def go_to(self, moment: datetime) -> None:
        """Jumps from due moment to due moment until this one (R-8)."""
        while True:
            due_at, night = self._next_due() or LONG_AHEAD, self._next_night()
            # Between two due moments nothing moves: only the first night has something to tell.
            if night <= min(due_at, moment) and has_news(self.tenant_id):
                self.clock.set(night)
                self.at_night(self.tenant_id, self.calendar.local_day(night))
            elif due_at <= moment:
                self.clock.set(max(due_at, self.clock.now()))
                self.bring_about(self.tenant_id)
            else:
                break
        self._next_at = due_at
        self.clock.set(moment)

    def _next_night(self) -> datetime:
        """The next moment at which families are told of changed numbers (N-08)."""
        today = self.calendar.local_day(self.clock.now())
        tonight = self.calendar.moment(today, BEGINS)
        if tonight > self.clock.now():
            return tonight
        return self.calendar.moment(today + timedelta(days=1), BEGINS)

    def _next_due(self) -> datetime | None:
        with read_scope(self.tenant_id) as session:
            now = self.clock.now(session)
            own = [one.at for one in coming(session, self.tenant_id, now)[:1]]
            moments = (next_look_at(session, now), next_effective(session, now), *own)
        return min((moment for moment in moments if moment is not None), default=None)

    def moment(self, local: datetime) -> datetime:
        """The moment that the story's wall clock shows."""
        return local.replace(tzinfo=self.calendar.zone).astimezone(UTC)

    def local(self, moment: datetime) -> datetime:
        """The story's wall clock at a moment, as it writes it."""
        return self.calendar.local(moment).replace(tzinfo=None)

    def after(self, span: Span) -> datetime:
        """The moment that lies a span ahead of now."""
        now = self.clock.now()
        if span.unit == "wd":
            local = self.calendar.local(now)
            day = self.calendar.add_working_days(local.date(), span.count)
            return self.calendar.moment(day, local.time())
        hours = {"d": 24 * span.count, "h": span.count}.get(span.unit, 0)
        minutes = span.count if span.unit == "m" else 0
        return now + timedelta(hours=hours, minutes=minutes)

    def application_of(self, child: str) -> uuid.UUID:
        """The application that a child's name means now; a made-up id when it has none."""
        known = self.applications.get(child)
        return known[-1] if known else uuid.UUID(int=0)

    def key(self, text: str) -> QueueKey:
        """The queue that a story calls `K1/2023/kk`, `general/2023/kk` or `city/3-G`.

        Raises ValueError and KeyError.
        """
        parts = text.split("/")
        if len(parts) == 2 and parts[0] in self.territories:
            return category_key(parts[0], parts[1])
        if parts[0] in self.gardens:
            return self.seats(text)
        queue_type, year, language = parts
        return self._shared(QueueType(queue_type), int(year), language)

    def _shared(self, queue_type: QueueType, year: int, language: str) -> SharedKey:
        """Of several territories the one in which somebody has ever stood in such a queue."""
        keys = [
            SharedKey(TerritorySlug(territory), queue_type, year, language)
            for territory in self.territories
        ]
        with read_scope(self.tenant_id) as session:
            return next((key for key in keys if find_queue(session, key)), keys[0])

    def seats(self, text: str) -> SeatKey:
        """The seats that a story calls `K1/2023/kk`. Raises ValueError and KeyError."""
        garden, year, language = text.split("/")
        return SeatKey(
            KindergartenId(self.gardens[garden]),
            int(year),
            language,
            self.kinds[garden].kind.queue_type,
        )

    def find_place(self, name: str) -> uuid.UUID | None:
        """The place that a story calls `K1/2023/kk#1`."""
        text, _, serial = name.partition("#")
        key = self.seats(text)
        with read_scope(self.tenant_id) as session:
            return session.scalar(
                select(PlaceRow.id)
                .join(QueueRow, QueueRow.id == PlaceRow.queue_id)
                .where(
                    QueueRow.kindergarten_id == key.kindergarten,
                    QueueRow.birth_year == key.birth_year,
                    QueueRow.language == key.language,
                    QueueRow.queue_type == str(key.queue_type),
                    PlaceRow.serial == int(serial),
                )
            )


def set_stage(story: Story, *, tenant: str | None) -> Stage:
    """Opens a region for one story in the scratch database, its clock at the story's beginning."""
    region = _region(story, tenant)
    clock = SteppedClock(story.now.replace(tzinfo=region.calendar.zone))
    services().clock = clock
    tenant_id = _open(region)
    stage = Stage(tenant_id, region.calendar, clock, {}, dict(story.gardens), story.territories)
    with tenant_scope(tenant_id) as session:
        begin_clocks(session, tenant_id, clock.now())
        for garden in story.gardens.values():
            stage.gardens[garden.name] = _add_garden(session, tenant_id, garden)
    return stage


def _region(story: Story, tenant: str | None) -> Tenant:
    base = _files_of(tenant or "demo")
    rules = base.rules if tenant else TenantRules()
    return replace(
        base,
        rules=rules.with_settings(story.settings),
        calendar=base.calendar.only(KNOWN_YEARS),
        territories=tuple(_territory(name, mode) for name, mode in story.territories.items()),
    )


@cache
def _files_of(slug: str) -> Tenant:
    """A region as its files say: read once for all stories of this process."""
    return read_tenant(slug)


def _territory(name: str, mode: Mode) -> Territory:
    begun = (ModeFrom(date(2020, 1, 1), mode),)
    return Territory(slug=name, kk=name, ru=name, level=Level.CITY, modes=begun)


def _open(region: Tenant) -> int:
    session = db.session()
    count = session.scalar(select(func.count()).select_from(TenantRow)) or 0
    tenant_id = session.execute(
        insert(TenantRow)
        .values(slug=f"story-{count + 1}", prefix=_prefix(count))
        .returning(TenantRow.id)
    ).scalar_one()
    session.commit()
    region = replace(region, prefix=_prefix(count))
    with tenant_scope(tenant_id) as scoped:
        scoped.execute(
            insert(TenantVersionRow).values(
                tenant_id=tenant_id,
                version=1,
                effective_from=LONG_AGO,
                loaded_at=LONG_AGO,
                loaded_by="scenario",
                sha256=digest(canonical(region)),
                data=canonical(region),
            )
        )
    return int(tenant_id)


def _prefix(count: int) -> str:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return letters[count // 676 % 26] + letters[count // 26 % 26] + letters[count % 26]


def _add_garden(session: Session, tenant_id: int, garden: Garden) -> uuid.UUID:
    garden_id = uuid7()
    session.execute(
        insert(KindergartenRow).values(
            tenant_id=tenant_id,
            id=garden_id,
            external_id=garden.name,
            name_kk=garden.name,
            name_ru=garden.name,
            kind=str(garden.kind),
            ownership=garden.ownership,
            territory=garden.territory,
            languages=list(LANGUAGES),
        )
    )
    session.execute(
        insert(GroupRow),
        [
            {
                "tenant_id": tenant_id,
                "id": uuid7(),
                "kindergarten_id": garden_id,
                "birth_year": year,
                "language": "kk",
                "capacity": 25,
            }
            for year in COHORTS
        ],
    )
    return garden_id


def add_child(stage: Stage, name: str, parent: str, born_on: date, iin: str) -> uuid.UUID:
    """The child of a story with its parent; in a story parentage is proven."""
    now = stage.clock.now()
    with tenant_scope(stage.tenant_id) as session:
        guardian_id = stage.parents.get(parent)
        if guardian_id is None:
            guardian_id = stage.parents[parent] = uuid7()
            session.execute(
                insert(GuardianRow).values(
                    tenant_id=stage.tenant_id,
                    id=guardian_id,
                    full_name=parent,
                    language="kk",
                    proven=True,
                    created_at=now,
                    **guardian_columns(
                        session,
                        stage.tenant_id,
                        guardian_id,
                        Identity(),
                        Contacts("+77010000000", "parent@example.kz"),
                    ),
                )
            )
        child_id = uuid7()
        session.execute(
            insert(ChildRow).values(
                tenant_id=stage.tenant_id,
                id=child_id,
                guardian_id=guardian_id,
                full_name=name,
                born_on=born_on,
                parentage_proven=True,
                created_at=now,
                **child_columns(session, stage.tenant_id, guardian_id, child_id, Identity(iin=iin)),
            )
        )
    return child_id


def made_up_iin(born_on: date, serial: int) -> str:
    """A valid number for a child of a story; those without a check digit are stepped over (D-2)."""
    century = "5" if born_on.year >= 2000 else "3"
    while True:
        body = f"{born_on:%y%m%d}{century}{serial % 10000:04d}"
        digit = iin_check_digit(body)
        if digit is not None:
            return f"{body}{digit}"
        serial += 1
