"""The place of a pupil who is away in a sanatorium: kept, lent to another child, given back."""

from dataclasses import replace

from kezek.core.applications import Application
from kezek.core.errors import Code, Refusal
from kezek.core.modes.draft import Draft
from kezek.core.modes.linear.referrals import live_referral
from kezek.core.modes.linear.vacancies import close
from kezek.core.places import Place, PlaceState
from kezek.core.triggers import KeepPlace, PupilReturned


def keep_place(draft: Draft, application: Application, trigger: KeepPlace) -> None:
    """The pupil's place is kept, and a temporary one published in its stead (L-17.2, L-3.15).

    While a temporary place stands in for it no second one does: there is one seat.
    Raises Refusal(ALREADY_DECIDED).
    """
    kept = draft.place(live_referral(application).place)
    if any(_stands_in(one, kept) for one in draft.places()):
        raise Refusal(Code.ALREADY_DECIDED, "place_kept")
    draft.record(
        "place:kept",
        "L-17.2",
        places=[
            replace(kept, state=PlaceState.RESERVED_FOR_SANATORIUM),
            replace(trigger.stand_in, in_place_of=kept.id),
        ],
    )


def _stands_in(place: Place, kept: Place) -> bool:
    return place.in_place_of == kept.id and place.state is not PlaceState.RECALLED


def pupil_returned(draft: Draft, trigger: PupilReturned) -> None:
    """The temporary place ends now: its child is back in the queue by its submission (row 36).

    It is named by itself or by the kept place. The pupil may be one who was enrolled before this
    system: then no place of ours is kept. Raises Refusal where nothing is lent (any more).
    """
    place = draft.place(trigger.place)
    if place.state is PlaceState.RESERVED_FOR_SANATORIUM:
        kept: Place | None = place
        stand_in = next((one for one in draft.places() if _stands_in(one, place)), None)
    else:
        stand_in = _need_temporary(place)
        kept = draft.place(place.in_place_of) if place.in_place_of else None
    if stand_in is not None:
        close(draft, stand_in, "place:pupil-returned", "L-17.2")
    if kept is not None:
        draft.record("place:given-back", "L-17.2", places=[replace(kept, state=PlaceState.FILLED)])


def _need_temporary(place: Place) -> Place:
    if not place.is_temporary:
        raise Refusal(Code.WRONG_STATE, "not_temporary")
    if place.state is PlaceState.RECALLED:
        raise Refusal(Code.ALREADY_DECIDED, "place_closed")
    return place
