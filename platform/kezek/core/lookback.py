"""The last change of a number, found from the present backwards (R-12).

A page that explains a number must not replay all that ever happened to its queue. Here the newest
moves are taken back one by one until the number was another; a replay from the beginning would say
the same, only later. Arrivals of the other class whose turns come later than one's own are passed
over in one go: in a long queue without places they are nearly all there is.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kezek.core.ids import ApplicationId
from kezek.core.moves import Move, Op, Point, Stand, ahead_share, amounts_of
from kezek.core.queues import Queue
from kezek.core.turns import Ahead, Standing, number, spare

AheadAt = Callable[[int, Stand, ApplicationId], Ahead]
"""Who stood ahead of a stand after the move of a version, one application left out."""


@dataclass(frozen=True, slots=True)
class PastMove:
    """A move with the count and ratio that held before it."""

    move: Move
    count_before: int
    ratio_before: int


@dataclass(frozen=True, slots=True)
class Step:
    """A move that may matter, and what lies between it and the newer one before."""

    past: PastMove
    passed: int = 0
    """Arrivals of the other class in between that change nothing: they are taken back at once."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some of the way back, the newest first, down to a version that is part of it."""

    steps: Sequence[Step]
    bottom: int
    passed: int = 0
    """Such arrivals between the last step and the bottom."""


class Lookback:
    """One application in one queue, going back in time move by move."""

    def __init__(
        self,
        queue: Queue,
        subject: ApplicationId,
        own: Stand,
        ahead_at: AheadAt,
        *,
        newest: int,
        ahead: Ahead | None = None,
    ) -> None:
        """From the move `newest` back; `ahead` is who stands ahead after it, if that is known."""
        self._queue = queue
        self._subject = subject
        self._ahead_at = ahead_at
        self.own: Stand | None = own
        """How it stood at the moment that has been reached; nothing before it entered."""
        self._ahead = ahead_at(newest, own, subject) if ahead is None else ahead

    @property
    def number(self) -> int | None:
        """The number at the moment that has been reached."""
        if self.own is None:
            return None
        return number(self._queue, self.own.standing, self._ahead)

    @property
    def spare(self) -> int:
        """How many arrivals of the other class can be taken back with the number as it is."""
        return spare(self._queue, self.own.standing, self._ahead) if self.own is not None else 0

    def pass_over(self, arrivals: int) -> None:
        """Takes back so many arrivals of the other class at once; `spare` is the most."""
        if arrivals and self.own is not None:
            if self.own.standing is Standing.P:
                self._ahead = replace(self._ahead, general=self._ahead.general - arrivals)
            else:
                fewer = self._ahead.first_priority - arrivals
                self._ahead = replace(self._ahead, first_priority=fewer)

    def take_back(self, past: PastMove) -> Point:
        """Undoes one move and says what it had done to the number."""
        move, after = past.move, self.number
        moved = (past.count_before, past.ratio_before) != (self._queue.count, self._queue.ratio)
        self._undo(past)
        before = self.number
        if before is None or after is None or before == after:
            return Point(move.version, move.at, after)
        amounts = amounts_of(
            move,
            self._subject,
            after - before,
            stood_ahead=moved and self._stood_ahead(move, before),
            moved=moved,
        )
        return Point(move.version, move.at, after, amounts)

    def _undo(self, past: PastMove) -> None:
        move = past.move
        self._queue = replace(self._queue, count=past.count_before, ratio=past.ratio_before)
        if move.application is None or self.own is None:
            return
        if move.application != self._subject:
            self._ahead = undone(self._ahead, self.own, move, keeps_ratio=self._queue.keeps_ratio)
            return
        self.own = move.before
        if move.before is not None:
            self._ahead = self._ahead_at(move.version - 1, move.before, self._subject)

    def _stood_ahead(self, move: Move, own_number: int) -> bool:
        """Whether whoever left had a smaller number than this application then."""
        if move.op is not Op.LEAVE or move.before is None or move.application is None:
            return False
        if move.application == self._subject:
            return False
        ahead = self._ahead_at(move.version - 1, move.before, move.application)
        return number(self._queue, move.before.standing, ahead) < own_number


def undone(ahead: Ahead, own: Stand, move: Move, *, keeps_ratio: bool) -> Ahead:
    """Who stood ahead before a move of somebody else, by who stood ahead after it."""
    for stand, sign in ((move.after, -1), (move.before, 1)):
        if stand is not None:
            share = ahead_share(own, stand, keeps_ratio=keeps_ratio)
            ahead = Ahead(
                ahead.out_of_turn + sign * share.out_of_turn,
                ahead.first_priority + sign * share.first_priority,
                ahead.general + sign * share.general,
            )
    return ahead


def is_arrival_of_the_other(own: Stand, move: Move, subject: ApplicationId) -> bool:
    """Whether somebody came into the other class of one to three, so that it may be passed over."""
    if move.op is not Op.ENTER or move.after is None or move.application == subject:
        return False
    return {own.standing, move.after.standing} == {Standing.P, Standing.G}


def may_matter(own: Stand, move: Move, *, keeps_ratio: bool) -> bool:
    """Whether a move can have had any effect on a number, and so has to be taken back.

    Whoever comes in behind, in the own class, has none: in a long queue these are most moves.
    """
    if move.op is not Op.ENTER or move.after is None:
        return True
    standing = move.after.standing
    if own.standing is Standing.O and standing is not Standing.O:
        return False
    in_one_line = standing is own.standing or (not keeps_ratio and standing is not Standing.O)
    return not in_one_line or move.after.rank <= own.rank
