"""What one decision of the voucher mode looks at: subjects, places, lists, and categories."""

import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

from kezek.core.applications import Application
from kezek.core.cohorts import reference_year
from kezek.core.days import add_months
from kezek.core.happenings import Happening
from kezek.core.ids import ApplicationId, KindergartenId, PlaceId, TerritorySlug
from kezek.core.modes.contract import Rules, World
from kezek.core.modes.entering import as_it_enters
from kezek.core.places import Place, PlaceState
from kezek.core.queues import CategoryKey, QueueKey, SeatKey
from kezek.core.triggers import TerritoryDue
from kezek.core.turns import Standing
from kezek.db.applications import load_applications
from kezek.db.kindergartens import territories_of
from kezek.db.places import load_places, waiting_of_territories
from kezek.db.vouchers import (
    Wanted,
    first_of_category,
    free_places_of,
    looking_for_a_place,
    to_be_moved,
    vouchers_given,
)
from kezek.db.waiting_lists import first_waiting, with_a_list
from kezek.usecases import portions
from kezek.usecases.unit_of_work import Act
from kezek.usecases.world import NEW_PLACES, Loaded, ensure_rows, places_of

_STANDINGS = ("", *(str(one) for one in Standing))


def load_voucher_world(
    act: Act,
    rules: Rules,
    *,
    today: date,
    birth_years: Collection[int],  # noqa: ARG001 - subjects and lists say which places matter
    applications: Iterable[uuid.UUID] = (),
    places: Iterable[uuid.UUID] = (),
    keys: Iterable[QueueKey] = (),
    happenings: Sequence[TerritoryDue] = (),
) -> Loaded:
    """Everything that a voucher decision may need (R-6).

    `keys` are queues that the act brings into play itself: of a new application, of new places,
    of a kindergarten that a parent names.
    """
    named = set(keys)
    subjects = load_applications(act.session, applications)
    held = load_places(act.session, {*places, *_places_of(subjects.values())})
    holders = {place.holder for place in held.values() if place.holder} - subjects.keys()
    subjects |= load_applications(act.session, holders)

    loaded = Loaded(World())
    lists = _lists_of(subjects.values())
    seats = {one for one in named if isinstance(one, SeatKey)} | lists
    seats |= {place.key for place in held.values()}
    ensure_rows(act, rules, loaded, seats)
    free = free_places_of(act.session, [loaded.queue_rows[key].id for key in seats])
    most = len(free) + len(held) + len(subjects) + NEW_PLACES
    coming = _coming(rules, named)
    giving = _Giving.of(act, rules, today, _iterating(act, rules, named, happenings), coming)
    # A place that came free under another mode finds its list in the next iteration.
    seats |= with_a_list(act.session, {place.key for place in giving.places.values()})
    waiting = load_applications(act.session, first_waiting(act.session, seats, most))
    moved = load_applications(act.session, _updated(act, rules, today, happenings))
    everybody = waiting | giving.children | moved | subjects
    all_places = free | giving.places | held
    touched: set[QueueKey] = {place.key for place in all_places.values()}
    touched |= set(_categories(rules, today, everybody.values(), named))
    ensure_rows(act, rules, loaded, touched | _entered(rules, today, subjects.values()))
    loaded.world = World(
        everybody,
        all_places,
        {key: row.value for key, row in loaded.queue_rows.items()},
        vouchers_given=giving.given,
        territories=_territories(act, loaded),
    )
    return loaded


def _entered(rules: Rules, today: date, subjects: Iterable[Application]) -> set[QueueKey]:
    """The queues that they stand in, and those that they would enter now: a child that lives by
    the rules of another mode comes back into this one after a switch (R-84)."""
    now = rules.calendar.start_of_day(today)
    return {key for one in subjects for key in (*one.keys, *as_it_enters(one, rules, now).keys)}


def _territories(act: Act, loaded: Loaded) -> dict[KindergartenId, TerritorySlug]:
    """Where each kindergarten of the loaded seats is."""
    seats = {one.kindergarten for one in loaded.queue_rows if isinstance(one, SeatKey)}
    return territories_of(act.session, seats)


def _places_of(applications: Collection[Application]) -> set[PlaceId]:
    """Every place that these children have, or that is kept for them."""
    found = places_of(applications)
    for one in applications:
        kept = (one.voucher.hold, one.voucher.transfer) if one.voucher else ()
        found |= {each.place for each in kept if each is not None}
    return found


def _lists_of(applications: Iterable[Application]) -> set[SeatKey]:
    return {
        one.key_of(entry.kindergarten)
        for one in applications
        if one.voucher is not None
        for entry in one.voucher.lists
    }


