"""Brings about what is due: every span that has ended, in the order of its moment (R-8).

The ticker calls this and sleeps to the next due moment; every act calls it for its own cohort
first, so nobody gains or loses by a late ticker.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.applications import Phase, TermKind
from kezek.core.days import CalendarMissing
from kezek.core.happenings import Happening
from kezek.core.ids import ApplicationId, PlaceId, TerritorySlug
from kezek.core.modes.contract import Decision, Rules, World
from kezek.core.modes.registry import DOORS, Door
from kezek.core.territories import Mode
from kezek.core.triggers import DueTrigger, PlaceTermDue, TermDue, TerritoryDue
from kezek.db.applications import modes_of
from kezek.db.due import (
    DuePlace,
    DueTerm,
    cohorts_of,
    due_places,
    due_terms,
    first_due_at,
    first_due_in,
    next_look_at,
)
from kezek.db.passed_over import pass_over
from kezek.db.scope import read_scope
from kezek.db.territory_clocks import set_clocks
from kezek.usecases.happenings import Coming, coming
from kezek.usecases.missing_calendars import AN_HOUR, say_missing
from kezek.usecases.portions import first_to_move, is_left
from kezek.usecases.recording import save
from kezek.usecases.switching import carry_out_switch
from kezek.usecases.unit_of_work import SYSTEM, Act, act
from kezek.usecases.worlds import WORLDS

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
        now = services().clock.now(session)
        return _earliest(next_look_at(session, now), coming(session, tenant_id, now))


def _earliest(due_at: datetime | None, coming_next: Sequence[Coming]) -> datetime | None:
    moments = [due_at, *(one.at for one in coming_next[:1])]
    return min((one for one in moments if one is not None), default=None)


def bring_about_due(tenant_id: int) -> Settled:
    """Brings about everything that is due by now in a region, one moment after another."""
    count, lag = 0, 0.0
    while True:
        settled = _settle_first_moment(tenant_id)
        if settled is None:
            return Settled(count, lag)
        count += settled.count
        lag = max(lag, settled.lag_seconds)


def catch_up(tenant_id: int) -> None:
    """Brings about what territories do by themselves, should the ticker be late.

    An act then finds the window closed, or the bulletin published, as the clock says; regions
    whose territories only wait for people and terms are not touched.
    """
    with read_scope(tenant_id) as session:
        now = services().clock.now(session)
        is_late = any(one.at <= now for one in coming(session, tenant_id, now)[:1])
    if is_late:
        bring_about_due(tenant_id)


def _settle_first_moment(tenant_id: int) -> Settled | None:
    """One due moment of the whole region in one transaction: its distribution is one, too (R-8)."""
    with act(tenant_id, SYSTEM) as running:
        session, began = running.session, running.now()
        coming_next = coming(session, tenant_id, began)
        due_at = _earliest(first_due_at(session, began), coming_next)
        if due_at is None or due_at > began:
            return None
        now_coming = [one for one in coming_next if one.at == due_at]
        years = _birth_years(session, due_at, began)
        if now_coming:
            years |= set(cohorts_of(session, [one.territory for one in now_coming]))
        now = running.hold(birth_years=years)
        count = _settle_moment(running, years, due_at, now, now_coming)
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
    running: Act,
    birth_years: Collection[int],
    due_at: datetime,
    now: datetime,
    now_coming: Sequence[Coming] = (),
) -> int:
    """Each mode in turn: terms and places of its own, and what its territories do by themselves."""
    terms: list[DueTerm] = []
    places: list[DuePlace] = []
    if birth_years:
        terms = due_terms(running.session, due_at, birth_years, AT_ONCE, now)
        places = due_places(running.session, due_at, birth_years)
    rules = running.rules(now)
    modes = modes_of(running.session, [one.application_id for one in terms])
    before = first_to_move(running.session, now_coming, rules, now)
    for mode in WORLDS:
        due = _Due(
            [one for one in terms if modes[one.application_id] is mode],
            [one for one in places if rules.mode_of(TerritorySlug(one.territory)) is mode],
            [trigger for one in now_coming if one.mode is mode for trigger in one.triggers],
        )
        if due.terms or due.places or due.happenings:
            _settle_mode(running, mode, due, rules, _When(birth_years, due_at, now))
    for one in now_coming:
        if one.is_switch:
            carry_out_switch(running, one.territory, rules, birth_years, now)
    after = first_to_move(running.session, now_coming, rules, now)
    done = [one.territory for one in now_coming if not is_left(one.territory, before, after)]
    set_clocks(running.session, running.tenant_id, done, due_at)
    return len(terms) + len(places) + len(now_coming)


@dataclass(frozen=True, slots=True)
class _Due:
    """What is due at one moment in one mode."""

    terms: list[DueTerm]
    places: list[DuePlace]
    happenings: list[TerritoryDue]


@dataclass(frozen=True, slots=True)
class _When:
    """The cohorts that are held, the moment that came, and the moment it is now."""

    birth_years: Collection[int]
    due_at: datetime
    now: datetime


def _settle_mode(running: Act, mode: Mode, due: _Due, rules: Rules, when: _When) -> None:
    loaded = WORLDS[mode](
        running,
        rules,
        today=rules.calendar.local_day(when.now),
        birth_years=when.birth_years,
        applications={one.application_id for one in due.terms},
        places={one.place_id for one in due.places},
        happenings=due.happenings,
    )
    triggers = _triggers(due)
    decision, passed_over, missing = _decide(DOORS[mode], loaded.world, triggers, rules, when.now)
    if missing is not None:
        # A family whose term cannot be computed keeps nobody else waiting.
        keys = [(one.application, str(one.kind), when.due_at) for one in passed_over]
        pass_over(running.session, running.tenant_id, keys, when.now + AN_HOUR)
        say_missing(running.tenant_id, "terms", missing, when.now)
    save(running, loaded, decision, rules, when.now)


def _decide(
    door: Door, world: World, triggers: list[DueTrigger], rules: Rules, now: datetime
) -> tuple[Decision, list[TermDue], CalendarMissing | None]:
    """What follows, and the spans whose ends are still unknown for want of a calendar (R-90)."""
    try:
        return door.decide_due(world, triggers, rules, now), [], None
    except CalendarMissing as missing:
        unknown = [one for one in triggers if _lacks_calendar(door, world, one, rules, now)]
        known = [one for one in triggers if one not in unknown]
        passed_over = [one for one in unknown if isinstance(one, TermDue)]
        return door.decide_due(world, known, rules, now), passed_over, missing


def _lacks_calendar(
    door: Door, world: World, trigger: DueTrigger, rules: Rules, now: datetime
) -> bool:
    try:
        door.decide_due(world, [trigger], rules, now)
    except CalendarMissing:
        return True
    return False


_FIRST = datetime.min.replace(tzinfo=UTC)
_TURN = {Happening.WINDOW_END: Phase.END}


def _triggers(due: _Due) -> list[DueTrigger]:
    """In the order of their phase; inside a phase by submission, oldest first (R-8)."""
    ordered: list[tuple[tuple[str, datetime, int], DueTrigger]] = [
        (
            (one.phase, one.submitted_at, one.serial),
            TermDue(ApplicationId(one.application_id), TermKind(one.kind)),
        )
        for one in due.terms
    ]
    ordered += [
        ((Phase.RETURN, one.opened_at, one.serial), PlaceTermDue(PlaceId(one.place_id)))
        for one in due.places
    ]
    ordered += [
        ((_TURN.get(one.happening, Phase.PUBLISH), _FIRST, 0), one) for one in due.happenings
    ]
    return [trigger for _, trigger in sorted(ordered, key=lambda pair: pair[0])]
