"""The promises that every decision of every mode keeps; the ledger refuses one that does not."""

from collections import Counter
from dataclasses import dataclass

from kezek.core.applications import ENDED, SHOWN, Application, State, TermKind
from kezek.core.events import Fact
from kezek.core.ids import ApplicationId, PlaceId
from kezek.core.modes.contract import Decision, World
from kezek.core.places import Place, PlaceState
from kezek.core.vouchers import Voucher

HOLDING = frozenset(
    {
        PlaceState.OFFERED,
        PlaceState.HELD,
        PlaceState.FILLED,
        PlaceState.RESERVED_FOR_SANATORIUM,
    }
)


@dataclass
class _After:
    applications: dict[ApplicationId, Application]
    places: dict[PlaceId, Place]


def violations(before: World, decision: Decision) -> list[str]:
    """One sentence for each promise that the decision would break; none for a lawful one."""
    after = _After(dict(before.applications), dict(before.places))
    for fact in decision.facts:
        after.applications.update({change.after.id: change.after for change in fact.applications})
        after.places.update({change.after.id: change.after for change in fact.places})
    return [
        *_one_child_per_place(after),
        *_offers_and_places_agree(after),
        *_vouchers_agree(after),
        *_windows_are_open(after),
        *_strikes_only_rise(decision),
        *_moments_stand(decision),
        *_counts_stay_within(decision),
        *_nobody_rises_from_the_archive(decision),
        *_terms_run_forward(decision),
        *_every_change_has_a_rule(decision),
    ]


SETTLED = frozenset({PlaceState.FILLED, PlaceState.RESERVED_FOR_SANATORIUM})
MAY_HAVE_ANOTHER = frozenset({State.ENROLLED, State.TRANSFER})
"""An enrolled child keeps its place until it has signed for the other one (9.3 row 16)."""


def _one_child_per_place(after: _After) -> list[str]:
    holders = Counter(
        (place.holder, place.state in SETTLED) for place in after.places.values() if place.holder
    )
    too_many = [f"{one} holds {count} places" for (one, _), count in holders.items() if count > 1]
    return too_many + [
        f"{holder} holds two places and is {after.applications[holder].state}"
        for holder, is_settled in holders
        if is_settled
        and (holder, False) in holders
        and holder in after.applications
        and after.applications[holder].state not in MAY_HAVE_ANOTHER
    ]


def _vouchers_agree(after: _After) -> list[str]:
    """A voucher's clock, kept place and transfer are what its state says (9.3)."""
    broken = []
    for one in after.applications.values():
        voucher = one.voucher or Voucher()
        if (one.state is State.TRANSFER) != (voucher.transfer is not None):
            broken.append(f"{one.number} is {one.state} with transfer {voucher.transfer}")
        if (one.state is State.WAITLISTED) != (voucher.paused_at is not None):
            broken.append(f"{one.number} is {one.state}, its clock stopped {voucher.paused_at}")
        if one.state in _RUNNING and voucher.due_at is None:
            broken.append(f"{one.number} is {one.state} without an end of its voucher")
        if voucher.hold is not None and one.state not in _MAY_HAVE_A_HOLD:
            broken.append(f"{one.number} is {one.state} and a place is kept from a waiting list")
        for kept in (voucher.hold, voucher.transfer):
            place = after.places.get(kept.place) if kept else None
            if place is not None and place.holder != one.id:
                broken.append(f"{one.number} counts on {place.id}, held by {place.holder}")
    return broken


_RUNNING = frozenset({State.VOUCHER_ACTIVE, State.PLACE_CHOSEN})
_MAY_HAVE_A_HOLD = frozenset({State.VOUCHER_ACTIVE, State.ENROLLED})


def _offers_and_places_agree(after: _After) -> list[str]:
    broken = [
        f"place {place.id} is {place.state} with holder {place.holder}"
        for place in after.places.values()
        if (place.state in HOLDING) != (place.holder is not None)
    ]
    for one in after.applications.values():
        if (one.state is State.OFFERED) != (one.offer is not None):
            broken.append(f"{one.number} is {one.state} with offer {one.offer}")
            continue
        held = one.offer.place if one.offer else one.referral.place if one.referral else None
        counted_on = after.places.get(held) if held else None
        if counted_on is not None and counted_on.holder != one.id:
            broken.append(f"{one.number} counts on {held}, held by {counted_on.holder}")
        if one.state in SHOWN and held is not None:
            broken.append(f"{one.number} stands in a queue and holds a place")
    return broken


def _windows_are_open(after: _After) -> list[str]:
    """Whoever has a priority window has its end, and so has every place in one (I-3.9)."""
    return [
        *(
            f"{one.number} is {one.state} with window {one.term(TermKind.WINDOW)}"
            for one in after.applications.values()
            if (one.state is State.PRIORITY) != (one.term(TermKind.WINDOW) is not None)
        ),
        *(
            f"place {place.id} is {place.state} without an end of its window"
            for place in after.places.values()
            if place.state is PlaceState.PRIORITY and place.window_ends_at is None
        ),
    ]


def _strikes_only_rise(decision: Decision) -> list[str]:
    """A missed referral counts once, and is never forgotten (A-39, G-13)."""
    return [
        f"{change.after.number}: strikes from {change.before.strikes} to {change.after.strikes}"
        for fact in decision.facts
        for change in fact.applications
        if change.before and change.after.strikes - change.before.strikes not in (0, 1)
    ]


def _moments_stand(decision: Decision) -> list[str]:
    """The moment of submission stands, unless the region has set it otherwise (A-28, A-49)."""
    return [
        f"{change.after.number}: the moment of submission changed by {fact.kind}"
        for fact in decision.facts
        if fact.kind not in ("application:choices-changed", "voucher:restored")
        for change in fact.applications
        if change.before and change.before.submitted_at != change.after.submitted_at
    ]


def _counts_stay_within(decision: Decision) -> list[str]:
    return [
        f"count {change.after.count} of {change.after.ratio} in {change.after.key}"
        for fact in decision.facts
        for change in fact.queues
        if not 0 <= change.after.count <= change.after.ratio
    ]


def _nobody_rises_from_the_archive(decision: Decision) -> list[str]:
    return [
        f"{change.after.number} changed after its end by {fact.kind}"
        for fact in decision.facts
        for change in fact.applications
        if change.before and change.before.state in ENDED
    ]


def _terms_run_forward(decision: Decision) -> list[str]:
    return [
        f"{change.after.number}: {term.kind} ends before it starts"
        for fact in decision.facts
        for change in fact.applications
        for term in change.after.terms
        if term.due_at < term.started_at
    ]


def _every_change_has_a_rule(decision: Decision) -> list[str]:
    return [f"{fact.kind} names no rule" for fact in decision.facts if not _has_rule(fact)]


def _has_rule(fact: Fact) -> bool:
    return "-" in fact.rule
