"""«Өтінішіңізге қол қойыңыз»: the text of the application, signed with NCALayer and sent (E-6)."""

import uuid

from flask import Blueprint, abort, request, session, url_for
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.errors import Refusal
from kezek.core.signed_texts import SignedAct
from kezek.reads.children import child_subject
from kezek.reads.signatures import can_sign, waiting_text
from kezek.usecases.signed_application import begin_signing, send_signed, subject_of
from kezek.web.family.apply_sending import refused
from kezek.web.family.apply_way import limit_bodies
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.i18n import current_language
from kezek.web.idempotency import intent
from kezek.web.login import current_actor
from kezek.web.refusals import sentence_of
from kezek.web.security import limiter, with_signer
from kezek.web.tenant import current_tenant

blueprint = Blueprint(
    "family_apply_signature",
    __name__,
    url_prefix="/<slug:slug>/family/apply/<uuid:child_id>/signature",
)
blueprint.url_value_preprocessor(limit_bodies)

_OF_ITS_FAMILY = needs(Permission.APPLICATION_SUBMIT, child_subject)
_TRIES = "60/minute;600/hour"
_TEXT = "application_text"


@blueprint.post("/")
@limiter.limit(_TRIES)
@_OF_ITS_FAMILY
def begin(child_id: uuid.UUID) -> BaseResponse:
    """Gives out the text of the finished application."""
    if not can_sign(current_tenant().id):
        abort(404)
    try:
        _give_out(child_id)
    except Refusal as refusal:
        return refused(child_id, refusal)
    return redirect_after_post(url_for("family_apply_signature.show", child_id=child_id))


@blueprint.get("/")
@_OF_ITS_FAMILY
def show(child_id: uuid.UUID) -> BaseResponse:
    """The text to be read, and the button that opens NCALayer."""
    return _page(child_id, "", 200)


@blueprint.post("/sent")
@limiter.limit(_TRIES)
@_OF_ITS_FAMILY
def sign(child_id: uuid.UUID) -> BaseResponse:
    """Checks the signature and sends the application; a second press leads to the same number."""
    key, kept = intent(), session.get(_TEXT, {})
    try:
        application_id = send_signed(
            current_tenant().id,
            current_actor(),
            child_id,
            uuid.UUID(kept.get("text", str(uuid.UUID(int=0)))),
            request.form.get("cms", ""),
            kept.get("language", current_language()),
            intent=str(key),
        )
    except Refusal as refusal:
        return _refused(child_id, refusal)
    return redirect_after_post(url_for("family_apply_sending.sent", application_id=application_id))


def _refused(child_id: uuid.UUID, refusal: Refusal) -> BaseResponse:
    """The same page with a fresh text; where none can be given, what the review says."""
    try:
        _give_out(child_id)
    except Refusal:
        return refused(child_id, refusal)
    return _page(child_id, sentence_of(refusal), 422)


def _give_out(child_id: uuid.UUID) -> None:
    language = current_language()
    waiting = begin_signing(current_tenant().id, current_actor(), child_id, language)
    session[_TEXT] = {"text": str(waiting.id), "language": language}


def _page(child_id: uuid.UUID, problem: str, status: int) -> BaseResponse:
    kept = session.get(_TEXT)
    waiting = (
        waiting_text(
            current_tenant().id,
            uuid.UUID(kept["text"]),
            SignedAct.APPLICATION,
            subject_of(child_id, kept["language"]),
            current_actor(),
        )
        if kept
        else None
    )
    if waiting is None:
        return redirect_after_post(url_for("family_apply_sending.review", child_id=child_id))
    response = respond(
        "family/apply/signature.html",
        status=status,
        child_id=child_id,
        waiting=waiting,
        problem=problem,
    )
    return with_signer(response, waiting.signer_url)
