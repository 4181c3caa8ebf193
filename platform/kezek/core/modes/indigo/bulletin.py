"""The bulletin of a morning, and the first of each queue who have the day (5.2(2), 5.2(3), R-5)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from kezek.core.applications import Application, State, Term, TermKind
from kezek.core.events import Cause
from kezek.core.modes.draft import Draft
from kezek.core.modes.indigo.days import cutoff_on, window_end_of
from kezek.core.modes.linear.distribution import age_fits
from kezek.core.modes.linear.steps import enter_queue, without_term
from kezek.core.notices import Notice
from kezek.core.places import Place, PlaceState
from kezek.core.queues import SharedKey
from kezek.core.triggers import TerritoryDue
from kezek.core.turns import Standing, merged


def publish_bulletin(draft: Draft, trigger: TerritoryDue) -> None:
    """All that waited for this morning, and the window of those who are first (I-3.6, I-3.9).

    A bulletin that is brought about after its window would have closed waits for the next day:
    nobody's exclusive chance begins in the past.
    """
    today = draft.calendar.local_day(draft.now)
    ends_at = window_end_of(today, draft.rules)
    places = _waiting_places(draft, trigger, today)
    if not places or draft.now >= ends_at:
        return
    in_window = [
        replace(place, state=PlaceState.PRIORITY, bulletin_on=today, window_ends_at=ends_at)
        for place in places
    ]
    draft.record(
        "bulletin:published",
        "I-3.6",
        places=in_window,
        territory=str(trigger.territory),
        on=today.isoformat(),
    )
    for key, count in _counts(draft, in_window).items():
        for application in priority_set(draft, key, count):
            _open_window(draft, application, ends_at)


def _waiting_places(draft: Draft, trigger: TerritoryDue, today: date) -> list[Place]:
    """Published before the cut-off, the half past eight itself excluded (R-62, R-88)."""
    too_late = cutoff_on(today, draft.rules)
    found = [
        place
        for place in draft.places()
        if place.state is PlaceState.PUBLISHED
        and not place.is_private
        and place.opened_at < too_late
        and draft.territory_of(place) == trigger.territory
    ]
    return sorted(found, key=lambda place: (place.serving_order, str(place.id)))


def _counts(draft: Draft, places: Iterable[Place]) -> dict[SharedKey, int]:
    counts: dict[SharedKey, int] = defaultdict(int)
    for place in places:
        counts[queue_of(draft, place)] += 1
    return counts


def queue_of(draft: Draft, place: Place) -> SharedKey:
    """The shared queue whose children may get this place (5.2(1))."""
    key = place.key
    return SharedKey(draft.territory_of(place), key.queue_type, key.birth_year, key.language)


def priority_set(draft: Draft, key: SharedKey, places: int) -> list[Application]:
    """The first of the shown order that are eligible, one for each place, times the setting (R-5).

    Eligible is who is queued, not on the stop-list, not deferred, and of an age that fits.
    """
    eligible = [
        one for one in shown_order(draft, key) if one.state is State.QUEUED and age_fits(draft, one)
    ]
    return eligible[: places * draft.settings.priority_multiplier]


def shown_order(draft: Draft, key: SharedKey) -> list[Application]:
    """The queue as people see it: `next()` played forward from the stored count (§8, R-1)."""
    standing_there = sorted(
        (one for one in draft.applications() if one.is_shown and key in one.keys),
        key=lambda one: one.rank,
    )
    if not key.keeps_ratio:
        return sorted(standing_there, key=lambda one: one.standing is not Standing.O)
    by_class = {
        standing: [one for one in standing_there if one.standing is standing]
        for standing in Standing
    }
    return merged(draft.queue(key), by_class)


def _open_window(draft: Draft, application: Application, ends_at: datetime) -> None:
    terms = [Term(ends_at, TermKind.WINDOW, draft.now)]
    remind_at = ends_at - timedelta(hours=draft.settings.window_reminder_h)
    if remind_at > draft.now:
        terms.append(Term(remind_at, TermKind.WINDOW_REMINDER, draft.now))
    draft.record(
        "window:opened",
        "I-3.9",
        applications=[
            replace(application, state=State.PRIORITY, terms=(*application.terms, *terms))
        ],
        notices=[Notice("N-34", application.id, {"due_at": ends_at.isoformat()})],
    )


def close_window(draft: Draft, application: Application) -> None:
    """The day is over: in the queue at the same place, without a strike (row 4, N-36)."""
    enter_queue(
        draft,
        application,
        "window:closed",
        "I-3.9",
        cause=Cause.RETURNED_AHEAD,
        notices=[Notice("N-36", application.id)],
    )


def remind_of_window(draft: Draft, application: Application) -> None:
    """Two hours are left (N-35)."""
    window = application.term(TermKind.WINDOW)
    assert window is not None, "PRIORITY without a window"
    draft.record(
        "term:reminded",
        "I-3.9",
        applications=[
            replace(application, terms=without_term(application, TermKind.WINDOW_REMINDER))
        ],
        notices=[Notice("N-35", application.id, {"due_at": window.due_at.isoformat()})],
    )
