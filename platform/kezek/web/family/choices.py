"""A family changes what it has sent: other kindergartens, the planned age, or takes it back."""

import uuid

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.errors import Refusal
from kezek.reads.application_page import ApplicationPage, application_page
from kezek.reads.sent_applications import Chosen, choice_of
from kezek.reads.subjects import application_subject
from kezek.usecases import changes
from kezek.usecases.deciding import NotFound
from kezek.web.family.apply_forms import PlannedForm
from kezek.web.family.apply_way import application_url, limit_bodies
from kezek.web.family.choice_board import CHOICE, Board, board, chosen_ids
from kezek.web.family.consequences import of_withdrawal
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.i18n import current_language
from kezek.web.idempotency import intent
from kezek.web.login import current_actor
from kezek.web.queue_words import instruction_name, kind_name, ownership_name
from kezek.web.refusals import sentence_of
from kezek.web.tenant import current_tenant
from kezek.web.words import mark, say

blueprint = Blueprint(
    "family_changes",
    __name__,
    url_prefix="/<slug:slug>/family/applications/<uuid:application_id>",
)
blueprint.url_value_preprocessor(limit_bodies)

_CHANGES = needs(Permission.APPLICATION_CHANGE, application_subject)
_WITHDRAWS = needs(Permission.APPLICATION_WITHDRAW, application_subject)

_NOT_AHEAD = mark("This day has come already. Enter a later day, or leave the boxes empty.")


@blueprint.get("/choices")
@_CHANGES
def choices(application_id: uuid.UUID) -> Response:
    """The kindergartens of the application, to be exchanged for others."""
    page, chosen = _page(application_id)
    return _choices_page(page, chosen, _board(application_id, chosen), "", 200)


@blueprint.post("/choices")
@_CHANGES
def keep_choices(application_id: uuid.UUID) -> BaseResponse:
    """Keeps the new list; sent twice it is kept once."""
    page, chosen = _page(application_id)
    key = intent()
    wanted = chosen_ids(request.form.getlist(CHOICE))
    try:
        changes.change(
            current_tenant().id, current_actor(), application_id, wanted, intent=str(key)
        )
    except Refusal as refusal:
        shown = _board(application_id, chosen)
        return _choices_page(page, chosen, shown, sentence_of(refusal), 422)
    flash(gettext("Your kindergartens are changed. The numbers are counted anew."), "good")
    return redirect_after_post(application_url(application_id))


@blueprint.get("/planned-age")
@_CHANGES
def planned(application_id: uuid.UUID) -> Response:
    """From which day the child takes part."""
    page, _ = _page(application_id)
    return _planned_page(page, PlannedForm(data={"planned": page.planned_from}), 200)


@blueprint.post("/planned-age")
@_CHANGES
def plan(application_id: uuid.UUID) -> BaseResponse:
    """Sets, moves or lifts that day."""
    page, chosen = _page(application_id)
    form = PlannedForm()
    key = intent()
    day = form.planned.data if form.validate_on_submit() else None
    if day is not None and day <= chosen.today:
        form.add_error(say(_NOT_AHEAD), "planned")
    if form.errors:
        return _planned_page(page, form, 422)
    try:
        changes.plan(current_tenant().id, current_actor(), application_id, day, intent=str(key))
    except Refusal as refusal:
        form.refuse(refusal)
        return _planned_page(page, form, 422)
    flash(gettext("The day is saved."), "good")
    return redirect_after_post(application_url(application_id))


@blueprint.get("/withdrawal")
@_WITHDRAWS
def confirm_withdrawal(application_id: uuid.UUID) -> Response:
    """What taking the application back means."""
    page, _ = _page(application_id)
    return _withdrawal_page(page, "", 200)


@blueprint.post("/withdrawal")
@_WITHDRAWS
def withdraw(application_id: uuid.UUID) -> BaseResponse:
    """Takes the application back; pressed twice it is taken back once."""
    page, _ = _page(application_id)
    key = intent()
    try:
        changes.take_back(current_tenant().id, current_actor(), application_id, intent=str(key))
    except Refusal as refusal:
        return _withdrawal_page(page, sentence_of(refusal), 409)
    flash(gettext("The application %(number)s is withdrawn.", number=page.number), "calm")
    return redirect_after_post(application_url(application_id))


def _page(application_id: uuid.UUID) -> tuple[ApplicationPage, Chosen]:
    tenant_id = current_tenant().id
    page = application_page(tenant_id, current_actor(), application_id, current_language())
    chosen = choice_of(tenant_id, application_id)
    if page is None or chosen is None:
        raise NotFound(application_id)
    return page, chosen


def _board(application_id: uuid.UUID, chosen: Chosen) -> Board:
    subject = {"application_id": application_id}
    return board("family_changes.choices", subject, chosen.cohort, chosen.choices)


def _choices_page(
    page: ApplicationPage, chosen: Chosen, shown: Board, problem: str, status: int
) -> Response:
    return respond(
        "family/apply/choices.html",
        fragments={"choice-board"},
        status=status,
        page=page,
        chosen=chosen,
        board=shown,
        problem=problem,
        is_changed=shown.choices != chosen.choices,
        kind_name=kind_name,
        ownership_name=ownership_name,
        instruction_name=instruction_name,
        application_url=application_url(page.id),
    )


def _planned_page(page: ApplicationPage, form: PlannedForm, status: int) -> Response:
    return respond(
        "family/apply/planned.html",
        fragments={"planned-form"},
        status=status,
        page=page,
        form=form,
        application_url=application_url(page.id),
    )


def _withdrawal_page(page: ApplicationPage, problem: str, status: int) -> Response:
    return respond(
        "family/apply/withdrawal.html",
        status=status,
        page=page,
        problem=problem,
        consequences=of_withdrawal(page),
        application_url=application_url(page.id),
        cancel_url=url_for("family_children.index"),
    )
