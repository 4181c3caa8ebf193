"""One page of a queue's shown order, found without walking the queue (rulebook §8, A-02)."""

from dataclasses import dataclass

from kezek.core.queues import Queue
from kezek.core.turns import Ahead, Standing, number


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many of each class stand in a queue."""

    out_of_turn: int
    first_priority: int
    general: int

    @property
    def total(self) -> int:
        """Everybody who stands there."""
        return self.out_of_turn + self.first_priority + self.general


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some neighbours of one line: from `first`, counted from nought, so many."""

    first: int
    count: int


@dataclass(frozen=True, slots=True)
class Stretches:
    """Who of each class stands on one page; each class by submission (§8)."""

    out_of_turn: Stretch
    first_priority: Stretch
    general: Stretch


def stretches(queue: Queue, sizes: Sizes, first: int, count: int) -> Stretches:
    """Who stands at the numbers `first + 1` to `first + count` of a queue that keeps its ratio.

    With the count at 3, one out of turn, four first-priority and eight general applications, the
    first five numbers are O1 P1 G1 G2 G3: one, one and three from the head of each class (§8).
    """
    before, after = _served(queue, sizes, first), _served(queue, sizes, first + count)
    return Stretches(
        Stretch(before.out_of_turn, after.out_of_turn - before.out_of_turn),
        Stretch(before.first_priority, after.first_priority - before.first_priority),
        Stretch(before.general, after.general - before.general),
    )


def number_at(queue: Queue, sizes: Sizes, standing: Standing, place: int) -> int:
    """The number of whoever stands at `place` of the own class, counted from nought (§8)."""
    ahead = {
        Standing.O: Ahead(place, 0, 0),
        Standing.P: Ahead(sizes.out_of_turn, place, sizes.general),
        Standing.G: Ahead(sizes.out_of_turn, sizes.first_priority, place),
    }
    return number(queue, standing, ahead[standing])


def _served(queue: Queue, sizes: Sizes, numbers: int) -> Sizes:
    """How many of each class have one of the first so many numbers."""
    numbers = min(numbers, sizes.total)
    out_of_turn = min(numbers, sizes.out_of_turn)
    rest = numbers - out_of_turn
    first = min(sizes.first_priority, max(_first_turns(queue, rest), rest - sizes.general))
    return Sizes(out_of_turn, first, rest - first)


def _first_turns(queue: Queue, turns: int) -> int:
    """How many of so many turns are first-priority ones while both classes wait (L-10.3)."""
    until_first = queue.ratio - queue.count
    return max(0, (turns - until_first - 1) // (queue.ratio + 1) + 1)
