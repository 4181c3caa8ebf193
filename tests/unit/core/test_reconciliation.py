"""Why a number is not that of the old queue: the steps always add up."""

import uuid

from hypothesis import given
from hypothesis import strategies as st

from kezek.core.ids import ApplicationId
from kezek.core.reconciliation import Because, Difference, reconcile

IDS = [ApplicationId(uuid.UUID(int=number)) for number in range(1, 13)]


def test_the_same_order_gives_the_same_numbers() -> None:
    found = reconcile(IDS[:3], {one: at for at, one in enumerate(IDS[:3], 1)}, [])

    assert [(one.before, one.after, one.differences) for one in found.values()] == [
        (1, 1, ()),
        (2, 2, ()),
        (3, 3, ()),
    ]


def test_whoever_stood_here_before_is_a_reason() -> None:
    found = reconcile([IDS[5], IDS[0]], {IDS[0]: 1}, [])

    assert found == {IDS[0]: found[IDS[0]]}
    assert found[IDS[0]].differences == (Difference(Because.OTHERS_HERE, 1),)


def test_who_is_away_is_counted_no_more() -> None:
    found = reconcile([IDS[1]], {IDS[0]: 1, IDS[1]: 2}, [IDS[0]])

    assert found[IDS[0]].after is None
    assert found[IDS[1]].differences == (Difference(Because.AWAY, -1),)


def test_numbers_that_nobody_brings_are_missing() -> None:
    found = reconcile([IDS[0]], {IDS[0]: 5}, [])

    assert found[IDS[0]].differences == (Difference(Because.MISSING, -4),)


def test_another_order_among_themselves_is_told() -> None:
    found = reconcile([IDS[1], IDS[0]], {IDS[0]: 1, IDS[1]: 2}, [])

    assert found[IDS[0]].differences == (Difference(Because.ORDER, 1),)
    assert found[IDS[1]].differences == (Difference(Because.ORDER, -1),)


@given(
    st.permutations(IDS),
    st.lists(st.none() | st.integers(1, 40), min_size=8, max_size=8),
    st.integers(0, 8),
)
def test_the_account_always_closes(
    order: list[ApplicationId], numbers: list[int | None], away: int
) -> None:
    in_file = IDS[:8]
    before = dict(zip(in_file, numbers, strict=True))
    absent = in_file[:away]
    standing = [one for one in order if one not in absent]

    found = reconcile(standing, before, absent)

    assert set(found) == set(in_file)
    for one in found.values():
        if one.before is not None and one.after is not None:
            assert one.after - one.before == sum(step.amount for step in one.differences)
