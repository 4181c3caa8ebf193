"""What one decision looks at, loaded whole and no more: subjects, free places, first candidates."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol

from kezek.core.applications import Application
from kezek.core.days import add_months
from kezek.core.ids import ApplicationId, PlaceId
from kezek.core.modes.contract import Rules, World
from kezek.core.modes.entering import as_it_enters
from kezek.core.places import Place
from kezek.core.queues import QueueKey
from kezek.core.triggers import TerritoryDue
from kezek.db.applications import load_applications, sibling_ids
from kezek.db.places import free_places, load_places, times_offered
from kezek.db.queues import QueueRow, ensure_queues, first_candidates
from kezek.usecases.unit_of_work import Act


@dataclass
class Loaded:
    """The world of a decision, with the rows by which its changes are saved."""

    world: World
    queue_rows: dict[QueueKey, QueueRow] = field(default_factory=dict)
    opened: set[QueueKey] = field(default_factory=set)
    """Queues in which nothing has happened yet: with the first fact that names one, the journal is
    told what it began with."""


def load_world(
    act: Act,
    rules: Rules,
    *,
    today: date,
    birth_years: Collection[int],
    applications: Iterable[uuid.UUID] = (),
    places: Iterable[uuid.UUID] = (),
    keys: Iterable[QueueKey] = (),
    happenings: Sequence[TerritoryDue] = (),  # noqa: ARG001 - a linear territory has none
) -> Loaded:
    """Everything that a linear decision in these cohorts may need (R-2).

    `keys` are queues that the act brings into play itself: of a new application, of new places.
    """
    subjects = load_applications(act.session, applications)
    held = load_places(act.session, {*places, *places_of(subjects.values())})
    holders = {place.holder for place in held.values() if place.holder} - subjects.keys()
    subjects |= load_applications(act.session, holders)

    touched = {*keys, *(place.key for place in held.values())}
    now = rules.calendar.start_of_day(today)
    for one in subjects.values():
        touched |= {*one.keys, *as_it_enters(one, rules, now).keys}
    loaded = Loaded(World())
    rows = ensure_rows(act, rules, loaded, touched)
    free = free_places(act.session, birth_years, (row.id for row in rows.values()))
    ensure_rows(act, rules, loaded, (place.key for place in free.values()))

    served = {place.key for place in (*free.values(), *held.values())} | set(keys)
    waiting = _waiting(act, rules, today, served, rows, free, held, len(subjects))
    everybody = subjects | waiting
    ensure_rows(act, rules, loaded, (key for one in everybody.values() for key in one.keys))
    queues = {key: row.value for key, row in rows.items()}
    loaded.world = World(everybody, free | held, queues)
    return loaded


def places_of(applications: Iterable[Application]) -> set[PlaceId]:
    """The places that these applications were offered or hold."""
    offered = {one.offer.place for one in applications if one.offer}
    return offered | {one.referral.place for one in applications if one.referral}


def ensure_rows(
    act: Act, rules: Rules, loaded: Loaded, keys: Iterable[QueueKey]
) -> dict[QueueKey, QueueRow]:
    """Adds the rows of these queues to what is loaded, making those that are not there yet."""
    ratio = rules.settings.ratio_g
    start = ratio if rules.settings.ratio_start == "P" else 0
    wanted = set(keys) - loaded.queue_rows.keys()
    ensured = ensure_queues(act.session, act.tenant_id, wanted, count=start, ratio=ratio)
    loaded.queue_rows.update(ensured.rows)
    loaded.opened |= ensured.opened
    return loaded.queue_rows


def _waiting(
    act: Act,
    rules: Rules,
    today: date,
    served: set[QueueKey],
    rows: dict[QueueKey, QueueRow],
    free: dict[PlaceId, Place],
    held: dict[PlaceId, Place],
    subjects: int,
) -> dict[ApplicationId, Application]:
    """The first candidates of every queue with a place to give, and their siblings.

    Each offer takes at most one child out of a class, so as many as there are places are enough;
    one more for each subject that leaves, and for each who was asked for a temporary place before.
    """
    temporary = [place.id for place in (*free.values(), *held.values()) if place.is_temporary]
    asked = times_offered(act.session, temporary)
    found = first_candidates(
        act.session,
        act.tenant_id,
        [rows[key].id for key in served],
        most=len(free) + len(held) + subjects + asked + NEW_PLACES,
        born_on_or_before=born_on_or_before(rules, today),
    )
    waiting = load_applications(act.session, found)
    guardians = {one.guardian for one in waiting.values()}
    siblings = set(sibling_ids(act.session, guardians)) - waiting.keys()
    return waiting | load_applications(act.session, siblings)


class LoadWorld(Protocol):
    """How a mode loads what its decisions look at."""

    def __call__(
        self,
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
        """The world of one decision, whole and no more."""


NEW_PLACES = 20
"""The most places that one act publishes; the loader looks that far ahead."""


def born_on_or_before(rules: Rules, today: date) -> date:
    """A first sieve by age; the rule itself decides, and months differ by up to three days."""
    least = rules.settings.min_offer_age_months
    return add_months(today, -least) + timedelta(days=3) if least else date.max
