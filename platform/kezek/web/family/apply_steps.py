"""The middle steps: territory and parameters, and up to four kindergartens in their order."""

import uuid

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.errors import Refusal
from kezek.core.queues import QueueType
from kezek.core.territories import Territory
from kezek.core.wishes import Step
from kezek.reads.applying import DraftPage
from kezek.reads.children import child_subject
from kezek.usecases import drafts
from kezek.web.family.apply_forms import ParametersForm
from kezek.web.family.apply_way import (
    draft_of,
    limit_bodies,
    neighbour_url,
    position,
    step_names,
    step_url,
    way_in,
)
from kezek.web.family.choice_board import CHOICE, Board, board, chosen_ids
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.i18n import current_language
from kezek.web.login import current_actor
from kezek.web.queue_words import (
    QUEUE_TYPE,
    instruction_name,
    kind_name,
    mode_name,
    ownership_name,
    queue_type_name,
)
from kezek.web.refusals import sentence_of
from kezek.web.tenant import current_tenant
from kezek.web.words import mark, say

blueprint = Blueprint(
    "family_apply_steps", __name__, url_prefix="/<slug:slug>/family/apply/<uuid:child_id>"
)
blueprint.url_value_preprocessor(limit_bodies)

_OF_ITS_FAMILY = needs(Permission.APPLICATION_SUBMIT, child_subject)

_CLOSED = mark("Applications are not taken here yet.")

_QUEUE_HINTS = {
    QueueType.GENERAL: mark("For every child. No papers are needed."),
    QueueType.SPECIAL: mark(
        "For children with special needs. The conclusion of the psychological, medical and "
        "pedagogical consultation (PMPK) is needed; a specialist looks at it in one working day."
    ),
    QueueType.SANATORIUM: mark(
        "For children who need treatment. The document of a phthisiatrician and the conclusion of "
        "the selection commission are needed; a specialist looks at them in one working day."
    ),
}


@blueprint.get("/territory")
@_OF_ITS_FAMILY
def territory(child_id: uuid.UUID) -> Response:
    """Where, in which language, in which queue."""
    page = way_in(child_id, Step.TERRITORY)
    form = _parameters_form(page)
    said = page.draft
    form.territory.data = said.territory or _only_one(page)
    form.language.data = said.language
    form.queue_type.data = str(said.queue_type)
    return _territory_page(form, page, 200)


@blueprint.post("/territory")
@_OF_ITS_FAMILY
def keep_territory(child_id: uuid.UUID) -> BaseResponse:
    """Keeps them; a territory whose mode is not open yet is refused beside its field."""
    page = way_in(child_id, Step.TERRITORY)
    form = _parameters_form(page)
    if not form.validate_on_submit():
        return _territory_page(form, page, 422)
    parameters = drafts.Parameters(
        form.territory.data, form.language.data, QueueType(form.queue_type.data)
    )
    try:
        drafts.set_parameters(current_tenant().id, current_actor(), child_id, parameters)
    except Refusal as refusal:
        form.refuse(refusal)
        return _territory_page(form, page, 422)
    # The list is looked at again even where nothing of it changed: its figures are of this queue.
    return redirect_after_post(neighbour_url(draft_of(child_id), Step.TERRITORY, +1))


@blueprint.get("/kindergartens")
@_OF_ITS_FAMILY
def kindergartens(child_id: uuid.UUID) -> Response:
    """The kindergartens of the territory, and those chosen of them."""
    page = way_in(child_id, Step.KINDERGARTENS)
    return _kindergartens_page(page, _board(page), "", 200)


@blueprint.post("/kindergartens")
@_OF_ITS_FAMILY
def keep_kindergartens(child_id: uuid.UUID) -> BaseResponse:
    """Keeps one to four in the parent's order."""
    page = way_in(child_id, Step.KINDERGARTENS)
    choices = chosen_ids(request.form.getlist(CHOICE))
    try:
        drafts.set_choices(current_tenant().id, current_actor(), child_id, choices)
    except Refusal as refusal:
        return _kindergartens_page(page, _board(page), sentence_of(refusal), 422)
    return redirect_after_post(step_url(Step.BENEFITS, child_id))


def _parameters_form(page: DraftPage) -> ParametersForm:
    form = ParametersForm()
    is_russian = current_language() == "ru"
    form.territory.choices = [
        (one.slug, one.ru if is_russian else one.kk) for one in page.region.territories
    ]
    form.language.choices = [
        (code, instruction_name(code)) for code in page.region.instruction_languages
    ]
    form.queue_type.choices = [(str(kind), queue_type_name(kind)) for kind in QUEUE_TYPE]
    return form


def _only_one(page: DraftPage) -> str:
    """The territory, where only one takes applications."""
    taking = [one.slug for one in page.region.territories if page.is_open(one)]
    return taking[0] if len(taking) == 1 else ""


def _territory_page(form: ParametersForm, page: DraftPage, status: int) -> Response:
    territories = page.region.territories
    return respond(
        "family/apply/territory.html",
        fragments={"apply-step"},
        status=status,
        form=form,
        page=page,
        how={one.slug: _how(page, one) for one in territories},
        closed={one.slug: say(_CLOSED) for one in territories if not page.is_open(one)},
        queue_hints={str(kind): say(hint) for kind, hint in _QUEUE_HINTS.items()},
        steps=step_names(page.steps),
        current=position(Step.TERRITORY, page.steps),
    )


def _how(page: DraftPage, territory: Territory) -> str:
    """How places are given in a territory, and who puts children into the queue there."""
    mode = territory.mode_on(page.today)
    provider = page.region.provider_of(territory).in_language(current_language())
    return f"{provider}; {mode_name(mode)}" if mode else provider


def _board(page: DraftPage) -> Board:
    return board(
        "family_apply_steps.kindergartens",
        {"child_id": page.child_id},
        page.cohort,
        page.draft.choices,
    )


def _kindergartens_page(page: DraftPage, shown: Board, problem: str, status: int) -> Response:
    return respond(
        "family/apply/kindergartens.html",
        fragments={"choice-board"},
        status=status,
        page=page,
        board=shown,
        problem=problem,
        kind_name=kind_name,
        ownership_name=ownership_name,
        instruction_name=instruction_name,
        back_url=step_url(Step.TERRITORY, page.child_id),
        steps=step_names(page.steps),
        current=position(Step.KINDERGARTENS, page.steps),
    )
