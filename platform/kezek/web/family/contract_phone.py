"""The contract is signed on a telephone: a square on this screen, which then says that it is done.

The square leads to a page of the same portal, where a code signs, or, read by eGov Mobile, to a
request to sign with a key (L-22.10).
"""

import uuid

from flask import Blueprint, Response, abort, session, url_for
from werkzeug.wrappers import Response as BaseResponse

from kezek.adapters.press import square
from kezek.adapters.services import services
from kezek.core.access import Permission
from kezek.core.admission_stages import Stage
from kezek.core.errors import Refusal
from kezek.core.signed_texts import SignedAct
from kezek.reads.phone_signing import Waiting, find_waiting, link_of
from kezek.reads.signatures import checks_keys, open_ways
from kezek.reads.subjects import application_subject
from kezek.usecases.contract_signing import begin_contract_signature
from kezek.web.family.acts import lead_back
from kezek.web.family.application import get_page, refused
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.login import current_actor
from kezek.web.security import limiter
from kezek.web.tenant import current_tenant

blueprint = Blueprint(
    "family_contract_phone",
    __name__,
    url_prefix="/<slug:slug>/family/applications/<uuid:application_id>/contract/phone",
)

_SIGNS = needs(Permission.CONTRACT_SIGN, application_subject)
_TRIES = "60/minute;600/hour"
_LINK = "contract_phone"

MOBILE = "mobileSign:"
"""By this beginning eGov Mobile knows an address from which it gets what is to be signed."""


@blueprint.post("/")
@limiter.limit(_TRIES)
@_SIGNS
def begin(application_id: uuid.UUID) -> BaseResponse:
    """Gives out the contract and makes the square."""
    if not open_ways(current_tenant().id, SignedAct.CONTRACT).qr:
        abort(404)
    page = get_page(application_id)
    if page.stage != Stage.CONTRACT or page.papers.needs_certificate:
        return lead_back(application_id)
    try:
        waiting = begin_contract_signature(current_tenant().id, current_actor(), application_id)
    except Refusal as refusal:
        return refused(application_id, refusal)
    link = link_of(current_tenant().id, waiting.id)
    session[_LINK] = {"application": str(application_id), "link": link}
    return redirect_after_post(url_for("family_contract_phone.show", application_id=application_id))


@blueprint.get("/")
@_SIGNS
def show(application_id: uuid.UUID) -> BaseResponse:
    """The squares, and what to do with them."""
    return _page(application_id)


@blueprint.get("/now")
@_SIGNS
def now(application_id: uuid.UUID) -> BaseResponse:
    """The live part alone: waiting, signed, or over."""
    return _page(application_id)


@blueprint.get("/camera.svg")
@_SIGNS
def camera(application_id: uuid.UUID) -> Response:
    """The square for the camera of any telephone."""
    return _square(application_id, "phone_signing.show")


@blueprint.get("/mobile.svg")
@_SIGNS
def mobile(application_id: uuid.UUID) -> Response:
    """The square for eGov Mobile."""
    return _square(application_id, "phone_request.request_to_sign", MOBILE)


def _square(application_id: uuid.UUID, endpoint: str, prefix: str = "") -> Response:
    link = _link(application_id)
    if link is None:
        abort(404)
    drawn = square(prefix + _address(endpoint, link), error="l")
    return Response(drawn, mimetype="image/svg+xml", headers={"Cache-Control": "no-store"})


def _page(application_id: uuid.UUID) -> BaseResponse:
    page, link = get_page(application_id), _link(application_id)
    waiting: Waiting | None = None
    if link is not None:
        waiting = find_waiting(current_tenant().id, link)
    if waiting is None or link is None:
        return redirect_after_post(url_for("family_contract.show", application_id=application_id))
    ways = open_ways(current_tenant().id, SignedAct.CONTRACT)
    return respond(
        "family/contract_phone.html",
        fragments={"phone-now"},
        page=page,
        waiting=waiting,
        ways=ways,
        has_mobile=checks_keys(),
        address=_address("phone_signing.show", link),
        topics=(f"family-{waiting.actor.guardian_id}",),
    )


def _link(application_id: uuid.UUID) -> str | None:
    kept = session.get(_LINK)
    if kept is None or kept["application"] != str(application_id):
        return None
    return str(kept["link"])


def _address(endpoint: str, link: str) -> str:
    return services().settings.public_url + url_for(endpoint, link=link)
