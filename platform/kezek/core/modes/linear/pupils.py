"""A pupil leaves its place: with a group that goes to school, or for another group (X-14)."""

from dataclasses import replace

from kezek.core.applications import Application
from kezek.core.errors import Code, Refusal
from kezek.core.modes.draft import Draft
from kezek.core.modes.linear.referrals import live_referral
from kezek.core.places import Place, PlaceState
from kezek.core.triggers import MovePupil


def vacated(draft: Draft, place: Place, *, closes: bool) -> Place:
    """The place that a pupil leaves: a new vacancy with no slot (R-15), or closed for good.

    It is closed with a group that goes to school: no child of that birth year waits for it any
    more, and the seats are published for the children who come after them (A-63).
    """
    if closes:
        return replace(place, state=PlaceState.RECALLED, holder=None, slot=None)
    return replace(draft.freed(place), slot=None, opened_at=draft.now, opened_seq=place.serial)


def need_own_place(draft: Draft, application: Application) -> Place:
    """The place that a pupil has. Raises Refusal while it is kept for one who is away (L-17.2)."""
    place = draft.place(live_referral(application).place)
    if place.state is PlaceState.RESERVED_FOR_SANATORIUM:
        # Two children count on one seat: the pupil is called back first (L-17.2).
        raise Refusal(Code.WRONG_STATE, "place_kept")
    return place


def move_pupil(draft: Draft, application: Application, trigger: MovePupil) -> None:
    """The pupil sits in another group of its kindergarten from now on; its contract goes on (X-14).

    Nobody in a queue is passed over: the seat is its own, and what it leaves is a vacancy.
    Raises Refusal: another kindergarten's seat, the group in which it is, or a place that is kept.
    """
    left = need_own_place(draft, application)
    seat = trigger.seat
    if seat.key.kindergarten != left.key.kindergarten:
        raise Refusal(Code.INVALID_CHOICE, "other_kindergarten")
    if seat.key == left.key:
        raise Refusal(Code.ALREADY_DECIDED, "same_group")
    referral = replace(live_referral(application), place=seat.id)
    draft.record(
        "pupil:moved",
        "L-17.1",
        applications=[replace(application, referral=referral)],
        places=[
            vacated(draft, left, closes=trigger.closes_place),
            replace(seat, state=PlaceState.FILLED, holder=application.id),
        ],
    )
