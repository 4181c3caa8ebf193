"""The door of staff: login and password; also the list of codes that the demo did not send."""

from flask import Blueprint, Flask, Response, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse
from wtforms import HiddenField, PasswordField

from kezek.core.errors import Refusal
from kezek.reads.accounts import shown_codes
from kezek.reads.signatures import checks_keys
from kezek.usecases.accounts import sign_in as sign_staff_in
from kezek.web import staff_invitation, staff_key, staff_recovery, staff_two_step
from kezek.web.forms import AtMost, Form, Needed, TextField
from kezek.web.gate import own_path
from kezek.web.guards import public
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.login import come_in, find_actor, home_url
from kezek.web.security import SIGN_IN_LIMIT, limiter
from kezek.web.staff_door import blueprint
from kezek.web.staff_two_step import go_to_code, half_in
from kezek.web.tenant import current_tenant
from kezek.web.words import mark

demo_blueprint = Blueprint("demo", __name__, url_prefix="/<slug:slug>/demo")


class StaffForm(Form):
    """Login and password."""

    login = TextField(mark("Login"), [Needed(mark("Enter your login.")), AtMost(100)])
    password = PasswordField(mark("Password"), [Needed(mark("Enter your password.")), AtMost(200)])
    next = HiddenField()


ROOMS = (staff_two_step, staff_recovery, staff_invitation, staff_key)
"""Each has put its pages on the one blueprint by being imported."""


def open_rooms(app: Flask, *, shows_codes: bool) -> None:
    """Opens the door of staff; the list of codes exists in demo and test only."""
    app.register_blueprint(blueprint)
    if shows_codes:
        app.register_blueprint(demo_blueprint)


@blueprint.get("/")
@public
def door() -> BaseResponse:
    """The address that people are told, and type by hand: it leads to the sign-in."""
    return redirect(url_for("staff.sign_in"), code=303)


@blueprint.get("/sign-in")
@public
def sign_in() -> BaseResponse:
    """Login and password."""
    actor = find_actor()
    wished = own_path(request.args.get("next", ""))
    if actor is not None:
        return redirect(wished or home_url(actor.role), code=303)
    form = StaffForm()
    form.next.data = wished
    return _page(form, 200)


@blueprint.post("/sign-in")
@limiter.limit(SIGN_IN_LIMIT)
@public
def enter() -> BaseResponse:
    """Lets staff in, to the page that was wished for."""
    form = StaffForm()
    if not form.validate_on_submit():
        return _page(form, 422)
    try:
        signed_in = sign_staff_in(current_tenant().id, form.login.data, form.password.data or "")
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(form, 422)
    wished = own_path(form.next.data or "")
    if signed_in.needs_code:
        half_in(signed_in, wished)
        return go_to_code()
    actor = come_in(signed_in.account_id, signed_in.session_epoch)
    return redirect_after_post(wished or home_url(actor.role) if actor else request.path)


@demo_blueprint.get("/codes")
@public
def codes() -> Response:
    """The newest messages, since the demo sends none."""
    return respond("account/demo_codes.html", codes=shown_codes(current_tenant().id))


def _page(form: StaffForm, status: int) -> Response:
    return respond(
        "account/staff_sign_in.html",
        fragments={"staff-form"},
        status=status,
        form=form,
        checks_keys=checks_keys(),
    )
