"""A family answers an offer: the place as it is, and for each answer what follows from it."""

import uuid

from flask import Blueprint, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.signed_texts import SignedAct
from kezek.core.waits import Wait
from kezek.reads.application_page import ApplicationPage
from kezek.reads.signatures import open_ways
from kezek.reads.subjects import application_subject
from kezek.usecases import answers
from kezek.web.family.acts import act_and_lead, lead_back
from kezek.web.family.application import get_page
from kezek.web.family.cards import seat_facts
from kezek.web.family.consequences import of_acceptance, of_refusal, of_silence
from kezek.web.guards import needs
from kezek.web.htmx import respond
from kezek.web.login import current_actor
from kezek.web.tenant import current_tenant
from kezek.web.wait_words import WAITS

blueprint = Blueprint(
    "family_answers",
    __name__,
    url_prefix="/<slug:slug>/family/applications/<uuid:application_id>/offer",
)

_ANSWERS = needs(Permission.OFFER_ANSWER, application_subject)


@blueprint.get("/")
@_ANSWERS
def offer(application_id: uuid.UUID) -> BaseResponse:
    """The offered place, until when to answer, and what each answer does."""
    page = get_page(application_id)
    if not _is_open(page):
        return lead_back(application_id)
    assert page.seat is not None
    return respond(
        "family/offer.html",
        page=page,
        words=WAITS[Wait.OFFER],
        facts=seat_facts(page.seat),
        if_accepted=of_acceptance(page),
        if_refused=of_refusal(page),
        if_silent=of_silence(page),
    )


@blueprint.get("/acceptance")
@_ANSWERS
def confirm_acceptance(application_id: uuid.UUID) -> BaseResponse:
    """What agreeing means."""
    page = get_page(application_id)
    if not _is_open(page):
        return lead_back(application_id)
    return respond(
        "family/offer_acceptance.html",
        page=page,
        consequences=of_acceptance(page),
        ways=open_ways(current_tenant().id, SignedAct.ACCEPTANCE),
    )


@blueprint.post("/acceptance")
@_ANSWERS
def accept(application_id: uuid.UUID) -> BaseResponse:
    """Agrees: the referral is issued, and its page is next (row 10)."""
    return act_and_lead(
        application_id,
        "accept",
        lambda once: answers.accept(
            current_tenant().id,
            current_actor().tag,
            application_id,
            place_id=_place_read(),
            once=once,
        ),
        url_for("family_referrals.show", application_id=application_id),
        gettext("You have agreed. The referral is issued."),
    )


@blueprint.get("/refusal")
@_ANSWERS
def confirm_refusal(application_id: uuid.UUID) -> BaseResponse:
    """What refusing means."""
    page = get_page(application_id)
    if not _is_open(page):
        return lead_back(application_id)
    return respond("family/offer_refusal.html", page=page, consequences=of_refusal(page))


@blueprint.post("/refusal")
@_ANSWERS
def refuse(application_id: uuid.UUID) -> BaseResponse:
    """Refuses: the place goes to the next child (row 11)."""
    return act_and_lead(
        application_id,
        "decline",
        lambda once: answers.decline(
            current_tenant().id,
            current_actor().tag,
            application_id,
            place_id=_place_read(),
            once=once,
        ),
        url_for("family_application.show", application_id=application_id),
        gettext("You have refused the offered place."),
    )


def _place_read() -> uuid.UUID | None:
    """The place that the family read about: a late answer is not taken for the next offer."""
    return request.args.get("place", type=uuid.UUID)


def _is_open(page: ApplicationPage) -> bool:
    return page.waits_for is Wait.OFFER
