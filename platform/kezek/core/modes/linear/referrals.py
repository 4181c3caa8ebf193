"""A referral is cancelled, extended, or runs out (rows 23, 24, 27; L-25, A-15 to A-17)."""

from dataclasses import replace

from kezek.core.applications import (
    Application,
    ArchiveReason,
    Referral,
    State,
    Term,
    TermKind,
)
from kezek.core.errors import Code, Refusal
from kezek.core.events import Cause
from kezek.core.modes.draft import Draft
from kezek.core.modes.linear.offers import referral_terms
from kezek.core.modes.linear.steps import (
    archive,
    enter_queue,
    freed,
    lasting_terms,
    without_term,
)
from kezek.core.notices import Notice, Value
from kezek.core.terms import (
    block_working_days_after_lapse,
    extended_by_calendar_days,
    working_days_after,
)
from kezek.core.triggers import AskExtension, CancelReferral, GrantExtension, RefuseExtension


def live_referral(application: Application) -> Referral:
    """The referral that the application has from REFERRED on."""
    assert application.referral is not None, f"{application.state} without a referral"
    return application.referral


def cancel(draft: Draft, application: Application, _: CancelReferral) -> None:
    """Given back within 24 hours: to the queue without that kindergarten (row 23, A-16, R-33)."""
    referral = live_referral(application)
    if application.cancels >= draft.settings.cancel_limit:
        raise Refusal(Code.LIMIT_REACHED, "cancel", most=draft.settings.cancel_limit)
    if draft.now >= referral.cancel_until:
        raise Refusal(Code.TOO_LATE, "cancel", until=referral.cancel_until)
    draft.ways.send_back(
        draft,
        replace(application, cancels=application.cancels + 1),
        referral.kindergarten,
        "referral:cancelled",
        "L-25.1",
        place=draft.place(referral.place),
        notices=[
            Notice("N-21", application.id),
            Notice("N-21", application.id, to_kindergarten=referral.kindergarten),
        ],
    )


def ask_extension(draft: Draft, application: Application, trigger: AskExtension) -> None:
    """More days are asked for, once, within the term (row 24, R-36 to R-38)."""
    referral = live_referral(application)
    if referral.extension_asked_days is not None:
        raise Refusal(Code.WRONG_STATE, "extension_waits")
    if referral.extended:
        raise Refusal(Code.LIMIT_REACHED, "extended_once")
    check_extension_days(trigger.days, draft.settings.extension_max_days)
    alarm_at = working_days_after(
        draft.now, draft.settings.extension_answer_working_days, draft.calendar
    )
    draft.record(
        "referral:extension-asked",
        "L-25.2",
        applications=[
            replace(
                application,
                referral=replace(referral, extension_asked_days=trigger.days),
                terms=(
                    *application.terms,
                    Term(alarm_at, TermKind.EXTENSION_ALARM, draft.now),
                ),
            )
        ],
        days=trigger.days,
    )


def check_extension_days(days: int, most: int) -> None:
    """From one to so many calendar days as the region grants (R-37). Raises Refusal."""
    if not 1 <= days <= most:
        raise Refusal(Code.LIMIT_REACHED, "extension_days", most=most)


def waiting_extension(application: Application) -> int:
    """The days that are asked for and not yet answered. Raises Refusal (R-23)."""
    referral = live_referral(application)
    return asked_days(referral.extension_asked_days, answered=referral.extension_answered)


def asked_days(asked: int | None, *, answered: bool) -> int:
    """The days of a request that waits. Raises Refusal where none does (R-23)."""
    if asked is None:
        raise Refusal(Code.ALREADY_DECIDED if answered else Code.WRONG_STATE, "no_extension")
    return asked


def grant_extension(draft: Draft, application: Application, trigger: GrantExtension) -> None:
    """Granted: the days are added to the original last day (A-17, N-22)."""
    asked = waiting_extension(application)
    days = trigger.days if trigger.days is not None else asked
    check_extension_days(days, draft.settings.extension_max_days)
    referral = live_referral(application)
    expires_at = extended_by_calendar_days(referral.expires_at, days, draft.calendar)
    draft.record(
        "referral:extended",
        "L-25.2",
        applications=[
            replace(
                application,
                referral=replace(
                    _answered(referral),
                    expires_at=expires_at,
                    extended=True,
                    lapses_when_answered=False,
                ),
                terms=(
                    *lasting_terms(application),
                    *(referral_terms(draft, expires_at) if expires_at > draft.now else ()),
                ),
            )
        ],
        notices=_answer_notices(application, granted=True, due_at=expires_at.isoformat()),
        days=days,
    )
    if expires_at <= draft.now:
        draft.ways.lapse(draft, draft.application(application.id))


