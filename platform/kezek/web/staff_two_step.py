"""The second step: set up with an app, asked for after the password and again before a risk."""

import uuid
from typing import Any

from flask import Response, current_app, flash, redirect, request, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse
from wtforms import HiddenField, PasswordField

from kezek.adapters import two_step as app_codes
from kezek.core.access import Permission
from kezek.core.errors import Refusal
from kezek.reads.own_sessions import own_sessions
from kezek.reads.signatures import checks_keys
from kezek.usecases.accounts import SignedIn, enter_code
from kezek.usecases.sessions import prove_again
from kezek.usecases.two_step import set_up_two_step
from kezek.web.forms import AtMost, Form, Needed, TextField
from kezek.web.gate import own_path
from kezek.web.guards import needs, public
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.login import come_in, current_actor, current_visitor, home_url
from kezek.web.security import SIGN_IN_LIMIT, limiter
from kezek.web.staff_door import blueprint
from kezek.web.tenant import current_tenant
from kezek.web.words import mark

_HALF = "half_in"
_SET_UP = "two_step"
_CODE = [Needed(mark("Enter the six digits of the app.")), AtMost(20)]


class CodeForm(Form):
    """The six digits that the app shows."""

    code = TextField(mark("Code of the app"), _CODE)
    next = HiddenField()


class AgainForm(Form):
    """Who sits there proves it once more."""

    password = PasswordField(mark("Password"), [Needed(mark("Enter your password.")), AtMost(200)])
    code = TextField(mark("Code of the app"), [AtMost(20)])
    next = HiddenField()


def go_to_code() -> BaseResponse:
    """On to the second step."""
    return redirect_after_post(url_for("staff.code"))


def half_in(signed_in: SignedIn, wished: str) -> None:
    """Remembers that the password was right, until the code follows."""
    session[_HALF] = {
        "account": str(signed_in.account_id),
        "epoch": signed_in.session_epoch,
        "next": wished,
    }


@blueprint.get("/code")
@public
def code() -> BaseResponse:
    """Asks for the code, after the password."""
    if _HALF not in session:
        return redirect(url_for("staff.sign_in"), code=303)
    return _code_page(CodeForm(formdata=None), 200)


@blueprint.post("/code")
@limiter.limit(SIGN_IN_LIMIT)
@public
def enter_app_code() -> BaseResponse:
    """Lets in whoever has the code."""
    form, kept = CodeForm(), session.get(_HALF)
    if kept is None:
        return redirect_after_post(url_for("staff.sign_in"))
    if not form.validate_on_submit():
        return _code_page(form, 422)
    half = SignedIn(uuid.UUID(kept["account"]), int(kept["epoch"]))
    try:
        signed_in = enter_code(current_tenant().id, half, form.code.data)
    except Refusal as refusal:
        form.refuse(refusal, "code")
        return _code_page(form, 422)
    actor = come_in(signed_in.account_id, signed_in.session_epoch)
    wished = own_path(kept["next"])
    return redirect_after_post(wished or home_url(actor.role) if actor else request.path)


@blueprint.get("/again")
@needs(Permission.STAFF_ROOM)
def again() -> Response:
    """Asks for the password once more, before an act of high risk."""
    form = AgainForm(formdata=None)
    form.next.data = own_path(request.args.get("next", ""))
    return _again_page(form, 200)


@blueprint.post("/again")
@limiter.limit(SIGN_IN_LIMIT)
@needs(Permission.STAFF_ROOM)
def prove() -> BaseResponse:
    """The proof is fresh again: back to where it was asked for."""
    form, visitor = AgainForm(), current_visitor()
    if not form.validate_on_submit():
        return _again_page(form, 422)
    try:
        prove_again(
            current_tenant().id,
            visitor.actor,
            visitor.session_id,
            form.password.data or "",
            form.code.data or "",
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return _again_page(form, 422)
    return redirect_after_post(own_path(form.next.data or "") or home_url(visitor.actor.role))


@blueprint.get("/two-step")
@needs(Permission.STAFF_ROOM)
def two_step() -> Response:
    """The square for the app, and the box for its first code."""
    session.setdefault(_SET_UP, app_codes.new_secret())
    return _two_step_page(CodeForm(formdata=None), 200)


@blueprint.get("/two-step.svg")
@needs(Permission.STAFF_ROOM)
def square() -> Response:
    """The secret of this set-up as an image; nobody else's browser has it."""
    image = app_codes.square(_address(session.get(_SET_UP) or app_codes.new_secret()))
    return Response(image, mimetype="image/svg+xml", headers={"Cache-Control": "no-store"})


@blueprint.post("/two-step")
@limiter.limit(SIGN_IN_LIMIT)
@needs(Permission.STAFF_ROOM)
def set_up() -> BaseResponse:
    """The app shows right codes: from now on they are asked for."""
    form = CodeForm()
    if _SET_UP not in session:
        return redirect_after_post(url_for("staff.two_step"))
    if not form.validate_on_submit():
        return _two_step_page(form, 422)
    try:
        set_up_two_step(current_tenant().id, current_actor(), session[_SET_UP], form.code.data)
    except Refusal as refusal:
        form.refuse(refusal, "code")
        return _two_step_page(form, 422)
    session.pop(_SET_UP)
    flash(gettext("The second step is set up. The app is asked at every sign-in."), "good")
    return redirect_after_post(url_for("staff.recovery_codes"))


def _address(secret: str) -> str:
    found = own_sessions(current_tenant().id, current_actor())
    login = found.login if found else ""
    return app_codes.address(secret, login, f"Kezek {current_tenant().slug}")


def _code_page(form: CodeForm, status: int) -> Response:
    return respond("account/staff_code.html", fragments={"code-form"}, status=status, form=form)


def _again_page(form: AgainForm, status: int) -> Response:
    return respond(
        "account/staff_again.html",
        fragments={"again-form"},
        status=status,
        form=form,
        has_two_step=current_visitor().has_two_step,
        may_use_key=current_visitor().may_use_key and checks_keys(),
    )


def _two_step_page(form: CodeForm, status: int) -> Response:
    secret: str = session[_SET_UP]
    shown: dict[str, Any] = {"secret": " ".join(_fours(secret)), "must": not _is_free()}
    return respond("account/two_step.html", status=status, form=form, **shown)


def _is_free() -> bool:
    """Whether one may go on without it."""
    visitor = current_visitor()
    return visitor.has_two_step or visitor.is_by_key or not current_app.config["STAFF_TWO_STEP"]


def _fours(secret: str) -> list[str]:
    return [secret[at : at + 4] for at in range(0, len(secret), 4)]
