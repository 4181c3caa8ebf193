"""The promises that every decision of every mode keeps; the ledger refuses one that does not."""

from collections import Counter
from dataclasses import dataclass

from kezek.core.applications import ENDED, SHOWN, Application, State
from kezek.core.events import Fact
from kezek.core.ids import ApplicationId, PlaceId
from kezek.core.modes.contract import Decision, World
from kezek.core.places import Place, PlaceState

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
        *_moments_stand(decision),
        *_counts_stay_within(decision),
        *_nobody_rises_from_the_archive(decision),
        *_terms_run_forward(decision),
        *_every_change_has_a_rule(decision),
    ]


def _one_child_per_place(after: _After) -> list[str]:
    holders = Counter(place.holder for place in after.places.values() if place.holder)
    return [f"{holder} holds {count} places" for holder, count in holders.items() if count > 1]


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


def _moments_stand(decision: Decision) -> list[str]:
    """The moment of submission stands; a choice may move it where the region says so (A-28)."""
    return [
        f"{change.after.number}: the moment of submission changed by {fact.kind}"
        for fact in decision.facts
        if fact.kind != "application:choices-changed"
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
