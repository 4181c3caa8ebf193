"""What an indigo decision looks at: the seats of one kindergarten, or a whole bulletin."""

import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from kezek.core.applications import Application
from kezek.core.ids import ApplicationId, KindergartenId, PlaceId, TerritorySlug
from kezek.core.modes.contract import Rules, World
from kezek.core.modes.entering import as_it_enters
from kezek.core.places import Place, PlaceState
from kezek.core.queues import QueueKey, SeatKey, SharedKey
from kezek.core.triggers import TerritoryDue
from kezek.db.applications import live_applications_of, load_applications
from kezek.db.kindergartens import territories_of
from kezek.db.places import load_places, waiting_of_kindergartens, waiting_of_territories
from kezek.db.queues import QueueRow
from kezek.db.shown_queue import head_of_queue
from kezek.usecases.unit_of_work import Act
from kezek.usecases.world import Loaded, born_on_or_before, ensure_rows, places_of


def load_indigo_world(
    act: Act,
    rules: Rules,
    *,
    today: date,
    birth_years: Collection[int],
    applications: Iterable[uuid.UUID] = (),
    places: Iterable[uuid.UUID] = (),
    keys: Iterable[QueueKey] = (),
    happenings: Sequence[TerritoryDue] = (),
) -> Loaded:
    """Everything that an indigo decision in these cohorts may need (5.2, R-5).

    `keys` name the seats of a kindergarten that the act is about; a bulletin brings all places of
    its territory that wait for one, and the heads of their queues.
    """
    subjects = _with_other_contracts(act, load_applications(act.session, applications))
    found = load_places(act.session, {*places, *places_of(subjects.values())})
    holders = {place.holder for place in found.values() if place.holder} - subjects.keys()
    subjects |= load_applications(act.session, holders)
    own = set(keys)
    seats = {key.kindergarten for key in own if isinstance(key, SeatKey)}
    found |= waiting_of_kindergartens(act.session, seats, birth_years)
    listed = waiting_of_territories(
        act.session, {one.territory for one in happenings}, [PlaceState.PUBLISHED]
    )
    found |= listed
    territories = _territories(act, found.values())

    loaded = Loaded(World())
    now = rules.calendar.start_of_day(today)
    touched: set[QueueKey] = {*own, *(place.key for place in found.values())}
    for one in subjects.values():
        touched |= {*one.keys, *as_it_enters(one, rules, now).keys}
    counts = _counts(listed, territories)
    rows = ensure_rows(act, rules, loaded, {*touched, *_shared(found.values(), territories)})
    heads = _heads(act, rules, today, rows, counts, spare=len(subjects))
    queues = {key: row.value for key, row in rows.items()}
    loaded.world = World(heads | subjects, found, queues, territories=territories)
    return loaded


def _with_other_contracts(
    act: Act, subjects: dict[ApplicationId, Application]
) -> dict[ApplicationId, Application]:
    """Beside each application the one by which the child attends already (9.2 row 15)."""
    children = {one.child for one in subjects.values() if one.is_transfer}
    others = [one.id for one in live_applications_of(act.session, children)]
    return load_applications(act.session, set(others) - subjects.keys()) | subjects


def _territories(act: Act, places: Iterable[Place]) -> dict[KindergartenId, TerritorySlug]:
    return territories_of(act.session, {place.key.kindergarten for place in places})


def _queue_of(place: Place, territories: dict[KindergartenId, TerritorySlug]) -> SharedKey:
    key = place.key
    territory = territories[key.kindergarten]
    return SharedKey(territory, key.queue_type, key.birth_year, key.language)


def _shared(
    places: Iterable[Place], territories: dict[KindergartenId, TerritorySlug]
) -> set[SharedKey]:
    """The queues whose children may get these places."""
    return {_queue_of(place, territories) for place in places}


def _counts(
    listed: dict[PlaceId, Place], territories: dict[KindergartenId, TerritorySlug]
) -> Counter[SharedKey]:
    return Counter(
        _queue_of(place, territories) for place in listed.values() if not place.is_private
    )


def _heads(
    act: Act,
    rules: Rules,
    today: date,
    rows: dict[QueueKey, QueueRow],
    counts: Counter[SharedKey],
    *,
    spare: int,
) -> dict[ApplicationId, Application]:
    """As many of each queue as its places may need, and those who stand among them."""
    found: set[uuid.UUID] = set()
    for key, places in counts.items():
        found |= set(
            head_of_queue(
                act.session,
                rows[key],
                candidates=places * rules.settings.priority_multiplier + spare,
                born_on_or_before=born_on_or_before(rules, today),
            )
        )
    return load_applications(act.session, found)
