"""What a rehearsal finds, as one value: children, chances of places, terms, and their sums (N6)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from kezek.core.ids import TerritorySlug
from kezek.core.region_changes import Difference
from kezek.core.rehearsing.changes import ChildChange, Effect
from kezek.core.rehearsing.play import Chance
from kezek.core.rehearsing.spreading import Opening
from kezek.core.rehearsing.terms_begun import BegunTerm
from kezek.core.turns import Standing


@dataclass(frozen=True, slots=True)
class OpenedPlaces:
    """Who would get a chance if so many places opened now, under the rules before and after."""

    openings: tuple[Opening, ...]
    """In which groups; fewer than were asked for where nobody waits."""
    already_free: int
    """Places that wait for a child today; they are given along with those that open."""
    before: tuple[Chance, ...]
    after: tuple[Chance, ...]
    unknown_year: int | None = None
    """The year whose calendar is missing: nothing can be said then (R-90)."""

    @property
    def places(self) -> int:
        """How many open."""
        return sum(one.count for one in self.openings)

    @property
    def only_before(self) -> tuple[Chance, ...]:
        """Those who would get a chance now and not after the change."""
        return _without(self.before, self.after)

    @property
    def only_after(self) -> tuple[Chance, ...]:
        """Those who would get a chance only after the change."""
        return _without(self.after, self.before)


def _without(those: Iterable[Chance], others: Iterable[Chance]) -> tuple[Chance, ...]:
    known = {one.application for one in others}
    return tuple(one for one in those if one.application not in known)


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a change would do if it were in force at the moment of the snapshot."""

    at: datetime
    rules_version: int
    """The version in force, which it is compared with."""
    sha256: str
    """Of the changed region, as its version would have it: what was rehearsed is what is signed."""
    differences: tuple[Difference, ...]
    children: tuple[ChildChange, ...]
    """Everybody who stands in a queue, by submission."""
    terms: tuple[BegunTerm, ...]
    running_terms: int
    """Terms that run now, of all kinds: none of them changes (R-9)."""
    opening: OpenedPlaces | None = None

    @property
    def touched(self) -> tuple[ChildChange, ...]:
        """Those to whom anything happens."""
        return tuple(one for one in self.children if one.effect is not Effect.SAME)


@dataclass(frozen=True, slots=True)
class Sums:
    """Of how many children what is said."""

    children: int
    effects: Counter[Effect]
    nearer: int
    """The largest step forward, and"""
    further: int
    """the largest step back of any number."""


def sums_of(children: Iterable[ChildChange]) -> Sums:
    """The sums of some children."""
    effects: Counter[Effect] = Counter()
    nearer = further = many = 0
    for one in children:
        many += 1
        effects[one.effect] += 1
        nearer = max(nearer, *(-step for step in one.steps), 0)
        further = max(further, *one.steps, 0)
    return Sums(many, effects, nearer, further)


def by_standing(children: Iterable[ChildChange]) -> dict[Standing, Sums]:
    """The sums of each class, in the order of the classes."""
    those = list(children)
    return {
        standing: sums_of(one for one in those if one.standing is standing)
        for standing in Standing
        if any(one.standing is standing for one in those)
    }


def by_territory(children: Iterable[ChildChange]) -> dict[TerritorySlug, Sums]:
    """The sums of each territory, by its name in the data."""
    parts: dict[TerritorySlug, list[ChildChange]] = {}
    for one in children:
        parts.setdefault(one.territory, []).append(one)
    return {territory: sums_of(parts[territory]) for territory in sorted(parts)}


def by_category(children: Iterable[ChildChange]) -> dict[int | None, Sums]:
    """The sums of each benefit category, in the order of Annex 1; what is not known stands last."""
    parts: dict[int | None, list[ChildChange]] = {}
    for one in children:
        parts.setdefault(one.category, []).append(one)
    order = sorted(parts, key=lambda code: (code is None, code or 0))
    return {code: sums_of(parts[code]) for code in order}


@dataclass(frozen=True, slots=True)
class Share:
    """How many chances a class or a territory has before and after."""

    before: int
    after: int

    @property
    def difference(self) -> int:
        """How many more after than before."""
        return self.after - self.before


def shares(opening: OpenedPlaces) -> Mapping[tuple[TerritorySlug, Standing], Share]:
    """The chances of each class in each territory."""
    before = Counter((one.territory, one.standing) for one in opening.before)
    after = Counter((one.territory, one.standing) for one in opening.after)
    order = {standing: turn for turn, standing in enumerate(Standing)}
    keys = sorted(before.keys() | after.keys(), key=lambda key: (key[0], order[key[1]]))
    return {key: Share(before[key], after[key]) for key in keys}
