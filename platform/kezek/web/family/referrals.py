"""The referral: how long it is valid, giving it back within its hours, asking for more days."""

import uuid

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse
from wtforms import IntegerField

from kezek.core.access import Permission
from kezek.core.admission_papers import EXTENSION_PROOF
from kezek.core.applications import State
from kezek.core.errors import Refusal
from kezek.reads.application_page import ApplicationPage
from kezek.reads.subjects import application_subject
from kezek.usecases import referrals
from kezek.usecases.extensions import ask_with_proof
from kezek.web.family.acts import act_and_lead, answered_once, lead_back, once
from kezek.web.family.application import COMPLAIN, get_page, refused
from kezek.web.family.cards import seat_facts
from kezek.web.family.consequences import of_cancelling
from kezek.web.family.papers import limit_bodies, refuse_paper, uploads_of
from kezek.web.forms import Form, Needed
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.login import current_actor
from kezek.web.navigation import find_url
from kezek.web.tenant import current_tenant
from kezek.web.uploads import DocumentsField
from kezek.web.words import mark

blueprint = Blueprint(
    "family_referrals",
    __name__,
    url_prefix="/<slug:slug>/family/applications/<uuid:application_id>/referral",
)
blueprint.url_value_preprocessor(limit_bodies)

_SEES = needs(Permission.APPLICATION_SEE, application_subject)
_CANCELS = needs(Permission.REFERRAL_CANCEL, application_subject)
_EXTENDS = needs(Permission.REFERRAL_EXTEND, application_subject)


class ExtensionForm(Form):
    """For how many days, and the paper that shows why (L-25.2, DOC-16)."""

    days = IntegerField(
        mark("How many days do you need?"), [Needed(mark("Enter a number of days."))]
    )
    files = DocumentsField(
        mark("Paper that shows why you cannot come"), [Needed(mark("Choose a file."))]
    )


@blueprint.get("/")
@_SEES
def show(application_id: uuid.UUID) -> BaseResponse:
    """The live referral with everything that can be done with it."""
    page = get_page(application_id)
    if not _is_open(page):
        return lead_back(application_id)
    return _page(page, ExtensionForm(formdata=None), 200)


@blueprint.get("/cancellation")
@_CANCELS
def confirm_cancellation(application_id: uuid.UUID) -> BaseResponse:
    """What giving the referral back means."""
    page = get_page(application_id)
    if page.referral is None or not page.referral.may_cancel:
        return lead_back(application_id)
    return respond(
        "family/referral_cancellation.html",
        page=page,
        referral=page.referral,
        consequences=of_cancelling(page),
    )


@blueprint.post("/cancellation")
@_CANCELS
def cancel(application_id: uuid.UUID) -> BaseResponse:
    """Gives the referral back (row 23)."""
    return act_and_lead(
        application_id,
        "cancel-referral",
        lambda key: referrals.cancel(
            current_tenant().id, current_actor().tag, application_id, once=key
        ),
        url_for("family_application.show", application_id=application_id),
        gettext("You have given the referral back."),
    )


@blueprint.post("/extension")
@_EXTENDS
def extend(application_id: uuid.UUID) -> BaseResponse:
    """Asks for more days with the proof, both or neither (row 24)."""
    page = get_page(application_id)
    form = ExtensionForm()
    key = once("extend", application_id, request.form.get("days", ""))
    if not form.validate_on_submit():
        return _page(page, form, 422) if _is_open(page) else lead_back(application_id)
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
    return redirect_after_post(url_for("family_referrals.show", application_id=application_id))


def _refuse(application_id: uuid.UUID, form: ExtensionForm, refusal: Refusal) -> BaseResponse:
    page = get_page(application_id)
    if not _is_open(page) or page.referral is None or not page.referral.may_extend:
        return refused(application_id, refusal)
    if refusal.detail == "extension_days":
        form.refuse(refusal, "days")
    else:
        refuse_paper(form, refusal)
    return _page(page, form, 422)


def _page(page: ApplicationPage, form: ExtensionForm, status: int) -> BaseResponse:
    assert page.referral is not None
    assert page.seat is not None
    returned = next((notice for notice in page.notices if notice.code == "N-26"), None)
    return respond(
        "family/referral.html",
        fragments={"extension-form"},
        status=status,
        page=page,
        referral=page.referral,
        facts=seat_facts(page.seat),
        form=form,
        returned=returned if returned and returned.at >= page.referral.issued_at else None,
        complain_url=find_url(COMPLAIN, application_id=page.id),
    )


def _is_open(page: ApplicationPage) -> bool:
    return page.state == State.REFERRED and page.referral is not None
