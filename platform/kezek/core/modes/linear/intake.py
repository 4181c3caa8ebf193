"""An application comes in and is looked at: submission, review, refusal (rows 1 to 8, 25)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from kezek.core.applications import (
    Application,
    ArchiveReason,
    State,
    Term,
    TermKind,
)
from kezek.core.applying import check_age, check_list
from kezek.core.errors import Code, Refusal
from kezek.core.events import Cause
from kezek.core.modes.draft import Draft
from kezek.core.modes.linear.steps import (
    age_limit_at,
    archive,
    enter_queue,
    without_term,
)
from kezek.core.notices import Notice
from kezek.core.people import birthday_month
from kezek.core.queues import QueueType
from kezek.core.terms import working_days_after, yearly_moment
from kezek.core.triggers import Chosen, Reject, Submit, Verify
from kezek.core.turns import Standing

_RULE_OF_INTAKE = {Standing.O: "L-6.4", Standing.P: "L-6.2", Standing.G: "L-6.3"}

PRIVILEGED = frozenset({Standing.O, Standing.P})


def submit(draft: Draft, trigger: Submit) -> None:
    """A new application: into its queues at once, or to the specialist (rows 1, 2, 7).

    Refused in the order of R-30: the child's age before the kindergartens that are named.
    """
    need_consent(trigger)
    _need_age(draft, trigger.application)
    check_choices(trigger.application, trigger.chosen)
    take_in(draft, trigger, first_terms)


def need_consent(trigger: Submit) -> None:
    """Nothing begins without the consent of Annex 5 (R-92). Raises Refusal(consent_missing)."""
    if not trigger.consent:
        raise Refusal(Code.CONSENT_MISSING)


def take_in(
    draft: Draft,
    trigger: Submit,
    terms_of: Callable[[Draft, Application], tuple[Term, ...]],
) -> None:
    """What follows in every mode once the mode's own questions are settled (rows 1, 2).

    `terms_of` gives the spans that run from the submission on. Raises Refusal(not_eligible_age).
    """
    application = trigger.application
    _need_age(draft, application)

    standing = Standing.G if trigger.lost_privilege else application.claimed
    application = replace(
        application,
        submitted_at=draft.now,
        standing=standing,
        claimed=standing,
        terms=terms_of(draft, replace(application, submitted_at=draft.now)),
    )
    received = [Notice("N-03", application.id, {"number": application.number})]
    if standing in PRIVILEGED:
        received.append(Notice("N-04", application.id))
    if needs_review(application, proof_accepted=trigger.proof_accepted):
        _await_review(draft, application, received)
        return
    enter_queue(
        draft,
        application,
        "application:submitted",
        _RULE_OF_INTAKE[standing],
        cause=Cause.ENTERED_AHEAD,
        notices=[*received, Notice("N-05", application.id)],
    )


def _need_age(draft: Draft, application: Application) -> None:
    """Young enough to be queued (L-11.1, A-08). Raises Refusal(not_eligible_age)."""
    today = draft.calendar.local_day(draft.now)
    check_age(application.born_on, today, draft.settings, has_pmpk=application.has_pmpk)


def needs_review(application: Application, *, proof_accepted: bool) -> bool:
    """Whether a specialist looks first: unproved benefit, special, sanatorium (row 2)."""
    if proof_accepted:
        return False
    return application.claimed in PRIVILEGED or application.queue_type is not QueueType.GENERAL


def check_choices(application: Application, chosen: tuple[Chosen, ...]) -> None:
    """The parent's list suits this application (R-25, R-27). Raises Refusal(invalid_choice)."""
    check_list(chosen, territory=application.territory, queue_type=application.queue_type)


def first_terms(draft: Draft, application: Application) -> tuple[Term, ...]:
    """The spans that run from the submission on: yearly question, ages, planned age."""
    return (_yearly(draft, application, turn=1), *age_terms(draft, application))


def age_terms(draft: Draft, application: Application) -> tuple[Term, ...]:
    """The spans that the child's age sets: the upper age, the planned one, that of an offer."""
    now = draft.now
    terms: list[Term] = []
    if not application.has_pmpk:
        limit_at = age_limit_at(application.born_on, draft.settings, draft.calendar)
        terms.append(Term(limit_at, TermKind.AGE_LIMIT, now))
        terms.extend(_age_notices(draft, limit_at))
    terms.extend(planned_age_terms(draft, application))
    least = draft.settings.min_offer_age_months
    if least:
        old_enough_at = draft.calendar.start_of_day(birthday_month(application.born_on, least))
        if old_enough_at > now:
            terms.append(Term(old_enough_at, TermKind.OFFER_AGE, now))
    return tuple(terms)


def planned_age_terms(draft: Draft, application: Application) -> list[Term]:
    """The day from which the child takes part, if it still lies ahead (L-15.0(2), A-10)."""
    if application.planned_from is None:
        return []
    starts_at = draft.calendar.start_of_day(application.planned_from)
    return [Term(starts_at, TermKind.PLANNED_AGE, draft.now)] if starts_at > draft.now else []


