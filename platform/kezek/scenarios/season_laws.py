"""What must hold of a season, read from the journal fact by fact (8, 8a, 9): no engine is asked.

A chronicle holds everything as it stood before each fact, the whole region in view; a decision
saw only what it needed. Turns are therefore judged by somebody who saw everybody that waited.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from kezek.core.applications import ENDED, Application, State
from kezek.core.events import Cause
from kezek.core.ids import ApplicationId, ChildId, KindergartenId, PlaceId, TerritorySlug
from kezek.core.modes.laws import HOLDING
from kezek.core.moves import Move, Replay
from kezek.core.places import Place, PlaceState
from kezek.core.queues import CategoryKey, Queue, QueueKey, QueueType, SeatKey
from kezek.core.territories import Mode
from kezek.core.turns import Slot, Standing
from kezek.core.vouchers import Voucher

SERVED = frozenset({"offer:made", "voucher:offered", "window:opened"})
"""Facts by which somebody's turn comes."""

BY_TURN = frozenset({"L-15.4", "VX-5", "I-3.9"})
"""Rules of such facts that keep the turn; brothers and sisters are served out of it (L-26.1)."""


@dataclass(frozen=True, slots=True)
class Told:
    """One fact of the journal in the core's values."""

    kind: str
    rule: str
    at: datetime
    applications: tuple[Application, ...] = ()
    places: tuple[Place, ...] = ()
    queues: tuple[Queue, ...] = ()
    moves: tuple[tuple[QueueKey, Move], ...] = ()


