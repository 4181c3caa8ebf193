"""Do you still need a place: the yearly question, and the one after a suspension."""

import uuid

from flask import Blueprint, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.waits import Wait
from kezek.reads.application_page import ApplicationPage
from kezek.reads.subjects import application_subject
from kezek.usecases import applications
from kezek.web.family.acts import act_and_lead, lead_back
from kezek.web.family.application import get_page
from kezek.web.family.consequences import of_interest, of_no_interest
from kezek.web.guards import needs
from kezek.web.htmx import respond
from kezek.web.login import current_actor
from kezek.web.tenant import current_tenant
from kezek.web.wait_words import WAITS

blueprint = Blueprint(
    "family_interest",
    __name__,
    url_prefix="/<slug:slug>/family/applications/<uuid:application_id>/interest",
)

_ANSWERS = needs(Permission.INTEREST_ANSWER, application_subject)


@blueprint.get("/")
@_ANSWERS
def question(application_id: uuid.UUID) -> BaseResponse:
    """The question with both answers."""
    page = get_page(application_id)
    if not _is_open(page):
        return lead_back(application_id)
    assert page.waits_for is not None
    return respond(
        "family/interest.html",
        page=page,
        words=WAITS[page.waits_for],
        if_yes=of_interest(page),
        if_no=of_no_interest(page),
    )


@blueprint.post("/confirmation")
@_ANSWERS
def confirm(application_id: uuid.UUID) -> BaseResponse:
    """Yes: the place is still needed (rows 14, 17)."""
    return _answer(
        application_id,
        interested=True,
        done=gettext("Thank you. We know that you still need a place."),
    )


@blueprint.get("/refusal")
@_ANSWERS
def confirm_refusal(application_id: uuid.UUID) -> BaseResponse:
    """What saying no means."""
    page = get_page(application_id)
    if not _is_open(page):
        return lead_back(application_id)
    return respond("family/interest_refusal.html", page=page, consequences=of_no_interest(page))


@blueprint.post("/refusal")
@_ANSWERS
def refuse(application_id: uuid.UUID) -> BaseResponse:
    """No: the application goes to the archive (rows 15, 18, 20)."""
    return _answer(
        application_id,
        interested=False,
        done=gettext("The application is in the archive. You can apply anew at any time."),
    )


def _answer(application_id: uuid.UUID, *, interested: bool, done: str) -> BaseResponse:
    return act_and_lead(
        application_id,
        f"interest-{interested}",
        lambda once: applications.answer_interest(
            current_tenant().id,
            current_actor().tag,
            application_id,
            interested=interested,
            once=once,
        ),
        url_for("family_application.show", application_id=application_id),
        done,
    )


def _is_open(page: ApplicationPage) -> bool:
    return page.waits_for in (Wait.INTEREST, Wait.YEARLY)
