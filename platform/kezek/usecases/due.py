"""Brings about what is due: every span that has ended, in the order of its moment (R-8).

The ticker calls this and sleeps to the next due moment; every act calls it for its own cohort
first, so nobody gains or loses by a late ticker.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.applications import Phase, TermKind
from kezek.core.days import CalendarMissing
from kezek.core.ids import ApplicationId, PlaceId
from kezek.core.modes.contract import Decision, Rules, World
from kezek.core.modes.registry import DOORS
from kezek.core.territories import Mode
from kezek.core.triggers import PlaceTermDue, TermDue
from kezek.db.due import (
    DuePlace,
    DueTerm,
    due_places,
    due_terms,
    first_due_at,
    first_due_in,
    next_look_at,
)
from kezek.db.passed_over import pass_over
from kezek.db.scope import read_scope
from kezek.usecases.missing_calendars import AN_HOUR, say_missing
from kezek.usecases.recording import save
from kezek.usecases.unit_of_work import SYSTEM, Act, act
from kezek.usecases.world import load_world

AT_ONCE = 2000
"""The most ends of one moment in one transaction; the rest follows in the next."""


@dataclass(frozen=True, slots=True)
class Settled:
    """How much was brought about, and how late the latest of it was."""

    count: int
    lag_seconds: float


def next_due_at(tenant_id: int) -> datetime | None:
    """The moment at which something is due next in a region; it may have passed."""
    with read_scope(tenant_id) as session:
        return next_look_at(session, services().clock.now(session))


def bring_about_due(tenant_id: int) -> Settled:
    """Brings about everything that is due by now in a region, one moment after another."""
    count, lag = 0, 0.0
    while True:
        settled = _settle_first_moment(tenant_id)
        if settled is None:
            return Settled(count, lag)
        count += settled.count
        lag = max(lag, settled.lag_seconds)


def _settle_first_moment(tenant_id: int) -> Settled | None:
    """One due moment of the whole region in one transaction: its distribution is one, too (R-8)."""
    with act(tenant_id, SYSTEM) as running:
        began = running.now()
        due_at = first_due_at(running.session, began)
        if due_at is None or due_at > began:
            return None
        years = _birth_years(running.session, due_at, began)
        now = running.hold(birth_years=years)
        count = _settle_moment(running, years, due_at, now)
        return Settled(count, (now - due_at).total_seconds())


def _birth_years(session: Session, due_at: datetime, now: datetime) -> set[int]:
    terms = due_terms(session, due_at, None, AT_ONCE, now)
    places = due_places(session, due_at, None)
    return {one.birth_year for one in terms} | {one.birth_year for one in places}


def settle_due(running: Act, birth_years: Collection[int], now: datetime) -> None:
    """Brings about, inside another act, what is already due in its cohorts."""
    session = running.session
    while (due_at := first_due_in(session, birth_years, now)) is not None and due_at <= now:
        if not _settle_moment(running, birth_years, due_at, now):
            return


def _settle_moment(
    running: Act, birth_years: Collection[int], due_at: datetime, now: datetime
) -> int:
    if not birth_years:
        return 0
    terms = due_terms(running.session, due_at, birth_years, AT_ONCE, now)
    places = due_places(running.session, due_at, birth_years)
    if not terms and not places:
        return 0
    rules = running.rules(now)
    loaded = load_world(
        running,
        rules,
        today=rules.calendar.local_day(now),
        birth_years=birth_years,
        applications={one.application_id for one in terms},
        places={one.place_id for one in places},
    )
    triggers = _triggers(terms, places)
    decision, passed_over, missing = _decide(loaded.world, triggers, rules, now)
    if missing is not None:
        # A family whose term cannot be computed keeps nobody else waiting.
        keys = [(one.application, str(one.kind), due_at) for one in passed_over]
        pass_over(running.session, running.tenant_id, keys, now + AN_HOUR)
        say_missing(running.tenant_id, "terms", missing, now)
    save(running, loaded, decision, rules, now)
    return len(terms) + len(places)


def _decide(
    world: World, triggers: list[TermDue | PlaceTermDue], rules: Rules, now: datetime
) -> tuple[Decision, list[TermDue], CalendarMissing | None]:
    """What follows, and the spans whose ends are still unknown for want of a calendar (R-90)."""
    door = DOORS[Mode.LINEAR]
    try:
        return door.decide_due(world, triggers, rules, now), [], None
    except CalendarMissing as missing:
        unknown = [one for one in triggers if _lacks_calendar(world, one, rules, now)]
        known = [one for one in triggers if one not in unknown]
        passed_over = [one for one in unknown if isinstance(one, TermDue)]
        return door.decide_due(world, known, rules, now), passed_over, missing


def _lacks_calendar(
    world: World, trigger: TermDue | PlaceTermDue, rules: Rules, now: datetime
) -> bool:
    try:
        DOORS[Mode.LINEAR].decide_due(world, [trigger], rules, now)
    except CalendarMissing:
        return True
    return False


def _triggers(terms: Iterable[DueTerm], places: Iterable[DuePlace]) -> list[TermDue | PlaceTermDue]:
    """In the order of their phase; inside a phase by submission, oldest first (R-8)."""
    ordered: list[tuple[tuple[str, datetime, int], TermDue | PlaceTermDue]] = [
        (
            (one.phase, one.submitted_at, one.serial),
            TermDue(ApplicationId(one.application_id), TermKind(one.kind)),
        )
        for one in terms
    ]
    ordered += [
        ((Phase.RETURN, one.opened_at, one.serial), PlaceTermDue(PlaceId(one.place_id)))
        for one in places
    ]
    return [trigger for _, trigger in sorted(ordered, key=lambda pair: pair[0])]
