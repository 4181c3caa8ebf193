"""Papers, refusals, the contract and its end: what a voucher changes in them (rows 12, 15, 18)."""

from dataclasses import replace
from datetime import date

from kezek.core.applications import Application, ArchiveReason, State, TermKind
from kezek.core.errors import Code, Refusal
from kezek.core.events import Cause
from kezek.core.modes.draft import Draft
from kezek.core.modes.linear import admission
from kezek.core.modes.linear.pupils import need_own_place, vacated
from kezek.core.modes.linear.referrals import live_referral
from kezek.core.modes.linear.steps import archive
from kezek.core.modes.voucher.clock import let_go, spent, started, voucher_of, with_voucher
from kezek.core.modes.voucher.offers import lapse, told_active
from kezek.core.notices import Notice, Value
from kezek.core.terms import moved_by_whole_days
from kezek.core.triggers import (
    CloseDouble,
    EndContract,
    Leaving,
    RefuseAdmission,
    Sign,
    SubmitDocuments,
    Withdraw,
)


def submit_documents(draft: Draft, application: Application, trigger: SubmitDocuments) -> None:
    """To the chosen kindergarten; a request for more days is dropped (row 12, R-40)."""
    voucher = replace(
        voucher_of(application), extension_asked_days=None, lapses_when_answered=False
    )
    admission.submit_documents(draft, replace(application, voucher=voucher), trigger)


def refuse_admission(draft: Draft, application: Application, trigger: RefuseAdmission) -> None:
    """The voucher is active again: the old days, or five fresh ones (row 15, R-76)."""
    application = admission.as_found(application, trigger.vaccinated)
    if trigger.reason == "incomplete":
        _papers_missing(draft, application, trigger.papers)
        return
    exceeds = admission.exceeds_threshold(draft, application, trigger.group)
    if trigger.reason == "immunity" and not exceeds:
        raise Refusal(Code.WRONG_STATE, "immunity_not_exceeded")
    days = draft.settings.voucher_active_working_days
    voucher = started(draft, voucher_of(application), days)
    changed = replace(application, state=State.VOUCHER_ACTIVE, referral=None)
    values: dict[str, Value] = {"reason": trigger.reason, "chooses_again": True}
    draft.record(
        "admission:refused",
        "L-28.2" if trigger.reason == "contraindication" else "L-28.3",
        applications=[with_voucher(draft, changed, voucher)],
        places=let_go(draft, application),
        notices=[
            Notice("N-27", application.id, values),
            Notice("N-27", application.id, values, to_staff=True),
            told_active(application, voucher.due_at),
        ],
        reason=trigger.reason,
    )
    _take_up_age(draft, draft.application(application.id))


def _papers_missing(draft: Draft, application: Application, papers: str) -> None:
    """The old days, longer by the kindergarten's delay (R-41); inactive if they are over."""
    referral = live_referral(application)
    voucher = voucher_of(application)
    due_at = voucher.due_at or referral.expires_at
    if referral.check_due_at is not None and draft.now > referral.check_due_at:
        due_at = moved_by_whole_days(due_at, referral.check_due_at, draft.now)
    changed = replace(application, state=State.VOUCHER_ACTIVE, referral=None)
    draft.record(
        "documents:refused",
        "L-22.7",
        applications=[with_voucher(draft, changed, replace(voucher, due_at=due_at))],
        places=let_go(draft, application),
        notices=[
            Notice(
                "N-26",
                application.id,
                {"due_at": due_at.isoformat(), "reason": papers, "chooses_again": True},
            )
        ],
    )
    again = draft.application(application.id)
    if due_at <= draft.now:
        lapse(draft, again)
    else:
        _take_up_age(draft, again)


def _take_up_age(draft: Draft, application: Application) -> None:
    """The upper age, should it have been reached while the kindergarten looked (row 20, R-54)."""
    limit = application.term(TermKind.AGE_LIMIT)
    if limit is not None and limit.waits:
        reach_age_limit(draft, application)


def sign(draft: Draft, application: Application, trigger: Sign) -> None:
    """Signed: the voucher is the child's as long as it is enrolled (row 12, VX-4)."""
    kept = replace(spent(voucher_of(application)), extended=voucher_of(application).extended)
    admission.sign(draft, replace(application, voucher=kept), trigger)


def end_contract(draft: Draft, application: Application, trigger: EndContract) -> None:
    """The voucher is cancelled, the place is free (row 18, R-82, N-51); temporary: R-52.

    Raises Refusal: the place is kept, or an absence that is not long enough (VX-18).
    """
    if trigger.because is Leaving.ABSENT:
        _need_long_absence(draft, trigger.absent_since)
    if application.state is State.ENROLLED_TEMP:
        admission.end_contract(draft, application, trigger)
        return
    place = need_own_place(draft, application)
    vacancy = vacated(draft, place, closes=trigger.closes_place)
    held = [one for one in let_go(draft, application) if one.id != place.id]
    archive(
        draft,
        replace(application, voucher=spent(voucher_of(application))),
        ArchiveReason.OTHER,
        "VX-18",
        silent=True,
        places=[vacancy, *held],
        because=str(trigger.because),
        notices=[Notice("N-51", application.id, {"reason": str(trigger.because)})],
    )


def _need_long_absence(draft: Draft, since: date | None) -> None:
    """So many calendar days without a break, if the region has set any number (VX-18)."""
    least = draft.settings.voucher_absence_days
    if not least:
        raise Refusal(Code.WRONG_STATE, "absence_off")
    today = draft.calendar.local_day(draft.now)
    if since is None or since > today:
        raise Refusal(Code.INVALID_CHOICE, "absent_since")
    if (today - since).days < least:
        raise Refusal(Code.TOO_EARLY, "absence", days=least)


def withdraw(draft: Draft, application: Application, _: Withdraw) -> None:
    """The parent withdraws; a kept place goes to the next of its list (row 20, R-78)."""
    _end(draft, application, ArchiveReason.WITHDRAWN, "L-15.0", Cause.WITHDRAWN_AHEAD)


def close_double(draft: Draft, application: Application, _: CloseDouble) -> None:
    """A child has one application: the specialist ends the other (G-40)."""
    _end(draft, application, ArchiveReason.DUPLICATE, "G-40", Cause.ARCHIVED_AHEAD)


def reach_age_limit(draft: Draft, application: Application) -> None:
    """The upper age is reached before the contract (row 20)."""
    _end(draft, application, ArchiveReason.AGE_LIMIT, "L-16.4", Cause.ARCHIVED_AHEAD)


def _end(
    draft: Draft, application: Application, reason: ArchiveReason, rule: str, cause: Cause
) -> None:
    voucher = application.voucher
    archive(
        draft,
        replace(application, voucher=spent(voucher) if voucher else None),
        reason,
        rule,
        cause=cause,
        places=let_go(draft, application),
    )
