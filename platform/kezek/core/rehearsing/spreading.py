"""So many places among the groups of a region, where most children wait for them (N6)."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from heapq import heapify, heapreplace

from kezek.core.applications import Application
from kezek.core.ids import KindergartenId, TerritorySlug
from kezek.core.modes.contract import Rules
from kezek.core.modes.registry import DOORS
from kezek.core.queues import SeatKey, key_order


@dataclass(frozen=True, slots=True)
class Seats:
    """A group in which places could open."""

    key: SeatKey
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class Opening:
    """So many places of one group open at once."""

    seats: Seats
    count: int


def weights(
    waiting: Iterable[Application],
    groups: Iterable[Seats],
    territories: Mapping[KindergartenId, TerritorySlug],
    rules: Rules,
) -> dict[Seats, float]:
    """How many wait for the places of each group; a shared queue is divided among its groups.

    A place that comes out in no bulletin, of a private kindergarten in an indigo territory, takes
    no part: it is open to whoever comes first (I-3.14).
    """
    stand: Counter[Hashable] = Counter()
    for one in waiting:
        stand.update(_wants(one))
    wanted: dict[Hashable, list[Seats]] = defaultdict(list)
    for seats in groups:
        territory = territories[seats.key.kindergarten]
        door = DOORS[rules.mode_of(territory)]
        if not (door.has_bulletin and seats.is_private):
            wanted[_wanted(seats.key, territory, rules)].append(seats)
    return {seats: stand[key] / len(those) for key, those in wanted.items() for seats in those}


def _wants(application: Application) -> list[Hashable]:
    door, one = DOORS[application.mode], application
    if door.names_kindergartens:
        return list(one.keys)
    language = one.language if door.has_bulletin else ""
    return [(one.territory, one.queue_type, one.birth_year, language)]


def _wanted(key: SeatKey, territory: TerritorySlug, rules: Rules) -> Hashable:
    door = DOORS[rules.mode_of(territory)]
    if door.names_kindergartens:
        return key
    language = key.language if door.has_bulletin else ""
    return (territory, key.queue_type, key.birth_year, language)


def spread(most: int, waiting: Mapping[Seats, float]) -> tuple[Opening, ...]:
    """So many places among groups, in proportion to those who wait for each (D'Hondt).

    Where nobody waits no place opens. The order of the answer is the order in which they open.
    """
    heap = [(-many, key_order(seats.key), seats) for seats, many in waiting.items() if many > 0]
    heapify(heap)
    given: dict[Seats, int] = defaultdict(int)
    for _ in range(most if heap else 0):
        _, order, seats = heap[0]
        given[seats] += 1
        heapreplace(heap, (-waiting[seats] / (given[seats] + 1), order, seats))
    ordered = sorted(given.items(), key=lambda one: key_order(one[0].key))
    return tuple(Opening(seats, count) for seats, count in ordered)