def refuse_extension(draft: Draft, application: Application, _: RefuseExtension) -> None:
    """Refused: the term goes on; if it is over, the referral ends now (R-39)."""
    waiting_extension(application)
    referral = live_referral(application)
    draft.record(
        "referral:extension-refused",
        "L-25.2",
        applications=[
            replace(
                application,
                referral=_answered(referral),
                terms=without_term(application, TermKind.EXTENSION_ALARM),
            )
        ],
        notices=_answer_notices(application, granted=False, due_at=referral.expires_at.isoformat()),
    )
    if referral.lapses_when_answered:
        draft.ways.lapse(draft, draft.application(application.id))


def _answered(referral: Referral) -> Referral:
    return replace(referral, extension_asked_days=None, extension_answered=True)


def _answer_notices(application: Application, *, granted: bool, due_at: str) -> list[Notice]:
    values: dict[str, Value] = {"granted": granted, "due_at": due_at}
    kindergarten = live_referral(application).kindergarten
    return [
        Notice("N-22", application.id, values),
        Notice("N-22", application.id, values, to_kindergarten=kindergarten),
    ]


def referral_over(draft: Draft, application: Application) -> None:
    """The last day is over; while a request to extend waits, the referral cannot lapse (A-17)."""
    referral = live_referral(application)
    if referral.extension_asked_days is None:
        draft.ways.lapse(draft, application)
        return
    draft.record(
        "term:waits",
        "A-17",
        applications=[
            replace(
                application,
                referral=replace(referral, lapses_when_answered=True),
                terms=without_term(application, TermKind.REFERRAL_END),
            )
        ],
    )


def expire(draft: Draft, application: Application) -> None:
    """The family did not come: as the region has set it (row 27, A-15, R-55, N-23)."""
    referral = live_referral(application)
    place = freed(draft.place(referral.place))
    told = [
        Notice("N-23", application.id),
        Notice("N-23", application.id, to_kindergarten=referral.kindergarten),
    ]
    if draft.settings.linear_expiry == "requeue":
        enter_queue(
            draft,
            application,
            "referral:expired",
            "A-15",
            cause=Cause.RETURNED_AHEAD,
            places=[place],
            notices=[*told, Notice("N-16", application.id)],
        )
    elif draft.settings.linear_expiry == "stoplist":
        _stop_list(draft, application, told)
    else:
        archive(
            draft,
            application,
            ArchiveReason.REFERRAL_EXPIRED,
            "A-15",
            places=[place],
            notices=told,
        )


def _stop_list(draft: Draft, application: Application, told: list[Notice]) -> None:
    referral = live_referral(application)
    ends_at = block_working_days_after_lapse(
        referral.expires_at, draft.settings.stop_list_working_days, draft.calendar
    )
    draft.record(
        "referral:expired",
        "R-55",
        applications=[
            replace(
                application,
                state=State.STOP_LIST,
                referral=None,
                terms=(
                    *lasting_terms(application),
                    Term(ends_at, TermKind.STOP_LIST, referral.expires_at),
                ),
            )
        ],
        places=[freed(draft.place(referral.place))],
        notices=[*told, Notice("N-40", application.id, {"due_at": ends_at.isoformat()})],
    )


def stop_list_over(draft: Draft, application: Application) -> None:
    """The stop-list is over: back by the moment of submission (R-55, N-42)."""
    enter_queue(
        draft,
        application,
        "stop-list:over",
        "R-55",
        cause=Cause.RETURNED_AHEAD,
        notices=[Notice("N-42", application.id)],
    )


def remind_referral(draft: Draft, application: Application) -> None:
    """The last working day of the referral begins (N-20)."""
    referral = live_referral(application)
    draft.record(
        "term:reminded",
        "L-22.3",
        applications=[
            replace(application, terms=without_term(application, TermKind.REFERRAL_REMINDER))
        ],
        notices=[Notice("N-20", application.id, {"due_at": referral.expires_at.isoformat()})],
    )


def alarm_extension(draft: Draft, application: Application) -> None:
    """A request to extend has waited for a working day (A-17, N-54)."""
    draft.record(
        "referral:extension-late",
        "A-17",
        applications=[
            replace(application, terms=without_term(application, TermKind.EXTENSION_ALARM))
        ],
        notices=[Notice("N-54", application.id, {"about": "extension"}, to_staff=True)],
    )
