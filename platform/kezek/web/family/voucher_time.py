"""More days for an active voucher: asked for once, with a paper that shows why (VX-15)."""

import uuid

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.admission_papers import EXTENSION_PROOF
from kezek.core.applications import State
from kezek.core.errors import Refusal
from kezek.reads.application_page import ApplicationPage
from kezek.reads.subjects import application_subject
from kezek.usecases.extensions import ask_with_proof
from kezek.web.family.acts import answered_once, lead_back, once
from kezek.web.family.application import get_page, refused
from kezek.web.family.papers import limit_bodies, refuse_paper, uploads_of
from kezek.web.family.referrals import ExtensionForm
from kezek.web.family.voucher_consequences import of_running_out
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.login import current_actor
from kezek.web.tenant import current_tenant

blueprint = Blueprint(
    "family_voucher_time",
    __name__,
    url_prefix="/<slug:slug>/family/applications/<uuid:application_id>/voucher/time",
)
blueprint.url_value_preprocessor(limit_bodies)

_EXTENDS = needs(Permission.REFERRAL_EXTEND, application_subject)
_RUNNING = frozenset({State.VOUCHER_ACTIVE, State.PLACE_CHOSEN})


@blueprint.get("/")
@_EXTENDS
def show(application_id: uuid.UUID) -> BaseResponse:
    """Until when the voucher runs, what follows then, and how to ask for more days."""
    page = get_page(application_id)
    if page.state not in _RUNNING:
        return lead_back(application_id)
    return _page(page, ExtensionForm(formdata=None), 200)


@blueprint.post("/")
@_EXTENDS
def extend(application_id: uuid.UUID) -> BaseResponse:
    """Asks for more days with the proof, both or neither (row 13)."""
    page = get_page(application_id)
    form = ExtensionForm()
    key = once("extend-voucher", application_id, request.form.get("days", ""))
    if not form.validate_on_submit():
        return _page(page, form, 422) if page.state in _RUNNING else lead_back(application_id)
    try:
        with answered_once():
            ask_with_proof(
                current_tenant().id,
                current_actor(),
                application_id,
                days=form.days.data or 0,
                proof=uploads_of(form.files, EXTENSION_PROOF),
                once=key,
            )
    except Refusal as refusal:
        return _refuse(application_id, form, refusal)
    flash(gettext("Your request is sent. The answer comes within one working day."), "good")
    return redirect_after_post(url_for("family_voucher_time.show", application_id=application_id))


def _refuse(application_id: uuid.UUID, form: ExtensionForm, refusal: Refusal) -> BaseResponse:
    page = get_page(application_id)
    if page.state not in _RUNNING or page.voucher is None or not page.voucher.may_extend:
        return refused(application_id, refusal)
    if refusal.detail == "extension_days":
        form.refuse(refusal, "days")
    else:
        refuse_paper(form, refusal)
    return _page(page, form, 422)


def _page(page: ApplicationPage, form: ExtensionForm, status: int) -> BaseResponse:
    assert page.voucher is not None
    return respond(
        "family/voucher_time.html",
        fragments={"extension-form"},
        status=status,
        page=page,
        voucher=page.voucher,
        most=page.voucher.settings.voucher_extension_max_days,
        consequences=of_running_out(page),
        form=form,
    )
