"""Which kindergarten a voucher may be used in, and which of its places is free (V-12, VX-17)."""

from kezek.core.applications import Application
from kezek.core.applying import check_list
from kezek.core.errors import Code, Refusal
from kezek.core.ids import KindergartenId
from kezek.core.modes.draft import Draft
from kezek.core.modes.voucher.clock import voucher_of
from kezek.core.places import Place
from kezek.core.triggers import Chosen


def check_kindergarten(application: Application, chosen: Chosen) -> None:
    """Of the territory, of the right kind, under a state order (R-27). Raises Refusal."""
    check_list([chosen], territory=application.territory, queue_type=application.queue_type)


def free_place(
    draft: Draft, application: Application, kindergarten: KindergartenId
) -> Place | None:
    """The free place there that has waited longest: lasting ones before temporary ones."""
    key = application.key_of(kindergarten)
    free = [place for place in draft.free_places() if place.key == key]
    return min(free, key=lambda place: (place.is_temporary, place.serving_order), default=None)


def place_for(
    draft: Draft, application: Application, kindergarten: KindergartenId, *, lasting: bool = False
) -> Place:
    """The place that is kept for the child there, else a free one. Raises Refusal(no_place)."""
    hold = voucher_of(application).hold
    if hold is not None and hold.kindergarten == kindergarten:
        return draft.place(hold.place)
    place = free_place(draft, application, kindergarten)
    if place is None or (lasting and place.is_temporary):
        raise Refusal(Code.NO_PLACE, "kindergarten")
    return place
