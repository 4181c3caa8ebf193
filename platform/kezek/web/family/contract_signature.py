"""The contract signed with the parent's key: read whole, signed, and the child is admitted."""

import uuid

from flask import Blueprint, abort, flash, request, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.admission_stages import Stage
from kezek.core.errors import Refusal
from kezek.core.signed_texts import SignedAct
from kezek.reads.application_page import ApplicationPage
from kezek.reads.signatures import open_ways, waiting_text
from kezek.reads.subjects import application_subject
from kezek.usecases.contract_signing import begin_contract_signature, sign_contract
from kezek.web.family.acts import answered_once, lead_back, once
from kezek.web.family.application import get_page, refused
from kezek.web.family.key_pages import KeyPage, key_response
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post
from kezek.web.login import current_actor
from kezek.web.refusals import sentence_of
from kezek.web.security import limiter
from kezek.web.tenant import current_tenant

blueprint = Blueprint(
    "family_contract_signature",
    __name__,
    url_prefix="/<slug:slug>/family/applications/<uuid:application_id>/contract/key",
)

_SIGNS = needs(Permission.CONTRACT_SIGN, application_subject)
_TRIES = "60/minute;600/hour"
_TEXT = "contract_text"


@blueprint.post("/")
@limiter.limit(_TRIES)
@_SIGNS
def begin(application_id: uuid.UUID) -> BaseResponse:
    """Gives out the contract to be signed."""
    if not open_ways(current_tenant().id, SignedAct.CONTRACT).eds:
        abort(404)
    page = get_page(application_id)
    if page.stage != Stage.CONTRACT or page.papers.needs_certificate:
        return lead_back(application_id)
    try:
        _give_out(application_id)
    except Refusal as refusal:
        return refused(application_id, refusal)
    return redirect_after_post(
        url_for("family_contract_signature.show", application_id=application_id)
    )


@blueprint.get("/")
@_SIGNS
def show(application_id: uuid.UUID) -> BaseResponse:
    """The contract in both languages, and the button that opens NCALayer."""
    return _page(get_page(application_id), "", 200)


@blueprint.post("/signed")
@limiter.limit(_TRIES)
@_SIGNS
def sign(application_id: uuid.UUID) -> BaseResponse:
    """Checks the signature: the child is admitted (row 33)."""
    text_id = _text_of(application_id)
    if text_id is None:
        return lead_back(application_id)
    key = once("sign-with-key", application_id, text_id)
    try:
        with answered_once():
            sign_contract(
                current_tenant().id,
                current_actor(),
                application_id,
                text_id,
                request.form.get("cms", ""),
                once=key,
            )
    except Refusal as refusal:
        return _refused(application_id, refusal)
    flash(gettext("The contract is signed."), "good")
    return redirect_after_post(url_for("family_contract.show", application_id=application_id))


def _refused(application_id: uuid.UUID, refusal: Refusal) -> BaseResponse:
    """The same page with a fresh text; a contract that is signed by now is shown as such."""
    if get_page(application_id).stage == Stage.PUPIL:
        return redirect_after_post(url_for("family_contract.show", application_id=application_id))
    try:
        _give_out(application_id)
    except Refusal:
        return refused(application_id, refusal)
    return _page(get_page(application_id), sentence_of(refusal), 422)


def _give_out(application_id: uuid.UUID) -> None:
    waiting = begin_contract_signature(current_tenant().id, current_actor(), application_id)
    session[_TEXT] = {"application": str(application_id), "text": str(waiting.id)}


def _text_of(application_id: uuid.UUID) -> uuid.UUID | None:
    kept = session.get(_TEXT)
    if kept is None or kept["application"] != str(application_id):
        return None
    return uuid.UUID(kept["text"])


def _page(page: ApplicationPage, problem: str, status: int) -> BaseResponse:
    text_id, back = _text_of(page.id), url_for("family_contract.show", application_id=page.id)
    waiting = (
        waiting_text(
            current_tenant().id, text_id, SignedAct.CONTRACT, str(page.id), current_actor()
        )
        if text_id
        else None
    )
    if waiting is None:
        return redirect_after_post(back)
    shown = KeyPage(
        title=gettext("Sign the contract"),
        not_done=gettext("The contract is not signed"),
        button=gettext("Sign the contract"),
        action=url_for("family_contract_signature.sign", application_id=page.id),
        back=back,
        back_text=gettext("Back to the contract"),
    )
    return key_response(page, shown, waiting, problem, status)
