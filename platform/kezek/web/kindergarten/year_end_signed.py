"""August once it is signed: taken back until its day, carried out, what could not be done."""

import uuid

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.errors import Refusal
from kezek.core.personal_views import Shown
from kezek.core.year_ends import Stage
from kezek.reads.subjects import year_end_subject
from kezek.reads.year_end import YearEndPage
from kezek.usecases import year_end_acts, year_ends
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond, with_etag
from kezek.web.idempotency import intent
from kezek.web.kindergarten.words import group_name
from kezek.web.kindergarten.year_end import get_page, signed_url
from kezek.web.login import current_actor
from kezek.web.refusals import refusal_sentence, sentence_of, status_of
from kezek.web.tenant import current_tenant

blueprint = Blueprint(
    "kindergarten_year_end_signed", __name__, url_prefix="/<slug:slug>/kindergarten/year-end"
)

_KEEPS = needs(Permission.YEAR_END_KEEP, year_end_subject)
_SEES = needs(Permission.YEAR_END_KEEP, year_end_subject, shows=Shown.LIST)


@blueprint.get("/<uuid:year_end_id>")
@_SEES
def show(year_end_id: uuid.UUID) -> BaseResponse:
    """What is signed, what is done of it, and what could not be done."""
    page = get_page(year_end_id)
    if page.stage == Stage.DRAFT:
        return redirect_after_post(url_for("kindergarten_year_end.day", year_end_id=page.id))
    return _show_page(page)


@blueprint.post("/<uuid:year_end_id>/take-back")
@_SEES
def take_back(year_end_id: uuid.UUID) -> BaseResponse:
    """It is a draft again, as long as nothing of it is done."""
    tenant_id, actor = current_tenant().id, current_actor()
    try:
        year_ends.take_back(tenant_id, actor, year_end_id, intent=str(intent()))
    except Refusal as refusal:
        return _show_page(get_page(year_end_id), refusal)
    flash(gettext("Taken back. Nothing was done; it can be changed and signed anew."), "calm")
    return redirect_after_post(url_for("kindergarten_year_end.preview", year_end_id=year_end_id))


@blueprint.post("/<uuid:year_end_id>/go-on")
@_KEEPS
def go_on(year_end_id: uuid.UUID) -> BaseResponse:
    """Tries once more what could not be done."""
    intent()
    year_end_acts.carry_out(current_tenant().id, year_end_id)
    return redirect_after_post(signed_url(year_end_id))


@blueprint.post("/<uuid:year_end_id>/children/<uuid:application_id>/leave-out")
@_SEES
def leave_out(year_end_id: uuid.UUID, application_id: uuid.UUID) -> BaseResponse:
    """A child with whom it could not be done stays where it is."""
    tenant_id, actor, key = current_tenant().id, current_actor(), str(intent())
    try:
        year_end_acts.leave_out(tenant_id, actor, year_end_id, application_id, intent=key)
    except Refusal as refusal:
        return _show_page(get_page(year_end_id), refusal)
    year_end_acts.carry_out(tenant_id, year_end_id)
    return redirect_after_post(signed_url(year_end_id))


def _show_page(page: YearEndPage, refused: Refusal | None = None) -> Response:
    return with_etag(
        respond(
            "kindergarten/year_end.html",
            fragments={"year-end-live"},
            status=status_of(refused) if refused else 200,
            page=page,
            problem=sentence_of(refused) if refused else "",
            why=lambda outcome: refusal_sentence("wrong_state", {"most": "", "state": ""}, outcome),
            group_name=group_name,
            topics=[f"kindergarten-{page.garden_id}"],
            live_url=signed_url(page.id),
        )
    )