def _iterating(
    act: Act, rules: Rules, named: Iterable[QueueKey], happenings: Iterable[TerritoryDue]
) -> set[TerritorySlug]:
    """Territories whose iteration comes now, by the calendar or by a place (R-6)."""
    found = {one.territory for one in happenings if one.happening is Happening.ITERATION}
    if rules.settings.iterate_on_place:
        seats = {one.kindergarten for one in named if isinstance(one, SeatKey)}
        found |= set(territories_of(act.session, seats).values())
    return found


def _coming(rules: Rules, named: Iterable[QueueKey]) -> Counter[int]:
    """Places that this act may publish, by birth year, where that starts an iteration (R-6)."""
    if not rules.settings.iterate_on_place:
        return Counter()
    return Counter({one.birth_year: NEW_PLACES for one in named if isinstance(one, SeatKey)})


def _updated(
    act: Act, rules: Rules, today: date, happenings: Iterable[TerritoryDue]
) -> list[uuid.UUID]:
    """The next portion of those whom a yearly update moves."""
    of = {one.territory for one in happenings if one.happening is Happening.YEARLY_UPDATE}
    if not of:
        return []
    return to_be_moved(act.session, of, max(_reference_years(rules, today)), portions.AT_ONCE)


def _categories(
    rules: Rules, today: date, applications: Iterable[Application], named: Iterable[QueueKey]
) -> set[CategoryKey]:
    """Every category in which somebody may stand after the decision, and its cohort's count."""
    now = rules.calendar.start_of_day(today)
    stood = {(one.territory, one.cohort) for one in named if isinstance(one, CategoryKey)}
    for one in applications:
        stood |= {(key.territory, key.cohort) for key in one.keys if isinstance(key, CategoryKey)}
        entered = as_it_enters(one, rules, now)
        if entered.cohort is not None:
            years = _reference_years(rules, today)
            stood |= {(one.territory, year - one.birth_year) for year in years}
    return {
        CategoryKey(territory, cohort, standing)
        for territory, cohort in stood
        for standing in _STANDINGS
    }


def _reference_years(rules: Rules, today: date) -> set[int]:
    """The day of the yearly update has two: before it and after it (R-7)."""
    ends = (today, today + timedelta(days=1))
    return {
        reference_year(rules.settings, rules.calendar, rules.calendar.start_of_day(day))
        for day in ends
    }


@dataclass(frozen=True, slots=True)
class _Giving:
    """What an iteration looks at in its territories."""

    children: dict[ApplicationId, Application]
    places: dict[PlaceId, Place]
    given: dict[TerritorySlug, int]

    @classmethod
    def of(
        cls,
        act: Act,
        rules: Rules,
        today: date,
        territories: Collection[TerritorySlug],
        coming: Counter[int],
    ) -> "_Giving":
        """Free places, vouchers that look for one, and the first of the categories they are for.

        Most nights nothing is free, and then nothing else is looked at.
        """
        if not territories:
            return cls({}, {}, {})
        session = act.session
        places = waiting_of_territories(session, territories, [PlaceState.PUBLISHED])
        free = coming + Counter(place.key.birth_year for place in places.values())
        if not free:
            return cls({}, {}, {})
        ids = set(looking_for_a_place(session, territories))
        for wanted in _wanted(rules, today, territories, free):
            ids |= first_of_category(session, wanted)
        given: dict[TerritorySlug, int] = {}
        if rules.settings.iteration_budget:
            month = rules.calendar.start_of_day(today.replace(day=1))
            given = vouchers_given(session, dict.fromkeys(territories, month))
        return cls(load_applications(session, ids), places, given)


def _wanted(
    rules: Rules, today: date, territories: Iterable[TerritorySlug], free: Counter[int]
) -> Iterator[Wanted]:
    """Of each category as many as its cohort has places; months differ by up to three days.

    Where a category that is served last has a place, one child of each other says that it waits.
    """
    table = rules.settings.voucher_categories
    years = _reference_years(rules, today)
    most = {one.code: max(free[year - one.cohort] for year in years) for one in table}
    serves_last = any(most[one.code] for one in table if one.issued_last)
    for territory, one in product(territories, table):
        if most[one.code] or (serves_last and not one.issued_last):
            months = max(rules.settings.min_offer_age_months, one.min_age_months)
            yield Wanted(
                CategoryKey(territory, one.cohort, one.standing),
                most[one.code],
                add_months(today, -months) + timedelta(days=3),
            )
