"""Families that no message has reached: they are called, and leave the list (§10)."""

import uuid

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.errors import Refusal
from kezek.core.personal_views import Shown
from kezek.reads.families_to_call import to_call_page
from kezek.usecases.calls import reach_family
from kezek.web.guards import needs
from kezek.web.hotline.forms import ReachedForm
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.idempotency import intent
from kezek.web.login import current_actor
from kezek.web.refusals import sentence_of, status_of
from kezek.web.tenant import current_tenant

blueprint = Blueprint(
    "hotline_undelivered", __name__, url_prefix="/<slug:slug>/hotline/undelivered"
)


@blueprint.get("/")
@needs(Permission.HOTLINE_LOOKUP, shows=Shown.LIST)
def index() -> Response:
    """Those who wait longest first."""
    return _page()


@blueprint.post("/<uuid:task_id>")
@needs(Permission.CALL_NOTE, shows=Shown.LIST)
def reached(task_id: uuid.UUID) -> BaseResponse:
    """The family was called."""
    key = str(intent())
    form = ReachedForm()
    if not form.validate_on_submit():
        return _page(form=form, task_id=task_id, status=422)
    try:
        reach_family(current_tenant().id, current_actor().tag, task_id, form.note.data, intent=key)
    except Refusal as refusal:
        return _page(problem=refusal)
    flash(gettext("The family has left the list."), "good")
    return redirect_after_post(url_for("hotline_undelivered.index"))


def _page(
    *,
    form: ReachedForm | None = None,
    task_id: uuid.UUID | None = None,
    problem: Refusal | None = None,
    status: int = 200,
) -> Response:
    page = to_call_page(current_tenant().id, request.args.get("page", 1, type=int))
    return respond(
        "hotline/undelivered.html",
        status=status_of(problem) if problem else status,
        page=page,
        forms=[_form_of(one.id, form if one.id == task_id else None) for one in page.families],
        problem=sentence_of(problem) if problem else "",
        page_url=lambda number: url_for("hotline_undelivered.index", page=number),
    )


def _form_of(task_id: uuid.UUID, refused: ReachedForm | None) -> ReachedForm:
    form = refused or ReachedForm(formdata=None)
    # Many such forms stand on one page, and an id stands once.
    form.note.id = f"note-{task_id}"
    return form
