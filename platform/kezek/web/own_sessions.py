"""Where one is signed in: everybody sees their own sessions, and ends what is not theirs."""

import uuid

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.reads.own_sessions import OwnSessions, own_sessions
from kezek.usecases.deciding import NotFound
from kezek.usecases.sessions import end_own_session
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.idempotency import intent
from kezek.web.login import current_actor, current_visitor
from kezek.web.tenant import current_tenant

blueprint = Blueprint("sessions", __name__, url_prefix="/<slug:slug>/sessions")

KEEPS = needs(Permission.ACCOUNT_KEEP)


@blueprint.get("/")
@KEEPS
def index() -> Response:
    """Every open session, this one marked."""
    return respond("account/sessions.html", page=_get(), this_one=current_visitor().session_id)


@blueprint.post("/<uuid:session_id>/end")
@KEEPS
def end(session_id: uuid.UUID) -> BaseResponse:
    """Ends one of them: that browser is a stranger at its next step."""
    intent()
    end_own_session(current_tenant().id, current_actor(), session_id)
    flash(gettext("That device is signed out."), "good")
    return redirect_after_post(url_for("sessions.index"))


def _get() -> OwnSessions:
    found = own_sessions(current_tenant().id, current_actor())
    if found is None:
        raise NotFound("account")
    return found
