"""The door of those who run the deployment: invitation, signing in, showing once more who it is."""

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.errors import Refusal
from kezek.usecases.deployment import accounts
from kezek.web.deployment_login import (
    begin,
    current_operator,
    find_operator,
    forget,
    home_of,
    this_browser,
)
from kezek.web.gate import own_path
from kezek.web.guards import public
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.operator.forms import DoorForm, PasswordForm, ProofForm
from kezek.web.operator.room import ENTERS, blueprint, refuse
from kezek.web.refusals import sentence_of
from kezek.web.security import SIGN_IN_LIMIT, limiter


@blueprint.get("/sign-in")
@public
def sign_in() -> BaseResponse:
    """Login and password."""
    operator = find_operator()
    wished = own_path(request.args.get("next", ""))
    if operator is not None:
        return redirect(wished or home_of(operator.actor.role), code=303)
    form = DoorForm(formdata=None)
    form.next.data = wished
    return _door(form, 200)


@blueprint.post("/sign-in")
@limiter.limit(SIGN_IN_LIMIT)
@public
def enter() -> BaseResponse:
    """Lets an operator in, to the page that was wished for."""
    form = DoorForm()
    if not form.validate_on_submit():
        return _door(form, 422)
    try:
        session_id = accounts.sign_in(
            form.login.data, form.password.data or "", form.code.data or "", this_browser()
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return _door(form, 422)
    begin(session_id)
    return redirect_after_post(own_path(form.next.data or "") or _home())


@blueprint.post("/sign-out")
@ENTERS
def sign_out() -> BaseResponse:
    """Ends this session."""
    operator = current_operator()
    accounts.end_session(operator.actor, operator.session_id)
    forget()
    flash(gettext("You have signed out."), "good")
    return redirect_after_post(url_for("operator.sign_in"))


@blueprint.get("/invitation/<token>")
@public
def invitation(token: str) -> Response:
    """Where an invited person sets the first password."""
    try:
        login = accounts.find_invitation(token)
    except Refusal as refusal:
        return respond("operator/no_invitation.html", status=410, sentence=sentence_of(refusal))
    return _invitation(token, login, PasswordForm(formdata=None), 200)


@blueprint.post("/invitation/<token>")
@limiter.limit(SIGN_IN_LIMIT)
@public
def take_up(token: str) -> BaseResponse:
    """Sets the first password; the link is used up by it."""
    form = PasswordForm()
    try:
        login = accounts.find_invitation(token)
        if not form.validate_on_submit():
            return _invitation(token, login, form, 422)
        accounts.take_up(token, form.password.data or "")
    except Refusal as refusal:
        if refusal.detail == "operator_invitation":
            return respond("operator/no_invitation.html", status=410, sentence=sentence_of(refusal))
        form.refuse(refusal)
        return _invitation(token, login, form, 422)
    flash(gettext("The password is set. Sign in with it."), "good")
    return redirect_after_post(url_for("operator.sign_in"))


@blueprint.get("/proof")
@ENTERS
def prove() -> Response:
    """Asks once more who sits there."""
    form = ProofForm(formdata=None)
    form.next.data = own_path(request.args.get("next", ""))
    return _proof(form, 200)


@blueprint.post("/proof")
@limiter.limit(SIGN_IN_LIMIT)
@ENTERS
def proven() -> BaseResponse:
    """Goes on to the form that asked for it."""
    form = ProofForm()
    if not form.validate_on_submit():
        return _proof(form, 422)
    try:
        accounts.prove(current_operator(), form.password.data or "", form.code.data or "")
    except Refusal as refusal:
        refuse(form, refusal)
        return _proof(form, 422)
    return redirect_after_post(own_path(form.next.data or "") or _home())


def _home() -> str:
    operator = find_operator()
    return home_of(operator.actor.role) if operator is not None else url_for("operator.sign_in")


def _door(form: DoorForm, status: int) -> Response:
    return respond("operator/sign_in.html", fragments={"door"}, status=status, form=form)


def _invitation(token: str, login: str, form: PasswordForm, status: int) -> Response:
    return respond("operator/invitation.html", status=status, form=form, token=token, login=login)


def _proof(form: ProofForm, status: int) -> Response:
    return respond("operator/proof.html", status=status, form=form)
