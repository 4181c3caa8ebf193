"""The states of a mode as a graph, made of its declared tables: what leads where, by which row."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kezek.core.applications import IN_LINE, State, TermKind
from kezek.core.modes.room import Room

Leads = Mapping[State, Collection[State]]
"""Where an act or the end of a span leads, by the state it begins in; elsewhere the state stays."""


class By(StrEnum):
    """What makes a state another one."""

    ACT = "act"
    TERM = "term"
    ITSELF = "itself"


@dataclass(frozen=True, slots=True)
class Itself:
    """What happens without an act on the application: it comes in, or a place finds it."""

    name: str
    leads: Leads
    rows: str
    begins: Collection[State] = ()
    """The states in which an application comes into being by it."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """One way from a state to another; from nothing where an application comes into being."""

    source: State | None
    target: State
    by: By
    name: str
    rows: str


@dataclass(frozen=True, slots=True)
class Graph:
    """A room's table of acts and spans, with where each of them leads."""

    room: Room
    leads: Mapping[type | TermKind, Leads]
    itself: tuple[Itself, ...]

    @property
    def arrows(self) -> tuple[Arrow, ...]:
        """Every way between states of this mode, in the order of the states."""
        every = list(self._arrows())
        own = _reached(every)
        order = [None, *State]
        return tuple(
            sorted(
                (one for one in every if one.source is None or one.source in own),
                key=lambda one: (order.index(one.source), order.index(one.target), one.name),
            )
        )

    @property
    def states(self) -> tuple[State, ...]:
        """The states of this mode: those to which a way leads."""
        own = _reached(self._arrows())
        return tuple(state for state in State if state in own)

    def allows(self, before: State | None, after: State) -> bool:
        """Whether some way leads from one state to the other, or the state stays."""
        return before is after or any(
            (one.source, one.target) == (before, after) for one in self._arrows()
        )

    def _arrows(self) -> Iterator[Arrow]:
        for act, row in self.room.acts.items():
            yield from self._from(act, row.states, By.ACT, act.__name__, row.rows)
        for kind, (states, _, rows) in self.room.terms.items():
            yield from self._from(kind, states, By.TERM, str(kind), rows)
        for one in self.itself:
            for target in one.begins:
                yield Arrow(None, target, By.ITSELF, one.name, one.rows)
            for source, targets in one.leads.items():
                for target in targets:
                    yield Arrow(source, target, By.ITSELF, one.name, one.rows)

    def _from(
        self, key: type | TermKind, states: Collection[State], by: By, name: str, rows: str
    ) -> Iterator[Arrow]:
        for source, targets in self.leads.get(key, {}).items():
            for target in targets if source in states else ():
                yield Arrow(source, target, by, name, rows)


def _reached(arrows: Iterable[Arrow]) -> set[State]:
    """The states to which one comes from the beginning."""
    known = list(arrows)
    reached: set[State] = set()
    while (
        more := {one.target for one in known if one.source is None or one.source in reached}
        - reached
    ):
        reached |= more
    return reached


def each(states: Collection[State], *targets: State) -> dict[State, tuple[State, ...]]:
    """The same targets from each of these states."""
    return dict.fromkeys(states, targets)


WAITING = tuple(sorted(IN_LINE))
"""Back into the queues: at once, or passed over until a planned age."""
