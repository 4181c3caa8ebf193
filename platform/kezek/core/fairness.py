"""Whether turns keep one to three, judged from the count that was stored with each (N15, §8).

The share of first priority in a month may differ from a quarter while the count is kept: when
nobody of one class could be called, the other is, and that is the law. So a share is shown, and
only a turn against the count is an alarm.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kezek.core.turns import Standing


class Verdict(StrEnum):
    """What is to be said of one turn."""

    OUT_OF_TURN = "out_of_turn"
    """Given before the count by law (L-10.2); it is no turn of the two classes."""
    KEPT = "kept"
    OTHER_EMPTY = "other_empty"
    """The other class was next and nobody of it could be called (R-2)."""
    CHOSEN = "chosen"
    """A family of a morning's priority set chose by itself: the set keeps the order (R-5)."""
    SAME_PLACE = "same_place"
    """A place that was refused went on to the class that it was drawn to (R-15)."""
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of one queue: who was served, and what the count was."""

    served: Standing
    count_before: int
    count_after: int
    ratio: int
    other_waited: bool
    """Whether somebody of the other class, P or G, could have been called."""
    is_chosen: bool = False
    goes_on: bool = False
    """Whether the place had been offered before and was not filled since."""


def judge(turn: Turn) -> Verdict:
    """Whether the count allowed this turn (§8 `next()`)."""
    if turn.is_chosen:
        return Verdict.CHOSEN
    if turn.served is Standing.O:
        kept = turn.count_after == turn.count_before
        return Verdict.OUT_OF_TURN if kept else Verdict.BROKEN
    if turn.goes_on and turn.count_after == turn.count_before:
        return Verdict.SAME_PLACE
    is_first_next = turn.count_before >= turn.ratio
    if (turn.served is Standing.P) is is_first_next:
        return Verdict.KEPT
    return Verdict.BROKEN if turn.other_waited else Verdict.OTHER_EMPTY


@dataclass(frozen=True, slots=True)
class Tally:
    """The turns of one territory in one month."""

    by_class: Mapping[Standing, int]
    """All places given by turns, in the order of the counter's classes."""
    by_verdict: Mapping[Verdict, int]
    ratio: int
    judged: int
    """Turns of the two classes that the count decided."""
    first_due: int
    """Those of them at which the count stood at first priority."""
    first_given: int
    """Those of them that first priority got."""

    @property
    def is_broken(self) -> bool:
        """Whether any turn went against the count."""
        return self.by_verdict.get(Verdict.BROKEN, 0) > 0

    @property
    def expected(self) -> float | None:
        """The share of first priority that the stored counts demanded; nothing without a turn.

        It comes near to one of four only over many turns: a queue whose first turns fall into a
        month begins with first priority.
        """
        return self.first_due / self.judged if self.judged else None

    @property
    def real(self) -> float | None:
        """The share that first priority got of the same turns."""
        return self.first_given / self.judged if self.judged else None


_BY_THE_COUNT = frozenset({Verdict.KEPT, Verdict.OTHER_EMPTY, Verdict.BROKEN})


def tally(turns: Mapping[Turn, int]) -> Tally:
    """The turns of one territory and month, each with how often there was such a one."""
    by_class = dict.fromkeys(Standing, 0)
    by_verdict = dict.fromkeys(Verdict, 0)
    judged = due = given = 0
    for turn, times in turns.items():
        verdict = judge(turn)
        by_class[turn.served] += times
        by_verdict[verdict] += times
        if verdict in _BY_THE_COUNT and turn.served is not Standing.O:
            judged += times
            due += times * (turn.count_before >= turn.ratio)
            given += times * (turn.served is Standing.P)
    ratio = max((turn.ratio for turn in turns), default=3)
    return Tally(by_class, by_verdict, ratio, judged, due, given)
