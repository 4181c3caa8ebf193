"""The papers of a benefit: given after the place is taken, before the family comes (I-3.13)."""

import uuid

from flask import Blueprint, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.errors import Refusal
from kezek.reads.benefit_page import BenefitPage, benefit_page
from kezek.reads.subjects import application_subject
from kezek.usecases.deciding import NotFound
from kezek.usecases.documents import attach
from kezek.web.family.acts import lead_back
from kezek.web.family.application import get_page, its_subject
from kezek.web.family.apply_forms import category_name
from kezek.web.family.papers import limit_bodies
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.i18n import current_language
from kezek.web.idempotency import intent
from kezek.web.login import current_actor
from kezek.web.papers import PaperForm, paper_name, refuse_paper
from kezek.web.tenant import current_tenant

blueprint = Blueprint(
    "family_benefit",
    __name__,
    url_prefix="/<slug:slug>/family/applications/<uuid:application_id>/benefit",
)
blueprint.url_value_preprocessor(limit_bodies)


@blueprint.get("/")
@needs(Permission.APPLICATION_OWN, application_subject)
def show(application_id: uuid.UUID) -> BaseResponse:
    """Each paper with what is attached, both days, and what follows."""
    page = _find(application_id)
    return lead_back(application_id) if page is None else _page(page, None, 200)


@blueprint.post("/papers/<string(length=6):code>")
@needs(Permission.DOCUMENT_ADD, its_subject)
def attach_paper(application_id: uuid.UUID, code: str) -> BaseResponse:
    """Attaches the files of one paper; sent twice they are attached once."""
    page = _find(application_id)
    if page is None:
        return lead_back(application_id)
    if code not in [paper.document.code for paper in page.papers]:
        raise NotFound(code)
    form = PaperForm(code)
    key = intent()
    if not form.validate_on_submit():
        return _page(page, form, 422)
    try:
        attach(
            current_tenant().id,
            current_actor(),
            page.child_id,
            form.uploads,
            application_id=application_id,
            intent=str(key),
        )
    except Refusal as refusal:
        refuse_paper(form, refusal)
        return _page(page, form, 422)
    flash(gettext("Attached: %(name)s.", name=paper_name(code)), "good")
    return redirect_after_post(
        url_for("family_benefit.show", application_id=application_id, _anchor=code.lower())
    )


def _find(application_id: uuid.UUID) -> BenefitPage | None:
    """The page while papers are asked for. Raises NotFound for another family's application."""
    page = benefit_page(current_tenant().id, current_actor(), application_id, current_language())
    if page is None:
        get_page(application_id)
    return page


def _page(page: BenefitPage, wrong: PaperForm | None, status: int) -> BaseResponse:
    codes = [paper.document.code for paper in page.papers]
    forms = {code: PaperForm(code, formdata=None) for code in codes}
    if wrong is not None:
        forms[wrong.code] = wrong
    return respond(
        "family/benefit.html",
        fragments={"benefit-papers"},
        status=status,
        page=page,
        forms=forms,
        rights=[category_name(code) for code in page.categories],
        document_name=paper_name,
    )
