"""Staff come in, and prove once more who sits there, with their own key (EDS)."""

import uuid
from collections.abc import Callable

from flask import abort, request, session, url_for
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Actor, Permission
from kezek.core.errors import Refusal
from kezek.core.signed_texts import SignedAct
from kezek.reads.signatures import WaitingText, checks_keys, waiting_text
from kezek.usecases.signing import Challenge
from kezek.usecases.staff_keys import (
    begin_proof,
    begin_staff_entry,
    enter_with_key,
    prove_with_key,
)
from kezek.web.gate import own_path
from kezek.web.guards import needs, public
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.i18n import current_language
from kezek.web.login import come_in, current_actor, current_visitor, home_url
from kezek.web.refusals import sentence_of
from kezek.web.security import SIGN_IN_LIMIT, limiter, with_signer
from kezek.web.staff_door import blueprint
from kezek.web.tenant import current_tenant

_ENTRY, _PROOF = "staff_key", "staff_proof"
_TRIES = "60/minute;600/hour"


@blueprint.post("/key")
@limiter.limit(SIGN_IN_LIMIT)
@public
def begin_key() -> BaseResponse:
    """Gives out a text to be signed."""
    _need_keys()
    _give_out(_ENTRY, begin_staff_entry, own_path(request.form.get("next", "")))
    return redirect_after_post(url_for("staff.key"))


@blueprint.get("/key")
@public
def key() -> BaseResponse:
    """The text, and the button that opens NCALayer."""
    return _entry_page("", 200)


@blueprint.post("/key/entry")
@limiter.limit(_TRIES)
@public
def enter_by_key() -> BaseResponse:
    """Lets in whoever signed with a key that an administrator has linked to an account."""
    _need_keys()
    kept = session.get(_ENTRY)
    if kept is None:
        return redirect_after_post(url_for("staff.sign_in"))
    tenant_id, wished = current_tenant().id, own_path(kept["next"])
    try:
        signed_in = enter_with_key(tenant_id, uuid.UUID(kept["text"]), _signature())
    except Refusal as refusal:
        # A text that is spent or over is replaced, so that the button works at once.
        _give_out(_ENTRY, begin_staff_entry, wished)
        return _entry_page(sentence_of(refusal), 422)
    actor = come_in(signed_in.account_id, signed_in.session_epoch, by_key=True)
    return redirect_after_post(
        wished or home_url(actor.role) if actor else url_for("staff.sign_in")
    )


@blueprint.post("/again/key")
@limiter.limit(SIGN_IN_LIMIT)
@needs(Permission.STAFF_ROOM)
def begin_again() -> BaseResponse:
    """Gives out the text by which one proves once more who sits there."""
    _need_keys()
    _give_out(_PROOF, _of(current_actor()), own_path(request.form.get("next", "")))
    return redirect_after_post(url_for("staff.again_key"))


@blueprint.get("/again/key")
@needs(Permission.STAFF_ROOM)
def again_key() -> BaseResponse:
    """The text, and the button that opens NCALayer."""
    return _proof_page("", 200)


@blueprint.post("/again/key/proof")
@limiter.limit(_TRIES)
@needs(Permission.STAFF_ROOM)
def prove_by_key() -> BaseResponse:
    """The proof is fresh again: back to where it was asked for."""
    kept, visitor = session.get(_PROOF), current_visitor()
    if kept is None:
        return redirect_after_post(url_for("staff.again"))
    wished = own_path(kept["next"])
    try:
        prove_with_key(
            current_tenant().id,
            visitor.actor,
            visitor.session_id,
            uuid.UUID(kept["text"]),
            _signature(),
        )
    except Refusal as refusal:
        _give_out(_PROOF, _of(visitor.actor), wished)
        return _proof_page(sentence_of(refusal), 422)
    session.pop(_PROOF)
    return redirect_after_post(wished or home_url(visitor.actor.role))


def _of(actor: Actor) -> Callable[[int, str], Challenge]:
    return lambda tenant_id, language: begin_proof(tenant_id, actor, language)


def _give_out(name: str, begin: Callable[[int, str], Challenge], wished: str) -> None:
    text_id = begin(current_tenant().id, current_language()).id
    session[name] = {"text": str(text_id), "next": wished}


def _entry_page(problem: str, status: int) -> BaseResponse:
    waiting = _waiting(_ENTRY, "staff")
    if waiting is None:
        return redirect_after_post(url_for("staff.sign_in"))
    page = respond("account/staff_key.html", status=status, waiting=waiting, problem=problem)
    return with_signer(page, waiting.signer_url)


def _proof_page(problem: str, status: int) -> BaseResponse:
    actor = current_actor()
    waiting = _waiting(_PROOF, f"again:{actor.account_id}", actor)
    if waiting is None:
        return redirect_after_post(url_for("staff.again"))
    page = respond("account/staff_again_key.html", status=status, waiting=waiting, problem=problem)
    return with_signer(page, waiting.signer_url)


def _waiting(name: str, subject: str, actor: Actor | None = None) -> WaitingText | None:
    kept = session.get(name)
    if kept is None:
        return None
    text_id = uuid.UUID(kept["text"])
    return waiting_text(current_tenant().id, text_id, SignedAct.ENTRY, subject, actor)


def _signature() -> str:
    return request.form.get("cms", "")


def _need_keys() -> None:
    if not checks_keys():
        abort(404)
