"""Complaints: to whom, from when the term runs, what a family sees of one (L-18 to L-20)."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from kezek.core.access import Subject
from kezek.core.days import Calendar
from kezek.core.errors import Code, Refusal
from kezek.core.ids import GuardianId, TerritorySlug
from kezek.core.office_hours import OPENS, is_office_open
from kezek.core.rules import TenantRules
from kezek.core.terms import valid_through_on, working_days_after

MOST_OPEN = 5
"""Complaints of one family that may wait for an answer at the same time."""
MIN_TEXT, MAX_TEXT = 10, 4000


class About(StrEnum):
    """Which of the two services is complained of (L-18.1, L-30.1)."""

    QUEUEING = "queueing"
    ADMISSION = "admission"


class Body(StrEnum):
    """Who considers it (L-19.1, L-20.3)."""

    PROVIDER = "provider"
    AUTHORITY = "authority"


class ComplaintState(StrEnum):
    """What the cabinet shows of it (L-20.1)."""

    DELIVERED = "delivered"
    REGISTERED = "registered"
    ANSWERED = "answered"
    DECLINED = "declined"
    """It was refused to consider it, with an answer that says why."""


OPEN = frozenset({ComplaintState.DELIVERED, ComplaintState.REGISTERED})


class Outcome(StrEnum):
    """What came of it."""

    UPHELD = "upheld"
    PARTLY = "partly"
    DISMISSED = "dismissed"
    NOT_CONSIDERED = "not_considered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """One complaint; its words are not here, they are sealed."""

    body: Body
    state: ComplaintState
    filed_at: datetime
    register_at: datetime
    """When it is registered at the latest: at once in working hours (L-5.2, L-A2.7)."""
    registered_at: datetime | None = None
    due_at: datetime | None = None
    """The first moment that is too late for the answer (L-19.1, L-20.3)."""
    alarm_at: datetime | None = None
    """The morning of the last working day: staff are alarmed (N-54)."""
    outcome: Outcome | None = None
    answered_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it waits for its answer."""
        return self.state in OPEN


def filed(body: Body, now: datetime, calendar: Calendar) -> Complaint:
    """A complaint that has just been delivered (L-20.1). Raises CalendarMissing."""
    return Complaint(
        body=body,
        state=ComplaintState.DELIVERED,
        filed_at=now,
        register_at=registration_moment(now, calendar),
    )


def concerned_by(body: Body, guardian_id: UUID, territory: str) -> Subject:
    """What permissions look at: for the body above only specialists of the whole region answer."""
    is_higher = body is Body.AUTHORITY
    return Subject(
        guardian_id=GuardianId(guardian_id),
        territory=None if is_higher else TerritorySlug(territory),
    )


def registration_moment(now: datetime, calendar: Calendar) -> datetime:
    """When what is sent now is registered: at once, or as the next working day begins (L-5.2).

    Raises CalendarMissing.
    """
    if is_office_open(calendar, now):
        return now
    local = calendar.local(now)
    if calendar.is_working_day(local.date()) and local.time() < OPENS:
        return calendar.moment(local.date(), OPENS)
    return calendar.moment(calendar.add_working_days(local.date(), 1), OPENS)


def registered(
    complaint: Complaint, at: datetime, rules: TenantRules, calendar: Calendar
) -> Complaint:
    """Registered: the term runs, 5 working days to the provider, 15 to the body above (L-19.1).

    Raises Refusal(ALREADY_DECIDED) the second time, and CalendarMissing.
    """
    if complaint.state is not ComplaintState.DELIVERED:
        raise Refusal(Code.ALREADY_DECIDED, "complaint_registered")
    due_at = working_days_after(at, answer_days(complaint.body, rules), calendar)
    return replace(
        complaint,
        state=ComplaintState.REGISTERED,
        registered_at=at,
        due_at=due_at,
        alarm_at=calendar.moment(_last_working_day(due_at, calendar), OPENS),
    )


def answer_days(body: Body, rules: TenantRules) -> int:
    """The working days that the law gives for an answer (L-19.1, L-20.3)."""
    if body is Body.AUTHORITY:
        return rules.complaint_authority_working_days
    return rules.complaint_provider_working_days


def _last_working_day(due_at: datetime, calendar: Calendar) -> date:
    day = valid_through_on(due_at, calendar)
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return day


def answered(
    complaint: Complaint, outcome: Outcome, now: datetime, rules: TenantRules, calendar: Calendar
) -> Complaint:
    """Answered, or refused to be considered; one that only was delivered is registered first.

    An answer after its term is an answer all the same: that it is late stays to be seen.
    Raises Refusal(ALREADY_DECIDED) once there is an answer.
    """
    if not complaint.is_open:
        raise Refusal(Code.ALREADY_DECIDED, "complaint_answered")
    if complaint.state is ComplaintState.DELIVERED:
        complaint = registered(complaint, min(now, complaint.register_at), rules, calendar)
    is_declined = outcome is Outcome.NOT_CONSIDERED
    return replace(
        complaint,
        state=ComplaintState.DECLINED if is_declined else ComplaintState.ANSWERED,
        outcome=outcome,
        answered_at=now,
    )
