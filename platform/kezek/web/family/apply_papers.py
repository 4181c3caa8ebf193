"""«Құжаттарды тіркеңіз»: each paper has its own form, so that one bad photo spoils nothing else."""

import uuid

from flask import Blueprint, Response, flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission, Subject
from kezek.core.documents import Document, Validity
from kezek.core.errors import Refusal
from kezek.core.wishes import Step
from kezek.reads.applying import DraftPage
from kezek.reads.children import child_subject
from kezek.usecases.deciding import NotFound
from kezek.usecases.documents import attach, remove
from kezek.web.family.apply_way import (
    limit_bodies,
    position,
    step_names,
    step_url,
    way_in,
)
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.idempotency import intent
from kezek.web.login import current_actor
from kezek.web.papers import PaperForm, paper_name, refuse_paper
from kezek.web.tenant import current_tenant

blueprint = Blueprint(
    "family_apply_papers",
    __name__,
    url_prefix="/<slug:slug>/family/apply/<uuid:child_id>/documents",
)
blueprint.url_value_preprocessor(limit_bodies)


def _whose(tenant_id: int, child_id: uuid.UUID, **_: object) -> Subject | None:
    """Whose the child is, whatever else the address names."""
    return child_subject(tenant_id, child_id)


_OF_ITS_FAMILY = needs(Permission.APPLICATION_SUBMIT, _whose)


@blueprint.get("/")
@_OF_ITS_FAMILY
def papers(child_id: uuid.UUID) -> BaseResponse:
    """The papers that the benefits and the queue ask for, each with what is attached."""
    page = _page(child_id)
    if not page.papers:
        return redirect(step_url(Step.REVIEW, child_id), code=303)
    return _papers_page(page, None, (), 200)


@blueprint.post("/<string(length=6):code>")
@_OF_ITS_FAMILY
def attach_paper(child_id: uuid.UUID, code: str) -> BaseResponse:
    """Attaches the files of one document; sent twice they are attached once."""
    page = _page(child_id)
    if code not in {paper.document.code for paper in page.papers}:
        raise NotFound(code)
    form = PaperForm(code)
    key = intent()
    if not form.validate_on_submit():
        return _papers_page(page, form, (), 422)
    try:
        attach(current_tenant().id, current_actor(), child_id, form.uploads, intent=str(key))
    except Refusal as refusal:
        refuse_paper(form, refusal)
        return _papers_page(page, form, (), 422)
    flash(gettext("Attached: %(name)s.", name=paper_name(code)), "good")
    return redirect_after_post(
        url_for("family_apply_papers.papers", child_id=child_id, _anchor=code.lower())
    )


@blueprint.post("/<uuid:document_id>/removal")
@_OF_ITS_FAMILY
def remove_paper(child_id: uuid.UUID, document_id: uuid.UUID) -> BaseResponse:
    """Takes a file back that was not sent yet."""
    page = _page(child_id)
    if document_id in {file.id for file in page.files}:
        remove(current_tenant().id, current_actor(), document_id)
        flash(gettext("The file is removed."), "calm")
    return redirect_after_post(url_for("family_apply_papers.papers", child_id=child_id))


@blueprint.post("/done")
@_OF_ITS_FAMILY
def done(child_id: uuid.UUID) -> BaseResponse:
    """Goes on once nothing is missing; else says what is."""
    page = _page(child_id)
    if page.missing:
        return _papers_page(page, None, page.missing, 422)
    return redirect_after_post(step_url(Step.REVIEW, child_id))


def _page(child_id: uuid.UUID) -> DraftPage:
    """The draft with its papers; before the benefits are stated there is none to speak of."""
    return way_in(child_id, Step.DOCUMENTS)


def _papers_page(
    page: DraftPage, wrong: PaperForm | None, missing: tuple[Document, ...], status: int
) -> Response:
    codes = [paper.document.code for paper in page.papers]
    forms = {code: PaperForm(code, formdata=None) for code in codes}
    if wrong is not None:
        forms[wrong.code] = wrong
    wanted = set(forms)
    return respond(
        "family/apply/documents.html",
        fragments={"apply-step"},
        status=status,
        page=page,
        forms=forms,
        wrong=wrong,
        missing=[paper_name(one.code) for one in missing],
        left_over=[file for file in page.files if file.kind not in wanted],
        document_name=paper_name,
        lasts_a_month=[
            paper.document.code
            for paper in page.papers
            if paper.document.validity is Validity.ONE_MONTH
        ],
        back_url=step_url(Step.BENEFITS, page.child_id),
        steps=step_names(page.steps),
        current=position(Step.DOCUMENTS, page.steps),
    )
