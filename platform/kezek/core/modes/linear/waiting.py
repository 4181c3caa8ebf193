"""While a family waits: choices, planned age, withdrawal, interest (rows 7, 8, 14 to 22)."""

from dataclasses import replace

from kezek.core.applications import (
    Application,
    ArchiveReason,
    State,
    Term,
    TermKind,
)
from kezek.core.errors import Code, Refusal
from kezek.core.events import Cause
from kezek.core.modes.draft import Draft
from kezek.core.modes.linear.intake import check_choices, next_yearly, planned_age_terms
from kezek.core.modes.linear.steps import (
    archive,
    ask_yearly,
    enter_queue,
    freed,
    without_term,
)
from kezek.core.notices import Notice
from kezek.core.places import Place
from kezek.core.triggers import (
    ChangeChoices,
    CloseDouble,
    ConfirmInterest,
    DenyInterest,
    PlanAge,
    Withdraw,
)


def withdraw(draft: Draft, application: Application, _: Withdraw) -> None:
    """The parent withdraws; an offered place goes on to the next (row 21)."""
    archive(
        draft,
        application,
        ArchiveReason.WITHDRAWN,
        "L-15.0",
        cause=Cause.WITHDRAWN_AHEAD,
        places=offered_place(draft, application),
    )


def close_double(draft: Draft, application: Application, _: CloseDouble) -> None:
    """A child has one application: the specialist ends the other, and its family is told (G-40)."""
    archive(
        draft,
        application,
        ArchiveReason.DUPLICATE,
        "G-40",
        cause=Cause.ARCHIVED_AHEAD,
        places=offered_place(draft, application),
    )


def offered_place(draft: Draft, application: Application) -> list[Place]:
    """The place of the live offer, set free; nothing when there is none."""
    if application.offer is None:
        return []
    return [freed(draft.place(application.offer.place))]


def change_choices(draft: Draft, application: Application, trigger: ChangeChoices) -> None:
    """Other kindergartens; the moment of submission stays unless the region says no (A-28)."""
    check_choices(application, trigger.chosen)
    choices = tuple(one.id for one in trigger.chosen)
    added = set(choices) - set(application.choices)
    changed = replace(application, choices=choices)
    if added and not draft.settings.choice_change_keeps_ts:
        changed = replace(changed, submitted_at=draft.now)
    draft.record(
        "application:choices-changed",
        "L-13.5",
        Cause.CHOICE_CHANGED_AHEAD,
        applications=[changed],
    )


def plan_age(draft: Draft, application: Application, trigger: PlanAge) -> None:
    """The day from which the child takes part; until then it is passed over (L-16.6, A-10)."""
    changed = replace(application, planned_from=trigger.planned_from)
    planned = planned_age_terms(draft, changed)
    draft.record(
        "application:age-planned",
        "L-16.6",
        applications=[
            replace(
                changed,
                state=State.DEFERRED if planned else State.QUEUED,
                terms=(*without_term(application, TermKind.PLANNED_AGE), *planned),
            )
        ],
    )


def reach_planned_age(draft: Draft, application: Application) -> None:
    """The planned day has come: the child takes part again (row 8, N-17)."""
    draft.record(
        "application:age-reached",
        "L-16.6",
        applications=[
            replace(
                application,
                state=State.QUEUED if application.state is State.DEFERRED else application.state,
                terms=without_term(application, TermKind.PLANNED_AGE),
            )
        ],
        notices=[Notice("N-17", application.id)],
    )


def confirm_interest(draft: Draft, application: Application, _: ConfirmInterest) -> None:
    """Yes to the question after a suspension, or to the yearly one (rows 14, 17)."""
    if application.state is State.INTEREST_CHECK:
        enter_queue(
            draft,
            application,
            "interest:confirmed",
            "L-15.8",
            cause=Cause.RETURNED_AHEAD,
            notices=[Notice("N-16", application.id)],
        )
        return
    _need_yearly_question(application)
    turn, term = next_yearly(draft, application)
    draft.record(
        "interest:confirmed-yearly",
        "L-15.0",
        applications=[
            replace(
                application,
                yearly_asked=0,
                yearly_year=turn - 1,
                terms=(*without_term(application, TermKind.YEARLY_ANSWER), term),
            )
        ],
    )


def deny_interest(draft: Draft, application: Application, _: DenyInterest) -> None:
    """No: the application goes to the archive (rows 15, 18, 20)."""
    if application.state is State.INTEREST_CHECK:
        archive(draft, application, ArchiveReason.NO_ANSWER, "L-15.9")
        return
    _need_yearly_question(application)
    _archive_uninterested(draft, application)


def _need_yearly_question(application: Application) -> None:
    if not (application.yearly_asked and application.is_shown):
        raise Refusal(Code.WRONG_STATE, "no_question")


def _archive_uninterested(draft: Draft, application: Application) -> None:
    archive(
        draft,
        application,
        ArchiveReason.NOT_INTERESTED_YEARLY,
        "L-15.3",
        cause=Cause.ARCHIVED_AHEAD,
    )


def yearly_question_due(draft: Draft, application: Application) -> None:
    """Eleven months since the submission, and every year from then (row 16)."""
    ask_yearly(draft, application, 1)


def yearly_answer_due(draft: Draft, application: Application) -> None:
    """A month of silence: asked again, then archived (rows 19, 20)."""
    if application.yearly_asked == 1:
        ask_yearly(draft, application, 2)
    else:
        _archive_uninterested(draft, application)


def reach_age_limit(draft: Draft, application: Application) -> None:
    """The upper age is reached before a referral (row 22)."""
    archive(
        draft,
        application,
        ArchiveReason.AGE_LIMIT,
        "L-16.4",
        cause=Cause.ARCHIVED_AHEAD,
        places=offered_place(draft, application),
    )


def tell_age_near(draft: Draft, application: Application, term: Term) -> None:
    """The upper age comes near (N-32)."""
    limit = application.term(TermKind.AGE_LIMIT)
    on = draft.calendar.local_day(limit.due_at) if limit else None
    left = tuple(one for one in application.terms if one != term)
    draft.record(
        "application:age-near",
        "L-11.2",
        applications=[replace(application, terms=left)],
        notices=[Notice("N-32", application.id, {"on": on.isoformat() if on else None})],
    )


def reach_offer_age(draft: Draft, application: Application) -> None:
    """Old enough for an offer from today: free places are looked at again (A-09)."""
    draft.record(
        "application:old-enough",
        "A-09",
        applications=[replace(application, terms=without_term(application, TermKind.OFFER_AGE))],
    )
