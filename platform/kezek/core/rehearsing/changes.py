"""What other rules do to each child that waits: its numbers, and whether it may be asked (N6)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from kezek.core.applications import Application
from kezek.core.ids import ApplicationId, TerritorySlug
from kezek.core.modes.bars import Bar
from kezek.core.modes.contract import Rules, World
from kezek.core.modes.registry import DOORS
from kezek.core.modes.rehearsals import Numbered
from kezek.core.queues import Queue, QueueKey
from kezek.core.standing import category_that_counts
from kezek.core.territories import Mode
from kezek.core.triggers import RatioSet
from kezek.core.turns import Ahead, Standing, number


class Effect(StrEnum):
    """What a change of the rules does to a child."""

    GAINS = "gains"
    LOSES = "loses"
    MIXED = "mixed"
    """Nearer in one of its queues and further in another."""
    SAME = "same"


class Why(StrEnum):
    """By what a child gains or loses."""

    RATIO_TURN = "ratio_turn"
    """The turns of first priority and of the general queue are counted otherwise (R-12)."""
    OLD_ENOUGH = "old_enough"
    TOO_YOUNG = "too_young"
    TOO_OLD = "too_old"
    NOT_TOO_OLD = "not_too_old"
    NO_CATEGORY = "no_category"
    HAS_CATEGORY = "has_category"


_BARRED = {Bar.TOO_YOUNG: Why.TOO_YOUNG, Bar.TOO_OLD: Why.TOO_OLD, Bar.NO_CATEGORY: Why.NO_CATEGORY}
_FREED = {
    Bar.TOO_YOUNG: Why.OLD_ENOUGH,
    Bar.TOO_OLD: Why.NOT_TOO_OLD,
    Bar.NO_CATEGORY: Why.HAS_CATEGORY,
}


@dataclass(frozen=True, slots=True)
class ChildChange:
    """One child that waits: its number in each queue before and after, and what bars an offer."""

    application: ApplicationId
    number: str
    territory: TerritorySlug
    standing: Standing
    birth_year: int
    language: str
    before: tuple[Numbered, ...]
    after: tuple[Numbered, ...]
    bar_before: Bar | None = None
    bar_after: Bar | None = None
    category: int | None = None
    """The statement of Annex 1 that gives it its standing; nothing where none is known."""

    @property
    def steps(self) -> tuple[int, ...]:
        """By how much each number changes: −1 is one step nearer."""
        return tuple(
            new.number - old.number for old, new in zip(self.before, self.after, strict=True)
        )

    @property
    def effect(self) -> Effect:
        """Nearer, further, both or nothing; to be asked or not weighs like a number."""
        barred = (self.bar_after is not None) - (self.bar_before is not None)
        weighed = (*self.steps, barred)
        gains, loses = any(one < 0 for one in weighed), any(one > 0 for one in weighed)
        if gains and loses:
            return Effect.MIXED
        if gains:
            return Effect.GAINS
        return Effect.LOSES if loses else Effect.SAME

    @property
    def reasons(self) -> tuple[Why, ...]:
        """Why, in the words of the rules; nothing for a child to which nothing happens."""
        found = [Why.RATIO_TURN] if any(self.steps) else []
        if self.bar_before != self.bar_after:
            found += [_FREED[self.bar_before]] if self.bar_before else []
            found += [_BARRED[self.bar_after]] if self.bar_after else []
        return tuple(found)


def queues_under(queues: Mapping[QueueKey, Queue], rules: Rules, now: datetime) -> World:
    """The queues as these rules have them once they are in force: by the trigger that does it."""
    world = World(queues=queues)
    # One mode speaks for all: its queues are given, and nobody who waits.
    decision = DOORS[Mode.LINEAR].decide(world, RatioSet(), rules, now)
    changed = {one.after.key: one.after for fact in decision.facts for one in fact.queues}
    return replace(world, queues={**queues, **changed})


def compared(world: World, before: Rules, after: Rules, now: datetime) -> tuple[ChildChange, ...]:
    """Every child that stands in a queue, by submission, under both sets of rules."""
    waiting = sorted(
        (one for one in world.applications.values() if one.is_shown), key=lambda one: one.rank
    )
    keys = {one.id: one.keys for one in waiting}
    stands = _by_queue(waiting, keys)
    stored = {key: world.queues.get(key) or _new(key, before) for key in stands}
    changed = queues_under(stored, after, now).queues
    found: _Found = {one.id: ({}, {}) for one in waiting}
    for key, those in stands.items():
        _count(key, those, stored[key], changed[key], found)
    return tuple(
        ChildChange(
            application=one.id,
            number=one.number,
            territory=one.territory,
            standing=one.standing,
            birth_year=one.birth_year,
            language=one.language,
            before=tuple(found[one.id][0][key] for key in keys[one.id]),
            after=tuple(found[one.id][1][key] for key in keys[one.id]),
            bar_before=DOORS[one.mode].bar(one, before, now),
            bar_after=DOORS[one.mode].bar(one, after, now),
            category=category_that_counts(one.categories, one.standing),
        )
        for one in waiting
    )


_Found = dict[ApplicationId, tuple[dict[QueueKey, Numbered], dict[QueueKey, Numbered]]]
"""The numbers of each child before and after, by queue."""


def _new(key: QueueKey, rules: Rules) -> Queue:
    ratio = rules.settings.ratio_g
    return Queue(key, ratio if rules.settings.ratio_start == "P" else 0, ratio)


def _by_queue(
    waiting: Iterable[Application], keys: Mapping[ApplicationId, tuple[QueueKey, ...]]
) -> dict[QueueKey, list[Application]]:
    found: dict[QueueKey, list[Application]] = defaultdict(list)
    for one in waiting:
        for key in keys[one.id]:
            found[key].append(one)
    return found


def _count(
    key: QueueKey, those: list[Application], before: Queue, after: Queue, found: _Found
) -> None:
    """The numbers of a whole queue, in closed form as pages tell them (§8); `those` by rank."""
    is_same = (before.count, before.ratio) == (after.count, after.ratio)
    totals = Counter(one.standing for one in those)
    passed = dict.fromkeys(Standing, 0)
    for one in those:
        ahead = _ahead(one.standing, passed, totals, keeps_ratio=before.keeps_ratio)
        passed[one.standing] += 1
        old = Numbered(key, number(before, one.standing, ahead))
        new = old if is_same else Numbered(key, number(after, one.standing, ahead))
        found[one.id][0][key], found[one.id][1][key] = old, new


def _ahead(
    own: Standing,
    passed: Mapping[Standing, int],
    totals: Mapping[Standing, int],
    *,
    keeps_ratio: bool,
) -> Ahead:
    """What the number of one needs to know of all others in its queue (see `turns.Ahead`)."""
    if own is Standing.O:
        return Ahead(passed[Standing.O], 0, 0)
    first, general = passed[Standing.P], passed[Standing.G]
    if keeps_ratio:
        # Of the other class all stand there: whose turn is when, the count decides.
        first = first if own is Standing.P else totals[Standing.P]
        general = general if own is Standing.G else totals[Standing.G]
    return Ahead(totals[Standing.O], first, general)
