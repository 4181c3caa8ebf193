"""A page of a queue is a piece of its whole order, whatever stands in it."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kezek.core.board import Sizes, Stretches, number_at, stretches
from kezek.core.ids import KindergartenId
from kezek.core.queues import Queue, QueueType, SeatKey
from kezek.core.turns import Standing, merged

KEY = SeatKey(KindergartenId(UUID(int=1)), 2022, "kk", QueueType.GENERAL)
CLASSES = {Standing.O: "out_of_turn", Standing.P: "first_priority", Standing.G: "general"}


@pytest.mark.parametrize(
    ("sizes", "count", "order"),
    [
        (Sizes(1, 4, 8), 3, "O1 P1 G1 G2 G3 P2 G4 G5 G6 P3 G7 G8 P4"),
        (Sizes(0, 4, 8), 1, "G1 G2 P1 G3 G4 G5 P2 G6 G7 G8 P3 P4"),
        (Sizes(0, 4, 8), 0, "G1 G2 G3 P1 G4 G5 G6 P2 G7 G8 P3 P4"),
        (Sizes(0, 4, 1), 3, "P1 G1 P2 P3 P4"),
        (Sizes(0, 1, 8), 3, "P1 G1 G2 G3 G4 G5 G6 G7 G8"),
    ],
)
def test_the_worked_examples_come_page_by_page(sizes: Sizes, count: int, order: str) -> None:
    for size in (1, 2, 3, 5, 50):
        pages = [page_of(sizes, count, 3, first, size) for first in range(0, sizes.total, size)]

        assert " ".join(name for page in pages for name in page) == order


@given(
    sizes=some.builds(Sizes, some.integers(0, 4), some.integers(0, 12), some.integers(0, 30)),
    ratio=some.integers(1, 9),
    left=some.integers(0, 9),
    first=some.integers(0, 50),
    size=some.integers(1, 50),
)
def test_a_page_is_a_piece_of_the_whole_order(
    sizes: Sizes, ratio: int, left: int, first: int, size: int
) -> None:
    count = max(0, ratio - left)
    whole = merged(Queue(KEY, count, ratio), waiting(sizes))

    assert page_of(sizes, count, ratio, first, size) == whole[first : first + size]


def page_of(sizes: Sizes, count: int, ratio: int, first: int, size: int) -> list[str]:
    queue = Queue(KEY, count, ratio)
    found = stretches(queue, sizes, first, size)
    numbered = {
        number_at(queue, sizes, standing, place): f"{standing}{place + 1}"
        for standing in Standing
        for place in places(found, standing)
    }
    assert sorted(numbered) == list(range(first + 1, first + 1 + len(numbered)))
    return [numbered[number] for number in sorted(numbered)]


def places(found: Stretches, standing: Standing) -> range:
    stretch = getattr(found, CLASSES[standing])
    return range(stretch.first, stretch.first + stretch.count)


def waiting(sizes: Sizes) -> dict[Standing, list[str]]:
    return {
        standing: [f"{standing}{place}" for place in range(1, getattr(sizes, name) + 1)]
        for standing, name in CLASSES.items()
    }
