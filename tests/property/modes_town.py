"""A region of three modes in memory: its territories live by their own rules, and may change them.

It asks the core as the use cases do: at each due moment mode after mode, then switches, then what
they set free. Whoever judges it is a chronicle that asks no engine (`scenarios/season_laws.py`).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from kezek.core.applications import ENDED, Application, Phase, State
from kezek.core.errors import Code, Refusal
from kezek.core.events import Fact
from kezek.core.happenings import Due, Happening
from kezek.core.ids import (
    ApplicationId,
    ChildId,
    GuardianId,
    KindergartenId,
    PlaceId,
    TerritorySlug,
)
from kezek.core.modes.contract import Decision, Rules, World
from kezek.core.modes.entering import as_it_enters
from kezek.core.modes.laws import violations
from kezek.core.modes.registry import DOORS
from kezek.core.modes.switch import switch
from kezek.core.moves import moves_of
from kezek.core.places import Place, PlaceState
from kezek.core.queues import Queue, QueueKey, QueueType, SeatKey
from kezek.core.territories import Mode
from kezek.core.triggers import (
    Chosen,
    Distribute,
    DueTrigger,
    Outage,
    PlaceTermDue,
    Publish,
    Recall,
    Submit,
    TermDue,
    TerritoryDue,
    Trigger,
)
from kezek.core.turns import Standing
from kezek.scenarios.season_laws import Chronicle, Told
from tests.builders import CALENDAR, rules
from tests.property.town import CATEGORY, DONE

BEGIN = datetime(2026, 6, 8, 4, tzinfo=CALENDAR.zone)
"""A Monday three weeks before the yearly update of vouchers."""
END = datetime(2026, 10, 1, tzinfo=CALENDAR.zone)
ONE_STEP = timedelta(milliseconds=1)
HOUSES = 3
"""So many kindergartens in each territory; the last one is private under state order."""
_TURN = {Happening.WINDOW_END: Phase.END}


@dataclass(frozen=True, slots=True)
class Turning:
    """A territory changes its mode at the beginning of a day."""

    at: datetime
    territory: TerritorySlug
    mode: Mode


@dataclass
class ModesTown:
    """Everything that the region holds, changed by the facts of decisions and by nothing else."""

    modes: dict[TerritorySlug, Mode]
    settings: dict[str, object] = field(default_factory=dict)
    now: datetime = BEGIN
    turnings: list[Turning] = field(default_factory=list)
    applications: dict[ApplicationId, Application] = field(default_factory=dict)
    places: dict[PlaceId, Place] = field(default_factory=dict)
    queues: dict[QueueKey, Queue] = field(default_factory=dict)
    clocks: dict[TerritorySlug, datetime] = field(default_factory=dict)
    """Until when what a territory does by itself is done."""

    def __post_init__(self) -> None:
        """The region begins, and its chronicle with it."""
        self.gardens = {
            garden_of(at, house): slug
            for at, slug in enumerate(self.modes)
            for house in range(HOUSES)
        }
        self.clocks = dict.fromkeys(self.modes, self.now)
        self.chronicle = Chronicle(self.gardens)

    # What may be asked of it.

    @property
    def rules(self) -> Rules:
        """The rules of this moment."""
        return replace(rules(**self.settings), modes=dict(self.modes))

    def gardens_in(self, territory: str) -> list[KindergartenId]:
        """The kindergartens of a territory, the private one last."""
        return [one for one, slug in self.gardens.items() if slug == territory]

    def live(self, *states: State) -> list[Application]:
        """Who is in one of these states, the oldest application first."""
        found = [one for one in self.applications.values() if not states or one.state in states]
        return sorted(found, key=lambda one: one.rank)

    def chosen(self, garden: KindergartenId) -> Chosen:
        """A kindergarten as a family names it."""
        territory = self.gardens[garden]
        is_private = garden == self.gardens_in(territory)[-1]
        return Chosen(
            garden, QueueType.GENERAL, territory, is_private=False, under_order=is_private
        )

    # What is done in it.

    def act(self, trigger: Trigger, mode: Mode) -> str:
        """One thing is done at this moment; gives `done` or the code of the refusal."""
        try:
            self._take(lambda world: DOORS[mode].decide(world, trigger, self.rules, self.now))
        except Refusal as refusal:
            return str(refusal.code)
        return DONE

    def apply(
        self,
        child: int,
        born_on: date,
        territory: TerritorySlug,
        standing: Standing,
        *,
        proved: bool,
    ) -> str:
        """A family applies by the form of the territory's mode."""
        mode = self.modes[territory]
        mine = [one for one in self.applications.values() if one.child == ChildId(UUID(int=child))]
        attended = [one for one in mine if one.state is State.ENROLLED]
        waiting = [one for one in mine if one.state not in ENDED and one not in attended]
        if waiting or (attended and not DOORS[mode].while_attending):
            return str(Code.ALREADY_QUEUED)
        gardens = self.gardens_in(territory)[: 1 + child % HOUSES] if mode is Mode.LINEAR else []
        application = self._new(child, born_on, territory, standing, gardens, mode)
        trigger = Submit(
            application,
            tuple(map(self.chosen, gardens)),
            consent=True,
            proof_accepted=proved,
            attending=bool(attended),
        )
        return self.act(trigger, mode)

    def _new(
        self,
        child: int,
        born_on: date,
        territory: TerritorySlug,
        standing: Standing,
        gardens: list[KindergartenId],
        mode: Mode,
    ) -> Application:
        serial = len(self.applications) + 1
        application = Application(
            id=ApplicationId(UUID(int=10_000 + serial)),
            number=f"DEM-26-{serial:06d}",
            serial=serial,
            child=ChildId(UUID(int=child)),
            guardian=GuardianId(UUID(int=20_000 + child)),
            territory=territory,
            queue_type=QueueType.GENERAL,
            born_on=born_on,
            language="kk",
            choices=tuple(gardens),
            categories=(CATEGORY[standing],),
            standing=Standing.G,
            claimed=standing,
            submitted_at=self.now,
            state=State.UNDER_REVIEW,
        )
        return (
            as_it_enters(application, self.rules, self.now)
            if mode is not Mode.LINEAR
            else application
        )

    def publish(self, garden: KindergartenId, year: int, count: int, until: date | None) -> str:
        """A kindergarten publishes places."""
        key = SeatKey(garden, year, "kk", QueueType.GENERAL)
        places = tuple(self._place(key, turn, until) for turn in range(1, count + 1))
        return self.act(Publish(places), self.modes[self.gardens[garden]])

    def _place(self, key: SeatKey, turn: int, until: date | None) -> Place:
        serial = sum(place.key == key for place in self.places.values()) + turn
        return Place(
            id=PlaceId(UUID(int=30_000 + len(self.places) + turn)),
            key=key,
            serial=serial,
            state=PlaceState.PUBLISHED,
            opened_at=self.now,
            opened_seq=serial,
            temporary_until=until,
            closes_at=CALENDAR.start_of_day(until + timedelta(days=1)) if until else None,
            is_private=self.chosen(key.kindergarten).under_order,
        )

    def recall(self, place: Place) -> str:
        """A kindergarten takes a place back."""
        mode = self.modes[self.gardens[place.key.kindergarten]]
        return self.act(Recall(place.id, "property"), mode)

    def outage(self, began_at: datetime, ended_at: datetime) -> None:
        """The service was away, and it is recorded: every mode gives back what it took."""
        for mode in Mode:
            self._take(partial(self._move_by, Outage(began_at, ended_at), mode))

    def _move_by(self, outage: Outage, mode: Mode, world: World) -> Decision:
        here = {territory for territory, its_mode in self.modes.items() if its_mode is mode}
        return DOORS[mode].decide(self._of_mode(world, mode, here), outage, self.rules, self.now)

    def _of_mode(self, world: World, mode: Mode, here: set[TerritorySlug]) -> World:
        lives = {key: one for key, one in world.applications.items() if one.mode is mode}
        places = {
            key: one
            for key, one in world.places.items()
            if self.gardens[one.key.kindergarten] in here
            or (one.holder is not None and one.holder in lives)
        }
        return replace(world, applications=lives, places=places)

    def turn(self, territory: TerritorySlug, mode: Mode, days: int) -> None:
        """It is set that a territory changes its mode, unless one is set or it rules already."""
        on = CALENDAR.local_day(self.now) + timedelta(days=days)
        is_set = any(one.territory == territory for one in self.turnings)
        if not is_set and self.modes[territory] is not mode:
            self.turnings.append(Turning(CALENDAR.start_of_day(on), territory, mode))

    # How time passes.

    def go_to(self, moment: datetime) -> None:
        """From due moment to due moment until this one (R-8)."""
        while (due_at := self.next_due()) is not None and due_at <= moment:
            self.now = max(self.now, due_at)
            self._settle(due_at)
        self.now = moment

    def next_due(self) -> datetime | None:
        """The next moment at which anything happens by itself."""
        ends = [
            term.due_at
            for one in self.applications.values()
            for term in one.terms
            if not term.waits
        ]
        ends += [at for place in self.places.values() for at in _closings(place)]
        ends += [due.at for _, due in self._coming()]
        return min([*ends, *(one.at for one in self.turnings)], default=None)

    def _coming(self) -> Iterator[tuple[TerritorySlug, Due]]:
        for territory, mode in self.modes.items():
            due = DOORS[mode].next_due(self.rules, self.clocks[territory])
            if due is not None:
                yield territory, due

    def _settle(self, due_at: datetime) -> None:
        coming = [(territory, due) for territory, due in self._coming() if due.at == due_at]
        turning = [one for one in self.turnings if one.at == due_at]
        happening = {
            territory: (
                self.modes[territory],
                [TerritoryDue(territory, one) for one in due.happenings],
            )
            for territory, due in coming
        }
        # The rules of the new day hold from its first moment; terms end before anybody crosses.
        self.modes.update({one.territory: one.mode for one in turning})
        for mode in Mode:
            triggers = self._due_in(mode, due_at)
            triggers += [
                ((_TURN.get(one.happening, Phase.PUBLISH), BEGIN, 0), one)
                for its_mode, those in happening.values()
                for one in those
                if its_mode is mode
            ]
            self._decide_due(mode, [one for _, one in sorted(triggers, key=lambda pair: pair[0])])
        for one in turning:
            self._carry_out(one)
        self.clocks.update(dict.fromkeys([*happening, *(one.territory for one in turning)], due_at))

    def _due_in(self, mode: Mode, due_at: datetime) -> list[tuple[Any, DueTrigger]]:
        found: list[tuple[Any, DueTrigger]] = [
            ((term.phase, one.submitted_at, one.serial), TermDue(one.id, term.kind))
            for one in self.applications.values()
            for term in one.terms
            if one.mode is mode and term.due_at == due_at and not term.waits
        ]
        found += [
            ((Phase.RETURN, place.opened_at, place.serial), PlaceTermDue(place.id))
            for place in self.places.values()
            if due_at in _closings(place)
            and self.modes[self.gardens[place.key.kindergarten]] is mode
        ]
        return found

    def _decide_due(self, mode: Mode, triggers: list[DueTrigger]) -> None:
        if triggers:
            rules_now = self.rules
            self._take(lambda world: DOORS[mode].decide_due(world, triggers, rules_now, self.now))

    def _carry_out(self, turning: Turning) -> None:
        self.turnings.remove(turning)
        territory = turning.territory
        here = {
            one for one in self.places.values() if self.gardens[one.key.kindergarten] == territory
        }
        self._take(lambda world: switch(_only(world, here), territory, self.rules, self.now))
        self.act(Distribute(), turning.mode)

    # How it changes.

    def _take(self, ask: Callable[[World], Decision]) -> None:
        world = World(
            dict(self.applications), dict(self.places), dict(self.queues), territories=self.gardens
        )
        decision = ask(world)
        assert ask(_turned(world)) == decision, "the order of reading changed a decision"
        broken = violations(world, decision)
        assert not broken, broken
        for fact in decision.facts:
            self._tell(fact)

    def _tell(self, fact: Fact) -> None:
        for change in fact.applications:
            for key in (*(change.before.keys if change.before else ()), *change.after.keys):
                self.queues.setdefault(key, self._queue(key))
        moves = tuple(
            (key, replace(move, at=self.now)) for key, move in moves_of(fact, self.queues)
        )
        told = Told(
            fact.kind,
            fact.rule,
            self.now,
            tuple(one.after for one in fact.applications),
            tuple(one.after for one in fact.places),
            tuple(one.after for one in fact.queues),
            moves,
        )
        self.chronicle.tell(told)
        self.applications.update({one.after.id: one.after for one in fact.applications})
        self.places.update({one.after.id: one.after for one in fact.places})
        self.queues.update({one.after.key: one.after for one in fact.queues})

    def _queue(self, key: QueueKey) -> Queue:
        ratio = self.rules.settings.ratio_g
        return Queue(key, ratio if self.rules.settings.ratio_start == "P" else 0, ratio)


def garden_of(territory: int, house: int) -> KindergartenId:
    """A kindergarten by the number of its territory and its own."""
    return KindergartenId(UUID(int=1000 + 10 * territory + house))


def _closings(place: Place) -> Iterable[datetime]:
    """When something happens to a place by itself: its window, or its last day, is over."""
    if place.state is PlaceState.RECALLED:
        return ()
    return [at for at in (place.closes_at, place.window_ends_at) if at is not None]


def _only(world: World, places: set[Place]) -> World:
    free = {one.id: one for one in places if one.state in _FREE}
    return replace(world, places=free)


_FREE = frozenset({PlaceState.PUBLISHED, PlaceState.PRIORITY, PlaceState.OPEN})


def _turned(world: World) -> World:
    """The same, read in the other order."""
    return replace(
        world,
        applications=dict(reversed([*world.applications.items()])),
        places=dict(reversed([*world.places.items()])),
        queues=dict(reversed([*world.queues.items()])),
    )
