"""The other door: in by an electronic signature, for whoever has NCALayer (I-2.3, A-54)."""

import uuid

from flask import Blueprint, abort, flash, request, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Role
from kezek.core.errors import Refusal
from kezek.core.people import Identity
from kezek.core.signed_texts import SignedAct
from kezek.reads.signatures import can_sign, waiting_text
from kezek.usecases.signed_entry import begin_entry, enter_by_key
from kezek.web.gate import own_path
from kezek.web.guards import public
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.i18n import current_language
from kezek.web.login import come_in, home_url
from kezek.web.refusals import sentence_of
from kezek.web.security import limiter, with_signer
from kezek.web.tenant import current_tenant

blueprint = Blueprint("family_key", __name__, url_prefix="/<slug:slug>/family/key")

_ASKS = "30/minute;300/hour"
_TRIES = "60/minute;600/hour"

_TEXT = "key_text"
_NEXT = "key_next"

SIGNED = "key_signed"
"""Whose key was seen here a moment ago, for the first telephone of that person."""


@blueprint.post("/")
@limiter.limit(_ASKS)
@public
def begin() -> BaseResponse:
    """Gives out a text to be signed."""
    _need_keys()
    session[_TEXT] = str(begin_entry(current_tenant().id, current_language()).id)
    session[_NEXT] = own_path(request.form.get("next", ""))
    return redirect_after_post(url_for("family_key.show"))


@blueprint.get("/")
@public
def show() -> BaseResponse:
    """The text, and the button that opens NCALayer."""
    return _page("", 200)


@blueprint.post("/entry")
@limiter.limit(_TRIES)
@public
def enter() -> BaseResponse:
    """Lets in whoever signed; a person who is new gives a telephone once."""
    _need_keys()
    waiting = _waiting()
    if waiting is None:
        return redirect_after_post(url_for("family.sign_up"))
    tenant_id = current_tenant().id
    try:
        entered = enter_by_key(tenant_id, waiting, request.form.get("cms", ""))
    except Refusal as refusal:
        # A text that is spent or over is replaced, so that the button works at once.
        return _again(sentence_of(refusal))
    if isinstance(entered, Identity):
        return _ask_for_telephone(waiting, entered)
    wished = session.get(_NEXT, "")
    if come_in(entered.account_id, entered.session_epoch, by_key=True) is None:
        return redirect_after_post(url_for("family.sign_up"))
    return redirect_after_post(wished or home_url(Role.FAMILY))


def _ask_for_telephone(waiting: uuid.UUID, identity: Identity) -> BaseResponse:
    session[SIGNED] = {"text": str(waiting), "iin": identity.iin}
    flash(
        gettext(
            "Your signature is good. Give your mobile number once: we send a code there, and from "
            "then on the signature alone is enough."
        ),
        "good",
    )
    return redirect_after_post(url_for("family.sign_up", next=session.get(_NEXT) or None))


def _again(problem: str) -> BaseResponse:
    session[_TEXT] = str(begin_entry(current_tenant().id, current_language()).id)
    return _page(problem, 422)


def _page(problem: str, status: int) -> BaseResponse:
    waiting_id = _waiting()
    waiting = (
        waiting_text(current_tenant().id, waiting_id, SignedAct.ENTRY, "") if waiting_id else None
    )
    if waiting is None:
        return redirect_after_post(url_for("family.sign_up"))
    response = respond("account/key.html", status=status, waiting=waiting, problem=problem)
    return with_signer(response, waiting.signer_url)


def _need_keys() -> None:
    if not can_sign(current_tenant().id):
        abort(404)


def _waiting() -> uuid.UUID | None:
    kept = session.get(_TEXT)
    return uuid.UUID(kept) if kept else None
