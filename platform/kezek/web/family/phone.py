"""The telephone is changed by a code on the old one and a code on the new one."""

import uuid

from flask import Blueprint, Response, flash, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.errors import Refusal
from kezek.reads.accounts import find_waiting_code, profile_page
from kezek.usecases.phones import ask_phone_change, change_phone
from kezek.web.family.forms import PhoneCodesForm, PhoneForm
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.i18n import current_language
from kezek.web.login import come_in, current_actor
from kezek.web.navigation import find_url
from kezek.web.security import limiter
from kezek.web.tenant import current_tenant

blueprint = Blueprint("family_phone", __name__, url_prefix="/<slug:slug>/family/account/phone")

_ASKS = "30/minute;300/hour"
_CHANGE = "phone_change"


@blueprint.get("/")
@needs(Permission.FAMILY_ROOM)
def index() -> Response:
    """Which number is bound now, and the box for the new one."""
    return _phone_page(PhoneForm(), 200)


@blueprint.post("/")
@limiter.limit(_ASKS)
@needs(Permission.FAMILY_ROOM)
def ask() -> BaseResponse:
    """Sends a code to each of the two telephones."""
    form = PhoneForm()
    if not form.validate_on_submit():
        return _phone_page(form, 422)
    phone = form.phone.data
    try:
        change = ask_phone_change(current_tenant().id, current_actor(), phone, current_language())
    except Refusal as refusal:
        form.refuse(refusal, "phone")
        return _phone_page(form, 422)
    session[_CHANGE] = {"phone": phone, "old": str(change.old.id), "new": str(change.new.id)}
    return redirect_after_post(url_for("family_phone.codes"))


@blueprint.get("/codes")
@needs(Permission.FAMILY_ROOM)
def codes() -> BaseResponse:
    """Where both codes are entered."""
    return _codes_page(PhoneCodesForm(), 200)


@blueprint.post("/codes")
@limiter.limit(_ASKS)
@needs(Permission.FAMILY_ROOM)
def change() -> BaseResponse:
    """Binds the new telephone; this session goes on, all others end."""
    form = PhoneCodesForm()
    kept = session.get(_CHANGE)
    if kept is None or not form.validate_on_submit():
        return _codes_page(form, 422)
    actor = current_actor()
    try:
        epoch = change_phone(
            current_tenant().id,
            actor,
            kept["phone"],
            (uuid.UUID(kept["old"]), form.old.data),
            (uuid.UUID(kept["new"]), form.new.data),
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return _codes_page(form, 422)
    come_in(actor.account_id, epoch)
    flash(gettext("Your new number is bound. Sign in with it from now on."), "good")
    return redirect_after_post(url_for("family_account.index"))


def _phone_page(form: PhoneForm, status: int) -> Response:
    page = profile_page(current_tenant().id, current_actor())
    return respond(
        "family/phone.html",
        fragments={"phone-form"},
        status=status,
        form=form,
        phone_now=page.phone if page else "",
    )


def _codes_page(form: PhoneCodesForm, status: int) -> BaseResponse:
    kept = session.get(_CHANGE)
    tenant_id = current_tenant().id
    old, new = (
        find_waiting_code(tenant_id, uuid.UUID(kept[half])) if kept else None
        for half in ("old", "new")
    )
    if old is None or new is None:
        return redirect_after_post(url_for("family_phone.index"))
    return respond(
        "family/phone_codes.html",
        fragments={"codes-form"},
        status=status,
        form=form,
        old=old,
        new=new,
        demo_codes_url=find_url("demo.codes"),
    )
