"""Accounts of the deployment, their sessions, and the second step."""

import uuid

from flask import Response, flash, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.adapters.two_step import address, new_secret, square
from kezek.core.access import Role
from kezek.core.errors import Refusal
from kezek.reads.deployment_people import people_page
from kezek.usecases.deployment import accounts
from kezek.usecases.deployment.two_step import begin_two_step, end_two_step
from kezek.web.deployment_login import current_operator
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.operator.forms import CodeForm, InviteForm
from kezek.web.operator.room import ENTERS, RUNS, blueprint, refuse, tag
from kezek.web.operator.words import ACCOUNT, ROLE
from kezek.web.refusals import sentence_of
from kezek.web.words import say

_SECRET = "two_step"  # noqa: S105 - the name of a place, not a secret


@blueprint.get("/people/")
@ENTERS
def people() -> Response:
    """An operator sees everybody; the shared hotline its own account and sessions."""
    return _page(_form(blank=True), 200)


@blueprint.post("/people/")
@RUNS
def invite() -> Response:
    """Makes an account; its link is shown once."""
    form = _form()
    if not form.validate_on_submit():
        return _page(form, 422)
    try:
        token = accounts.invite(tag(), form.login.data, Role(form.role.data), form.full_name.data)
    except Refusal as refusal:
        return _page(form, refuse(form, refusal))
    return _link_page(token, form.login.data)


@blueprint.post("/people/<uuid:account_id>/invitation")
@RUNS
def invite_again(account_id: uuid.UUID) -> Response:
    """A new link for somebody who lost the first, or the password."""
    return _link_page(accounts.invite_again(tag(), account_id), "")


@blueprint.post("/people/<uuid:account_id>/closing")
@RUNS
def close_account(account_id: uuid.UUID) -> BaseResponse:
    """Closes an account with all its sessions."""
    return _set_active(account_id, is_active=False)


@blueprint.post("/people/<uuid:account_id>/opening")
@RUNS
def open_account(account_id: uuid.UUID) -> BaseResponse:
    """Opens a closed account again."""
    return _set_active(account_id, is_active=True)


@blueprint.post("/sessions/<uuid:session_id>/end")
@ENTERS
def end_session(session_id: uuid.UUID) -> BaseResponse:
    """Ends one session."""
    accounts.end_session(current_operator().actor, session_id)
    flash(gettext("The session is ended."), "good")
    return _back()


@blueprint.post("/sessions/others/end")
@ENTERS
def end_others() -> BaseResponse:
    """Ends one's own sessions everywhere else."""
    accounts.end_other_sessions(current_operator())
    flash(gettext("Your other sessions are ended."), "good")
    return _back()


@blueprint.get("/two-step")
@ENTERS
def two_step() -> Response:
    """The square for the app, and the box for its first code."""
    session[_SECRET] = session.get(_SECRET) or new_secret()
    return _two_step_page(CodeForm(formdata=None), 200)


@blueprint.get("/two-step/square.svg")
@ENTERS
def two_step_square() -> Response:
    """The square itself: it is made for this browser alone and kept nowhere."""
    secret = str(session.get(_SECRET, ""))
    image = square(address(secret, current_operator().name, "Kezek")) if secret else b""
    answer = Response(image, mimetype="image/svg+xml", status=200 if secret else 404)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.post("/two-step")
@ENTERS
def set_two_step() -> BaseResponse:
    """Sets the second step once its first code was right."""
    form, operator = CodeForm(), current_operator()
    secret = str(session.get(_SECRET, ""))
    if not secret:
        return redirect_after_post(url_for("operator.two_step"))
    if not form.validate_on_submit():
        return _two_step_page(form, 422)
    try:
        begin_two_step(operator.actor, operator.session_id, secret, form.code.data)
    except Refusal as refusal:
        refuse(form, refusal)
        return _two_step_page(form, 422)
    session.pop(_SECRET, None)
    flash(gettext("The second step is set. Your other sessions are ended."), "good")
    return _back()


@blueprint.post("/two-step/end")
@ENTERS
def leave_two_step() -> BaseResponse:
    """Goes back to the password alone; asks for a fresh proof first."""
    operator = current_operator()
    if not operator.is_proven:
        return redirect_after_post(url_for("operator.prove", next=url_for("operator.people")))
    end_two_step(operator.actor)
    flash(gettext("The second step is taken away."), "act")
    return _back()


def _set_active(account_id: uuid.UUID, *, is_active: bool) -> BaseResponse:
    try:
        accounts.set_active(current_operator().actor, account_id, is_active=is_active)
    except Refusal as refusal:
        flash(sentence_of(refusal), "act")
    else:
        said = gettext("The account is open.") if is_active else gettext("The account is closed.")
        flash(said, "good")
    return _back()


def _back() -> BaseResponse:
    return redirect_after_post(url_for("operator.people"))


def _form(*, blank: bool = False) -> InviteForm:
    form = InviteForm(formdata=None) if blank else InviteForm()
    form.role.choices = [(str(one), say(ROLE[one][0])) for one in ROLE]
    return form


def _page(form: InviteForm, status: int) -> Response:
    operator = current_operator()
    return respond(
        "operator/people.html",
        status=status,
        page=people_page(operator.actor, operator.session_id),
        form=form,
        hints={str(one): say(ROLE[one][1]) for one in ROLE},
        account=ACCOUNT,
        roles=ROLE,
        may_invite=operator.actor.role is Role.OPERATOR,
    )


def _link_page(token: str, login: str) -> Response:
    link = url_for("operator.invitation", token=token, _external=True)
    return respond("operator/invited.html", link=link, login=login)


def _two_step_page(form: CodeForm, status: int) -> Response:
    return respond(
        "operator/two_step.html", status=status, form=form, secret=str(session.get(_SECRET, ""))
    )
