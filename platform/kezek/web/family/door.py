"""The door: IIN and telephone, then the code from the SMS; the answer tells nothing of accounts."""

import uuid

from flask import Blueprint, Response, flash, redirect, request, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Role
from kezek.core.errors import Refusal
from kezek.core.people import Identity
from kezek.reads.accounts import find_waiting_code
from kezek.reads.signatures import can_sign
from kezek.usecases.codes import Sent
from kezek.usecases.sign_up import enter, knock, knock_again
from kezek.usecases.signed_entry import has_signed
from kezek.web.family.forms import CodeForm, DocumentDoorForm, DoorForm, name_documents
from kezek.web.family.key_door import SIGNED
from kezek.web.gate import own_path
from kezek.web.guards import public
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.i18n import current_language
from kezek.web.login import come_in, find_actor, home_url
from kezek.web.navigation import find_url
from kezek.web.refusals import sentence_of
from kezek.web.security import limiter
from kezek.web.tenant import current_tenant

blueprint = Blueprint("family", __name__, url_prefix="/<slug:slug>/family")

# The database counts by telephone and by person. An address is shared by a whole village or by
# all customers of a mobile operator, so it is stopped only where no village would go.
_KNOCKS = "30/minute;300/hour"
_TRIES = "60/minute;600/hour"

_WAITING = "door"


@blueprint.get("/sign-up")
@public
def sign_up() -> BaseResponse:
    """IIN and telephone; a document for those who have no IIN."""
    actor = find_actor()
    if actor is not None:
        return redirect(own_path(request.args.get("next", "")) or home_url(actor.role), code=303)
    form = _door_form()
    form.next.data = own_path(request.args.get("next", ""))
    signed = session.get(SIGNED)
    if signed is not None and isinstance(form, DoorForm):
        form.iin.data = signed["iin"]
    return _door_page(form, 200)


@blueprint.post("/sign-up")
@limiter.limit(_KNOCKS)
@public
def send_code() -> BaseResponse:
    """Sends the code, to whomever; what the SMS says only its owner knows."""
    form = _door_form()
    if not form.validate_on_submit():
        return _door_page(form, 422)
    try:
        sent = knock(
            current_tenant().id,
            form.identity,
            form.phone.data,
            current_language(),
            has_signed=_has_signed(form.identity),
        )
    except Refusal as refusal:
        form.refuse(refusal, "phone")
        return _door_page(form, 422)
    _wait_for(sent, own_path(form.next.data or ""))
    return redirect_after_post(url_for("family.code"))


@blueprint.get("/code")
@public
def code() -> BaseResponse:
    """Where the code is entered."""
    return _code_page(CodeForm(), 200)


@blueprint.post("/code")
@limiter.limit(_TRIES)
@public
def enter_code() -> BaseResponse:
    """Lets in whoever has the code, to the page that was wished for."""
    form = CodeForm()
    waiting = _waiting()
    if waiting is None or not form.validate_on_submit():
        return _code_page(form, 422)
    try:
        entered = enter(current_tenant().id, waiting, form.code.data)
    except Refusal as refusal:
        form.refuse(refusal, "code")
        return _code_page(form, 422)
    wished = own_path(session[_WAITING]["next"])
    if come_in(entered.account_id, entered.session_epoch) is None:
        return redirect_after_post(url_for("family.sign_up"))
    return redirect_after_post(_first_page(wished, is_new=entered.is_new))


@blueprint.post("/code/again")
@limiter.limit(_KNOCKS)
@public
def send_again() -> BaseResponse:
    """Sends another code for what was typed before."""
    waiting = _waiting()
    if waiting is None:
        return redirect_after_post(url_for("family.sign_up"))
    try:
        sent = knock_again(current_tenant().id, waiting, current_language())
    except Refusal as refusal:
        flash(sentence_of(refusal), "act")
    else:
        _wait_for(sent, session[_WAITING]["next"])
        flash(gettext("A new code has been sent. The one before is no longer needed."), "good")
    return redirect_after_post(url_for("family.code"))


def _has_signed(identity: Identity) -> bool:
    """Whether this person has just signed in this browser, and only wants a telephone."""
    signed = session.get(SIGNED)
    if signed is None:
        return False
    return has_signed(current_tenant().id, uuid.UUID(signed["text"]), identity)


def _door_form() -> DoorForm | DocumentDoorForm:
    if request.args.get("by") != "document":
        return DoorForm()
    form = DocumentDoorForm()
    name_documents(form)
    return form


def _door_page(form: DoorForm | DocumentDoorForm, status: int) -> Response:
    has_iin = isinstance(form, DoorForm)
    way_back = own_path(form.next.data or "")
    return respond(
        "account/sign_up.html",
        fragments={"door-form"},
        status=status,
        form=form,
        has_iin=has_iin,
        action=url_for("family.send_code", by=None if has_iin else "document"),
        other_url=url_for(
            "family.sign_up", by="document" if has_iin else None, next=way_back or None
        ),
        staff_url=find_url("staff.sign_in"),
        can_sign=can_sign(current_tenant().id),
    )


def _code_page(form: CodeForm, status: int) -> BaseResponse:
    waiting = _waiting()
    page = find_waiting_code(current_tenant().id, waiting) if waiting else None
    if page is None:
        return redirect_after_post(url_for("family.sign_up"))
    return respond(
        "account/code.html",
        fragments={"code-form"},
        status=status,
        form=form,
        page=page,
        demo_codes_url=find_url("demo.codes"),
    )


def _first_page(wished: str, *, is_new: bool) -> str:
    """A new family says who it is first; everybody else goes where they wanted to."""
    if is_new:
        return url_for("family_account.index", next=wished or None)
    return wished or home_url(Role.FAMILY)


def _wait_for(sent: Sent, wished: str) -> None:
    session[_WAITING] = {"code": str(sent.id), "next": wished}


def _waiting() -> uuid.UUID | None:
    """The code that this browser asked for."""
    kept = session.get(_WAITING)
    return uuid.UUID(kept["code"]) if kept else None
