"""A territory changes its mode: whoever waits enters the new queues, nothing of theirs is lost.

The moment of submission, the class, papers, strikes and history stay (G-13, R-10); live offers,
windows, vouchers and referrals run to their end under the old rules and are not touched here, nor
are those who are away: they enter the new mode when they come back (R-84).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol, TypeVar

from kezek.core.applications import IN_LINE, Application, State
from kezek.core.events import Cause, Change, Fact
from kezek.core.ids import ApplicationId, TerritorySlug
from kezek.core.modes.contract import Decision, Rules, World
from kezek.core.modes.entering import as_it_enters, asks_for_choices, letter
from kezek.core.notices import Notice
from kezek.core.places import Place, PlaceState
from kezek.core.queues import Queue, QueueKey
from kezek.core.territories import Mode
from kezek.core.turns import Rank, Standing, merged

CROSSES = IN_LINE | {State.UNDER_REVIEW}
"""States in which a switch takes an application along at once."""


class _Standing(Protocol):
    """Whoever stands in a queue: by a class, and by a rank in it."""

    @property
    def standing(self) -> Standing: ...

    @property
    def rank(self) -> Rank: ...


Stands = TypeVar("Stands", bound=_Standing)

Numbers = Mapping[QueueKey, int]
"""The numbers of one application by its queues."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """One child at the switch: its numbers in the old mode and in the new one."""

    before: Application
    after: Application
    numbers_before: Numbers
    numbers_after: Numbers

    @property
    def asks_for_choices(self) -> bool:
        """Whether it waits until its family names kindergartens (R-10)."""
        return asks_for_choices(self.after)


def switch(world: World, territory: TerritorySlug, rules: Rules, now: datetime) -> Decision:
    """Takes everybody who waits in a territory into the mode that rules there now (R-10)."""
    return carry_over(crossings(world, territory, rules, now), world, territory, rules)


def carry_over(
    found: Iterable[Crossing], world: World, territory: TerritorySlug, rules: Rules
) -> Decision:
    """The decision that does what crossings say: each child a fact of its own, then places."""
    children = [_fact(one) for one in found]
    return Decision((*children, *_places(world, territory, rules)))


def _fact(crossing: Crossing) -> Fact:
    before, after = crossing.before, crossing.after
    return Fact(
        kind="application:mode-switched",
        rule="R-10",
        cause=Cause.MODE_SWITCH,
        applications=(Change(before, replace(after, version=before.version + 1)),),
        notices=(_letter(crossing),),
        detail={"territory": str(after.territory), "mode": str(after.mode)},
    )


def _places(world: World, territory: TerritorySlug, rules: Rules) -> list[Fact]:
    """Free places as the new mode has them, in the order of their publication (R-83)."""
    takes = _TAKES[rules.mode_of(territory)]
    free = sorted(world.places.values(), key=lambda place: place.serving_order)
    return [
        Fact(
            kind="place:mode-switched",
            rule="R-83",
            places=(Change(place, replace(after, version=place.version + 1)),),
        )
        for place in free
        if (after := takes(place)) != place
    ]


def _as_published(place: Place) -> Place:
    """The windows of a bulletin are over at midnight: its places wait like all others."""
    return replace(place, state=PlaceState.PUBLISHED, bulletin_on=None, window_ends_at=None)


def _for_bulletins(place: Place) -> Place:
    """A private place is open at once, the others wait for the next bulletin (I-3.14, R-83)."""
    return replace(place, state=PlaceState.OPEN) if place.is_private else place


_TAKES: Mapping[Mode, Callable[[Place], Place]] = {
    Mode.LINEAR: _as_published,
    Mode.VOUCHER: _as_published,
    Mode.INDIGO: _for_bulletins,
}


def crossings(
    world: World, territory: TerritorySlug, rules: Rules, now: datetime
) -> list[Crossing]:
    """Every child whom the switch takes along, by submission, with its number before and after.

    `world` holds everybody who stands in a queue of the territory, and those queues; the same
    function rehearses the switch on a snapshot and carries it out.
    """
    everybody = [one for one in world.applications.values() if one.territory == territory]
    moved = {one.id: _crossed(one, rules, now) for one in everybody}
    before = _numbers(everybody, world, rules)
    after = _numbers(moved.values(), world, rules)
    return [
        Crossing(one, moved[one.id], before.get(one.id, {}), after.get(one.id, {}))
        for one in sorted(everybody, key=lambda one: one.rank)
        if moved[one.id] != one
    ]


def _crossed(application: Application, rules: Rules, now: datetime) -> Application:
    if application.state not in CROSSES:
        return application
    return as_it_enters(application, rules, now)


def _numbers(
    applications: Iterable[Application], world: World, rules: Rules
) -> dict[ApplicationId, dict[QueueKey, int]]:
    """The number of each application in each of its queues, all of them counted at once (§8)."""
    waiting: dict[QueueKey, list[Application]] = defaultdict(list)
    for one in applications:
        for key in one.keys if one.is_shown else ():
            waiting[key].append(one)
    found: dict[ApplicationId, dict[QueueKey, int]] = defaultdict(dict)
    for key, those in waiting.items():
        for place, one in enumerate(in_order(_queue(world, key, rules), those), start=1):
            found[one.id][key] = place
    return found


def _queue(world: World, key: QueueKey, rules: Rules) -> Queue:
    """As it is stored; one that nobody stood in yet begins as the region has set it (A-01)."""
    stored = world.queues.get(key)
    ratio = rules.settings.ratio_g
    start = ratio if rules.settings.ratio_start == "P" else 0
    return stored or Queue(key, count=start, ratio=ratio)


def in_order(queue: Queue, waiting: Iterable[Stands]) -> list[Stands]:
    """Those who stand in a queue as it would serve them: their numbers, from 1 (§8)."""
    ranked = sorted(waiting, key=lambda one: one.rank)
    if queue.keeps_ratio:
        classes = {one: [each for each in ranked if each.standing is one] for one in Standing}
        return merged(queue, classes)
    first = [one for one in ranked if one.standing is Standing.O]
    return first + [one for one in ranked if one.standing is not Standing.O]


def _letter(crossing: Crossing) -> Notice:
    """To each family its own: what rules now, its number before and after, what it may do."""
    before, after = _single(crossing.numbers_before), _single(crossing.numbers_after)
    return letter(crossing.after, before, after)


def _single(numbers_of_one: Numbers) -> int | None:
    """The number where there is one only; several stand in the cabinet."""
    return next(iter(numbers_of_one.values())) if len(numbers_of_one) == 1 else None
