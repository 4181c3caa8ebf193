"""The application of a parent at the counter, as it stands on paper: to its sending (A-31)."""

import uuid

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.errors import Refusal
from kezek.core.personal_views import Shown
from kezek.core.queues import QueueType
from kezek.core.standing import GENERAL_CATEGORY
from kezek.core.wishes import Step
from kezek.reads.applying import DraftPage, draft_page
from kezek.reads.choice_of_kindergartens import all_kindergartens
from kezek.usecases import drafts
from kezek.usecases.assisted import keep_paper_consent, on_behalf, send_for_family
from kezek.usecases.deciding import NotFound
from kezek.usecases.documents import attach
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.i18n import current_language
from kezek.web.idempotency import intent
from kezek.web.login import current_actor
from kezek.web.office.assisted import languages
from kezek.web.office.assisted_forms import MOST_CHOICES, Annex1Form
from kezek.web.papers import PaperForm, paper_name, refuse_paper
from kezek.web.queue_words import instruction_name, queue_type_name
from kezek.web.refusals import sentence_of
from kezek.web.tenant import current_tenant

blueprint = Blueprint(
    "office_assisted_paper",
    __name__,
    url_prefix="/<slug:slug>/office/assisted/<uuid:guardian_id>/<uuid:child_id>",
)

_ASSISTS = needs(Permission.ENTRY_ASSIST, shows=Shown.CHILD)


@blueprint.get("/")
@_ASSISTS
def paper(guardian_id: uuid.UUID, child_id: uuid.UUID) -> BaseResponse:
    """Consent, territory, queue, statements: what stands on the paper."""
    page = _page(child_id)
    if page.number:
        return _to_application(page)
    form = _form(page, formdata=None)
    said = page.draft
    form.territory.data, form.language.data = said.territory, said.language
    form.queue_type.data = str(said.queue_type)
    form.categories.data = [one for one in said.categories if one != GENERAL_CATEGORY]
    form.paper_language.data = current_language()
    return _paper_page(guardian_id, form, page, 200)


@blueprint.post("/")
@_ASSISTS
def keep_paper(guardian_id: uuid.UUID, child_id: uuid.UUID) -> BaseResponse:
    """Keeps all of it, each by the use case that a family's own step uses."""
    page = _page(child_id)
    form = _form(page)
    if not form.validate_on_submit():
        return _paper_page(guardian_id, form, page, 422)
    tenant_id, by = current_tenant().id, current_actor()
    actor = on_behalf(by, guardian_id)
    parameters = drafts.Parameters(
        form.territory.data, form.language.data, QueueType(form.queue_type.data)
    )
    try:
        keep_paper_consent(
            tenant_id, by, guardian_id, child_id, form.paper_language.data, form.signed.data
        )
        drafts.set_parameters(tenant_id, actor, child_id, parameters)
        drafts.set_benefits(tenant_id, actor, child_id, form.ticked, form.planned.data)
    except Refusal as refusal:
        form.refuse(refusal, "signed" if refusal.detail == "signed_later" else None)
        return _paper_page(guardian_id, form, page, 422)
    return redirect_after_post(_rest_url(guardian_id, child_id))


@blueprint.get("/rest")
@_ASSISTS
def rest(guardian_id: uuid.UUID, child_id: uuid.UUID) -> BaseResponse:
    """Kindergartens and documents, and then the sending."""
    page = _page(child_id)
    if page.number:
        return _to_application(page)
    if page.next_step in (Step.CONSENT, Step.CHILD, Step.TERRITORY, Step.BENEFITS):
        return redirect_after_post(_url("paper", guardian_id, child_id))
    return _rest_page(guardian_id, page, None, "", 200)


@blueprint.post("/kindergartens")
@_ASSISTS
def choose(guardian_id: uuid.UUID, child_id: uuid.UUID) -> BaseResponse:
    """Keeps one to four kindergartens in the parent's order."""
    page = _page(child_id)
    try:
        named = [uuid.UUID(one) for one in request.form.getlist("choice") if one]
    except ValueError:
        raise NotFound("kindergarten") from None
    choices = tuple(dict.fromkeys(named))[:MOST_CHOICES]
    try:
        drafts.set_choices(
            current_tenant().id, on_behalf(current_actor(), guardian_id), child_id, choices
        )
    except Refusal as refusal:
        return _rest_page(guardian_id, page, None, sentence_of(refusal), 422)
    return redirect_after_post(_rest_url(guardian_id, child_id))


