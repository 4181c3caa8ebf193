"""«Өтінішіңізді растаңыз»: all that was said at a glance, the sending, and the number to keep."""

import uuid
from collections.abc import Sequence

from flask import Blueprint, Response, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.errors import Code, Refusal
from kezek.core.signed_texts import SignedAct
from kezek.core.wishes import Step
from kezek.reads.application_page import application_page
from kezek.reads.applying import DraftPage
from kezek.reads.children import child_subject
from kezek.reads.choice_of_kindergartens import kindergarten_names
from kezek.reads.sent_applications import review_of
from kezek.reads.signatures import is_signed, open_ways
from kezek.reads.subjects import application_subject
from kezek.usecases.deciding import NotFound
from kezek.usecases.sending import send
from kezek.web.family.apply_forms import category_name
from kezek.web.family.apply_way import (
    application_url,
    draft_of,
    limit_bodies,
    position,
    step_names,
    step_url,
    way_in,
)
from kezek.web.guards import needs
from kezek.web.htmx import is_fragment_request, redirect_after_post, respond
from kezek.web.i18n import current_language, format_day
from kezek.web.idempotency import intent
from kezek.web.login import current_actor
from kezek.web.next_words import next_words
from kezek.web.papers import paper_name
from kezek.web.queue_words import instruction_name, queue_type_name, queue_words
from kezek.web.refusals import sentence_of, status_of
from kezek.web.tenant import current_tenant

blueprint = Blueprint("family_apply_sending", __name__, url_prefix="/<slug:slug>/family/apply")
blueprint.url_value_preprocessor(limit_bodies)

_OF_ITS_FAMILY = needs(Permission.APPLICATION_SUBMIT, child_subject)

Fact = tuple[str, str, str]


@blueprint.get("/<uuid:child_id>/review")
@_OF_ITS_FAMILY
def review(child_id: uuid.UUID) -> Response:
    """All that was said, each with the way to change it."""
    return _review_page(way_in(child_id, Step.REVIEW), "", 200)


@blueprint.post("/<uuid:child_id>/review")
@_OF_ITS_FAMILY
def send_it(child_id: uuid.UUID) -> BaseResponse:
    """Sends the application; a second press leads to the same number."""
    key = intent()
    try:
        application_id = send(current_tenant().id, current_actor(), child_id, intent=str(key))
    except Refusal as refusal:
        return refused(child_id, refusal)
    return redirect_after_post(url_for("family_apply_sending.sent", application_id=application_id))


@blueprint.get("/<uuid:child_id>/queued")
@_OF_ITS_FAMILY
def queued(child_id: uuid.UUID) -> BaseResponse:
    """The number of the application that the child has already."""
    page = draft_of(child_id)
    if not page.number:
        return redirect(step_url(Step.CONSENT, child_id), code=303)
    return _queued_page(page, 200)


@blueprint.get("/sent/<uuid:application_id>")
@needs(Permission.APPLICATION_OWN, application_subject)
def sent(application_id: uuid.UUID) -> Response:
    """«Өтініш нөмірін сақтаңыз»: the number, and what happens next."""
    tenant_id = current_tenant().id
    page = application_page(tenant_id, current_actor(), application_id, current_language())
    if page is None:
        raise NotFound(application_id)
    return respond(
        "family/apply/sent.html",
        page=page,
        review=review_of(tenant_id, application_id),
        application_url=application_url(application_id),
        is_signed=is_signed(tenant_id, application_id),
        queue_words=queue_words,
        next_words=next_words(page.mode),
    )


def refused(child_id: uuid.UUID, refusal: Refusal) -> BaseResponse:
    """Where a sending that was refused leads: to what is missing, or to the review."""
    page = draft_of(child_id)
    if page.number:
        if is_fragment_request():
            return redirect_after_post(url_for("family_apply_sending.queued", child_id=child_id))
        return _queued_page(page, status_of(refusal))
    if refusal.code is Code.CONSENT_MISSING or page.next_step is not Step.REVIEW:
        return redirect_after_post(step_url(page.next_step, child_id))
    return _review_page(page, sentence_of(refusal), 422)


def _queued_page(page: DraftPage, status: int) -> Response:
    assert page.application_id is not None
    return respond(
        "family/apply/queued.html",
        status=status,
        page=page,
        application_url=application_url(page.application_id),
    )


def _review_page(page: DraftPage, problem: str, status: int) -> Response:
    names = kindergarten_names(current_tenant().id, page.draft.choices, current_language())
    return respond(
        "family/apply/review.html",
        fragments={"apply-step"},
        status=status,
        page=page,
        problem=problem,
        people=_people(page),
        place=_place(page),
        kindergartens=[names[one] for one in page.draft.choices if one in names],
        kindergartens_url=_kindergartens_url(page),
        benefits=[category_name(code) for code in page.draft.categories],
        benefits_url=step_url(Step.BENEFITS, page.child_id),
        documents_url=step_url(Step.DOCUMENTS, page.child_id),
        document_name=paper_name,
        ways=open_ways(current_tenant().id, SignedAct.APPLICATION),
        steps=step_names(page.steps),
        current=position(Step.REVIEW, page.steps),
    )


def _kindergartens_url(page: DraftPage) -> str:
    """Where the choice is changed; empty where none is asked for (V-17)."""
    if Step.KINDERGARTENS not in page.steps:
        return ""
    return step_url(Step.KINDERGARTENS, page.child_id)


def _people(page: DraftPage) -> Sequence[Fact]:
    here = step_url(Step.CHILD, page.child_id)
    return (
        (gettext("The child"), page.child, here),
        (gettext("Date of birth"), format_day(page.born_on), here),
        (gettext("Parent"), page.guardian, here),
        (gettext("Home address"), page.address, here),
        *_email(page),
    )


def _email(page: DraftPage) -> Sequence[Fact]:
    """The mailbox with the way to give it, where notices must come there too (I-3.2)."""
    if not page.needs_email:
        return ()
    there = url_for("family_account.index", next=step_url(Step.REVIEW, page.child_id))
    return ((gettext("E-mail"), page.email or gettext("not given yet"), there),)


def _place(page: DraftPage) -> Sequence[Fact]:
    here = step_url(Step.TERRITORY, page.child_id)
    said, territory = page.draft, page.territory
    is_russian = current_language() == "ru"
    name = (territory.ru if is_russian else territory.kk) if territory else ""
    return (
        (gettext("Territory"), name, here),
        (gettext("Language of instruction"), instruction_name(said.language), here),
        (gettext("Queue"), queue_type_name(said.queue_type), here),
    )
