"""The parent chooses a kindergarten, and may choose another while the voucher runs (row 9)."""

from dataclasses import replace
from datetime import datetime

from kezek.core.applications import Application, Referral, State
from kezek.core.modes.draft import Draft
from kezek.core.modes.voucher.clock import kept_places, resumed, voucher_of, with_voucher
from kezek.core.modes.voucher.kindergartens import check_kindergarten, place_for
from kezek.core.notices import Notice
from kezek.core.places import Place, PlaceState
from kezek.core.triggers import Choose


def choose(draft: Draft, application: Application, trigger: Choose) -> None:
    """The place is kept until the voucher's last day; all lists end (R-73, R-74, R-75).

    Raises Refusal: a kindergarten that is not for this child, or one without a free place.
    """
    wanted = trigger.chosen.id
    if application.referral is not None and application.referral.kindergarten == wanted:
        return
    check_kindergarten(application, trigger.chosen)
    place = place_for(draft, application, wanted)
    others = [one for one in kept_places(draft, application) if one.id != place.id]
    voucher = replace(resumed(draft, voucher_of(application)), lists=(), hold=None)
    changed = replace(
        application,
        state=State.PLACE_CHOSEN,
        referral=_referral(draft, application, place, voucher.due_at),
    )
    draft.record(
        "place:chosen",
        "V-12",
        applications=[with_voucher(draft, changed, voucher)],
        places=[
            *(draft.freed(one) for one in others),
            replace(place, state=PlaceState.HELD, holder=application.id),
        ],
        notices=[Notice("N-19", application.id, to_kindergarten=wanted)],
        place=str(place.id),
    )


def _referral(
    draft: Draft, application: Application, place: Place, due_at: datetime | None
) -> Referral:
    """What the kindergarten sees: whom to expect, and until when (N-19).

    What staff have confirmed again stays confirmed when another kindergarten is chosen (L-14.1).
    """
    return Referral(
        place=place.id,
        kindergarten=place.key.kindergarten,
        issued_at=draft.now,
        expires_at=due_at or draft.now,
        cancel_until=draft.now,
        temporary_until=place.temporary_until,
        rechecked=application.referral is not None and application.referral.rechecked,
    )
