"""Mode → its door; the only place where one mode is told from another."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kezek.core.applications import Application, State
from kezek.core.happenings import Due, Happening
from kezek.core.modes.arrivals import Entrance
from kezek.core.modes.bars import Bar
from kezek.core.modes.contract import Decision, Rules, World
from kezek.core.modes.indigo import arriving as indigo_arriving
from kezek.core.modes.indigo import days as indigo_days
from kezek.core.modes.indigo import lifecycle as indigo
from kezek.core.modes.linear import arriving as linear_arriving
from kezek.core.modes.linear import distribution
from kezek.core.modes.linear import lifecycle as linear
from kezek.core.modes.voucher import arriving as voucher_arriving
from kezek.core.modes.voucher import days as voucher_days
from kezek.core.modes.voucher import iteration
from kezek.core.modes.voucher import lifecycle as voucher
from kezek.core.territories import Mode
from kezek.core.triggers import DueTrigger, Trigger


@dataclass(frozen=True, slots=True)
class Door:
    """How a mode is asked: one trigger, or all that fell due at one moment (R-8)."""

    decide: Callable[[World, Trigger, Rules, datetime], Decision]
    decide_due: Callable[[World, Sequence[DueTrigger], Rules, datetime], Decision]
    next_due: Callable[[Rules, datetime], Due | None]
    """What a territory does by itself next, later than a moment; nothing in the linear mode."""
    entrance: Entrance
    """How an application of an older queue comes in here (G-13)."""
    bar: Callable[[Application, Rules, datetime], Bar | None]
    """What keeps a child that waits here from being offered a place now (A-08, A-09, R-79)."""
    while_attending: bool = False
    """Whether a child may stand here while it attends a kindergarten (A-42)."""
    names_kindergartens: bool = False
    """Whether an application says which kindergartens it is for (V-17)."""
    gives_vouchers: bool = False
    """Whether a family is given a voucher, with which it chooses a place (V-5)."""
    has_bulletin: bool = False
    """Whether free places come out in a bulletin, and a family takes one itself (5.2(2))."""
    on_demand: frozenset[Happening] = frozenset()
    """What of it may also be asked for at any moment (R-6)."""


def _nothing_by_itself(_: Rules, __: datetime) -> None:
    """A linear territory waits for people and for terms."""


DOORS: Mapping[Mode, Door] = {
    Mode.LINEAR: Door(
        linear.decide,
        linear.decide_due,
        _nothing_by_itself,
        linear_arriving.ENTRANCE,
        distribution.bar,
        names_kindergartens=True,
    ),
    Mode.INDIGO: Door(
        indigo.decide,
        indigo.decide_due,
        indigo_days.next_due,
        indigo_arriving.ENTRANCE,
        distribution.bar,
        while_attending=True,
        has_bulletin=True,
    ),
    Mode.VOUCHER: Door(
        voucher.decide,
        voucher.decide_due,
        voucher_days.next_due,
        voucher_arriving.ENTRANCE,
        iteration.bar,
        gives_vouchers=True,
        on_demand=frozenset({Happening.ITERATION}),
    ),
}


def _door(mode: str | None) -> Door | None:
    return DOORS[Mode(mode)] if mode else None


def names_kindergartens(mode: str | None) -> bool:
    """Whether an application of this mode says which kindergartens it is for (V-17)."""
    door = _door(mode)
    return door is not None and door.names_kindergartens


def gives_vouchers(mode: str | None) -> bool:
    """Whether families choose a place with a voucher in this mode (V-5)."""
    door = _door(mode)
    return door is not None and door.gives_vouchers


def has_bulletin(mode: str | None) -> bool:
    """Whether families take places out of a bulletin in this mode (5.2(2))."""
    door = _door(mode)
    return door is not None and door.has_bulletin


def may_stand_beside(state: State, modes: Iterable[Mode]) -> bool:
    """Whether a child with an application in this state may apply in one of these modes (A-42)."""
    return state is State.ENROLLED and any(DOORS[mode].while_attending for mode in modes)
