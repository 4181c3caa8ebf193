"""The protocol of issued referrals: who may see that places go by the rule is everybody (IX-9)."""

import uuid

from flask import Response

from kezek.core.places import PlaceState
from kezek.reads.protocol import Special, protocol
from kezek.usecases.bells import PROTOCOL
from kezek.web.guards import public
from kezek.web.htmx import is_fragment_request, respond, with_etag
from kezek.web.i18n import current_language
from kezek.web.morning_words import PRIVATE, TAKEN_FROM, exact_time
from kezek.web.public.garden_words import cohort_name
from kezek.web.public.room import asked_day, asked_page, asked_text, blueprint, page_url
from kezek.web.tenant import current_tenant
from kezek.web.words import Label, mark

SPECIALS = {
    Special.OUT_OF_TURN: Label(mark("Given out of turn, by law"), "star", "calm"),
    Special.SIBLINGS: Label(mark("Together with a brother or sister"), "child", "active"),
    Special.TEMPORARY: Label(mark("A place for a time"), "clock", "act"),
    Special.CLASS_EMPTY: Label(
        mark("Nobody waited of the class whose turn it was"), "info", "calm"
    ),
    Special.WINDOW: TAKEN_FROM[PlaceState.PRIORITY],
    Special.OPEN: TAKEN_FROM[PlaceState.OPEN],
    Special.PRIVATE: PRIVATE,
}
"""What made a referral come otherwise than the plain number would."""


@blueprint.get("/protocol/")
@public
def referrals() -> Response:
    """Issued referrals, the newest first, of a day and a kindergarten if one is asked for."""
    day, is_day = asked_day()
    kindergarten_id, is_known = _asked_kindergarten()
    page = protocol(current_tenant().id, day, kindergarten_id, asked_page(), current_language())
    response = respond(
        "public/protocol.html",
        fragments={"protocol-lines"},
        status=200 if is_day and is_known else 422,
        page=page,
        is_day=is_day,
        specials=SPECIALS,
        exact_time=exact_time,
        cohort_name=cohort_name,
        topics=[PROTOCOL],
        page_url=_page_url,
    )
    return with_etag(response) if is_fragment_request() and is_day else response


def _asked_kindergarten() -> tuple[uuid.UUID | None, bool]:
    text = asked_text("kindergarten")
    if not text:
        return None, True
    try:
        return uuid.UUID(text), True
    except ValueError:
        return None, False


def _page_url(number: int) -> str:
    return page_url("public.referrals", number)
