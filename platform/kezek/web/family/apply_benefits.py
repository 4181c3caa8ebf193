"""«Артықшылықтарды көрсетіңіз (бар болса)»: the statements of Annex 1, and the planned age."""

import uuid

from flask import Blueprint, Response
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.errors import Code, Refusal
from kezek.core.standing import CATEGORIES
from kezek.core.turns import Standing
from kezek.core.wishes import Step
from kezek.reads.applying import DraftPage
from kezek.reads.children import child_subject
from kezek.usecases import drafts
from kezek.web.family.apply_forms import BenefitsForm
from kezek.web.family.apply_way import (
    lead_on,
    limit_bodies,
    neighbour_url,
    position,
    step_names,
    step_url,
    way_in,
)
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.login import current_actor
from kezek.web.papers import paper_name
from kezek.web.tenant import current_tenant
from kezek.web.words import mark, say

blueprint = Blueprint(
    "family_apply_benefits", __name__, url_prefix="/<slug:slug>/family/apply/<uuid:child_id>"
)
blueprint.url_value_preprocessor(limit_bodies)

_OF_ITS_FAMILY = needs(Permission.APPLICATION_SUBMIT, child_subject)
_IN_REGISTERS = mark("Checked in the state registers; no papers are needed.")


@blueprint.get("/benefits")
@_OF_ITS_FAMILY
def benefits(child_id: uuid.UUID) -> Response:
    """The statements of Annex 1 and the planned age."""
    page = way_in(child_id, Step.BENEFITS)
    said = page.draft.categories
    form = BenefitsForm(
        data={"out_of_turn": said, "first_priority": said, "planned": page.draft.planned_from}
    )
    form.none.data = bool(said) and page.draft.standing is Standing.G
    return _benefits_page(form, page, 200)


@blueprint.post("/benefits")
@_OF_ITS_FAMILY
def keep_benefits(child_id: uuid.UUID) -> BaseResponse:
    """Keeps them, and goes on to the papers that they ask for."""
    page = way_in(child_id, Step.BENEFITS)
    form = BenefitsForm()
    if not form.validate_on_submit():
        return _benefits_page(form, page, 422)
    try:
        drafts.set_benefits(
            current_tenant().id, current_actor(), child_id, form.categories, form.planned.data
        )
    except Refusal as refusal:
        form.refuse(refusal, "first_priority" if refusal.code is Code.NOT_ELIGIBLE_AGE else None)
        return _benefits_page(form, page, 422)
    changed = way_in(child_id, Step.BENEFITS)
    if changed.papers:
        return redirect_after_post(step_url(Step.DOCUMENTS, child_id))
    return lead_on(child_id)


def _proofs() -> dict[int, str]:
    """By what each benefit of first priority is proven, as it is asked for later."""
    return {
        one.code: say(_IN_REGISTERS)
        if one.register_can_confirm
        else ", ".join(paper_name(code) for code in one.proofs)
        for one in CATEGORIES
        if one.standing is Standing.P
    }


def _benefits_page(form: BenefitsForm, page: DraftPage, status: int) -> Response:
    return respond(
        "family/apply/benefits.html",
        fragments={"apply-step"},
        status=status,
        form=form,
        page=page,
        proofs=_proofs(),
        back_url=neighbour_url(page, Step.BENEFITS, -1),
        steps=step_names(page.steps),
        current=position(Step.BENEFITS, page.steps),
    )
