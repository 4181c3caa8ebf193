"""What the region does to all at once: a recorded outage, another ratio (R-11, R-89, A-01)."""

from dataclasses import replace

from kezek.core.applications import (
    BLOCKS,
    IN_HOURS,
    PHASE,
    Application,
    Phase,
    Term,
    TermKind,
)
from kezek.core.events import Cause
from kezek.core.modes.draft import Draft
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


def is_reminder(kind: TermKind) -> bool:
    """Whether the end of this span only tells somebody something (R-8)."""
    return PHASE.get(kind) is Phase.REMIND


def move_terms(draft: Draft, trigger: Outage) -> None:
    """Every running term moves by the part of the outage inside it; blocks do not (R-89)."""
    for application in list(draft.applications()):
        if trigger.application not in (None, application.id):
            continue
        moved = _moved(application, trigger)
        if moved != application:
            draft.record("term:moved-by-outage", "R-11", applications=[moved])


def _moved(application: Application, outage: Outage) -> Application:
    terms = tuple(_move(term, outage) for term in application.terms)
    offer, referral = application.offer, application.referral
    if offer is not None and (answer := _due(terms, TermKind.OFFER_ANSWER)):
        offer = replace(offer, due_at=answer.due_at)
    if referral is not None:
        end = _due(terms, TermKind.REFERRAL_END)
        referral = replace(
            referral,
            expires_at=end.due_at if end else referral.expires_at,
            cancel_until=moved_by_outage(
                referral.cancel_until,
                referral.issued_at,
                outage.began_at,
                outage.ended_at,
                in_days=False,
            ),
        )
    return replace(application, terms=terms, offer=offer, referral=referral)


def _due(terms: tuple[Term, ...], kind: TermKind) -> Term | None:
    return next((term for term in terms if term.kind is kind), None)


def _move(term: Term, outage: Outage) -> Term:
    if term.kind not in MOVED or term.kind in BLOCKS:
        return term
    due_at = moved_by_outage(
        term.due_at,
        term.started_at,
        outage.began_at,
        outage.ended_at,
        in_days=term.kind not in IN_HOURS,
    )
    return replace(term, due_at=due_at)


def set_ratio(draft: Draft, _: RatioSet) -> None:
    """Every loaded queue keeps to the region's ratio; a count never exceeds it (A-01)."""
    ratio = draft.settings.ratio_g
    changed = [
        replace(queue, ratio=ratio, count=min(queue.count, ratio))
        for queue in draft.queues()
        if queue.ratio != ratio
    ]
    if changed:
        draft.record("queue:ratio-set", "A-01", Cause.RATIO_TURN, queues=changed)
