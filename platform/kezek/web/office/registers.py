"""A specialist has the state registers asked now, instead of waiting for the worker."""

import uuid

from flask import Blueprint, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.personal_views import Shown
from kezek.reads.subjects import application_subject
from kezek.usecases.register_questions import ask_for
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post
from kezek.web.idempotency import intent
from kezek.web.login import current_actor
from kezek.web.office.way import way
from kezek.web.tenant import current_tenant

blueprint = Blueprint(
    "office_registers",
    __name__,
    url_prefix="/<slug:slug>/office/applications/<uuid:application_id>/registers",
)


@blueprint.post("/")
@needs(Permission.STANDING_VERIFY, application_subject, shows=Shown.APPLICATION)
def ask(application_id: uuid.UUID) -> BaseResponse:
    """Asks about everything that the application claims; the answers stand on its page (A-12)."""
    answered = ask_for(current_tenant().id, current_actor(), application_id, intent=str(intent()))
    if answered:
        flash(gettext("The registers have answered."), "good")
    else:
        flash(gettext("The register does not answer. Look at the papers."), "calm")
    return redirect_after_post(
        url_for("office_review.show", application_id=application_id, **way())
    )
