"""What the region does to all at once: a recorded outage, another ratio (R-11, R-89, A-01)."""

from dataclasses import replace
from datetime import datetime

from kezek.core.applications import (
    BLOCKS,
    IN_HOURS,
    Application,
    Referral,
    Term,
    TermKind,
)
from kezek.core.events import Cause
from kezek.core.modes.draft import Draft
from kezek.core.queues import key_order
from kezek.core.terms import moved_by_outage
from kezek.core.triggers import Outage, RatioSet

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
    }
)
"""The spans in which a family has to act: what an outage takes from it is given back (R-11)."""


def move_terms(draft: Draft, trigger: Outage) -> None:
    """Every running term moves by the part of the outage inside it; blocks do not (R-89)."""
    for application in sorted(draft.applications(), key=lambda one: one.rank):
        if trigger.application not in (None, application.id):
            continue
        moved = _moved(application, trigger, draft.now)
        if moved != application:
            draft.record("term:moved-by-outage", "R-11", applications=[moved])


def _moved(application: Application, outage: Outage, now: datetime) -> Application:
    terms = tuple(_move(term, outage) for term in application.terms)
    offer, referral = application.offer, application.referral
    if offer is not None and (answer := _due(terms, TermKind.OFFER_ANSWER)):
        offer = replace(offer, due_at=answer.due_at)
    if referral is not None:
        referral = _moved_referral(referral, _due(terms, TermKind.REFERRAL_END), outage, now)
    return replace(application, terms=terms, offer=offer, referral=referral)


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
    return moved_by_outage(due_at, started_at, outage.began_at, outage.ended_at, in_days=in_days)


def _due(terms: tuple[Term, ...], kind: TermKind) -> Term | None:
    return next((term for term in terms if term.kind is kind), None)


def _move(term: Term, outage: Outage) -> Term:
    if term.kind not in MOVED or term.kind in BLOCKS:
        return term
    in_days = term.kind not in IN_HOURS
    return replace(term, due_at=_later(term.due_at, term.started_at, outage, in_days=in_days))


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
