"""Offers and their silence, review, interest, ages: rules switched off."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from kezek.core.applications import ENDED, State, TermKind
from kezek.core.applying import check_age
from kezek.core.errors import Code
from kezek.core.events import Cause
from kezek.core.modes.linear import (
    intake,
    offers,
    steps,
    waiting,
)
from kezek.core.notices import Notice
from kezek.core.standing import category
from kezek.core.triggers import (
    Accept,
    Decline,
    Reject,
    Verify,
    Withdraw,
)
from kezek.core.turns import Standing
from kezek.db.applications import ApplicationRow
from kezek.usecases import applications
from mutations.tools import (
    Mutation,
    act,
    allowed,
    attr,
    due,
    elsewhere,
    entry_stays,
    gives,
    mutation,
    nothing,
    setting,
    untold,
    whole,
)


def _back_at_once(draft: Any, one: Any) -> None:
    place = draft.place(one.offer.place)
    steps.enter_queue(
        draft,
        one,
        "offer:lapsed",
        "L-15.7",
        cause=Cause.RETURNED_AHEAD,
        places=[steps.freed(place)],
    )


def _calendar_days_after_lapse(lapsed: Any, count: int, _: Any) -> Any:
    return lapsed + timedelta(days=count)


def _verified_as_general(draft: Any, one: Any, trigger: Any) -> None:
    intake.verify(draft, replace(one, claimed=Standing.G), trigger)


def _answered_by_silence(draft: Any, one: Any) -> None:
    waiting.confirm_interest(draft, one, None)  # type: ignore[arg-type]  # it looks at none


LIVE = frozenset(State) - ENDED


def _reminded_anyhow(draft: Any, one: Any) -> None:
    left = steps.without_term(one, TermKind.OFFER_REMINDER)
    draft.record(
        "term:reminded",
        "L-16.3",
        applications=[replace(one, terms=left)],
        notices=[Notice("N-13", one.id, {"due_at": draft.now.isoformat()})],
    )


def _first_tick(codes: Any) -> Any:
    return category(codes[0]).standing


def _age_of_everybody(*given: Any, **_: bool) -> None:
    check_age(*given, has_pmpk=False)


def _had_applied(session: Any, child_id: Any) -> bool:
    return session.query(ApplicationRow).filter(ApplicationRow.child_id == child_id).count() > 0


MUTATIONS: tuple[Mutation, ...] = (
    mutation("an offer lasts five days", "A-05 L-15.5 G-05a", setting(offer_days=5)),
    mutation("no reminder of an offer", "L-16.3 A-05", untold("N-13")),
    mutation("silence costs nothing", "L-15.7 L-16.3", due(TermKind.OFFER_ANSWER, _back_at_once)),
    mutation(
        "the suspension is in calendar days",
        "L-15.7 G-04 G-03",
        attr(offers, "block_working_days_after_lapse", _calendar_days_after_lapse),
    ),
    mutation(
        "a second silence is a yes",
        "L-15.9 A-06",
        due(TermKind.INTEREST_ANSWER, _answered_by_silence),
    ),
    mutation("the question after a suspension lasts a week", "A-06", setting(reconfirm_days=7)),
    mutation("one refusal ends all", "A-04 L-15.6", setting(refusal_scope="application")),
    mutation(
        "a refused kindergarten stays on the list",
        "L-15.6 A-04 R-4",
        attr(offers, "return_without", entry_stays),
    ),
    mutation(
        "the second check always ends all",
        "L-14.1 A-14 R-35",
        attr(intake, "fail_second_check", whole(intake.fail_second_check, whole=True)),
    ),
    mutation(
        "false papers cost only the benefit",
        "L-14.1 A-14",
        attr(intake, "fail_second_check", whole(intake.fail_second_check, whole=False)),
    ),
    mutation(
        "nobody looks at an application",
        "L-6.1 L-6.2 L-6.4 L-A2.3 L-10.4 L-10.5 A-12",
        attr(intake, "needs_review", gives(value=False)),
    ),
    mutation(
        "everybody waits for the specialist",
        "L-6.2 L-6.3 R-93 R-20",
        attr(intake, "needs_review", gives(value=True)),
    ),
    mutation(
        "a benefit refused refuses all",
        "A-14 R-21",
        attr(intake, "_reject_under_review", whole(intake._reject_under_review, whole=True)),
    ),
    mutation(
        "a refusal of all costs only the benefit",
        "L-5.5 L-5.6",
        attr(intake, "_reject_under_review", whole(intake._reject_under_review, whole=False)),
    ),
    mutation("a benefit confirmed is forgotten", "L-6.4 L-10.2", act(Verify, _verified_as_general)),
    mutation("a lost benefit is kept", "R-19 L-13.3", attr(intake, "_lose_benefit", nothing)),
    mutation(
        "no yearly question for three years", "L-15.1 A-07 R-53", setting(yearly_first_months=36)
    ),
    mutation(
        "the yearly question is asked once",
        "L-15.2 L-15.3 A-07",
        due(TermKind.YEARLY_ANSWER, waiting._archive_uninterested),
    ),
    mutation(
        "the yearly question does not wait",
        "R-54",
        due(TermKind.YEARLY_QUESTION, waiting.yearly_question_due, LIVE),
    ),
    mutation("the upper age is eight", "L-11.2 L-16.4 A-08", setting(max_age_years=8)),
    mutation("the upper age ends in January", "A-08 L-16.4", setting(age_out="year_end")),
    mutation("no warning of the upper age", "L-11.2 N-32", untold("N-32")),
    mutation(
        "who has answered is reminded as well",
        "L-16.3",
        attr(steps, "LASTING", steps.LASTING | {TermKind.OFFER_REMINDER}),
        due(TermKind.OFFER_REMINDER, _reminded_anyhow, frozenset(State)),
    ),
    mutation("one refusal never ends all", "A-04", setting(refusal_scope="entry")),
    mutation(
        "nothing to answer is a wrong state",
        "R-30 L-15.5",
        elsewhere(Accept, Code.WRONG_STATE),
        elsewhere(Decline, Code.WRONG_STATE),
    ),
    mutation(
        "the first tick counts",
        "L-A1.3 L-10.2",
        attr(applications, "standing_of", _first_tick),
    ),
    mutation(
        "a conclusion does not lift the upper age",
        "L-11.1 A-08",
        attr(intake, "check_age", _age_of_everybody),
    ),
    mutation(
        "every second application is general",
        "L-23.1 A-24",
        attr(applications, "had_privileged_place", _had_applied),
    ),
    mutation("a withdrawal is not heard", "L-15.0 L-13.4", act(Withdraw, nothing)),
    mutation(
        "the specialist rejects at any time",
        "R-24 L-14.1",
        allowed(Reject, State.ADMISSION, State.CONTRACT, State.ENROLLED),
    ),
)
