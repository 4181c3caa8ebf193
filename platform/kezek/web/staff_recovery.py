"""Codes on paper for whoever loses the telephone with the app: made anew, and shown this once."""

from flask import url_for
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.errors import Refusal
from kezek.core.sessions import is_fresh
from kezek.reads.own_sessions import own_sessions
from kezek.usecases.recovery_codes import make_recovery_codes
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.idempotency import intent
from kezek.web.login import current_actor, current_visitor
from kezek.web.staff_door import blueprint
from kezek.web.tenant import current_tenant


@blueprint.get("/recovery-codes")
@needs(Permission.STAFF_ROOM)
def recovery_codes() -> BaseResponse:
    """How many are left, and the button that makes new ones."""
    page = own_sessions(current_tenant().id, current_actor())
    if page is None or not page.has_two_step:
        return redirect_after_post(url_for("staff.two_step"))
    return respond("account/recovery_codes.html", codes=(), left=page.codes_left)


@blueprint.post("/recovery-codes")
@needs(Permission.STAFF_ROOM)
def make_codes() -> BaseResponse:
    """Makes ten and shows them; whoever sits there has proven it lately."""
    intent()
    visitor = current_visitor()
    if not is_fresh(visitor.proved_at, visitor.now):
        return redirect_after_post(url_for("staff.again", next=url_for("staff.recovery_codes")))
    try:
        codes = make_recovery_codes(current_tenant().id, visitor.actor)
    except Refusal:
        return redirect_after_post(url_for("staff.two_step"))
    response = respond("account/recovery_codes.html", codes=codes, left=len(codes))
    response.headers["Cache-Control"] = "no-store"
    return response
