"""A region in memory: what stands in it, what falls due in it, how a decision changes it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from kezek.core.applications import Application, Phase, deadline
from kezek.core.events import Fact
from kezek.core.ids import ApplicationId, KindergartenId, PlaceId
from kezek.core.modes.contract import Decision, Rules, World
from kezek.core.modes.linear.lifecycle import decide, decide_due
from kezek.core.places import Place, PlaceState
from kezek.core.queues import Queue, QueueKey
from kezek.core.triggers import PlaceTermDue, TermDue, Trigger

BEGIN = datetime(2026, 1, 12, 4, tzinfo=UTC)
"""A Monday, nine o'clock in Kazakhstan."""
END = datetime(2026, 10, 1, tzinfo=UTC)
"""No machine goes on from here: terms need the calendar of the months behind it."""
ONE_STEP = timedelta(milliseconds=1)

Watch = Callable[["Region", Fact], None]


@dataclass
class Region:
    """Everything that a region holds, changed by the facts of decisions and by nothing else."""

    rules: Rules
    now: datetime = BEGIN
    applications: dict[ApplicationId, Application] = field(default_factory=dict)
    places: dict[PlaceId, Place] = field(default_factory=dict)
    queues: dict[QueueKey, Queue] = field(default_factory=dict)
    names: list[ApplicationId] = field(default_factory=list)
    place_names: list[PlaceId] = field(default_factory=list)
    watches: list[Watch] = field(default_factory=list)
    last: tuple[Fact, ...] = ()
    """The facts of the last act alone, without what fell due before it."""

    def go_to(self, moment: datetime) -> None:
        """From due moment to due moment until this one (R-8)."""
        while (due_at := self.next_due()) is not None and due_at <= moment:
            self.now = max(self.now, due_at)
            self._take(partial(self._settled, due_at))
        self.now = moment

    def next_due(self) -> datetime | None:
        """The next end of a span or of a temporary place."""
        ends = [
            term.due_at
            for one in self.applications.values()
            for term in one.terms
            if not term.waits
        ]
        return min([*ends, *self._closing()], default=None)

    def _closing(self) -> Iterable[datetime]:
        for place in self.places.values():
            if place.closes_at is not None and place.state is not PlaceState.RECALLED:
                yield place.closes_at

    def _settled(self, due_at: datetime, world: World) -> Decision:
        due: list[tuple[tuple[str, datetime, int], TermDue | PlaceTermDue]] = [
            ((term.phase, one.submitted_at, one.serial), TermDue(one.id, term.kind))
            for one in world.applications.values()
            for term in one.terms
            if term.due_at == due_at and not term.waits
        ]
        due += [
            ((Phase.RETURN, place.opened_at, place.serial), PlaceTermDue(place.id))
            for place in world.places.values()
            if place.closes_at == due_at and place.state is not PlaceState.RECALLED
        ]
        due.sort(key=lambda pair: (pair[0], str(pair[1])))
        return decide_due(world, [trigger for _, trigger in due], self.rules, self.now)

    def _decide(self, trigger: Trigger, keys: Iterable[QueueKey] = ()) -> tuple[Fact, ...]:
        opened = {key: self.new_queue(key) for key in keys if key not in self.queues}
        return self._take(lambda world: decide(world, trigger, self.rules, self.now), opened)

    def _take(
        self, ask: Callable[[World], Decision], opened: dict[QueueKey, Queue] | None = None
    ) -> tuple[Fact, ...]:
        queues = self.queues | (opened or {})
        world = World(dict(self.applications), dict(self.places), queues)
        decision = ask(world)
        self.check_decision(world, decision, ask)
        self.queues = queues
        for fact in decision.facts:
            for watch in self.watches:
                watch(self, fact)
            self._apply(fact)
        return decision.facts

    def check_decision(
        self, world: World, decision: Decision, ask: Callable[[World], Decision]
    ) -> None:
        """A decision is the same whatever the order in which the world was read."""
        turned = World(
            dict(reversed([*world.applications.items()])),
            dict(reversed([*world.places.items()])),
            dict(reversed([*world.queues.items()])),
        )
        assert ask(turned) == decision, "the order of reading changed a decision"

    def _apply(self, fact: Fact) -> None:
        self.applications.update({one.after.id: one.after for one in fact.applications})
        self.places.update({one.after.id: one.after for one in fact.places})
        self.queues.update({one.after.key: one.after for one in fact.queues})

    def new_queue(self, key: QueueKey) -> Queue:
        """A queue as the region begins it (A-01)."""
        ratio = self.rules.settings.ratio_g
        return Queue(key, ratio if self.rules.settings.ratio_start == "P" else 0, ratio)


def shown(region: Region, key: QueueKey) -> list[Application]:
    """Who stands in a queue, by submission."""
    return sorted(
        (one for one in region.applications.values() if one.is_shown and key in one.keys),
        key=lambda one: one.rank,
    )


def running(application: Application) -> list[tuple[str, datetime, bool]]:
    """What runs on an application, and until when."""
    return sorted((str(one.kind), one.due_at, one.waits) for one in application.terms)


def summary(application: Application, gardens: Mapping[KindergartenId, int]) -> tuple[Any, ...]:
    """What anybody may ask of an application, without the ids that a ledger makes up."""
    return (
        application.label,
        str(application.standing),
        application.submitted_at,
        [gardens[one] for one in application.choices],
        deadline(application),
        running(application),
        application.cancels,
        application.yearly_asked,
    )
