"""What is promised of every season, looked at fact by fact and after every step (house §6)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

from kezek.core.applications import ENDED, Application, State, TermKind
from kezek.core.events import Cause, Fact
from kezek.core.ids import ApplicationId, ChildId, PlaceId
from kezek.core.modes.contract import Decision, World
from kezek.core.modes.laws import HOLDING, violations
from kezek.core.modes.linear.lifecycle import decide
from kezek.core.moves import Move, Replay, moves_of
from kezek.core.places import Place, PlaceState
from kezek.core.queues import Queue, QueueKey, SeatKey
from kezek.core.triggers import Publish
from kezek.core.turns import Slot, Standing
from tests.builders import CALENDAR
from tests.property.region import Region, shown

O, P, G = Standing.O, Standing.P, Standing.G  # noqa: E741 - the rulebook's own letters

IN_WORKING_DAYS = {
    ("referral:issued", TermKind.REFERRAL_END): "referral_working_days",
    ("offer:lapsed", TermKind.SUSPENSION): "suspension_working_days",
    ("referral:expired", TermKind.STOP_LIST): "stop_list_working_days",
    ("application:submitted", TermKind.REVIEW_ALARM): "review_working_days",
    ("referral:extension-asked", TermKind.EXTENSION_ALARM): "extension_answer_working_days",
    ("documents:submitted", TermKind.ADMISSION_ALARM): "admission_check_working_days",
    ("admission:refusal-overturned", TermKind.ADMISSION_ALARM): "admission_check_working_days",
    ("admission:refused", TermKind.REFUSAL_REVIEW_ALARM): "refusal_review_working_days",
}
"""Spans that count working days, by the step that begins them."""

MOST_SERVED = 6


def next_of(queue: Queue, waiting: Sequence[Application]) -> tuple[Application, Slot | None, int]:
    """`next()` of the rulebook (§8) as it stands there, written anew and not shared with the core.

    `waiting` is not empty and stands by submission. Gives whose turn it is, and the count after.
    """
    line = {standing: [one for one in waiting if one.standing is standing] for standing in Standing}
    if line[O]:
        return line[O][0], None, queue.count
    if line[P] and (queue.count == queue.ratio or not line[G]):
        return line[P][0], Slot.P, 0
    return line[G][0], Slot.G, min(queue.ratio, queue.count + 1)


def serving_order(queue: Queue, waiting: Iterable[Application]) -> list[ApplicationId]:
    """All of them in the order of their turns."""
    left, order = sorted(waiting, key=lambda one: one.rank), []
    while left:
        one, _, count = next_of(queue, left)
        queue = replace(queue, count=count)
        left.remove(one)
        order.append(one.id)
    return order


def may_be_offered(town: Region, place: Place) -> list[Application]:
    """Who could have this place now, by submission (R-2)."""
    least = town.rules.settings.min_offer_age_months
    today = CALENDAR.local_day(town.now)
    return [
        one
        for one in shown(town, place.key)
        if one.state is State.QUEUED
        and place.id not in one.asked_places
        and least <= _months(one.born_on, today) < 12 * town.rules.settings.max_age_years
    ]


def _months(born_on: date, today: date) -> int:
    """Full months of age; the machine's children are born before the 29th."""
    whole = (today.year - born_on.year) * 12 + today.month - born_on.month
    return whole - (today.day < born_on.day)


@dataclass
class Promises:
    """Remembers what has been, and fails when a promise is broken."""

    moves: dict[QueueKey, list[Move]] = field(default_factory=lambda: defaultdict(list))
    replays: dict[tuple[QueueKey, ApplicationId], Replay] = field(default_factory=dict)
    submitted: dict[ApplicationId, object] = field(default_factory=dict)
    general_turns: dict[QueueKey, int] = field(default_factory=dict)
    """General turns since the last first-priority one, over drawn places."""
    general_in_front: Counter[QueueKey] = field(default_factory=Counter)
    """General turns one after another while somebody of first priority waited."""

    def watch(self, town: Region, fact: Fact) -> None:
        """Looks at one fact before it is taken into the town."""
        assert not violations(_world(town), Decision((fact,)))
        self._moments_stand(fact)
        _working_days_count(town, fact)
        if fact.kind == "offer:made":
            self._turn_is_kept(town, fact)
        self._reasons_add_up(town, fact)

    def _moments_stand(self, fact: Fact) -> None:
        for change in fact.applications:
            first = self.submitted.setdefault(change.after.id, change.after.submitted_at)
            assert change.after.submitted_at == first, "a moment of submission changed"

    def _turn_is_kept(self, town: Region, fact: Fact) -> None:
        (place,) = fact.places
        (offered,) = fact.applications
        assert place.before is not None
        waiting = may_be_offered(town, place.before)
        queue = town.queues[place.after.key]
        assert offered.after.id in {one.id for one in waiting}
        if fact.rule == "L-15.4":
            assert offered.after.id == _head(queue, place.before, waiting).id, "passed over"
        if place.before.slot is None and place.after.slot is not None:
            self._draw(queue, place.after.slot, {one.standing for one in waiting})

    def _draw(self, queue: Queue, slot: Slot, waiting: set[Standing]) -> None:
        key = queue.key
        if slot is Slot.G:
            self.general_turns[key] = self.general_turns.get(key, queue.ratio) + 1
            if P in waiting:
                self.general_in_front[key] += 1
                assert self.general_in_front[key] <= queue.ratio, "first priority waited too long"
            return
        if G in waiting:
            since = self.general_turns.get(key, queue.ratio)
            assert since >= queue.ratio, f"{since} general turns between two first-priority ones"
        self.general_turns[key] = self.general_in_front[key] = 0

    def _reasons_add_up(self, town: Region, fact: Fact) -> None:
        for key, move in moves_of(fact, town.queues):
            self._begin(key, move)
            self.moves[key].append(move)
            for (where, _), replay in self.replays.items():
                if where == key:
                    _play(replay, move)

    def _begin(self, key: QueueKey, move: Move) -> None:
        if move.application is None or (key, move.application) in self.replays:
            return
        replay = Replay(key, move.application, count=0, ratio=1)
        for earlier in self.moves[key]:
            replay.play(earlier)
        self.replays[(key, move.application)] = replay

    def look(self, town: Region) -> None:
        """Looks at the whole town after a step."""
        _one_place_one_child(town)
        _one_live_application_per_child(town)
        _nothing_lapsed_lives(town)
        for place in town.places.values():
            if place.state is PlaceState.PUBLISHED:
                assert not may_be_offered(town, place), "a free place and somebody to have it"
        for key, queue in town.queues.items():
            assert 0 <= queue.count <= queue.ratio
            order = serving_order(queue, shown(town, key))
            replayed = {one: self.replays[(key, one)].number for one in order}
            assert replayed == {one: at for at, one in enumerate(order, start=1)}
            assert order[:MOST_SERVED] == _served_next(town, queue), "shown, but not served so"


