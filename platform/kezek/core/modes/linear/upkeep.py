"""What the region does to all at once: a recorded outage, another ratio (R-11, R-89, A-01)."""

from dataclasses import replace
from datetime import datetime, timedelta

from kezek.core.applications import (
    BLOCKS,
    IN_HOURS,
    Application,
    Referral,
    Term,
    TermKind,
)
from kezek.core.days import Calendar
from kezek.core.events import Cause
from kezek.core.modes.draft import Draft
from kezek.core.queues import key_order
from kezek.core.terms import moved_by_outage
from kezek.core.triggers import Outage, RatioSet
from kezek.core.vouchers import Voucher

MOVED = frozenset(
    {
        TermKind.OFFER_ANSWER,
        TermKind.OFFER_REMINDER,
        TermKind.INTEREST_ANSWER,
        TermKind.INTEREST_REMINDER,
        TermKind.YEARLY_ANSWER,
        TermKind.REFERRAL_END,
        TermKind.REFERRAL_REMINDER,
        TermKind.CONTRACT_SIGN,
        TermKind.WINDOW,
        TermKind.WINDOW_REMINDER,
        TermKind.BENEFIT_PAPERS,
        TermKind.BENEFIT_REMINDER,
        TermKind.VOUCHER_ANSWER,
        TermKind.VOUCHER_REMINDER,
        TermKind.VOUCHER_END,
        TermKind.VOUCHER_END_REMINDER,
        TermKind.RESTORE_END,
        TermKind.RESTORE_REMINDER,
        TermKind.PAUSE_END,
        TermKind.HOLD_END,
        TermKind.TRANSFER_END,
    }
)
"""The spans in which a family has to act: what an outage takes from it is given back (R-11)."""


def move_terms(draft: Draft, trigger: Outage) -> None:
    """Every running term moves by the part of the outage inside it; blocks do not (R-89).

    A notice that reached nobody is an outage of its family's alone, and is told as such (§10).
    """
    kind = "term:moved-by-outage" if trigger.application is None else "term:moved-by-lost-notice"
    for application in sorted(draft.applications(), key=lambda one: one.rank):
        if trigger.application not in (None, application.id):
            continue
        moved = _moved(application, trigger, draft)
        if moved != application:
            draft.record(kind, "R-11", applications=[moved])


def _moved(application: Application, outage: Outage, draft: Draft) -> Application:
    terms = tuple(moved_term(term, outage, draft.calendar) for term in application.terms)
    offer, referral = application.offer, application.referral
    if offer is not None and (answer := _due(terms, TermKind.OFFER_ANSWER)):
        offer = replace(offer, due_at=answer.due_at)
    if referral is not None:
        referral = _moved_referral(referral, _due(terms, TermKind.REFERRAL_END), outage, draft.now)
    voucher = application.voucher
    if voucher is not None:
        voucher = _moved_voucher(voucher, terms, outage, draft.now)
    if referral is not None and voucher is not None and voucher.due_at is not None:
        referral = replace(referral, expires_at=voucher.due_at)
    return replace(application, terms=terms, offer=offer, referral=referral, voucher=voucher)


def _moved_voucher(
    voucher: Voucher, terms: tuple[Term, ...], outage: Outage, now: datetime
) -> Voucher:
    """Its days also while the papers are checked, and the place that is kept; nothing revives."""
    due_at, hold = voucher.due_at, voucher.hold
    if end := _due(terms, TermKind.VOUCHER_END):
        due_at = end.due_at
    elif due_at is not None and voucher.active_at is not None and due_at > now:
        due_at = _later(due_at, voucher.active_at, outage, in_days=True)
    if hold is not None and (kept := _due(terms, TermKind.HOLD_END)):
        hold = replace(hold, due_at=kept.due_at)
    return replace(voucher, due_at=due_at, hold=hold)


def _moved_referral(
    referral: Referral, end: Term | None, outage: Outage, now: datetime
) -> Referral:
    """Its end also while the papers are checked, and the hours to give it back; nothing revives."""
    expires_at, cancel_until = referral.expires_at, referral.cancel_until
    if end is not None:
        expires_at = end.due_at
    elif expires_at > now:
        expires_at = _later(expires_at, referral.issued_at, outage, in_days=True)
    if cancel_until > now:
        cancel_until = _later(cancel_until, referral.issued_at, outage, in_days=False)
    return replace(referral, expires_at=expires_at, cancel_until=cancel_until)


def _later(due_at: datetime, started_at: datetime, outage: Outage, *, in_days: bool) -> datetime:
    return moved_by_outage(
        due_at,
        started_at,
        outage.began_at,
        outage.ended_at,
        in_days=in_days,
        given_back=outage.given_back,
        stood_still=outage.stood_still,
    )


def _due(terms: tuple[Term, ...], kind: TermKind) -> Term | None:
    return next((term for term in terms if term.kind is kind), None)


def moved_term(term: Term, outage: Outage, calendar: Calendar) -> Term:
    """One span as it runs after an outage; blocks and spans of the system stay (R-89)."""
    if term.kind not in MOVED or term.kind in BLOCKS:
        return term
    if term.kind is TermKind.WINDOW:
        return replace(term, due_at=window_after(term.due_at, term.started_at, outage, calendar))
    in_days = term.kind not in IN_HOURS
    return replace(term, due_at=_later(term.due_at, term.started_at, outage, in_days=in_days))


def window_after(
    ends_at: datetime, began_at: datetime, outage: Outage, calendar: Calendar
) -> datetime:
    """The end of a priority window after an outage: exactly later, within its day (R-86)."""
    moved = _later(ends_at, began_at, outage, in_days=False)
    return min(moved, calendar.start_of_day(calendar.local_day(ends_at) + timedelta(days=1)))


def set_ratio(draft: Draft, _: RatioSet) -> None:
    """Every loaded queue keeps to the region's ratio; a count never exceeds it (A-01)."""
    ratio = draft.settings.ratio_g
    changed = [
        replace(queue, ratio=ratio, count=min(queue.count, ratio))
        for queue in sorted(draft.queues(), key=lambda queue: key_order(queue.key))
        if queue.ratio != ratio
    ]
    if changed:
        draft.record("queue:ratio-set", "A-01", Cause.RATIO_TURN, queues=changed)
