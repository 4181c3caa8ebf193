"""In which region a call of the state is answered, and how it is told that nothing was done."""

from collections.abc import Callable
from typing import cast

from kezek.core.errors import Refusal
from kezek.core.switches import Switch
from kezek.reads.portal import OpenRegion, OpenTerritory, open_territories
from kezek.usecases.looking_round import present_moment
from kezek.usecases.switchboard import switchboard
from kezek.web.exchange.door import Answer, problem, refused
from kezek.web.exchange.reading import Contents
from kezek.web.refusals import sentence_of, status_of
from kezek.web.tenant import speak_for, tenants
from kezek.web.turned_off import SENTENCES
from kezek.web.words import mark, say

MOST_NUMBER = 100
"""How long the number of a request, or the code of a territory, may be."""

_PAUSE = 300

_TERRITORY = mark(
    "Applications are not taken under this territory code. The list of territories names the codes."
)


def within(body: Contents, answer: Callable[[OpenTerritory], Answer]) -> Answer:
    """What is answered in the region of the territory that the call names."""
    code = body.text("territory", most=MOST_NUMBER)
    if body.problems:
        return refused(body.problems)
    here = next((one for one in opened() if code in (one.code, one.long_code)), None)
    if here is None:
        return unknown_territory()
    speak_for(next(one for one in tenants().all() if one.id == here.tenant_id))
    return answer(here)


def opened() -> list[OpenTerritory]:
    """Every territory in which applications are taken now."""
    regions = cast("list[OpenRegion]", list(tenants().all()))
    return open_territories(regions, present_moment())


def turned_off(tenant_id: int) -> Answer | None:
    """Where an operator has stopped the region, or turned applications off for a while."""
    board = switchboard()
    stop, off = board.stop_of(tenant_id), board.find_off(Switch.APPLICATIONS, tenant_id)
    if stop is None and off is None:
        return None
    told_here = problem("turned_off", lambda: say(SENTENCES[Switch.APPLICATIONS]))
    wait = board.retry_after(off) if off is not None else _PAUSE
    return Answer({"errors": [told_here.as_json()]}, 503, wait)


def refused_by(refusal: Refusal) -> Answer:
    """A refusal of the rules, with its sentence in both languages."""
    code = f"{refusal.code}.{refusal.detail}" if refusal.detail else str(refusal.code)
    return refused([problem(code, lambda: sentence_of(refusal))], status_of(refusal))


def unknown_territory() -> Answer:
    """No applications are taken under this code."""
    return refused([problem("territory_unknown", lambda: say(_TERRITORY), "territory")])
