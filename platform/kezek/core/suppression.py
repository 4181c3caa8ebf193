"""What published counts tell of few people: small ones are covered, and none can be reckoned back.

Counts stand in a tree: a total, its parts, their parts. Whoever knows a total and all parts but
one knows the last, so covering the small ones is not enough; others are covered with them until
everything that is covered could, by what is published, be at least two different numbers.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

Path = tuple[str, ...]
"""Where a count stands: nothing for the total of all, one word more for each step down."""

LEAST = 5
"""The smallest number of people that is told."""

_ENDLESS = 1 << 60


class Cover(StrEnum):
    """Why a count is not told."""

    SMALL = "small"
    """It is fewer than the least, and somebody."""
    WITHHELD = "withheld"
    """It is somebody; how many, would betray a smaller one."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One count as everybody may know it."""

    count: int | None
    """Nothing where it is covered."""
    cover: Cover | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """The numbers that a count may be by all that is published, both ends included."""

    low: int
    high: int

    @property
    def is_pinned(self) -> bool:
        """Whether it can be one number alone."""
        return self.low == self.high


def protect(counts: Mapping[Path, int], least: int = LEAST) -> dict[Path, Cell]:
    """All counts of the tree of these leaves, totals included, as they may be published.

    A leaf is no beginning of another's path. Nought is told: it is nobody's. Raises ValueError.
    """
    tree = _Tree(counts)
    covers = {
        path: Cover.SMALL if 0 < count < least else None for path, count in tree.totals.items()
    }
    while (pinned := _find_pinned(tree, covers, least)) is not None:
        covers[_to_cover(tree, covers, pinned)] = Cover.WITHHELD
    return {
        path: Cell(None if covers[path] else count, covers[path])
        for path, count in tree.totals.items()
    }


def spans_of(cells: Mapping[Path, Cell], least: int = LEAST) -> dict[Path, Span]:
    """What anybody can reckon out of published cells: the span of each, told or covered."""
    parts = _parts_of(cells)
    return _spans(parts, {path: _said(cell, least) for path, cell in cells.items()})


class _Tree:
    """The leaves with all their totals."""

    def __init__(self, counts: Mapping[Path, int]) -> None:
        self.totals: dict[Path, int] = defaultdict(int)
        for path, count in sorted(counts.items()):
            if count < 0:
                raise ValueError(f"{path}: fewer than nobody")
            for depth in range(len(path) + 1):
                self.totals[path[:depth]] += count
        self.parts = _parts_of(self.totals)
        if any(path in self.parts for path in counts):
            raise ValueError("a leaf has parts")

    def siblings(self, path: Path) -> Iterator[Path]:
        """The other parts of the same total."""
        if path:
            yield from (one for one in self.parts[path[:-1]] if one != path)


def _parts_of(paths: Mapping[Path, object]) -> dict[Path, list[Path]]:
    parts: dict[Path, list[Path]] = defaultdict(list)
    for path in sorted(paths):
        if path:
            parts[path[:-1]].append(path)
    return dict(parts)


def _said(cell: Cell, least: int) -> Span:
    if cell.count is not None:
        return Span(cell.count, cell.count)
    return Span(1, least - 1 if cell.cover is Cover.SMALL else _ENDLESS)


def _spans(parts: Mapping[Path, list[Path]], said: Mapping[Path, Span]) -> dict[Path, Span]:
    """First what the parts leave to each total, then what total and other parts leave to each."""
    from_below = dict(said)
    for path in sorted(parts, key=len, reverse=True):
        below = [from_below[part] for part in parts[path]]
        from_below[path] = _both(
            said[path], Span(sum(one.low for one in below), sum(one.high for one in below))
        )
    found = {path: from_below[path] for path in from_below if not path}
    for path in sorted(parts, key=len):
        whole = found[path]
        low = sum(from_below[part].low for part in parts[path])
        high = sum(from_below[part].high for part in parts[path])
        for part in parts[path]:
            own = from_below[part]
            rest = Span(whole.low - (high - own.high), whole.high - (low - own.low))
            found[part] = _both(own, rest)
    return found


def _both(one: Span, other: Span) -> Span:
    return Span(max(one.low, other.low), min(one.high, other.high))


def _find_pinned(tree: _Tree, covers: Mapping[Path, Cover | None], least: int) -> Path | None:
    cells = {
        path: Cell(None if covers[path] else count, covers[path])
        for path, count in tree.totals.items()
    }
    said = {path: _said(cell, least) for path, cell in cells.items()}
    spans = _spans(tree.parts, said)
    return next((path for path in spans if covers[path] and spans[path].is_pinned), None)


def _to_cover(tree: _Tree, covers: Mapping[Path, Cover | None], pinned: Path) -> Path:
    """What is covered next: the smallest told neighbour, else what bounds the pinned one."""
    told_parts = [one for one in tree.parts.get(pinned, ()) if _is_told(tree, covers, one)]
    told_beside = [one for one in tree.siblings(pinned) if _is_told(tree, covers, one)]
    parts_told_in_full = bool(tree.parts.get(pinned)) and not any(
        covers[one] for one in tree.parts[pinned]
    )
    for found in (told_parts if parts_told_in_full else [], told_beside):
        if found:
            return min(found, key=lambda one: (tree.totals[one], one))
    return next(_bounds(tree, covers, pinned))


def _is_told(tree: _Tree, covers: Mapping[Path, Cover | None], path: Path) -> bool:
    return covers[path] is None and tree.totals[path] > 0


def _bounds(tree: _Tree, covers: Mapping[Path, Cover | None], pinned: Path) -> Iterator[Path]:
    """What else may bound it, from near to far; each is covered wholly at most once."""
    near = (pinned[:-1], *tree.siblings(pinned), *tree.parts.get(pinned, ()), pinned)
    for path in (*near, *tree.totals):
        if covers[path] is not Cover.WITHHELD and tree.totals[path] > 0:
            yield path
