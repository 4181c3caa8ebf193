"""What a switch does to each child: as it is shown, signed, and compared with what happened."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kezek.core.applications import State
from kezek.core.ids import ApplicationId
from kezek.core.modes.switch import Crossing, Numbers
from kezek.core.queues import CategoryKey, QueueKey, SeatKey, SharedKey
from kezek.core.turns import Standing


class Effect(StrEnum):
    """What a switch does to a child's best number."""

    SMALLER = "smaller"
    GREATER = "greater"
    SAME = "same"
    ASKED = "asked"
    """It has no number until its family names kindergartens (R-10)."""
    REVIEWED = "reviewed"
    """It had no number before and has none after: a specialist is still looking at it."""


class Reason(StrEnum):
    """Why the number is another one: what the child stands in from then on."""

    NAMES_KINDERGARTENS = "names_kindergartens"
    WAITS_FOR_REVIEW = "waits_for_review"
    OWN_KINDERGARTENS = "own_kindergartens"
    SHARED_QUEUE = "shared_queue"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number in a queue."""

    queue: QueueKey
    number: int


@dataclass(frozen=True, slots=True)
class ChildLine:
    """One child of a rehearsal: what stands still, its numbers before and after, and why."""

    application: ApplicationId
    number: str
    standing: Standing
    birth_year: int
    language: str
    before: tuple[Numbered, ...]
    after: tuple[Numbered, ...]
    effect: Effect
    reason: Reason


@dataclass(frozen=True, slots=True)
class Totals:
    """How many children a switch moves in which way."""

    children: int
    effects: Counter[Effect]
    queues_before: int
    queues_after: int


class Otherwise(StrEnum):
    """Why a child fared otherwise on the day than it was rehearsed."""

    CAME_LATER = "came_later"
    LEFT_BEFORE = "left_before"
    OTHERS_MOVED = "others_moved"


@dataclass(frozen=True, slots=True)
class Departure:
    """A child whose numbers on the day are not those that were rehearsed."""

    rehearsed: ChildLine | None
    happened: ChildLine | None
    why: Otherwise

    @property
    def line(self) -> ChildLine:
        """Whom it is about."""
        line = self.happened or self.rehearsed
        assert line is not None
        return line


@dataclass(frozen=True, slots=True)
class Account:
    """A rehearsal held against what happened: how many agree, and every one that does not."""

    equal: int
    departures: tuple[Departure, ...]


def lines_of(found: Iterable[Crossing]) -> tuple[ChildLine, ...]:
    """Crossings as lines, in their order: by the moment of submission."""
    return tuple(_line(one) for one in found)


def _line(one: Crossing) -> ChildLine:
    return ChildLine(
        application=one.after.id,
        number=one.after.number,
        standing=one.after.standing,
        birth_year=one.after.birth_year,
        language=one.after.language,
        before=_numbered(one.numbers_before),
        after=_numbered(one.numbers_after),
        effect=_effect(one),
        reason=_reason(one),
    )


def _numbered(numbers: Numbers) -> tuple[Numbered, ...]:
    return tuple(Numbered(queue, number) for queue, number in numbers.items())


def _effect(one: Crossing) -> Effect:
    if one.asks_for_choices:
        return Effect.ASKED
    if not one.numbers_after:
        return Effect.REVIEWED
    after = min(one.numbers_after.values())
    before = min(one.numbers_before.values(), default=after)
    if before == after:
        return Effect.SAME
    return Effect.SMALLER if after < before else Effect.GREATER


def _reason(one: Crossing) -> Reason:
    if one.asks_for_choices:
        return Reason.NAMES_KINDERGARTENS
    if one.after.state is State.UNDER_REVIEW:
        return Reason.WAITS_FOR_REVIEW
    return _OF_QUEUES[type(one.after.keys[0])]


_OF_QUEUES: Mapping[type, Reason] = {
    SeatKey: Reason.OWN_KINDERGARTENS,
    SharedKey: Reason.SHARED_QUEUE,
    CategoryKey: Reason.CATEGORY,
}


def totals_of(lines: Sequence[ChildLine]) -> Totals:
    """The sums of a rehearsal."""
    return Totals(
        children=len(lines),
        effects=Counter(one.effect for one in lines),
        queues_before=len(_queues(one.before for one in lines)),
        queues_after=len(_queues(one.after for one in lines)),
    )


def by_queue(lines: Iterable[ChildLine]) -> dict[QueueKey, Counter[Effect]]:
    """For each queue of the new mode how many stand in it, by what the switch does to them."""
    found: dict[QueueKey, Counter[Effect]] = {}
    for line in lines:
        for one in line.after:
            found.setdefault(one.queue, Counter())[line.effect] += 1
    return found


def _queues(numbers: Iterable[tuple[Numbered, ...]]) -> set[QueueKey]:
    return {one.queue for numbered in numbers for one in numbered}


def account_of(rehearsed: Iterable[ChildLine], happened: Iterable[ChildLine]) -> Account:
    """Holds what was rehearsed against what happened, child by child."""
    said = {one.application: one for one in rehearsed}
    done = {one.application: one for one in happened}
    departures = [
        *(
            Departure(None, line, Otherwise.CAME_LATER)
            for key, line in done.items()
            if key not in said
        ),
        *(
            Departure(line, None, Otherwise.LEFT_BEFORE)
            for key, line in said.items()
            if key not in done
        ),
        *(
            Departure(said[key], line, Otherwise.OTHERS_MOVED)
            for key, line in done.items()
            if key in said and said[key] != line
        ),
    ]
    equal = sum(said.get(key) == line for key, line in done.items())
    return Account(equal, tuple(sorted(departures, key=lambda one: one.line.number)))
