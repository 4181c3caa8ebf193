"""A transfer of service or a move is told with its paper; a specialist looks at it (L-23.2)."""

import uuid

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core import relocation
from kezek.core.access import Permission
from kezek.core.errors import Refusal
from kezek.reads.relocation_page import RelocationPage, relocation_page
from kezek.reads.subjects import application_subject
from kezek.usecases.deciding import NotFound
from kezek.usecases.documents import attach
from kezek.web.family.acts import lead_back
from kezek.web.family.papers import limit_bodies
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.idempotency import intent
from kezek.web.login import current_actor
from kezek.web.papers import PaperForm, paper_name, refuse_paper
from kezek.web.tenant import current_tenant

blueprint = Blueprint(
    "family_relocation",
    __name__,
    url_prefix="/<slug:slug>/family/applications/<uuid:application_id>/relocation",
)
blueprint.url_value_preprocessor(limit_bodies)

_ADDS = needs(Permission.DOCUMENT_ADD, application_subject)


@blueprint.get("/")
@_ADDS
def show(application_id: uuid.UUID) -> BaseResponse:
    """What a move changes, and the box for its paper."""
    page = _get(application_id)
    if not page.is_open:
        return lead_back(application_id)
    return _page(page, PaperForm(relocation.PAPER, formdata=None), 200)


@blueprint.post("/")
@_ADDS
def attach_paper(application_id: uuid.UUID) -> BaseResponse:
    """Attaches the paper; a specialist finds it on the desk. Sent twice it is attached once."""
    page = _get(application_id)
    if not page.is_open:
        return lead_back(application_id)
    form = PaperForm(relocation.PAPER)
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
    flash(gettext("Sent. A specialist looks at it within one working day."), "good")
    return redirect_after_post(url_for("family_application.show", application_id=application_id))


def _get(application_id: uuid.UUID) -> RelocationPage:
    page = relocation_page(current_tenant().id, current_actor(), application_id)
    if page is None:
        raise NotFound(application_id)
    return page


def _page(page: RelocationPage, form: PaperForm, status: int) -> Response:
    return respond(
        "family/relocation.html",
        fragments={"relocation-form"},
        status=status,
        page=page,
        form=form,
        paper=paper_name(relocation.PAPER),
    )
