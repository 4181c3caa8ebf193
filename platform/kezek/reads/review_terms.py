"""The terms of one application before a specialist: what is due, by whom, until when."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kezek.core.applications import SECOND_LOOK, Application, State, deadline
from kezek.core.days import CalendarMissing
from kezek.core.regions import Tenant
from kezek.core.terms import working_days_after
from kezek.core.turns import Standing
from kezek.db.applications import ApplicationRow


@dataclass(frozen=True, slots=True)
class ReviewTerms:
    """The moments that a decision has to keep; nothing where none runs or no calendar is known."""

    decide_by: datetime | None
    """The first moment that is too late for the question that is open now."""
    benefit_due_at: datetime | None
    """Until when the family gives the papers of a benefit (A-38); the referral lasts longer."""
    stop_list_until: datetime | None


def review_terms(session: Session, application: Application, region: Tenant) -> ReviewTerms:
    """The terms that run for an application, on the region's calendar."""
    return ReviewTerms(
        decide_by=_decide_by(session, application, region),
        benefit_due_at=_benefit_due_at(application, region),
        stop_list_until=deadline(application) if application.state is State.STOP_LIST else None,
    )


def _decide_by(session: Session, application: Application, region: Tenant) -> datetime | None:
    rules, referral = region.rules, application.referral
    since: datetime | None = None
    days = rules.review_working_days
    if application.state is State.UNDER_REVIEW:
        since = application.submitted_at
    elif application.state is State.ADMISSION_REFUSED:
        since, days = _state_since(session, application), rules.refusal_review_working_days
    elif application.state is State.BENEFIT_CHECK and referral:
        return referral.expires_at
    elif application.state in SECOND_LOOK and referral and not referral.rechecked:
        since = referral.issued_at if application.standing is not Standing.G else None
    return _working_days_after(since, days, region) if since else None


def _benefit_due_at(application: Application, region: Tenant) -> datetime | None:
    referral = application.referral
    if application.state is not State.BENEFIT_CHECK or referral is None:
        return None
    return _working_days_after(referral.issued_at, region.rules.benefit_due_wd, region)


def _working_days_after(since: datetime, days: int, region: Tenant) -> datetime | None:
    """Nothing where the calendar of that year has not come yet: the page is shown without it."""
    with suppress(CalendarMissing):
        return working_days_after(since, days, region.calendar)
    return None


def _state_since(session: Session, application: Application) -> datetime | None:
    return session.scalar(
        select(ApplicationRow.state_since).where(ApplicationRow.id == application.id)
    )
