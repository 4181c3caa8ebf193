"""Nobody can reckon a covered count out of what is published."""

from collections import defaultdict
from itertools import compress, product

from hypothesis import given
from hypothesis import strategies as st

from kezek.core.suppression import LEAST, Cell, Cover, Path, protect, spans_of

words = st.sampled_from("abc")
small_trees = st.dictionaries(st.tuples(words, words), st.integers(0, 7), max_size=4)
trees = st.dictionaries(
    st.tuples(words, words, st.sampled_from("OPG")), st.integers(0, 40), max_size=18
)


@given(trees)
def test_no_small_count_is_told(leaves: dict[Path, int]) -> None:
    for path, cell in protect(leaves).items():
        true = _total(leaves, path)
        assert cell.count in (None, true)
        if 0 < true < LEAST:
            assert cell.cover is not None
        if true == 0:
            assert cell == Cell(0)
        if cell.cover is Cover.SMALL:
            assert 0 < true < LEAST


@given(trees)
def test_every_covered_count_may_be_two_numbers(leaves: dict[Path, int]) -> None:
    cells = protect(leaves)
    for path, span in spans_of(cells).items():
        assert span.low <= _total(leaves, path) <= span.high
        assert not (cells[path].cover and span.is_pinned), path


@given(small_trees)
def test_a_stranger_who_tries_everything_finds_none(leaves: dict[Path, int]) -> None:
    cells = protect(leaves)
    seen: dict[Path, set[int]] = defaultdict(set)
    below = {path: [leaf[: len(path)] == path for leaf in leaves] for path in cells}
    for guess in product(range(9), repeat=len(leaves)):
        totals = {path: sum(compress(guess, parts)) for path, parts in below.items()}
        if all(_agrees(cell, totals[path]) for path, cell in cells.items()):
            for path, count in totals.items():
                seen[path].add(count)
    for path, cell in cells.items():
        if cell.cover:
            assert len(seen[path]) > 1, path


@given(trees)
def test_large_counts_without_small_ones_beside_them_are_all_told(leaves: dict[Path, int]) -> None:
    large = {path: count + LEAST for path, count in leaves.items()}
    assert all(cell.cover is None for cell in protect(large).values())


def _agrees(cell: Cell, count: int) -> bool:
    if cell.cover is Cover.SMALL:
        return 0 < count < LEAST
    return count > 0 if cell.cover else count == cell.count


def _total(leaves: dict[Path, int], path: Path) -> int:
    return sum(count for leaf, count in leaves.items() if leaf[: len(path)] == path)
