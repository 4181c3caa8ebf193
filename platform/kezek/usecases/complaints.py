"""A complaint is filed, registered, answered; staff are alarmed before its term (L-18 to L-20)."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from kezek.core.access import Actor, Permission, demand, may
from kezek.core.complaints import (
    MOST_OPEN,
    About,
    Body,
    Complaint,
    ComplaintState,
    Outcome,
    answered,
    concerned_by,
    filed,
    registered,
)
from kezek.core.days import CalendarMissing
from kezek.core.errors import Code, Refusal
from kezek.core.events import Fact
from kezek.core.ids import ApplicationId
from kezek.core.images import fact_payload
from kezek.core.modes.contract import Rules
from kezek.core.notices import Notice, Value
from kezek.db.applications import find_header, load_applications
from kezek.db.base import uuid7
from kezek.db.complaints import (
    ComplaintRow,
    count_open,
    due_complaints,
    find_complaint,
    first_complaint_at,
    next_complaint_serial,
    seal_words,
)
from kezek.db.journal import JournalEntry, append
from kezek.db.locks import lock_application
from kezek.db.notice_subjects import last_referred
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.usecases.deciding import NotFound
from kezek.usecases.missing_calendars import say_missing
from kezek.usecases.notices import alarm_staff, record_notice
from kezek.usecases.staff_acts import press
from kezek.usecases.unit_of_work import SYSTEM, Act, act

AT_ONCE = 100
"""Complaints that one transaction attends to; the rest follows in the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintWish:
    """What a family fills in."""

    application_id: uuid.UUID
    about: About
    body: Body
    text: str


def file_complaint(
    tenant_id: int, by: Actor, wish: ComplaintWish, *, intent: str | None = None
) -> uuid.UUID:
    """Delivers a complaint; in working hours it is registered at once (L-18.1, L-20.1, L-A2.7).

    A form that is sent twice files one. Raises NotFound for another family's application, and
    Refusal(LIMIT_REACHED) while too many wait for their answers.
    """

    def file(running: Act) -> None:
        row = _file(running, by, wish)
        running.response["complaint"] = str(row.id)

    done = press(tenant_id, by, file, intent=intent, request=f"complaint:{wish}")
    return uuid.UUID(str(done["complaint"]))


def _file(running: Act, by: Actor, wish: ComplaintWish) -> ComplaintRow:
    demand(by, Permission.COMPLAINT_FILE)
    lock_application(running.session, running.tenant_id, wish.application_id)
    header = find_header(running.session, wish.application_id)
    if header is None or header.guardian_id != by.guardian_id:
        raise NotFound(wish.application_id)
    if count_open(running.session, header.guardian_id) >= MOST_OPEN:
        raise Refusal(Code.LIMIT_REACHED, "complaints", most=MOST_OPEN)
    now = running.now()
    rules = running.rules(now)
    complaint = filed(wish.body, now, rules.calendar)

    row = _new_row(running, wish, complaint, now)
    _note(running, row, "complaint:filed", "L-18.1", now)
    if complaint.register_at <= now:
        _register(running, row, now, now, rules)
    return row


def _new_row(
    running: Act, wish: ComplaintWish, complaint: Complaint, now: datetime
) -> ComplaintRow:
    application = load_applications(running.session, [wish.application_id])[
        ApplicationId(wish.application_id)
    ]
    referred = last_referred(running.session, application.id)
    about_garden = wish.about is About.ADMISSION and referred is not None
    row = ComplaintRow(
        tenant_id=running.tenant_id,
        id=uuid7(),
        number=_number(running, now),
        guardian_id=application.guardian,
        application_id=application.id,
        kindergarten_id=referred.kindergarten.id if about_garden and referred else None,
        territory=application.territory,
        about=str(wish.about),
        body=str(wish.body),
        filed_at=complaint.filed_at,
        register_at=complaint.register_at,
    )
    row.take(complaint)
    row.text_sealed = seal_words(running.session, row, wish.text)
    running.session.add(row)
    running.session.flush()
    return row


def _number(running: Act, now: datetime) -> str:
    _, region = region_at(running.session, running.tenant_id, now)
    year = region.calendar.local_day(now).year % 100
    return f"{region.prefix}-{year:02}-C{next_complaint_serial(running.session):05}"


