"""The papers of a benefit, looked at after the place is taken (9.2 rows 7 to 9, I-3.13, A-38)."""

from dataclasses import replace
from datetime import datetime

from kezek.core.applications import Application, State, Term, TermKind
from kezek.core.events import Cause
from kezek.core.ids import ApplicationId
from kezek.core.modes.draft import Draft
from kezek.core.modes.linear import intake
from kezek.core.modes.linear.offers import referral_terms
from kezek.core.modes.linear.referrals import live_referral
from kezek.core.modes.linear.steps import enter_queue, lasting_terms, without_term
from kezek.core.notices import Notice
from kezek.core.terms import calendar_days_after, valid_through_on, working_days_after
from kezek.core.triggers import Reject, Verify
from kezek.core.turns import Standing


def papers_due_at(draft: Draft, asked_at: datetime) -> datetime:
    """Until when the papers are asked for: five working days (A-38)."""
    return working_days_after(asked_at, draft.settings.benefit_due_wd, draft.calendar)


def benefit_terms(draft: Draft) -> list[Term]:
    """The later of five working and ten calendar days, and a word before the first (A-38)."""
    due_at = papers_due_at(draft, draft.now)
    outer_at = calendar_days_after(draft.now, draft.settings.benefit_outer_cd, draft.calendar)
    terms = [Term(max(due_at, outer_at), TermKind.BENEFIT_PAPERS, draft.now)]
    remind_at = draft.calendar.start_of_day(valid_through_on(due_at, draft.calendar))
    if remind_at > draft.now:
        terms.append(Term(remind_at, TermKind.BENEFIT_REMINDER, draft.now))
    return terms


def papers_notice(
    draft: Draft, application: ApplicationId, asked_at: datetime, annulled_at: datetime
) -> Notice:
    """Both days: when the papers are due, and when the referral falls without them (N-38)."""
    values = {
        "papers_due_at": papers_due_at(draft, asked_at).isoformat(),
        "due_at": annulled_at.isoformat(),
    }
    return Notice("N-38", application, values)


def remind_of_papers(draft: Draft, application: Application) -> None:
    """The last day on which the papers are asked for begins (A-38)."""
    referral = live_referral(application)
    draft.record(
        "term:reminded",
        "I-3.13",
        applications=[
            replace(application, terms=without_term(application, TermKind.BENEFIT_REMINDER))
        ],
        notices=[papers_notice(draft, application.id, referral.issued_at, referral.expires_at)],
    )


def verify(draft: Draft, application: Application, trigger: Verify) -> None:
    """In order: into the queue, or with a taken place five working days to come (rows 1, 8)."""
    if application.state is not State.BENEFIT_CHECK:
        intake.verify(draft, application, trigger)
        return
    referral = live_referral(application)
    expires_at = working_days_after(draft.now, draft.settings.referral_working_days, draft.calendar)
    values = {"due_at": expires_at.isoformat(), "kindergarten": str(referral.kindergarten)}
    draft.record(
        "benefit:confirmed",
        "I-3.13",
        applications=[
            replace(
                application,
                state=State.REFERRED,
                # This was the check after the referral: nobody is asked for a third (L-14.1).
                referral=replace(referral, expires_at=expires_at, rechecked=True),
                terms=(*lasting_terms(application), *referral_terms(draft, expires_at)),
            )
        ],
        notices=[
            Notice("N-18", application.id, values),
            Notice("N-19", application.id, to_kindergarten=referral.kindergarten),
        ],
    )


def reject(draft: Draft, application: Application, trigger: Reject) -> None:
    """The benefit alone, or all of it; what follows depends on how far it is (R-24, R-35)."""
    if application.state is not State.BENEFIT_CHECK:
        intake.reject(draft, application, trigger)
    elif trigger.whole:
        intake.fail_second_check(draft, application, trigger)
    else:
        annul(draft, application)


def annul(draft: Draft, application: Application) -> None:
    """No papers, or not current ones: class G by submission, no strike (row 9, N-39)."""
    referral = live_referral(application)
    enter_queue(
        draft,
        replace(application, standing=Standing.G, claimed=Standing.G),
        "benefit:refused",
        "I-3.13",
        cause=Cause.RETURNED_AHEAD,
        places=[draft.freed(draft.place(referral.place))],
        notices=[Notice("N-39", application.id)],
    )