@dataclass
class Chronicle:
    """Everything as it stands after the facts told so far, and every promise found broken."""

    territories: Mapping[KindergartenId, TerritorySlug]
    applications: dict[ApplicationId, Application] = field(default_factory=dict)
    places: dict[PlaceId, Place] = field(default_factory=dict)
    queues: dict[QueueKey, Queue] = field(default_factory=dict)
    moves: dict[QueueKey, list[Move]] = field(default_factory=lambda: defaultdict(list))
    replays: dict[QueueKey, dict[ApplicationId, Replay]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    broken: list[str] = field(default_factory=list)
    checked: Counter[str] = field(default_factory=Counter)
    """How often each kind of promise was looked at."""

    def tell(self, told: Told) -> None:
        """Judges one fact by what stood before it, and takes it in."""
        if told.kind in SERVED and told.rule in BY_TURN:
            for served in told.applications:
                self._turn_kept(told, served)
        for place in told.places:
            self._say(_taken_from_somebody(self.places.get(place.id), place))
        for queue in told.queues:
            self.queues[queue.key] = queue
        self.applications.update({one.id: one for one in told.applications})
        self.places.update({one.id: one for one in told.places})
        for key, move in told.moves:
            self._play(key, move)
        if told.kind == "voucher:offered":
            self._within_capacity(told)

    def _say(self, problems: Iterable[str]) -> None:
        self.broken.extend(problems)

    def _turn_kept(self, told: Told, served: Application) -> None:
        """Nobody of the same class who stands ahead is passed over without a reason (§8, R-2)."""
        self.checked["turns"] += 1
        key = _line_of(told, served)
        waiting = [one for one in self.applications.values() if _may_be_served(one, served, told)]
        ahead = [
            one.number
            for one in waiting
            if _same_line(one, served, key) and one.rank < served.rank and one.id != served.id
        ]
        if ahead:
            self.broken.append(f"{told.at} {told.kind} {served.number} before {', '.join(ahead)}")
        if told.kind != "window:opened":
            self._say(self._ratio_kept(told, served, waiting))

    def _ratio_kept(
        self, told: Told, served: Application, waiting: list[Application]
    ) -> Iterator[str]:
        """A first-priority turn comes after so many general ones, and no later (L-10.3)."""
        drawn = told.queues[-1] if told.queues else None
        before = self.queues.get(drawn.key) if drawn else None
        if drawn is None or before is None or before == drawn or served.standing is Standing.O:
            return
        self.checked["ratios"] += 1
        slot = Slot.P if drawn.count == 0 else Slot.G
        classes = {one.standing for one in waiting if _counts_here(one, served, drawn.key)}
        if slot is Slot.P and before.count < before.ratio and Standing.G in classes:
            turns = f"{before.count} of {before.ratio} turns"
            yield f"{told.at} {served.number}: first priority after {turns}"
        if slot is Slot.G and before.count == before.ratio and Standing.P in classes:
            yield f"{told.at} {served.number}: general, and first priority was due"

    def _play(self, key: QueueKey, move: Move) -> None:
        self.moves[key].append(move)
        here = self.replays[key]
        if move.application is not None and move.application not in here:
            replay = here[move.application] = Replay(key, move.application, count=0, ratio=1)
            for earlier in self.moves[key][:-1]:
                replay.play(earlier)
        for application, replay in here.items():
            self._say(_explained(replay, move, self.applications[application].number))
            self.checked["numbers"] += 1

    def _within_capacity(self, told: Told) -> None:
        """Vouchers that look for a place are never more than the places (R-6)."""
        for one in told.applications:
            self.checked["capacities"] += 1
            places = sum(self._is_for(place, one) for place in self.places.values())
            vouchers = sum(
                _looks_for_a_place(other)
                and other.territory == one.territory
                and other.birth_year == one.birth_year
                and other.queue_type is one.queue_type
                for other in self.applications.values()
            )
            if vouchers > places:
                self.broken.append(f"{told.at} {one.number}: {vouchers} vouchers, {places} places")

    def _is_for(self, place: Place, one: Application) -> bool:
        return (
            place.state is PlaceState.PUBLISHED
            and place.key.birth_year == one.birth_year
            and place.key.queue_type is one.queue_type
            and self.territories[place.key.kindergarten] == one.territory
        )

    def evening(self, now: datetime, max_misses: int) -> None:
        """What must hold of everybody when a day is over."""
        self.checked["evenings"] += 1
        self._say(_places_and_children(self.applications, self.places))
        self._say(_one_life_each(self.applications.values()))
        for one in self.applications.values():
            self._say(_nothing_overdue(one, now))
            if one.strikes > max_misses:
                self.broken.append(f"{now} {one.number}: {one.strikes} strikes")

    def order(self, key: QueueKey) -> list[ApplicationId]:
        """Who stands in a queue, by the numbers that the moves alone give."""
        numbers = {
            application: replay.number
            for application, replay in self.replays[key].items()
            if replay.number is not None
        }
        return sorted(numbers, key=numbers.__getitem__)


def _line_of(told: Told, served: Application) -> QueueKey | None:
    """The queue in which the turn came: in the linear mode the place says which of several."""
    if told.places and served.mode is Mode.LINEAR:
        return told.places[0].key
    return next(iter(served.keys), None)


def _may_be_served(one: Application, served: Application, told: Told) -> bool:
    """Who waits and lacks nothing that the served child has; older than six they are let go."""
    is_asked = any(place.id in one.asked_places for place in told.places)
    return (
        one.state is State.QUEUED
        and one.mode is served.mode
        and one.territory == served.territory
        and one.queue_type is served.queue_type
        and one.born_on <= served.born_on
        and not is_asked
        and not _is_too_old(one, told.at.date())
    )


def _is_too_old(one: Application, today: date) -> bool:
    """The sixth year is near or over: whoever reaches it at this moment is about to leave."""
    return (today - one.born_on).days > 6 * 365 - 2


def _same_line(one: Application, served: Application, key: QueueKey | None) -> bool:
    return one.standing is served.standing and key in one.keys


def _counts_here(one: Application, served: Application, key: QueueKey) -> bool:
    """Whether a child takes part in the turns that this count is about (R-6, R-18)."""
    if isinstance(key, CategoryKey):
        return one.cohort == served.cohort and served.queue_type is QueueType.GENERAL
    return key in one.keys


def _explained(replay: Replay, move: Move, number: str) -> Iterator[str]:
    """The reasons of a changed number add up to the change (R-12)."""
    before = replay.number
    point = replay.play(move)
    if before is None or point.number is None:
        return
    total = sum(part.amount for part in point.amounts)
    if before + total != point.number:
        yield f"{move.at} {number}: {before} {total:+} is not {point.number}"
    if move.cause is Cause.WITHDRAWN_AHEAD and point.number > before:
        yield f"{move.at} {number}: somebody withdrew and {before} became {point.number}"


def _taken_from_somebody(before: Place | None, after: Place) -> Iterator[str]:
    """A place goes from hand to hand only by being free between."""
    if before is None or before.holder is None or after.holder in (None, before.holder):
        return
    yield f"place {after.id} went from {before.holder} to {after.holder}"


def _looks_for_a_place(one: Application) -> bool:
    has_hold = one.voucher is not None and one.voucher.hold is not None
    return one.state is State.VOUCHER_OFFERED or (
        one.state is State.VOUCHER_ACTIVE and not has_hold
    )


def _places_and_children(
    applications: Mapping[ApplicationId, Application], places: Mapping[PlaceId, Place]
) -> Iterator[str]:
    """Every place has one child at most, every child's place knows it, none has two of a kind."""
    claims = Counter(place for one in applications.values() for place in _claims(one))
    for place_id, count in claims.items():
        if count > 1:
            yield f"place {place_id} has {count} children"
    for one in applications.values():
        for place_id in _claims(one):
            if places[place_id].holder != one.id:
                yield f"{one.number} counts on {place_id}, held by {places[place_id].holder}"
    for place in places.values():
        yield from _kept_for_somebody(place, applications)


def _kept_for_somebody(
    place: Place, applications: Mapping[ApplicationId, Application]
) -> Iterator[str]:
    if (place.holder is not None) != (place.state in HOLDING):
        yield f"place {place.id} is {place.state} with holder {place.holder}"
    if place.holder is not None and place.id not in _claims(applications[place.holder]):
        yield f"place {place.id} is kept for {applications[place.holder].number} in vain"


def _claims(one: Application) -> set[PlaceId]:
    voucher = one.voucher or Voucher()
    found = (one.offer, one.referral, voucher.hold, voucher.transfer)
    if one.state in ENDED:
        return set()
    return {each.place for each in found if each is not None}


def _one_life_each(applications: Iterable[Application]) -> Iterator[str]:
    """A child waits once: one live application, one queue but for the choices of order 133."""
    live: dict[ChildId, list[Application]] = defaultdict(list)
    for one in applications:
        if one.state not in ENDED:
            live[one.child].append(one)
        if one.is_shown and one.mode is not Mode.LINEAR and len(one.keys) > 1:
            yield f"{one.number} stands in {len(one.keys)} queues"
        if one.is_shown and one.mode is not Mode.LINEAR and _seats(one.keys):
            yield f"{one.number} is {one.mode} and stands at a kindergarten"
    for lives in live.values():
        beside = [one for one in lives if not (one.is_transfer or one.state is State.ENROLLED)]
        if len(lives) > 1 and (beside or len(lives) > 2):
            yield f"one child: {', '.join(f'{one.number} {one.state}' for one in lives)}"


def _seats(keys: Iterable[QueueKey]) -> bool:
    return any(isinstance(key, SeatKey) for key in keys)


def _nothing_overdue(one: Application, now: datetime) -> Iterator[str]:
    for term in one.terms:
        if not term.waits and term.due_at <= now:
            yield f"{now} {one.number}: {term.kind} was over at {term.due_at}"
