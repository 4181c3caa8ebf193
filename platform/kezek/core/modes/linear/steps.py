"""Steps that several chapters take: into the queue, into the archive, a place set free."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from kezek.core.applications import (
    Application,
    ArchiveReason,
    State,
    Term,
    TermKind,
)
from kezek.core.applying import age_limit_on
from kezek.core.days import Calendar
from kezek.core.events import Cause
from kezek.core.ids import KindergartenId
from kezek.core.modes.draft import Draft
from kezek.core.modes.entering import as_it_enters, letter
from kezek.core.notices import Notice
from kezek.core.places import Place, PlaceState
from kezek.core.rules import TenantRules
from kezek.core.terms import months_after

LASTING = frozenset(
    {
        TermKind.AGE_LIMIT,
        TermKind.AGE_NOTICE,
        TermKind.PLANNED_AGE,
        TermKind.OFFER_AGE,
        TermKind.YEARLY_QUESTION,
        TermKind.YEARLY_ANSWER,
    }
)
"""Spans that go on whatever the state is; the others end with the state that began them."""

AGE_JOB_AT = time(0, 5)
"""The upper age is looked at five minutes after midnight (row 22)."""


def age_limit_at(born_on: date, settings: TenantRules, calendar: Calendar) -> datetime:
    """The moment of that day's job."""
    return calendar.moment(age_limit_on(born_on, settings), AGE_JOB_AT)


def lasting_terms(application: Application) -> tuple[Term, ...]:
    """The spans that survive a change of state."""
    return tuple(term for term in application.terms if term.kind in LASTING)


def without_term(application: Application, kind: TermKind) -> tuple[Term, ...]:
    """All running spans but those of one kind."""
    return tuple(term for term in application.terms if term.kind is not kind)


def freed(place: Place) -> Place:
    """The place waiting again, its drawn class bound to it (R-4, R-14)."""
    return replace(place, state=PlaceState.PUBLISHED, holder=None)


def archive(
    draft: Draft,
    application: Application,
    reason: ArchiveReason,
    rule: str,
    *,
    cause: Cause | None = None,
    places: Iterable[Place] = (),
    notices: Iterable[Notice] = (),
    silent: bool = False,
    because: str = "",
) -> None:
    """Ends an application with its reason, and says what can be done (L-3.02, N-11)."""
    told = () if silent else (Notice("N-11", application.id, {"reason": str(reason)}),)
    detail: dict[str, Any] = {"reason": str(reason)} | ({"because": because} if because else {})
    draft.record(
        "application:archived",
        rule,
        cause,
        applications=[
            replace(
                application,
                state=State.ARCHIVED,
                reason=reason,
                offer=None,
                referral=None,
                yearly_asked=0,
                terms=(),
            )
        ],
        places=places,
        notices=(*notices, *told),
        **detail,
    )


def enter_queue(
    draft: Draft,
    application: Application,
    kind: str,
    rule: str,
    *,
    cause: Cause,
    places: Iterable[Place] = (),
    notices: Iterable[Notice] = (),
    reason: str = "",
) -> None:
    """Into its queues by the moment of submission, passed over until a planned age (L-15.8, R-1).

    What fell due while it was away takes effect now: the upper age, then the yearly question. Where
    another mode rules by now, its family is told so and asked as at the switch (R-84, R-10).
    """
    entered = as_it_enters(application, draft.rules, draft.now)
    if entered.mode is not application.mode:
        notices = (*notices, letter(entered))
    application = entered
    terms = lasting_terms(application)
    waits_for_age = any(term.kind is TermKind.PLANNED_AGE for term in terms)
    draft.record(
        kind,
        rule,
        cause,
        applications=[
            replace(
                application,
                state=State.DEFERRED if waits_for_age else State.QUEUED,
                offer=None,
                referral=None,
                terms=terms,
            )
        ],
        places=places,
        notices=notices,
        reason=reason,
    )
    _take_up_what_waited(draft, draft.application(application.id))


def return_without(
    draft: Draft,
    application: Application,
    kindergarten: KindergartenId,
    kind: str,
    rule: str,
    *,
    place: Place,
    notices: Iterable[Notice] = (),
) -> None:
    """Back by submission without one kindergarten; archived if it was the last (R-33)."""
    left = tuple(choice for choice in application.choices if choice != kindergarten)
    changed = replace(application, choices=left, referral=None)
    if not left:
        archive(
            draft,
            changed,
            ArchiveReason.OFFER_REFUSED,
            rule,
            places=[freed(place)],
            notices=notices,
        )
        return
    told = (*notices, Notice("N-16", application.id))
    enter_queue(
        draft, changed, kind, rule, cause=Cause.RETURNED_AHEAD, places=[freed(place)], notices=told
    )


def _take_up_what_waited(draft: Draft, application: Application) -> None:
    waiting = {term.kind: term for term in application.terms if term.waits}
    if TermKind.AGE_LIMIT in waiting:
        archive(draft, application, ArchiveReason.AGE_LIMIT, "L-16.4", cause=Cause.ARCHIVED_AHEAD)
    elif TermKind.YEARLY_QUESTION in waiting or TermKind.YEARLY_ANSWER in waiting:
        ask_yearly(draft, application, max(1, application.yearly_asked))


def ask_yearly(draft: Draft, application: Application, asked: int) -> None:
    """Asks whether the family still waits; one month to answer (L-15.1, L-15.2, R-53)."""
    first = asked == 1
    months = (
        draft.settings.yearly_answer_months if first else draft.settings.yearly_repeat_answer_months
    )
    due_at = months_after(draft.now, months, draft.calendar)
    kept = tuple(
        term
        for term in application.terms
        if term.kind not in (TermKind.YEARLY_QUESTION, TermKind.YEARLY_ANSWER)
    )
    draft.record(
        "interest:asked" if first else "interest:asked-again",
        "L-15.1" if first else "L-15.2",
        applications=[
            replace(
                application,
                yearly_asked=asked,
                terms=(*kept, Term(due_at, TermKind.YEARLY_ANSWER, draft.now)),
            )
        ],
        notices=[
            Notice("N-09" if first else "N-10", application.id, {"due_at": due_at.isoformat()})
        ],
    )
