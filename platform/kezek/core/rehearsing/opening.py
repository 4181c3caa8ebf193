"""If so many places opened now: who would be asked, under one set of rules or another (N6).

Linear queues answer at once; elsewhere the places wait for the next bulletin, or for the vouchers
of the night, and what falls due until then is played as well (R-6, R-8, 5.2(2)).
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from kezek.core.applications import Phase
from kezek.core.happenings import Due, Happening
from kezek.core.ids import ApplicationId, PlaceId, TerritorySlug
from kezek.core.modes.contract import Rules, World
from kezek.core.modes.registry import DOORS, Door
from kezek.core.places import Place, PlaceState
from kezek.core.queues import QueueKey, SeatKey, SharedKey
from kezek.core.rehearsing.play import Chance, Play
from kezek.core.rehearsing.spreading import Opening
from kezek.core.territories import Mode
from kezek.core.triggers import DueTrigger, PlaceTermDue, Publish, TermDue, TerritoryDue

GIVES = frozenset({Happening.BULLETIN, Happening.ITERATION})
"""What brings a place to a child in territories that do it by themselves."""

_STEP = timedelta(milliseconds=1)
_FIRST = datetime.min.replace(tzinfo=UTC)
_DUE_BEFORE_IT = 3


def next_giving(mode: Mode, rules: Rules, now: datetime) -> datetime | None:
    """When a territory gives places next, where it does so by itself. Raises CalendarMissing."""
    moments = [due.at for due in _dues(DOORS[mode], rules, now)]
    return moments[-1] if moments else None


def _dues(door: Door, rules: Rules, now: datetime) -> list[Due]:
    """What a territory does by itself, up to and with what gives places."""
    found: list[Due] = []
    for _ in range(_DUE_BEFORE_IT):
        due = door.next_due(rules, found[-1].at if found else now)
        if due is None:
            break
        found.append(due)
        if GIVES & set(due.happenings):
            return found
    return []


def opened(
    world: World, openings: Sequence[Opening], rules: Rules, now: datetime
) -> tuple[Chance, ...]:
    """Everybody who gets a chance if these places open now, in the order in which they get it.

    `world` holds everybody who waits or has a voucher, all free places, and the territories of
    their kindergartens. Raises CalendarMissing where a term of what is given needs a year that
    is not loaded (R-90).
    """
    play = Play(world, rules)
    moment = now
    for serial, one in enumerate(openings, start=1):
        moment += _STEP
        _publish(play, one, serial, moment)
    for territory, mode in sorted(rules.modes.items()):
        for due in _dues(DOORS[mode], rules, now):
            _live_until(play, territory, mode, due.at)
            _happen(play, territory, mode, due)
    return tuple(play.chances)


def _publish(play: Play, opening: Opening, serial: int, now: datetime) -> None:
    key = opening.seats.key
    mode = play.rules.mode_of(play.home(key))
    places = tuple(
        Place(
            id=PlaceId(UUID(int=(serial << 32) + turn)),
            key=key,
            serial=turn,
            state=PlaceState.PUBLISHED,
            opened_at=now,
            opened_seq=turn,
            is_private=opening.seats.is_private,
        )
        for turn in range(1, opening.count + 1)
    )
    shown = _before_publishing(play, mode, key, opening.count, now)
    play.take(DOORS[mode].decide(shown, Publish(places), play.rules, now), now)


def _before_publishing(play: Play, mode: Mode, key: SeatKey, count: int, now: datetime) -> World:
    """The free places that the act may give as well, and the first who may get one of all."""
    same_way = [one for one, other in play.rules.modes.items() if other is mode]
    free = {
        place: one
        for place, one in play.free_of(same_way).items()
        if one.key.birth_year == key.birth_year
    }
    first: set[ApplicationId] = set()
    if DOORS[mode].names_kindergartens:
        served = {key, *(one.key for one in free.values())}
        asked = _asked_before(play, served, free.values())
        first = play.waiting_for(served, len(free) + count + asked, now)
        first |= play.siblings_of(first)
    elif DOORS[mode].gives_vouchers:
        territory = play.home(key)
        first = play.with_vouchers(territory)
        if play.rules.settings.iterate_on_place:
            free = play.free_of([territory])
            first |= play.waiting_for(play.queues_of([territory]), len(free) + count, now)
    return play.world(first, free, now)


def _asked_before(play: Play, served: Iterable[SeatKey], free: Iterable[Place]) -> int:
    """How often temporary places among them were refused: nobody is asked twice (R-50)."""
    temporary = {one.id for one in free if one.is_temporary}
    if not temporary:
        return 0
    those = play.everybody_in(served)
    return sum(len(play.applications[one].asked_places & temporary) for one in those)


def _live_until(play: Play, territory: TerritorySlug, mode: Mode, end: datetime) -> None:
    """Whatever ends in a territory before a moment, and what follows from it."""
    while True:
        ends = [*_terms_until(play, territory, mode, end), *_places_until(play, territory, end)]
        first = min((at for at, *_ in ends), default=end)
        if first >= end:
            return
        _decide_due(play, territory, mode, [one for one in ends if one[0] == first], first)


def _happen(play: Play, territory: TerritorySlug, mode: Mode, due: Due) -> None:
    """What the territory does by itself, with all that ends at the same moment (R-8)."""
    just_after = due.at + timedelta.resolution
    ends = [
        *_terms_until(play, territory, mode, just_after),
        *_places_until(play, territory, just_after),
    ]
    happens: list[_End] = [
        (due.at, Phase.PUBLISH, _FIRST, 0, TerritoryDue(territory, one)) for one in due.happenings
    ]
    _decide_due(play, territory, mode, [*ends, *happens], due.at)


_End = tuple[datetime, Phase, datetime, int, DueTrigger]


def _terms_until(play: Play, territory: TerritorySlug, mode: Mode, end: datetime) -> Iterator[_End]:
    for one in play.applications.values():
        if one.territory != territory or one.mode is not mode:
            continue
        for term in one.terms:
            if term.due_at < end and not term.waits:
                due = TermDue(one.id, term.kind)
                yield term.due_at, term.phase, one.submitted_at, one.serial, due


def _places_until(play: Play, territory: TerritorySlug, end: datetime) -> Iterator[_End]:
    for place in play.places.values():
        if place.state is PlaceState.RECALLED or play.home(place.key) != territory:
            continue
        for at in (place.closes_at, place.window_ends_at):
            if at is not None and at < end:
                yield at, Phase.RETURN, place.opened_at, place.serial, PlaceTermDue(place.id)


def _decide_due(
    play: Play, territory: TerritorySlug, mode: Mode, ends: Sequence[_End], now: datetime
) -> None:
    ordered = [one[-1] for one in sorted(ends, key=lambda one: one[1:4])]
    free = play.free_of([territory])
    happens = any(isinstance(one, TerritoryDue) for one in ordered)
    shown = _subjects(play, ordered) | play.with_vouchers(territory)
    if happens:
        shown |= _those_in_line(play, territory, mode, free.values())
    places = free.keys() | _places_of(play, ordered, shown)
    world = play.world(shown, places, now)
    play.take(DOORS[mode].decide_due(world, ordered, play.rules, now), now)


def _those_in_line(
    play: Play, territory: TerritorySlug, mode: Mode, free: Iterable[Place]
) -> set[ApplicationId]:
    """Who stands in the queues from which these places are given."""
    if not DOORS[mode].has_bulletin:
        return play.everybody_in(play.queues_of([territory]))
    keys: set[QueueKey] = {
        SharedKey(territory, one.key.queue_type, one.key.birth_year, one.key.language)
        for one in free
    }
    return play.everybody_in(keys)


def _subjects(play: Play, triggers: Iterable[DueTrigger]) -> set[ApplicationId]:
    found = {one.application for one in triggers if isinstance(one, TermDue)}
    ending = (play.places[one.place] for one in triggers if isinstance(one, PlaceTermDue))
    return found | {one.holder for one in ending if one.holder is not None}


def _places_of(
    play: Play, triggers: Iterable[DueTrigger], applications: Iterable[ApplicationId]
) -> set[PlaceId]:
    """The places that end, and those that these children have."""
    found = {one.place for one in triggers if isinstance(one, PlaceTermDue)}
    wanted = set(applications)
    found |= {key for key, one in play.places.items() if one.holder in wanted}
    return found & play.places.keys()
