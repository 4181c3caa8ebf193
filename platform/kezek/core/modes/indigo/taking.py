"""A family takes a place: in its window, an open one, or a private one (9.2 rows 3, 5, 6)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from kezek.core.applications import Application, Referral, State, Term
from kezek.core.applying import check_list
from kezek.core.errors import Code, Refusal
from kezek.core.events import Cause
from kezek.core.modes.draft import Draft
from kezek.core.modes.indigo.benefits import benefit_terms, papers_notice
from kezek.core.modes.indigo.bulletin import queue_of
from kezek.core.modes.indigo.chances import (
    Chance,
    chance_of,
    in_turn,
    is_old_enough_for_private,
    suits,
    window_of,
)
from kezek.core.modes.indigo.days import is_frozen
from kezek.core.modes.linear.distribution import age_fits
from kezek.core.modes.linear.offers import referral_terms
from kezek.core.modes.linear.steps import lasting_terms
from kezek.core.notices import Notice
from kezek.core.places import Place, PlaceState
from kezek.core.queues import Queue
from kezek.core.terms import hours_after, working_days_after
from kezek.core.triggers import Chosen, Take
from kezek.core.turns import Standing


@dataclass(frozen=True, slots=True)
class _Seats:
    """The places of one kindergarten that would suit a child, by what may be done with them."""

    own: tuple[Place, ...] = ()
    """In the window that this child has."""
    open: tuple[Place, ...] = ()
    of_others: tuple[Place, ...] = ()
    waiting: tuple[Place, ...] = ()

    @property
    def first(self) -> Place | None:
        """The place that is given: the window's own comes before an open one (R-61)."""
        return next(iter((*self.own, *self.open)), None)


def take(draft: Draft, application: Application, trigger: Take) -> None:
    """One tap, one place: a referral for class G, the benefit's papers first for O and P.

    Refused in the order of R-30: moments, age, place.
    """
    seats = _seats(draft, application, trigger.chosen)
    _need_moment(draft, seats)
    _need_age(draft, application, trigger.chosen)
    place = seats.first
    if place is None:
        raise _why_not(application, trigger.chosen, seats)
    if application.standing is Standing.G:
        _refer(draft, application, place)
    else:
        _ask_for_papers(draft, application, place)


def _why_not(application: Application, chosen: Chosen, seats: _Seats) -> Refusal:
    """A kindergarten that is not for this child (R-27), a window of others (R-59), or no place."""
    try:
        check_list([chosen], territory=application.territory, queue_type=application.queue_type)
    except Refusal as refusal:
        return refusal
    if seats.of_others:
        return Refusal(Code.NOT_YOURS, "window")
    return Refusal(Code.NO_PLACE, "take")


def _seats(draft: Draft, application: Application, chosen: Chosen) -> _Seats:
    suitable = in_turn(
        place for place in draft.places() if _suits(draft, application, place, chosen)
    )
    window_on = window_of(application, draft.calendar)
    by_chance: dict[Chance, list[Place]] = {chance: [] for chance in Chance}
    for place in suitable:
        by_chance[chance_of(place, window_on)].append(place)
    return _Seats(
        own=tuple(by_chance[Chance.WINDOW]),
        open=tuple(by_chance[Chance.OPEN]),
        of_others=tuple(by_chance[Chance.OF_OTHERS]),
        waiting=tuple(by_chance[Chance.WAITING]),
    )


def _suits(draft: Draft, application: Application, place: Place, chosen: Chosen) -> bool:
    """Of the named kindergarten, here, and for a child like this one (R-32, R-64)."""
    return (
        place.key.kindergarten == chosen.id
        and chosen.territory == application.territory
        and suits(application, place, draft.settings)
    )


