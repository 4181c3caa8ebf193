"""Mode → its door; the registry and nothing else. A mode that is not here is not open yet."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kezek.core.happenings import Due
from kezek.core.modes.contract import Decision, Rules, World
from kezek.core.modes.linear import lifecycle as linear
from kezek.core.territories import Mode
from kezek.core.triggers import DueTrigger, Trigger


@dataclass(frozen=True, slots=True)
class Door:
    """How a mode is asked: one trigger, or all that fell due at one moment (R-8)."""

    decide: Callable[[World, Trigger, Rules, datetime], Decision]
    decide_due: Callable[[World, Sequence[DueTrigger], Rules, datetime], Decision]
    next_due: Callable[[Rules, datetime], Due | None]
    """What a territory does by itself next, later than a moment; nothing in the linear mode."""


def _nothing_by_itself(_: Rules, __: datetime) -> None:
    """A linear territory waits for people and for terms."""


DOORS: Mapping[Mode, Door] = {
    Mode.LINEAR: Door(linear.decide, linear.decide_due, _nothing_by_itself),
}


def is_open(mode: Mode) -> bool:
    """Whether families can apply in this mode; the others are shown as opening later."""
    return mode in DOORS