def register_complaint(
    tenant_id: int, by: Actor, complaint_id: uuid.UUID, *, intent: str | None = None
) -> None:
    """A specialist registers it before the system does: the term runs from now (L-19.1).

    Raises NotFound, and Refusal(ALREADY_DECIDED) for one that is registered.
    """

    def register(running: Act) -> None:
        row = _for_staff(running, by, complaint_id)
        now = running.now()
        _register(running, row, min(now, row.register_at), now, running.rules(now))

    press(tenant_id, by, register, intent=intent, request=f"register:{complaint_id}")


def answer_complaint(
    tenant_id: int,
    by: Actor,
    complaint_id: uuid.UUID,
    outcome: Outcome,
    text: str,
    *,
    intent: str | None = None,
) -> None:
    """The answer, which the family reads at once (L-19.1, L-20.1, N-52).

    Raises NotFound, and Refusal(ALREADY_DECIDED) for one that has its answer.
    """

    def answer(running: Act) -> None:
        row = _for_staff(running, by, complaint_id)
        now = running.now()
        rules = running.rules(now)
        was = row.value.state
        after = answered(row.value, outcome, now, rules.settings, rules.calendar)
        # Sealed first: reading the family's key writes out what was changed so far.
        row.answer_sealed = seal_words(running.session, row, text)
        row.answered_by = by.tag
        row.take(after)

        if was is ComplaintState.DELIVERED:
            _note(running, row, "complaint:registered", "L-19.1", now)
        _note(running, row, "complaint:answered", "L-20.1", now, outcome=str(outcome))
        record_notice(running, _notice(row, text), now)

    press(tenant_id, by, answer, intent=intent, request=f"answer:{complaint_id}:{outcome}:{text}")


def attend_complaints(tenant_id: int) -> int:
    """Registers what came in after hours and alarms staff before a term ends; gives how many.

    The ticker calls this; repeating it is harmless (N-54).
    """
    with act(tenant_id, SYSTEM) as running:
        now = running.now()
        rules = running.rules(now)
        rows = due_complaints(running.session, now, AT_ONCE)
        return sum(_attend(running, row, now, rules) for row in rows)


def _attend(running: Act, row: ComplaintRow, now: datetime, rules: Rules) -> bool:
    """Whether what is due of this complaint was done; one that lacks a calendar waits (R-90)."""
    if row.state == ComplaintState.DELIVERED:
        try:
            # The term runs from the moment that the law names, however late we are.
            _register(running, row, row.register_at, now, rules)
        except CalendarMissing as missing:
            say_missing(running.tenant_id, "complaints", missing, now)
            return False
    else:
        row.alarmed_at = now
        alarm_staff(running, "complaint", now, row.number)
    return True


def next_complaint_at(tenant_id: int) -> datetime | None:
    """When `attend_complaints` has something to do next; it may have passed."""
    with read_scope(tenant_id) as session:
        return first_complaint_at(session)


def _register(running: Act, row: ComplaintRow, at: datetime, now: datetime, rules: Rules) -> None:
    row.take(registered(row.value, at, rules.settings, rules.calendar))
    running.session.flush()
    _note(running, row, "complaint:registered", "L-19.1", now)
    record_notice(running, _notice(row, ""), now)


def _notice(row: ComplaintRow, answer: str) -> Notice:
    assert row.due_at is not None
    values: dict[str, Value] = {
        "complaint": row.number,
        "to_authority": row.body == Body.AUTHORITY,
        "answer": answer,
        "due_at": row.due_at.isoformat(),
    }
    return Notice("N-52", ApplicationId(row.application_id), values)


def _for_staff(running: Act, by: Actor, complaint_id: uuid.UUID) -> ComplaintRow:
    row = find_complaint(running.session, complaint_id, for_update=True)
    if row is None:
        raise NotFound(complaint_id)
    subject = concerned_by(Body(row.body), row.guardian_id, row.territory)
    if not may(by, Permission.COMPLAINT_ANSWER, subject):
        raise NotFound(complaint_id)
    return row


def _note(
    running: Act, row: ComplaintRow, kind: str, rule: str, now: datetime, **detail: str
) -> None:
    """Writes a fact; what was complained of stays out of it."""
    running.session.flush()
    detail |= {"complaint": row.number, "about": row.about, "body": row.body}
    payload, _ = fact_payload(Fact(kind=kind, rule=rule, detail=detail))
    append(
        running.session,
        running.tenant_id,
        JournalEntry(
            kind=kind,
            rule=rule,
            rules_version=running.rules(now).version,
            actor=running.actor,
            at=now,
            application_id=row.application_id,
            family_id=row.guardian_id,
            payload=payload,
        ),
    )
    running.bells |= {"office", f"family-{row.guardian_id}"}
