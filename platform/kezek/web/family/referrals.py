"""The referral: how long it is valid, giving it back within its hours, asking for more days."""

import uuid

from flask import Blueprint, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.applications import State
from kezek.reads.application_page import ApplicationPage
from kezek.reads.subjects import application_subject
from kezek.usecases import referrals
from kezek.web.family.acts import act_and_lead, lead_back
from kezek.web.family.application import COMPLAIN, get_page
from kezek.web.family.cards import seat_facts
from kezek.web.family.consequences import of_cancelling
from kezek.web.family.more_days import ExtensionForm, ask_for_days
from kezek.web.family.papers import limit_bodies
from kezek.web.guards import needs
from kezek.web.htmx import respond
from kezek.web.login import current_actor
from kezek.web.navigation import find_url
from kezek.web.tenant import current_tenant

blueprint = Blueprint(
    "family_referrals",
    __name__,
    url_prefix="/<slug:slug>/family/applications/<uuid:application_id>/referral",
)
blueprint.url_value_preprocessor(limit_bodies)

_SEES = needs(Permission.APPLICATION_OWN, application_subject)
_CANCELS = needs(Permission.REFERRAL_CANCEL, application_subject)
_EXTENDS = needs(Permission.REFERRAL_EXTEND, application_subject)


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
    return ask_for_days(
        application_id,
        "extend",
        is_open=_is_open,
        may_extend=lambda page: page.referral is not None and page.referral.may_extend,
        show=_page,
        url=url_for("family_referrals.show", application_id=application_id),
    )


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
