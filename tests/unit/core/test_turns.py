"""Whose turn it is: the examples of rulebook §8, the trap, and the closed form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek.core.queues import Queue, QueueType
from kezek.core.turns import Ahead, Slot, Standing, draw, merged, number
from tests.builders import key, queue

O, P, G = Standing.O, Standing.P, Standing.G  # noqa: E741 - the rulebook's own letters


def line(letters: str, count: int) -> list[str]:
    return [f"{letters}{at}" for at in range(1, count + 1)]


@pytest.mark.parametrize(
    ("out_of_turn", "first", "general", "count", "order"),
    [
        (1, 4, 8, 3, "O1 P1 G1 G2 G3 P2 G4 G5 G6 P3 G7 G8 P4"),
        (0, 4, 8, 1, "G1 G2 P1 G3 G4 G5 P2 G6 G7 G8 P3 P4"),
        (0, 4, 8, 0, "G1 G2 G3 P1 G4 G5 G6 P2 G7 G8 P3 P4"),
        (0, 4, 1, 3, "P1 G1 P2 P3 P4"),
        (0, 1, 8, 3, "P1 G1 G2 G3 G4 G5 G6 G7 G8"),
    ],
    ids=["full count", "count 1", "count 0", "few general", "one first-priority"],
)
def test_the_merge_is_that_of_the_rulebook(
    out_of_turn: int, first: int, general: int, count: int, order: str
) -> None:
    waiting = {O: line("O", out_of_turn), P: line("P", first), G: line("G", general)}

    assert merged(queue(count), waiting) == order.split()


def test_the_count_is_stored_between_one_place_and_the_next() -> None:
    """The trap: merged anew and only the head served, the order would be P1 P2 P3 P4 G1 …"""
    first, general, served = line("P", 4), line("G", 8), []
    kept = queue(3)
    while first or general:
        slot, count = draw(kept, has_first_priority=bool(first), has_general=bool(general))
        kept = Queue(kept.key, count, kept.ratio)
        served.append((first if slot is Slot.P else general).pop(0))

    assert served == ["P1", "G1", "G2", "G3", "P2", "G4", "G5", "G6", "P3", "G7", "G8", "P4"]


@pytest.mark.parametrize(
    ("count", "first", "general", "expected"),
    [
        (3, True, True, (Slot.P, 0)),
        (2, True, True, (Slot.G, 3)),
        (0, True, True, (Slot.G, 1)),
        (3, False, True, (Slot.G, 3)),
        (0, True, False, (Slot.P, 0)),
    ],
    ids=["full", "not full", "just served", "nobody first: it stays full", "nobody general"],
)
def test_a_draw_moves_the_count(
    count: int, first: bool, general: bool, expected: tuple[Slot, int]
) -> None:
    assert draw(queue(count), has_first_priority=first, has_general=general) == expected


@given(
    out_of_turn=st.integers(0, 4),
    first=st.integers(0, 12),
    general=st.integers(0, 40),
    ratio=st.integers(1, 9),
    data=st.data(),
)
def test_the_closed_form_is_the_place_in_the_merged_order(
    out_of_turn: int, first: int, general: int, ratio: int, data: st.DataObject
) -> None:
    kept = queue(data.draw(st.integers(0, ratio)), ratio)
    order = merged(kept, {O: line("O", out_of_turn), P: line("P", first), G: line("G", general)})

    for at in range(out_of_turn):
        assert number(kept, O, Ahead(at, 0, 0)) == order.index(f"O{at + 1}") + 1
    for at in range(first):
        assert number(kept, P, Ahead(out_of_turn, at, general)) == order.index(f"P{at + 1}") + 1
    for at in range(general):
        assert number(kept, G, Ahead(out_of_turn, first, at)) == order.index(f"G{at + 1}") + 1


def test_special_queues_keep_no_ratio() -> None:
    special = Queue(key(queue_type=QueueType.SPECIAL), 3, 3)

    assert number(special, P, Ahead(1, 2, 3)) == 7
    assert number(special, G, Ahead(1, 2, 3)) == 7
