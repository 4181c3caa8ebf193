"""Places that are taken back together: a few at once, many with a second signature (R-46)."""

import uuid

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.errors import Refusal
from kezek.reads.kindergarten_places import PlaceLine, find_place_lines
from kezek.usecases.recall_wishes import needs_second, recall_places
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.idempotency import intent
from kezek.web.kindergarten.forms import RecallForm
from kezek.web.login import current_actor
from kezek.web.refusals import sentence_of, status_of
from kezek.web.staff import kindergarten_id, own_kindergarten
from kezek.web.staff_forms import one_line
from kezek.web.tenant import current_tenant

blueprint = Blueprint(
    "kindergarten_recalls", __name__, url_prefix="/<slug:slug>/kindergarten/places/recalls"
)

_RECALLS = needs(Permission.PLACE_RECALL, own_kindergarten)


@blueprint.get("/")
@_RECALLS
def confirm() -> Response:
    """The places that were ticked, and what recalling them means."""
    return _page(_asked(request.args.getlist("place")), RecallForm(formdata=None), 200)


@blueprint.post("/")
@_RECALLS
def recall() -> BaseResponse:
    """Recalls them, or proposes it to a second person."""
    places = _asked(request.form.getlist("place"))
    form, key = RecallForm(), str(intent())
    if not form.validate_on_submit():
        return _page(places, form, 422)
    try:
        proposal = recall_places(
            current_tenant().id,
            current_actor(),
            [one.id for one in places],
            one_line(form.reason.data),
            intent=key,
        )
    except Refusal as refusal:
        return _page(places, form, status_of(refusal), sentence_of(refusal))
    if proposal is not None:
        flash(gettext("It is proposed. A specialist of the department has to agree."), "good")
        return redirect_after_post(url_for("approvals.show", approval_id=proposal))
    flash(
        ngettext("%(num)s place is recalled.", "%(num)s places are recalled.", len(places)), "calm"
    )
    return redirect_after_post(url_for("kindergarten_places.index"))


def _asked(named: list[str]) -> list[PlaceLine]:
    """The places of this kindergarten among those that are named; others are as if not named."""
    wanted = set()
    for one in named:
        try:
            wanted.add(uuid.UUID(one))
        except ValueError:
            continue
    return find_place_lines(current_tenant().id, kindergarten_id(), wanted)


def _page(places: list[PlaceLine], form: RecallForm, status: int, problem: str = "") -> Response:
    return respond(
        "kindergarten/recalls.html",
        fragments={"recall-form"},
        status=status,
        places=places,
        offered=sum(bool(one.offered_to) for one in places),
        most_alone=needs_second(current_tenant().id, current_actor(), len(places)),
        form=form,
        problem=problem,
    )
