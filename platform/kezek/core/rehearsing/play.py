"""A region in memory, played forward by the rules from one decision to the next (N6).

It begins as a snapshot and is changed by the facts of decisions alone. Each decision is shown as
much of it as the loaders of the use cases show: a queue of thousands is not walked for one place.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kezek.core.applications import Application, State
from kezek.core.ids import ApplicationId, GuardianId, KindergartenId, PlaceId, TerritorySlug
from kezek.core.modes.contract import Decision, Rules, World
from kezek.core.modes.registry import DOORS
from kezek.core.places import Place, PlaceState
from kezek.core.queues import QueueKey, SeatKey
from kezek.core.turns import Standing


class How(StrEnum):
    """In which way a child gets its chance of a place."""

    OFFER = "offer"
    WINDOW = "window"
    VOUCHER = "voucher"
    KEPT = "kept"
    """Kept for it as the first of a waiting list (V-14)."""


@dataclass(frozen=True, slots=True)
class Chance:
    """A child that is offered a place, let into a window, or given a voucher."""

    application: ApplicationId
    number: str
    territory: TerritorySlug
    standing: Standing
    birth_year: int
    language: str
    how: How


_BY_STATE = {
    State.OFFERED: How.OFFER,
    State.PRIORITY: How.WINDOW,
    State.VOUCHER_OFFERED: How.VOUCHER,
}


class Play:
    """What stands in the region now, who waits where, and every chance that was given so far."""

    def __init__(self, world: World, rules: Rules) -> None:
        self.rules = rules
        self.applications = dict(world.applications)
        self.places = dict(world.places)
        self.queues = dict(world.queues)
        self.territories = world.territories
        self.chances: list[Chance] = []
        self._given_before = world.vouchers_given
        self._given: list[tuple[TerritorySlug, datetime]] = []
        self._index: dict[tuple[QueueKey, Standing], list[ApplicationId]] | None = None
        self._families: dict[GuardianId, list[ApplicationId]] = defaultdict(list)
        for one in self.applications.values():
            self._families[one.guardian].append(one.id)

    def take(self, decision: Decision, now: datetime) -> None:
        """Changes the region by a decision, and notes who got a chance by it."""
        for fact in decision.facts:
            for change in fact.applications:
                self._note(change.before, change.after, now)
                self.applications[change.after.id] = change.after
            self.places.update({one.after.id: one.after for one in fact.places})
            self.queues.update({one.after.key: one.after for one in fact.queues})

    def _note(self, before: Application | None, after: Application, now: datetime) -> None:
        if before is None or before.keys != after.keys or before.is_shown < after.is_shown:
            self._index = None
        how = _chance(before, after)
        if how is None:
            return
        if how is How.VOUCHER:
            self._given.append((after.territory, now))
        self.chances.append(
            Chance(
                after.id,
                after.number,
                after.territory,
                after.standing,
                after.birth_year,
                after.language,
                how,
            )
        )

    def world(
        self,
        applications: Iterable[ApplicationId],
        places: Iterable[PlaceId],
        now: datetime,
    ) -> World:
        """What one decision looks at."""
        return World(
            applications={one: self.applications[one] for one in applications},
            places={one: self.places[one] for one in places},
            queues=self.queues,
            vouchers_given=self._vouchers_given(now),
            territories=self.territories,
        )

    def _vouchers_given(self, now: datetime) -> dict[TerritorySlug, int]:
        """Since the first of the month: those of the snapshot, and those of the play (7.1(3))."""
        day = self.rules.calendar.local_day(now)
        month = self.rules.calendar.start_of_day(day.replace(day=1))
        given = Counter(territory for territory, at in self._given if at >= month)
        for territory, many in self._given_before.items():
            given[territory] += many
        return dict(given)

    def waiting_for(self, keys: Iterable[QueueKey], most: int, now: datetime) -> set[ApplicationId]:
        """Of each class of these queues the first who may be asked now, and the first at all."""
        found: set[ApplicationId] = set()
        index = self._indexed()
        for key in keys:
            for standing in Standing:
                found |= self._first(index.get((key, standing), ()), most, now)
        return found

    def everybody_in(self, keys: Iterable[QueueKey]) -> set[ApplicationId]:
        """All who stand in these queues."""
        index = self._indexed()
        ids = (one for key in keys for each in Standing for one in index.get((key, each), ()))
        return {one for one in ids if self.applications[one].is_shown}

    def queues_of(self, territories: Iterable[TerritorySlug]) -> set[QueueKey]:
        """The queues in which anybody of these territories stands."""
        wanted = set(territories)
        return {
            key
            for (key, _), those in self._indexed().items()
            if those and self.applications[those[0]].territory in wanted
        }

    def siblings_of(self, applications: Iterable[ApplicationId]) -> set[ApplicationId]:
        """Everybody in line of the same families (L-26.1)."""
        guardians = {self.applications[one].guardian for one in applications}
        return {
            one
            for guardian in guardians
            for one in self._families[guardian]
            if self.applications[one].state is State.QUEUED
        }

    def with_vouchers(self, territory: TerritorySlug) -> set[ApplicationId]:
        """Whoever has a voucher that looks for a place, or a turn on a waiting list (R-6)."""
        return {
            key
            for key, one in self.applications.items()
            if one.voucher is not None and one.territory == territory and not one.is_shown
        }

    def free_of(self, territories: Iterable[TerritorySlug]) -> dict[PlaceId, Place]:
        """The places of these territories that wait for a child."""
        wanted = set(territories)
        return {
            key: one
            for key, one in self.places.items()
            if one.state is PlaceState.PUBLISHED and self.home(one.key) in wanted
        }

    def home(self, seats: SeatKey) -> TerritorySlug:
        """Where the kindergarten of these seats is."""
        return self.territories[KindergartenId(seats.kindergarten)]

    def _first(
        self, those: Iterable[ApplicationId], most: int, now: datetime
    ) -> set[ApplicationId]:
        found: set[ApplicationId] = set()
        asked = 0
        for key in those:
            one = self.applications[key]
            if not one.is_shown:
                continue
            if one.state is State.QUEUED and DOORS[one.mode].bar(one, self.rules, now) is None:
                asked += 1
                found.add(key)
            elif not found:
                found.add(key)
            if asked == most:
                break
        return found

    def _indexed(self) -> dict[tuple[QueueKey, Standing], list[ApplicationId]]:
        if self._index is None:
            index = defaultdict(list)
            shown = (one for one in self.applications.values() if one.is_shown)
            for one in sorted(shown, key=lambda one: one.rank):
                for key in one.keys:
                    index[(key, one.standing)].append(one.id)
            self._index = index
        return self._index


def _chance(before: Application | None, after: Application) -> How | None:
    state = before.state if before else None
    if after.state is not state and after.state in _BY_STATE:
        return _BY_STATE[after.state]
    kept = after.voucher is not None and after.voucher.hold is not None
    had = before is not None and before.voucher is not None and before.voucher.hold is not None
    return How.KEPT if kept and not had else None
