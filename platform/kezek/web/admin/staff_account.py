"""One account of staff: what may change, the way back in, and the way out."""

import uuid
from collections.abc import Callable

from flask import Response, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Actor, Role
from kezek.core.errors import Refusal
from kezek.reads.signatures import checks_keys
from kezek.reads.staff import territory_choices
from kezek.usecases import staff_accounts, staff_keys
from kezek.web.admin.room import STAFF, blueprint
from kezek.web.admin.staff import get_account, link_page
from kezek.web.admin.staff_forms import ChangeForm, KeyForm, role_choices
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.i18n import current_language
from kezek.web.idempotency import intent
from kezek.web.login import current_actor
from kezek.web.refusals import sentence_of, status_of
from kezek.web.tenant import current_tenant

Deed = Callable[[int, Actor, uuid.UUID], None]


@blueprint.get("/staff/<uuid:account_id>")
@STAFF
def account(account_id: uuid.UUID) -> Response:
    """What is known of it, and what can be done."""
    return _page(account_id, _form(account_id, blank=True))


@blueprint.post("/staff/<uuid:account_id>")
@STAFF
def change_account(account_id: uuid.UUID) -> BaseResponse:
    """Another name, other territories."""
    form = _form(account_id)
    intent()
    if not form.validate_on_submit():
        return _page(account_id, form)
    staff_accounts.change_staff(
        current_tenant().id,
        current_actor(),
        account_id,
        form.full_name.data,
        tuple(form.territories.data or ()),
        form.alarm_email.data,
    )
    flash(gettext("Saved."), "good")
    return redirect_after_post(_url(account_id))


@blueprint.post("/staff/<uuid:account_id>/link")
@STAFF
def make_link(account_id: uuid.UUID) -> BaseResponse:
    """A fresh link, for a lost one or a forgotten password."""
    intent()
    return link_page(staff_accounts.new_link(current_tenant().id, current_actor(), account_id))


@blueprint.post("/staff/<uuid:account_id>/close")
@STAFF
def close_account(account_id: uuid.UUID) -> BaseResponse:
    """Takes the rights away at once."""
    return _do(staff_accounts.close_account, account_id, gettext("The account is closed."))


@blueprint.post("/staff/<uuid:account_id>/open")
@STAFF
def open_account(account_id: uuid.UUID) -> BaseResponse:
    """Gives them back."""
    return _do(staff_accounts.open_account, account_id, gettext("The account is open again."))


@blueprint.post("/staff/<uuid:account_id>/two-step")
@STAFF
def take_two_step_away(account_id: uuid.UUID) -> BaseResponse:
    """The telephone with the app is lost."""
    return _do(
        staff_accounts.take_two_step_away,
        account_id,
        gettext("The second step is taken away. It is set up anew at the next sign-in."),
    )


@blueprint.post("/staff/<uuid:account_id>/key")
@STAFF
def link_key(account_id: uuid.UUID) -> BaseResponse:
    """From now on the key of this person opens the account."""
    form = KeyForm()
    intent()
    if form.validate_on_submit():
        try:
            staff_keys.link_key(current_tenant().id, current_actor(), account_id, form.iin.data)
        except Refusal as refusal:
            form.refuse(refusal, "iin")
    if form.errors:
        return _page(account_id, _form(account_id, blank=True), key=form)
    flash(gettext("The key is linked: the person can come in with it at once."), "good")
    return redirect_after_post(_url(account_id))


@blueprint.post("/staff/<uuid:account_id>/key/end")
@STAFF
def unlink_key(account_id: uuid.UUID) -> BaseResponse:
    """The key opens the account no more."""
    return _do(
        staff_keys.unlink_key,
        account_id,
        gettext("The key is unlinked, and the person is signed out everywhere."),
    )


@blueprint.post("/staff/<uuid:account_id>/sign-out")
@STAFF
def sign_out(account_id: uuid.UUID) -> BaseResponse:
    """Ends every session of the account."""
    return _do(staff_accounts.end_staff_sessions, account_id, gettext("Signed out everywhere."))


def _do(deed: Deed, account_id: uuid.UUID, done: str) -> BaseResponse:
    intent()
    try:
        deed(current_tenant().id, current_actor(), account_id)
    except Refusal as refusal:
        return _page(account_id, _form(account_id, blank=True), refusal)
    flash(done, "good")
    return redirect_after_post(_url(account_id))


def _form(account_id: uuid.UUID, *, blank: bool = False) -> ChangeForm:
    form = ChangeForm(formdata=None) if blank else ChangeForm()
    form.territories.choices = territory_choices(current_tenant().id, current_language())
    if blank:
        found = get_account(account_id)
        form.full_name.data = found.full_name
        form.alarm_email.data = found.alarm_email
        form.territories.data = list(found.territories)
    return form


def _page(
    account_id: uuid.UUID,
    form: ChangeForm,
    problem: Refusal | None = None,
    key: KeyForm | None = None,
) -> Response:
    key = key or KeyForm(formdata=None)
    return respond(
        "admin/staff_account.html",
        status=status_of(problem) if problem else 422 if form.errors or key.errors else 200,
        key=key,
        checks_keys=checks_keys(),
        one=get_account(account_id),
        form=form,
        problem=sentence_of(problem) if problem else "",
        is_own=account_id == current_actor().account_id,
        is_office=get_account(account_id).role == Role.OFFICE,
        hears_alarms=get_account(account_id).role in (Role.OFFICE, Role.ADMIN),
        role_names=dict(role_choices()),
    )


def _url(account_id: uuid.UUID) -> str:
    return url_for("admin.account", account_id=account_id)
