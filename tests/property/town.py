"""A town in memory that asks the core as the use cases do: what is due first, then the act."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from kezek.core.applications import ENDED, Application, ArchiveReason, State
from kezek.core.errors import Code, Refusal
from kezek.core.events import Fact
from kezek.core.groups import Group
from kezek.core.ids import ApplicationId, ChildId, GuardianId, PlaceId
from kezek.core.places import Place, PlaceState
from kezek.core.queues import QueueType, SeatKey
from kezek.core.triggers import (
    ChangeChoices,
    KeepPlace,
    Outage,
    Publish,
    PupilReturned,
    RatioSet,
    Recall,
    Submit,
)
from kezek.core.turns import Standing
from tests.builders import CALENDAR, CITY, chosen, garden
from tests.property.region import ONE_STEP, Region
from tests.property.triggers import SIMPLE

DONE = "done"
OCCUPIED = (PlaceState.FILLED, PlaceState.RESERVED_FOR_SANATORIUM)
CATEGORY = {Standing.O: 1, Standing.P: 10, Standing.G: 13}
"""A category of Annex 1 for each class."""


@dataclass(frozen=True, slots=True)
class Child:
    """A child as the machine makes it up; children with one parent are siblings."""

    serial: int
    parent: int
    born_on: date


class Town(Region):
    """A region in which acts are called by their verbs, with the serial of their subject."""

    def act(self, verb: str, subject: int = 0, **given: Any) -> str:
        """Does one thing; gives `done` or the code of the refusal, and then nothing has changed."""
        self.go_to(self.now + ONE_STEP)
        try:
            self.last = getattr(self, f"_{verb}", self._simple(verb))(subject, **given)
        except Refusal as refusal:
            self.last = ()
            return str(refusal.code)
        return DONE

    def _simple(self, verb: str) -> Callable[..., tuple[Fact, ...]]:
        def act(subject: int, **given: Any) -> tuple[Fact, ...]:
            one = self.one(subject)
            group = self.group(one) if verb in ("admit", "refuse_admission") else None
            return self._decide(SIMPLE[verb](one.id, group, given))

        return act

    def one(self, serial: int) -> Application:
        """The application with this serial, from 1."""
        return self.applications[self.names[serial - 1]]

    def group(self, one: Application) -> Group:
        """Who is enrolled where the referral leads, and how many lack vaccinations (A-19)."""
        if one.referral is None:
            return Group(0, 0)
        key = one.key_of(one.referral.kindergarten)
        holders = [
            self.applications[place.holder].referral
            for place in self.places.values()
            if place.key == key and place.state in OCCUPIED and place.holder is not None
        ]
        lacking = sum(referral is not None and not referral.vaccinated for referral in holders)
        return Group(len(holders), lacking)

    def _apply_for(
        self,
        _: int,
        *,
        child: Child,
        gardens: tuple[int, ...],
        standing: Standing,
        proved: bool,
        planned_from: date | None,
    ) -> tuple[Fact, ...]:
        serial = len(self.names) + 1
        mine = [one for one in self.applications.values() if one.child == child_id(child)]
        if any(one.state not in ENDED for one in mine):
            raise Refusal(Code.ALREADY_QUEUED)
        one = Application(
            id=ApplicationId(UUID(int=serial)),
            number=f"DEM-26-{serial:06d}",
            serial=serial,
            child=child_id(child),
            guardian=GuardianId(UUID(int=20_000 + child.parent)),
            territory=CITY,
            queue_type=QueueType.GENERAL,
            born_on=child.born_on,
            language="kk",
            choices=tuple(garden(number) for number in gardens),
            categories=(CATEGORY[standing],),
            standing=Standing.G,
            claimed=standing,
            submitted_at=self.now,
            state=State.UNDER_REVIEW,
            planned_from=planned_from,
        )
        trigger = Submit(
            one,
            chosen(*gardens),
            consent=True,
            proof_accepted=proved,
            lost_privilege=any(map(_had_place_by_privilege, mine)),
        )
        facts = self._decide(trigger, one.keys)
        self.names.append(one.id)
        return facts

    def _change_choices(self, subject: int, *, gardens: tuple[int, ...]) -> tuple[Fact, ...]:
        one = self.one(subject)
        keys = [one.key_of(garden(number)) for number in gardens]
        return self._decide(ChangeChoices(one.id, chosen(*gardens)), keys)

    def _publish(
        self, _: int, *, at: int, year: int, count: int, until: date | None
    ) -> tuple[Fact, ...]:
        key = SeatKey(garden(at), year, "kk", QueueType.GENERAL)
        places = tuple(self._new_place(key, turn, until) for turn in range(1, count + 1))
        facts = self._decide(Publish(places), [key])
        self.place_names.extend(place.id for place in places)
        return facts

    def _new_place(self, key: SeatKey, turn: int, until: date | None) -> Place:
        serial = sum(place.key == key for place in self.places.values()) + turn
        closes_at = CALENDAR.start_of_day(until + timedelta(days=1)) if until else None
        return Place(
            id=PlaceId(UUID(int=30_000 + len(self.places) + turn)),
            key=key,
            serial=serial,
            state=PlaceState.PUBLISHED,
            opened_at=self.now,
            opened_seq=serial,
            temporary_until=until,
            closes_at=closes_at,
        )

    def _recall(self, subject: int) -> tuple[Fact, ...]:
        return self._decide(Recall(self.place_names[subject - 1], "property"))

    def _keep_place(self, subject: int, *, until: date) -> tuple[Fact, ...]:
        one = self.one(subject)
        if one.referral is None:
            raise Refusal(Code.WRONG_STATE)
        stand_in = self._new_place(one.key_of(one.referral.kindergarten), 1, until)
        facts = self._decide(KeepPlace(one.id, stand_in), [stand_in.key])
        self.place_names.append(stand_in.id)
        return facts

    def _pupil_returned(self, subject: int) -> tuple[Fact, ...]:
        return self._decide(PupilReturned(self.place_names[subject - 1]))

    def _outage(self, _: int, *, began_at: datetime, ended_at: datetime) -> tuple[Fact, ...]:
        return self._decide(Outage(began_at, ended_at))

    def _set(self, _: int, **settings: object) -> tuple[Fact, ...]:
        self.rules = replace(self.rules, settings=self.rules.settings.with_settings(settings))
        return self._decide(RatioSet())


def child_id(child: Child) -> ChildId:
    """The child as the core knows it."""
    return ChildId(UUID(int=10_000 + child.serial))


def _had_place_by_privilege(one: Application) -> bool:
    """Whether this application ended after a contract that came by privilege (L-23.1)."""
    return one.standing is not Standing.G and one.reason is ArchiveReason.OTHER
