"""Brings about what is due: every span that has ended, in the order of its moment (R-8).

The ticker calls this and sleeps to the next due moment; every act calls it for its own cohort
first, so nobody gains or loses by a late ticker.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.applications import Phase, TermKind
from kezek.core.happenings import Happening
from kezek.core.ids import ApplicationId, PlaceId
from kezek.core.modes.registry import DOORS
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
)
from kezek.db.scope import read_scope
from kezek.db.territory_clocks import set_clocks
from kezek.usecases.happenings import Coming, coming, mode_of
from kezek.usecases.recording import save
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
        return _first_moment(session, tenant_id, services().clock.now(session))


def _first_moment(session: Session, tenant_id: int, now: datetime) -> datetime | None:
    moments = [first_due_at(session), *(one.at for one in coming(session, tenant_id, now)[:1])]
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
        started = running.now()
        due_at = _first_moment(running.session, tenant_id, started)
        if due_at is None or due_at > started:
            return None
        now_coming = [
            one for one in coming(running.session, tenant_id, started) if one.at == due_at
        ]
        years = _birth_years(running.session, due_at)
        if now_coming:
            years |= set(cohorts_of(running.session, [one.territory for one in now_coming]))
        now = running.hold(birth_years=years)
        count = _settle_moment(running, years, due_at, now, now_coming)
        return Settled(count, (now - due_at).total_seconds())


def _birth_years(session: Session, due_at: datetime) -> set[int]:
    terms = due_terms(session, due_at, None, AT_ONCE)
    places = due_places(session, due_at, None)
    return {one.birth_year for one in terms} | {one.birth_year for one in places}


def settle_due(running: Act, birth_years: Collection[int], now: datetime) -> None:
    """Brings about, inside another act, what is already due in its cohorts."""
    while (due_at := first_due_in(running.session, birth_years)) is not None and due_at <= now:
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
        terms = due_terms(running.session, due_at, birth_years, AT_ONCE)
        places = due_places(running.session, due_at, birth_years)
    if not terms and not places and not now_coming:
        return 0
    rules = running.rules(now)
    modes = modes_of(running.session, [one.application_id for one in terms])
    for mode, load in WORLDS.items():
        own_terms = [one for one in terms if modes[one.application_id] is mode]
        own_places = [one for one in places if mode_of(running, one.territory, now) is mode]
        own_coming = [one for one in now_coming if one.mode is mode]
        if not own_terms and not own_places and not own_coming:
            continue
        happenings = [trigger for one in own_coming for trigger in one.triggers]
        loaded = load(
            running,
            rules,
            today=rules.calendar.local_day(now),
            birth_years=birth_years,
            applications={one.application_id for one in own_terms},
            places={one.place_id for one in own_places},
            happenings=happenings,
        )
        triggers = _triggers(own_terms, own_places, happenings)
        decision = DOORS[mode].decide_due(loaded.world, triggers, rules, now)
        save(running, loaded, decision, rules, now)
    set_clocks(running.session, running.tenant_id, [one.territory for one in now_coming], due_at)
    return len(terms) + len(places) + len(now_coming)


_FIRST = datetime.min.replace(tzinfo=UTC)
_TURN = {Happening.WINDOW_END: Phase.END}


def _triggers(
    terms: Iterable[DueTerm], places: Iterable[DuePlace], happenings: Iterable[TerritoryDue]
) -> list[DueTrigger]:
    """In the order of their phase; inside a phase by submission, oldest first (R-8)."""
    ordered: list[tuple[tuple[str, datetime, int], DueTrigger]] = [
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
    ordered += [((_TURN.get(one.happening, Phase.PUBLISH), _FIRST, 0), one) for one in happenings]
    return [trigger for _, trigger in sorted(ordered, key=lambda pair: pair[0])]