def _world(town: Region) -> World:
    return World(town.applications, town.places, town.queues)


def _play(replay: Replay, move: Move) -> None:
    before = replay.number
    point = replay.play(move)
    if before is None or point.number is None:
        return
    amounts = [part.amount for part in point.amounts]
    assert before + sum(amounts) == point.number, "the reasons do not add up"
    if move.cause is Cause.WITHDRAWN_AHEAD:
        assert point.number <= before, "a withdrawal made a number worse"


def _head(queue: Queue, place: Place, waiting: list[Application]) -> Application:
    """Whose turn it is for this place: out of turn first, then the class it is bound to (R-2)."""
    if waiting and place.slot is not None and not any(one.standing is O for one in waiting):
        bound = Standing(place.slot)
        return next((one for one in waiting if one.standing is bound), waiting[0])
    return next_of(queue, waiting)[0]


def _working_days_count(town: Region, fact: Fact) -> None:
    """A span in working days ends after a working day, so many of them after it began (G-04)."""
    for change in fact.applications:
        for term in change.after.terms:
            setting = IN_WORKING_DAYS.get((fact.kind, term.kind))
            if setting is None or (change.before and term in change.before.terms):
                continue
            wanted = getattr(town.rules.settings, setting)
            first, last = CALENDAR.local_day(term.started_at), CALENDAR.local_day(term.due_at)
            if fact.kind in ("offer:lapsed", "referral:expired"):
                first -= timedelta(days=1)
            last -= timedelta(days=1)
            days = [first + timedelta(days=at) for at in range(1, (last - first).days + 1)]
            assert CALENDAR.is_working_day(last), f"{term.kind} ends with a day off"
            assert sum(map(CALENDAR.is_working_day, days)) == wanted, f"{term.kind}: {days}"


def _one_place_one_child(town: Region) -> None:
    holders = [place.holder for place in town.places.values() if place.holder is not None]
    assert len(holders) == len(set(holders)), "one child holds two places"
    for place in town.places.values():
        assert (place.holder is not None) == (place.state in HOLDING)
        if place.holder is None:
            continue
        one = town.applications[place.holder]
        counted_on = one.offer or one.referral
        assert counted_on is not None
        assert counted_on.place == place.id, "two children for one place"


def _one_live_application_per_child(town: Region) -> None:
    live: Counter[ChildId] = Counter()
    for one in town.applications.values():
        assert one.offer is None or one.referral is None, "an offer and a referral at once"
        live[one.child] += one.state not in ENDED
    assert max(live.values(), default=0) <= 1, "one child lives twice"


def _nothing_lapsed_lives(town: Region) -> None:
    for one in town.applications.values():
        for term in one.terms:
            assert term.started_at <= term.due_at
            assert term.waits or term.due_at > town.now, f"{term.kind} is over and goes on"
        if one.offer is not None:
            assert one.offer.due_at > town.now, "an offer lives after its end"


def _served_next(town: Region, queue: Queue) -> list[ApplicationId]:
    """Whom the core offers places to if they come one by one, with nothing else in the town.

    All take part: the shown order is that of those who may be offered a place.
    """
    key = queue.key
    assert isinstance(key, SeatKey)
    plain = replace(
        town.rules,
        settings=town.rules.settings.with_settings({"siblings": "off", "min_offer_age_months": 0}),
    )
    waiting = {
        one.id: replace(one, state=State.QUEUED, choices=(key.kindergarten,), has_pmpk=True)
        for one in shown(town, key)
    }
    served: list[ApplicationId] = []
    for at in range(min(MOST_SERVED, len(waiting))):
        place = Place(
            id=PlaceId(UUID(int=90_000 + at)),
            key=key,
            serial=at + 1,
            state=PlaceState.PUBLISHED,
            opened_at=town.now,
            opened_seq=at + 1,
        )
        world = World(waiting, {}, {key: queue})
        for fact in decide(world, Publish((place,)), plain, town.now).facts:
            served.extend(
                change.after.id for change in fact.applications if change.after.offer is not None
            )
            waiting.update({change.after.id: change.after for change in fact.applications})
            queue = next((change.after for change in fact.queues), queue)
    return served
