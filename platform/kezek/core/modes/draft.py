"""A decision in the making: the world as it is after the facts recorded so far."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Protocol, TypeVar

from kezek.core.applications import Application
from kezek.core.events import Cause, Change, Fact
from kezek.core.ids import ApplicationId, KindergartenId, PlaceId, TerritorySlug
from kezek.core.modes.contract import Decision, Rules, World
from kezek.core.notices import Notice, Value
from kezek.core.places import Place, PlaceState
from kezek.core.queues import Queue, QueueKey

Key = TypeVar("Key")
Versioned = TypeVar("Versioned", Application, Place, Queue)


class Ways(Protocol):
    """Where a mode has its own way inside a chapter that all modes share (G-01).

    Admission, contracts and refusals are the same everywhere. What becomes of a place that is
    free again, of a family that did not come, and of a child that is sent back, differs.
    """

    def freed(self, place: Place, now: datetime) -> Place:
        """The place that waits for a child again (R-4, A-61)."""

    def lapse(self, draft: "Draft", application: Application) -> None:
        """A referral, or a contract, whose time has passed without the family (row 27, I-3.11)."""

    def send_back(
        self,
        draft: "Draft",
        application: Application,
        kindergarten: KindergartenId,
        kind: str,
        rule: str,
        *,
        place: Place,
        notices: Iterable[Notice] = (),
    ) -> None:
        """Back by submission after a referral to this kindergarten ended (rows 23, 31)."""


class Draft:
    """Collects facts; what is asked of it is always the state after the last one.

    It lives inside one call of `decide` and never leaves it: from outside the core stays pure.
    """

    def __init__(self, world: World, rules: Rules, now: datetime, ways: Ways) -> None:
        self.rules = rules
        self.ways = ways
        self.settings = rules.settings
        self.calendar = rules.calendar
        self.now = now
        self._applications = dict(world.applications)
        self._places = dict(world.places)
        self._queues = dict(world.queues)
        self._territories = world.territories
        self.vouchers_given = world.vouchers_given
        self._facts: list[Fact] = []

    def application(self, application_id: ApplicationId) -> Application:
        """The application as it stands now."""
        return self._applications[application_id]

    def applications(self) -> Iterable[Application]:
        """All loaded applications as they stand now."""
        return self._applications.values()

    def place(self, place_id: PlaceId) -> Place:
        """The place as it stands now."""
        return self._places[place_id]

    def places(self) -> Iterable[Place]:
        """All loaded places as they stand now."""
        return tuple(self._places.values())

    def territory_of(self, place: Place) -> TerritorySlug:
        """Where the kindergarten of a place is."""
        return self._territories[place.key.kindergarten]

    def freed(self, place: Place) -> Place:
        """The place as it waits for a child again, by the mode's own way (R-4, A-61)."""
        return self.ways.freed(place, self.now)

    def free_places(self) -> list[Place]:
        """Places that wait for a child, in the order in which they are served (R-3)."""
        free = [one for one in self._places.values() if one.state is PlaceState.PUBLISHED]
        return sorted(free, key=lambda place: place.serving_order)

    def queue(self, key: QueueKey) -> Queue:
        """What is stored of a queue; a new queue starts as the region set it (A-01)."""
        stored = self._queues.get(key)
        if stored is not None:
            return stored
        ratio = self.settings.ratio_g
        return Queue(key, count=ratio if self.settings.ratio_start == "P" else 0, ratio=ratio)

    def queues(self) -> Iterable[Queue]:
        """All loaded queues as they stand now."""
        return tuple(self._queues.values())

    def record(
        self,
        kind: str,
        rule: str,
        cause: Cause | None = None,
        *,
        applications: Iterable[Application] = (),
        places: Iterable[Place] = (),
        queues: Iterable[Queue] = (),
        notices: Iterable[Notice] = (),
        **detail: Value,
    ) -> None:
        """Takes the values after one step, and notes what they were before."""
        fact = Fact(
            kind=kind,
            rule=rule,
            cause=cause,
            applications=_changes(self._applications, applications, "id"),
            places=_changes(self._places, places, "id"),
            queues=_changes(self._queues, queues, "key"),
            notices=tuple(notices),
            detail=detail,
        )
        self._facts.append(fact)

    def decision(self) -> Decision:
        """Everything recorded, as a value."""
        return Decision(tuple(self._facts))


def _changes(
    known: dict[Key, Versioned], after: Iterable[Versioned], identity: str
) -> tuple[Change[Versioned], ...]:
    changes = []
    for value in after:
        key = getattr(value, identity)
        before = known.get(key)
        if before == value:
            continue
        known[key] = replace(value, version=value.version + 1)
        changes.append(Change(before, known[key]))
    return tuple(changes)