def _yearly(draft: Draft, application: Application, *, turn: int) -> Term:
    due_at = yearly_moment(
        application.submitted_at,
        turn,
        draft.calendar,
        first_months=draft.settings.yearly_first_months,
        period_months=draft.settings.yearly_period_months,
    )
    return Term(due_at, TermKind.YEARLY_QUESTION, application.submitted_at)


def next_yearly(draft: Draft, application: Application) -> tuple[int, Term]:
    """The anniversary that is asked about next, later than now: its number and its span (A-07)."""
    turn = application.yearly_year + 1
    while (term := _yearly(draft, application, turn=turn)).due_at <= draft.now:
        turn += 1
    return turn, term


def _age_notices(draft: Draft, limit_at: datetime) -> list[Term]:
    day, before = draft.calendar.local_day(limit_at), draft.settings.age_notice_days
    moments = [draft.calendar.start_of_day(day - timedelta(days=days)) for days in before]
    return [Term(at, TermKind.AGE_NOTICE, draft.now) for at in moments if at > draft.now]


def _await_review(draft: Draft, application: Application, notices: list[Notice]) -> None:
    alarm_at = working_days_after(draft.now, draft.settings.review_working_days, draft.calendar)
    draft.record(
        "application:submitted",
        "L-6.1",
        applications=[
            replace(
                application,
                state=State.UNDER_REVIEW,
                standing=Standing.G,
                terms=(*application.terms, Term(alarm_at, TermKind.REVIEW_ALARM, draft.now)),
            )
        ],
        notices=notices,
    )


def verify(draft: Draft, application: Application, _: Verify) -> None:
    """Confirmed: into the queues by the moment of submission (row 3)."""
    enter_queue(
        draft,
        replace(application, standing=application.claimed, reviewed=True),
        "application:verified",
        "L-6.4",
        cause=Cause.ENTERED_AHEAD,
        notices=[Notice("N-05", application.id)],
    )


def reject(draft: Draft, application: Application, trigger: Reject) -> None:
    """Refused as a whole, or the benefit alone; what follows depends on how far it is (R-24)."""
    if application.state is State.UNDER_REVIEW:
        _reject_under_review(draft, application, trigger)
    elif application.state is State.REFERRED:
        fail_second_check(draft, application, trigger)
    elif trigger.whole or application.standing is Standing.G:
        raise Refusal(Code.WRONG_STATE, "reject")
    else:
        _lose_benefit(draft, application)


def _reject_under_review(draft: Draft, application: Application, trigger: Reject) -> None:
    if trigger.whole:
        draft.record(
            "application:refused",
            "L-5.6",
            applications=[replace(application, state=State.REFUSED, reviewed=True, terms=())],
            notices=[Notice("N-06", application.id, {"reason": trigger.reason})],
            reason=trigger.reason,
        )
        return
    enter_queue(
        draft,
        replace(application, standing=Standing.G, claimed=Standing.G, reviewed=True),
        "standing:refused",
        "A-14",
        cause=Cause.ENTERED_AHEAD,
        notices=[Notice("N-07", application.id), Notice("N-05", application.id)],
    )


def _lose_benefit(draft: Draft, application: Application) -> None:
    """A benefit that no longer holds: general class, the moment of submission kept (R-19)."""
    draft.record(
        "standing:lost",
        "L-13.3",
        Cause.STANDING_CHANGED_AHEAD,
        applications=[replace(application, standing=Standing.G, claimed=Standing.G)],
        notices=[Notice("N-07", application.id)],
    )


def fail_second_check(draft: Draft, application: Application, trigger: Reject) -> None:
    """The check after the referral failed: the referral is annulled (row 25, A-14, R-35)."""
    referral = application.referral
    assert referral is not None
    place = draft.freed(draft.place(referral.place))
    told = [
        Notice("N-24", application.id, {"reason": trigger.reason}),
        Notice("N-24", application.id, to_kindergarten=referral.kindergarten),
    ]
    if trigger.whole:
        archive(
            draft,
            application,
            ArchiveReason.DOCUMENTS_UNRELIABLE,
            "L-14.1",
            places=[place],
            notices=told,
        )
        return
    enter_queue(
        draft,
        replace(application, standing=Standing.G, claimed=Standing.G),
        "referral:annulled",
        "L-14.1",
        cause=Cause.RETURNED_AHEAD,
        places=[place],
        notices=[*told, Notice("N-07", application.id)],
    )


def alarm_review(draft: Draft, application: Application) -> None:
    """One working day without a decision: it stays, and the head is told (row 6)."""
    draft.record(
        "application:review-late",
        "L-6.1",
        applications=[replace(application, terms=without_term(application, TermKind.REVIEW_ALARM))],
        notices=[Notice("N-54", application.id, {"about": "review"}, to_staff=True)],
    )
