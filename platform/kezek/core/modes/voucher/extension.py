"""More days for an active voucher: asked for once, answered, added to its last day (VX-15)."""

from dataclasses import replace
from datetime import datetime

from kezek.core.applications import Application, Term, TermKind
from kezek.core.errors import Code, Refusal
from kezek.core.modes.draft import Draft
from kezek.core.modes.linear.referrals import asked_days, check_extension_days
from kezek.core.modes.linear.steps import without_term
from kezek.core.modes.voucher.clock import voucher_of, with_voucher
from kezek.core.modes.voucher.offers import lapse
from kezek.core.notices import Notice, Value
from kezek.core.terms import extended_by_calendar_days, working_days_after
from kezek.core.triggers import AskExtension, GrantExtension, RefuseExtension
from kezek.core.vouchers import Voucher


def ask(draft: Draft, application: Application, trigger: AskExtension) -> None:
    """More days are asked for, once, within the term (row 13, R-36 to R-38). Raises Refusal."""
    voucher = voucher_of(application)
    if voucher.extension_asked_days is not None:
        raise Refusal(Code.WRONG_STATE, "extension_waits")
    if voucher.extended:
        raise Refusal(Code.LIMIT_REACHED, "extended_once")
    check_extension_days(trigger.days, draft.settings.voucher_extension_max_days)
    alarm_at = working_days_after(
        draft.now, draft.settings.extension_answer_working_days, draft.calendar
    )
    draft.record(
        "voucher:extension-asked",
        "VX-15",
        applications=[
            replace(
                application,
                voucher=replace(voucher, extension_asked_days=trigger.days),
                terms=(*application.terms, Term(alarm_at, TermKind.EXTENSION_ALARM, draft.now)),
            )
        ],
        days=trigger.days,
    )


def _waiting(voucher: Voucher) -> int:
    return asked_days(voucher.extension_asked_days, answered=voucher.extension_answered)


def grant(draft: Draft, application: Application, trigger: GrantExtension) -> None:
    """The days are added to the original last day (VX-15, A-17, N-22). Raises Refusal."""
    voucher = voucher_of(application)
    asked = _waiting(voucher)
    days = trigger.days if trigger.days is not None else asked
    check_extension_days(days, draft.settings.voucher_extension_max_days)
    assert voucher.due_at is not None
    due_at = extended_by_calendar_days(voucher.due_at, days, draft.calendar)
    changed = replace(_answered(voucher), due_at=due_at, extended=True, lapses_when_answered=False)
    referral = application.referral
    draft.record(
        "voucher:extended",
        "VX-15",
        applications=[
            with_voucher(
                draft,
                replace(
                    application,
                    referral=replace(referral, expires_at=due_at) if referral else None,
                ),
                changed,
            )
        ],
        notices=_answer(application, granted=True, due_at=due_at),
        days=days,
    )
    if due_at <= draft.now:
        lapse(draft, draft.application(application.id))


def refuse(draft: Draft, application: Application, _: RefuseExtension) -> None:
    """Refused: the term goes on; if it is over, the voucher lapses now (R-39). Raises Refusal."""
    voucher = voucher_of(application)
    _waiting(voucher)
    assert voucher.due_at is not None
    draft.record(
        "voucher:extension-refused",
        "VX-15",
        applications=[
            replace(
                application,
                voucher=_answered(voucher),
                terms=without_term(application, TermKind.EXTENSION_ALARM),
            )
        ],
        notices=_answer(application, granted=False, due_at=voucher.due_at),
    )
    if voucher.lapses_when_answered:
        lapse(draft, draft.application(application.id))


def _answered(voucher: Voucher) -> Voucher:
    return replace(voucher, extension_asked_days=None, extension_answered=True)


def _answer(application: Application, *, granted: bool, due_at: datetime) -> list[Notice]:
    values: dict[str, Value] = {"granted": granted, "due_at": due_at.isoformat()}
    told = [Notice("N-22", application.id, values)]
    if application.referral is not None:
        kindergarten = application.referral.kindergarten
        told.append(Notice("N-22", application.id, values, to_kindergarten=kindergarten))
    return told


def voucher_over(draft: Draft, application: Application) -> None:
    """The last day is over (row 14); while a request to extend waits, it cannot lapse (A-17)."""
    voucher = voucher_of(application)
    if voucher.extension_asked_days is None:
        lapse(draft, application)
        return
    draft.record(
        "term:waits",
        "A-17",
        applications=[
            replace(
                application,
                voucher=replace(voucher, lapses_when_answered=True),
                terms=without_term(application, TermKind.VOUCHER_END),
            )
        ],
    )
