"""A voucher is offered, lapses and is restored: what each answer does, and the answer."""

import uuid

from flask import Blueprint, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.waits import Wait
from kezek.reads.application_page import ApplicationPage
from kezek.reads.subjects import application_subject
from kezek.usecases import answers, vouchers
from kezek.web.family.acts import act_and_lead, lead_back
from kezek.web.family.application import get_page
from kezek.web.family.cards import WAITS
from kezek.web.family.voucher_consequences import (
    of_confirming,
    of_refusing,
    of_restoring,
    of_silence,
)
from kezek.web.guards import needs
from kezek.web.htmx import respond
from kezek.web.login import current_actor
from kezek.web.tenant import current_tenant

blueprint = Blueprint(
    "family_vouchers",
    __name__,
    url_prefix="/<slug:slug>/family/applications/<uuid:application_id>/voucher",
)

_ANSWERS = needs(Permission.OFFER_ANSWER, application_subject)
_USES = needs(Permission.VOUCHER_USE, application_subject)


@blueprint.get("/")
@_ANSWERS
def offer(application_id: uuid.UUID) -> BaseResponse:
    """The offered voucher, until when to answer, and what each answer does."""
    page = get_page(application_id)
    if page.waits_for is not Wait.VOUCHER:
        return lead_back(application_id)
    return respond(
        "family/voucher_offer.html",
        page=page,
        words=WAITS[Wait.VOUCHER],
        if_accepted=of_confirming(page),
        if_refused=of_refusing(page),
        if_silent=of_silence(page),
    )


@blueprint.get("/acceptance")
@_ANSWERS
def confirm_acceptance(application_id: uuid.UUID) -> BaseResponse:
    """What agreeing means."""
    page = get_page(application_id)
    if page.waits_for is not Wait.VOUCHER:
        return lead_back(application_id)
    return _confirm(
        page,
        title=gettext("Agree to the voucher?"),
        consequences=of_confirming(page),
        form="acceptance",
        button=gettext("Yes, I agree"),
        back=url_for("family_vouchers.offer", application_id=application_id),
    )


@blueprint.post("/acceptance")
@_ANSWERS
def accept(application_id: uuid.UUID) -> BaseResponse:
    """Agrees: the days to choose a kindergarten begin (row 3)."""
    return act_and_lead(
        application_id,
        "accept-voucher",
        lambda once: answers.accept(
            current_tenant().id, current_actor().tag, application_id, once=once
        ),
        url_for("family_voucher_places.index", application_id=application_id),
        gettext("You have agreed. The voucher is active: choose a kindergarten."),
    )


@blueprint.get("/refusal")
@_ANSWERS
def confirm_refusal(application_id: uuid.UUID) -> BaseResponse:
    """What refusing means."""
    page = get_page(application_id)
    if page.waits_for is not Wait.VOUCHER:
        return lead_back(application_id)
    return _confirm(
        page,
        title=gettext("Refuse the voucher?"),
        consequences=of_refusing(page),
        form="refusal",
        button=gettext("Yes, I refuse the voucher"),
        back=url_for("family_vouchers.offer", application_id=application_id),
        is_danger=True,
    )


@blueprint.post("/refusal")
@_ANSWERS
def refuse(application_id: uuid.UUID) -> BaseResponse:
    """Refuses: the voucher and the place in the queue are gone (row 4)."""
    return act_and_lead(
        application_id,
        "decline-voucher",
        lambda once: answers.decline(
            current_tenant().id, current_actor().tag, application_id, once=once
        ),
        url_for("family_application.show", application_id=application_id),
        gettext("You have refused the voucher."),
    )


@blueprint.get("/restoration")
@_USES
def confirm_restoration(application_id: uuid.UUID) -> BaseResponse:
    """What restoring means."""
    page = get_page(application_id)
    if page.waits_for is not Wait.RESTORE:
        return lead_back(application_id)
    return _confirm(
        page,
        title=gettext("Restore the application?"),
        consequences=of_restoring(page),
        form="restoration",
        button=gettext("Restore the application"),
        back=url_for("family_application.show", application_id=application_id),
    )


@blueprint.post("/restoration")
@_USES
def restore(application_id: uuid.UUID) -> BaseResponse:
    """Back into the queue, once (rows 6, 7)."""
    return act_and_lead(
        application_id,
        "restore",
        lambda once: vouchers.restore(
            current_tenant().id, current_actor().tag, application_id, once=once
        ),
        url_for("family_application.show", application_id=application_id),
        gettext("The application is restored and stands in its queue again."),
    )


def _confirm(
    page: ApplicationPage,
    *,
    title: str,
    consequences: list[str],
    form: str,
    button: str,
    back: str,
    is_danger: bool = False,
) -> BaseResponse:
    """One page for every answer that should be thought over; its form answers to its address."""
    assert page.waits_for is not None
    return respond(
        "family/voucher_confirm.html",
        page=page,
        title=title,
        lead=page.child,
        until=WAITS[page.waits_for].until,
        due_at=page.wait_until,
        consequences=consequences,
        action=request.path,
        form_name=form,
        button=button,
        back=back,
        back_text=gettext("Back"),
        is_danger=is_danger,
    )
