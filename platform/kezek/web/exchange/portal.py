"""The state portal's door: applications come in, numbers are looked at (E-6, I-2.3).

docs/portal.md and docs/contracts/portal.openapi.yaml are the words for the portal's engineers.
"""

import hashlib
import uuid

from flask import Blueprint

from kezek.core.calls import LookupKey
from kezek.core.errors import Refusal
from kezek.core.portal import PortalRequest
from kezek.reads.portal import (
    OpenTerritory,
    application_of_request,
    applications_of,
    listed_kindergartens,
    standing_of,
)
from kezek.usecases.calls import note_lookup
from kezek.usecases.portal import take_from_portal
from kezek.usecases.portal_families import tag_of
from kezek.web.exchange.door import Answer, Call, problem, refused, signed
from kezek.web.exchange.places import (
    MOST_NUMBER,
    opened,
    refused_by,
    turned_off,
    unknown_territory,
    within,
)
from kezek.web.exchange.portal_application import read_application, read_child, read_person
from kezek.web.exchange.portal_words import told, told_kindergarten, told_territory
from kezek.web.exchange.reading import Contents
from kezek.web.guards import public
from kezek.web.tenant import speak_for, tenants
from kezek.web.words import mark, say

blueprint = Blueprint("exchange_portal", __name__, url_prefix="/exchange/portal")

_portal = signed(lambda settings: settings.portal)

_MOST_SHOWN = 5

_NOT_FOUND = mark("Nothing was found by these data. Check the numbers and the territory.")


@blueprint.post("/territories")
@public
@_portal
def territories(_: Call) -> Answer:
    """Where applications are taken now, by codes of the classifier."""
    return Answer({"territories": [told_territory(one) for one in opened()]})


@blueprint.post("/kindergartens")
@public
@_portal
def kindergartens(call: Call) -> Answer:
    """Which kindergartens of a territory can be named."""
    body = Contents(call.body)
    year = body.find_number("birth_year")

    def answer(here: OpenTerritory) -> Answer:
        found = listed_kindergartens(here.tenant_id, here.territory.slug, year)
        return Answer({"kindergartens": [told_kindergarten(one) for one in found]})

    return within(body, answer)


@blueprint.post("/applications")
@public
@_portal
def apply(call: Call) -> Answer:
    """Takes an application in; a request that comes again is answered as the first was."""
    body = Contents(call.body)
    request_id = body.text("request_id", most=MOST_NUMBER)

    def answer(here: OpenTerritory) -> Answer:
        pause = turned_off(here.tenant_id)
        if pause is not None:
            return pause
        application = read_application(body, here.territory.slug)
        if body.problems:
            return refused(body.problems)
        asked = PortalRequest(call.party, request_id, hashlib.sha256(call.raw).digest())
        try:
            taken = take_from_portal(here.tenant_id, asked, application)
        except Refusal as refusal:
            return refused_by(refusal)
        shown = standing_of(here.tenant_id, taken.application_id)
        assert shown is not None, "an application that was just taken"
        return Answer({"application": told(shown)}, 201 if taken.is_new else 200)

    return within(body, answer)


@blueprint.post("/requests")
@public
@_portal
def request_status(call: Call) -> Answer:
    """What became of a request, by the portal's own number."""
    body = Contents(call.body)
    request_id = body.text("request_id", most=MOST_NUMBER)

    def answer(here: OpenTerritory) -> Answer:
        found = application_of_request(here.tenant_id, call.party, request_id)
        shown = _look(call, here.tenant_id, [found] if found else [])
        return Answer({"application": shown[0]}) if shown else _not_found()

    return within(body, answer)


@blueprint.post("/numbers")
@public
@_portal
def numbers(call: Call) -> Answer:
    """«Балабақшаға кезек нөмірін қарау»: a parent's own applications for a child (I-2.3)."""
    body = Contents(call.body)
    parent, child = read_person(body.part("applicant")), read_child(body.part("child"))
    code = body.text("territory", default="")
    if body.problems:
        return refused(body.problems)
    here = [one for one in opened() if code in ("", one.code, one.long_code)]
    if not here:
        return unknown_territory()
    found = []
    for tenant_id in dict.fromkeys(one.tenant_id for one in here):
        ids = applications_of(tenant_id, parent, child)[:_MOST_SHOWN]
        found += _look(call, tenant_id, ids)
    return Answer({"applications": found}) if found else _not_found()


def _look(call: Call, tenant_id: int, ids: list[uuid.UUID]) -> list[dict[str, object]]:
    """The applications as their families see them; each look is written down first (D-11)."""
    card = next(one for one in tenants().all() if one.id == tenant_id)
    speak_for(card)
    for one in ids:
        note_lookup(tenant_id, tag_of(call.party), LookupKey.IIN, found=1, application_id=one)
    shown = (standing_of(tenant_id, one) for one in ids)
    return [told(one) for one in shown if one is not None]


def _not_found() -> Answer:
    return refused([problem("not_found", lambda: say(_NOT_FOUND))], 404)
