"""What a call was about: a tag for the ranking of causes, a note, a matter for the specialist."""

import uuid

from flask import Blueprint, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.calls import CallCause
from kezek.core.errors import Refusal
from kezek.core.personal_views import Shown
from kezek.usecases.calls import note_call
from kezek.web.guards import needs
from kezek.web.hotline.answer import answer_page, get_answer
from kezek.web.hotline.forms import call_form, general_call_form
from kezek.web.hotline.lookup import index_page
from kezek.web.htmx import redirect_after_post
from kezek.web.idempotency import intent
from kezek.web.login import current_actor
from kezek.web.tenant import current_tenant

blueprint = Blueprint("hotline_calls", __name__, url_prefix="/<slug:slug>/hotline")


@blueprint.post("/applications/<uuid:application_id>/calls")
@needs(Permission.CALL_NOTE, shows=Shown.APPLICATION)
def note(application_id: uuid.UUID) -> BaseResponse:
    """The call about an application: its cause, a note, and whether a specialist answers."""
    key = str(intent())
    form = call_form()
    get_answer(application_id)
    if not form.validate_on_submit():
        return answer_page(application_id, call=form, status=422)
    try:
        note_call(
            current_tenant().id,
            current_actor().tag,
            CallCause(form.cause.data),
            application_id=application_id,
            note=form.note.data or "",
            hands_over=form.hands_over.data,
            intent=key,
        )
    except Refusal as refusal:
        form.refuse(refusal, "note")
        return answer_page(application_id, call=form, status=422)
    if form.hands_over.data:
        flash(gettext("The call is noted, and the matter is with the specialists."), "good")
    else:
        flash(gettext("The call is noted."), "good")
    return redirect_after_post(url_for("hotline.index"))


@blueprint.post("/calls")
@needs(Permission.CALL_NOTE)
def note_general() -> BaseResponse:
    """A call about no application is counted by its cause."""
    key = str(intent())
    form = general_call_form()
    if not form.validate_on_submit():
        return index_page(call=form, status=422)
    note_call(current_tenant().id, current_actor().tag, CallCause(form.cause.data), intent=key)
    flash(gettext("The call is noted."), "good")
    return redirect_after_post(url_for("hotline.index"))