def _need_moment(draft: Draft, seats: _Seats) -> None:
    """Neither in a freeze nor before the bulletin, nor outside the hours of open places (R-60)."""
    local = draft.calendar.local(draft.now)
    if is_frozen(local.date(), draft.settings):
        raise Refusal(Code.TOO_EARLY, "frozen")
    if seats.own or seats.of_others:
        return
    if seats.open:
        hours = draft.settings.open_hours
        is_shut = hours is not None and not hours.covers(local.time())
        if is_shut and not any(one.is_private for one in seats.open):
            raise Refusal(Code.TOO_EARLY, "open_hours")
    elif seats.waiting:
        raise Refusal(Code.TOO_EARLY, "bulletin", at=draft.settings.window_start)


def _need_age(draft: Draft, application: Application, chosen: Chosen) -> None:
    """Old enough for places here, and in a private kindergarten full three years (A-09, A-41)."""
    if not age_fits(draft, application):
        raise Refusal(Code.NOT_ELIGIBLE_AGE, "take")
    today = draft.calendar.local_day(draft.now)
    if chosen.under_order and not is_old_enough_for_private(
        application.born_on, today, draft.settings
    ):
        years = draft.settings.private_min_age
        raise Refusal(Code.NOT_ELIGIBLE_AGE, "private", years=years)


def _refer(draft: Draft, application: Application, place: Place) -> None:
    """Out of the queue with a referral of five working days (I-3.10, L-22.3, N-18)."""
    expires_at = working_days_after(draft.now, draft.settings.referral_working_days, draft.calendar)
    _issue(
        draft,
        application,
        place,
        state=State.REFERRED,
        expires_at=expires_at,
        terms=referral_terms(draft, expires_at),
        notices=[
            _referral_notice(application, place, expires_at),
            Notice("N-19", application.id, to_kindergarten=place.key.kindergarten),
        ],
    )


def _referral_notice(application: Application, place: Place, due_at: datetime) -> Notice:
    values = {"due_at": due_at.isoformat(), "kindergarten": str(place.key.kindergarten)}
    return Notice("N-18", application.id, values)


def _ask_for_papers(draft: Draft, application: Application, place: Place) -> None:
    """Out of turn and first priority: the papers are looked at before the family comes (row 7).

    The kindergarten learns of the child once they are confirmed (IX-6).
    """
    terms = benefit_terms(draft)
    annulled_at = max(term.due_at for term in terms)
    _issue(
        draft,
        application,
        place,
        state=State.BENEFIT_CHECK,
        expires_at=annulled_at,
        terms=terms,
        notices=[
            _referral_notice(application, place, annulled_at),
            papers_notice(draft, application.id, draft.now, annulled_at),
        ],
    )


def _issue(
    draft: Draft,
    application: Application,
    place: Place,
    *,
    state: State,
    expires_at: datetime,
    terms: Iterable[Term],
    notices: Iterable[Notice],
) -> None:
    referral = Referral(
        place=place.id,
        kindergarten=place.key.kindergarten,
        issued_at=draft.now,
        expires_at=expires_at,
        cancel_until=hours_after(draft.now, draft.settings.cancel_hours),
        temporary_until=place.temporary_until,
    )
    draft.record(
        "referral:issued",
        "I-3.10",
        Cause.SERVED_AHEAD,
        applications=[
            replace(
                application,
                state=state,
                referral=referral,
                terms=(*lasting_terms(application), *terms),
            )
        ],
        places=[replace(place, state=PlaceState.HELD, holder=application.id, window_ends_at=None)],
        queues=_counted(draft, application, place),
        notices=notices,
        place=str(place.id),
        taken_from=str(place.state),
    )


def _counted(draft: Draft, application: Application, place: Place) -> list[Queue]:
    """The count of turns moves only with a referral issued inside the window (R-5)."""
    if place.state is not PlaceState.PRIORITY:
        return []
    queue = draft.queue(queue_of(draft, place))
    if not queue.keeps_ratio or application.standing is Standing.O:
        return []
    is_first = application.standing is Standing.P
    return [replace(queue, count=0 if is_first else min(queue.ratio, queue.count + 1))]