@blueprint.post("/documents/<string(length=6):code>")
@_ASSISTS
def attach_paper(guardian_id: uuid.UUID, child_id: uuid.UUID, code: str) -> BaseResponse:
    """Attaches a copy that the specialist has made."""
    page = _page(child_id)
    if code not in {one.document.code for one in page.papers}:
        raise NotFound(code)
    form = PaperForm(code)
    key = str(intent())
    if not form.validate_on_submit():
        return _rest_page(guardian_id, page, form, "", 422)
    actor = on_behalf(current_actor(), guardian_id)
    try:
        attach(current_tenant().id, actor, child_id, form.uploads, intent=key)
    except Refusal as refusal:
        refuse_paper(form, refusal)
        return _rest_page(guardian_id, page, form, "", 422)
    flash(gettext("Attached: %(name)s.", name=paper_name(code)), "good")
    return redirect_after_post(_rest_url(guardian_id, child_id))


@blueprint.post("/sending")
@_ASSISTS
def send(guardian_id: uuid.UUID, child_id: uuid.UUID) -> BaseResponse:
    """Sends it: at the same moment, by the same rules, with the same notices as online."""
    key = str(intent())
    try:
        application_id = send_for_family(
            current_tenant().id, current_actor(), guardian_id, child_id, intent=key
        )
    except Refusal as refusal:
        page = _page(child_id)
        if page.number:
            return _to_application(page)
        return _rest_page(guardian_id, page, None, sentence_of(refusal), 422)
    flash(gettext("The application was sent. The family gets its number by SMS."), "good")
    return redirect_after_post(url_for("office_review.show", application_id=application_id))


def _form(page: DraftPage, **given: object) -> Annex1Form:
    form = Annex1Form(**given)
    is_russian = current_language() == "ru"
    form.paper_language.choices = languages()
    form.territory.choices = [
        (one.slug, one.ru if is_russian else one.kk)
        for one in page.region.territories
        if page.is_open(one)
    ]
    form.language.choices = [
        (code, instruction_name(code)) for code in page.region.instruction_languages
    ]
    form.queue_type.choices = [(str(kind), queue_type_name(kind)) for kind in QueueType]
    return form


def _page(child_id: uuid.UUID) -> DraftPage:
    page = draft_page(current_tenant().id, child_id)
    if page is None:
        raise NotFound(child_id)
    return page


def _paper_page(guardian_id: uuid.UUID, form: Annex1Form, page: DraftPage, status: int) -> Response:
    return respond(
        "office/assisted_paper.html",
        status=status,
        form=form,
        page=page,
        guardian_id=guardian_id,
    )


def _rest_page(
    guardian_id: uuid.UUID,
    page: DraftPage,
    wrong: PaperForm | None,
    problem: str,
    status: int,
) -> Response:
    codes = [one.document.code for one in page.papers]
    forms = {code: PaperForm(code, formdata=None) for code in codes}
    if wrong is not None:
        forms[wrong.code] = wrong
    asks = Step.KINDERGARTENS in page.steps
    return respond(
        "office/assisted_rest.html",
        status=status,
        page=page,
        guardian_id=guardian_id,
        forms=forms,
        wrong=wrong,
        problem=problem,
        gardens=all_kindergartens(current_tenant().id, page.cohort, current_language())
        if asks
        else (),
        asks=asks,
        slots=range(MOST_CHOICES),
        paper_name=paper_name,
        is_ready=page.next_step is Step.REVIEW,
    )


def _to_application(page: DraftPage) -> BaseResponse:
    return redirect_after_post(url_for("office_review.show", application_id=page.application_id))


def _url(step: str, guardian_id: uuid.UUID, child_id: uuid.UUID) -> str:
    return url_for(f"office_assisted_paper.{step}", guardian_id=guardian_id, child_id=child_id)


def _rest_url(guardian_id: uuid.UUID, child_id: uuid.UUID) -> str:
    return _url("rest", guardian_id, child_id)
