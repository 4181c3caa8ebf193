"""A voucher is answered, lapses, and the application is restored (rows 3 to 8, VX-10 to VX-13)."""

from dataclasses import replace
from datetime import datetime, timedelta

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
from kezek.core.modes.linear.steps import archive, enter_queue, lasting_terms, without_term
from kezek.core.modes.voucher.clock import let_go, spent, started, voucher_of, with_voucher
from kezek.core.notices import Notice
from kezek.core.terms import calendar_days_after, working_days_after
from kezek.core.triggers import Accept, Decline, Restore


def offered(draft: Draft, application: Application) -> Application:
    """The application with a voucher to answer: two working days, a reminder (VX-10, N-44)."""
    voucher = voucher_of(application)
    days = draft.settings.voucher_offer_working_days
    due_at = working_days_after(draft.now, days, draft.calendar)
    terms = [Term(due_at, TermKind.VOUCHER_ANSWER, draft.now)]
    if days > 1:
        second = draft.calendar.add_working_days(draft.calendar.local_day(draft.now), 2)
        remind_at = draft.calendar.start_of_day(second)
        terms.append(Term(remind_at, TermKind.VOUCHER_REMINDER, draft.now))
    return replace(
        application,
        state=State.VOUCHER_OFFERED,
        voucher=replace(spent(voucher), given_at=(*voucher.given_at, draft.now)),
        terms=(*lasting_terms(application), *terms),
    )


def accept(draft: Draft, application: Application, _: Accept) -> None:
    """Consent: five working days to choose, bring documents and sign (row 3, VX-12)."""
    voucher = started(draft, voucher_of(application), draft.settings.voucher_active_working_days)
    draft.record(
        "voucher:accepted",
        "VX-12",
        applications=[
            with_voucher(draft, replace(application, state=State.VOUCHER_ACTIVE), voucher)
        ],
        notices=[told_active(application, voucher.due_at)],
    )


def told_active(application: Application, due_at: datetime | None) -> Notice:
    """Until when to choose, bring documents and sign (N-47)."""
    return Notice("N-47", application.id, {"due_at": due_at.isoformat() if due_at else None})


def decline(draft: Draft, application: Application, _: Decline) -> None:
    """Refusing the voucher annuls the place in the queue (row 4, VX-13)."""
    archive(
        draft,
        application,
        ArchiveReason.VOUCHER_REFUSED,
        "VX-13",
        notices=[Notice("N-51", application.id, {"reason": "refused"})],
    )


def remind_offer(draft: Draft, application: Application) -> None:
    """The second working day of the offer begins (N-44)."""
    _remind(draft, application, TermKind.VOUCHER_REMINDER, TermKind.VOUCHER_ANSWER, "N-44")


def remind_end(draft: Draft, application: Application) -> None:
    """The last working day of the active voucher begins (N-20)."""
    _remind(draft, application, TermKind.VOUCHER_END_REMINDER, TermKind.VOUCHER_END, "N-20")


def _remind(
    draft: Draft, application: Application, kind: TermKind, of: TermKind, notice: str
) -> None:
    term = application.term(of)
    told = [Notice(notice, application.id, {"due_at": term.due_at.isoformat()})] if term else []
    draft.record(
        "term:reminded",
        "VX-10" if of is TermKind.VOUCHER_ANSWER else "VX-12",
        applications=[replace(application, terms=without_term(application, kind))],
        notices=told,
    )


def remind_restore(draft: Draft, application: Application, term: Term) -> None:
    """The time to restore comes to its end (N-46)."""
    end = application.term(TermKind.RESTORE_END)
    values = {"due_at": end.due_at.isoformat()} if end else {}
    draft.record(
        "term:reminded",
        "VX-11",
        applications=[
            replace(application, terms=tuple(one for one in application.terms if one != term))
        ],
        notices=[Notice("N-46", application.id, values)] if end else [],
    )


def lapse(draft: Draft, application: Application) -> None:
    """Silence, or a span that ran out: inactive, to be restored once (rows 5, 14, R-69, R-77)."""
    voucher = voucher_of(application)
    places = let_go(draft, application)
    if voucher.restored >= draft.settings.voucher_restore_limit:
        archive(
            draft,
            replace(application, voucher=spent(voucher)),
            ArchiveReason.NOT_RESTORED,
            "R-69",
            places=places,
        )
        return
    days = draft.settings.voucher_restore_calendar_days
    due_at = calendar_days_after(draft.now, days, draft.calendar)
    draft.record(
        "voucher:lapsed",
        "VX-10",
        applications=[
            replace(
                application,
                state=State.INACTIVE,
                referral=None,
                voucher=spent(voucher),
                terms=(*lasting_terms(application), *restore_terms(draft, due_at)),
            )
        ],
        places=places,
        notices=[Notice("N-45", application.id, {"due_at": due_at.isoformat()})],
    )


def restore_terms(draft: Draft, due_at: datetime) -> list[Term]:
    """The time to restore an inactive application, and its reminders (VX-11, N-46)."""
    end_on = draft.calendar.local_day(due_at)
    moments = {
        draft.calendar.start_of_day(end_on - timedelta(days=days))
        for days in draft.settings.voucher_restore_reminder_days
    }
    reminders = [
        Term(at, TermKind.RESTORE_REMINDER, draft.now) for at in sorted(moments) if at > draft.now
    ]
    return [Term(due_at, TermKind.RESTORE_END, draft.now), *reminders]


def restore(draft: Draft, application: Application, _: Restore) -> None:
    """Back by the moment of submission, once (rows 6, 7, A-49, R-69).

    Raises Refusal(limit_reached) the second time, Refusal(wrong_state) for another archive.
    """
    voucher = voucher_of(application)
    most = draft.settings.voucher_restore_limit
    was_archived = application.state is State.ARCHIVED
    if was_archived and application.reason is not ArchiveReason.NOT_RESTORED:
        raise Refusal(Code.WRONG_STATE, "state", state=application.label)
    if voucher.restored >= most:
        raise Refusal(Code.LIMIT_REACHED, "restore", most=most)
    if was_archived:
        raise Refusal(Code.WRONG_STATE, "state", state=application.label)
    keeps = draft.settings.restore_keeps_ts
    enter_queue(
        draft,
        replace(
            application,
            voucher=replace(spent(voucher), restored=voucher.restored + 1),
            submitted_at=application.submitted_at if keeps else draft.now,
        ),
        "voucher:restored",
        "VX-11",
        cause=Cause.RETURNED_AHEAD,
        notices=[Notice("N-16", application.id)],
    )


def restore_over(draft: Draft, application: Application) -> None:
    """Nobody restored it in time: the archive (row 8)."""
    archive(draft, application, ArchiveReason.NOT_RESTORED, "VX-11")
