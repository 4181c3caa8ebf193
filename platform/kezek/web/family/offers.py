"""The queue is offered by the state's word of a birth: the parent agrees, or says no (L-7.1)."""

import uuid

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse
from wtforms import BooleanField

from kezek.core.access import Permission
from kezek.core.consent import consent_text
from kezek.core.errors import Refusal
from kezek.reads.offers_of_state import StateOffer, state_offer
from kezek.usecases.deciding import NotFound
from kezek.usecases.state_messages import agree, decline
from kezek.web.family.apply_forms import category_name
from kezek.web.family.apply_way import lead_on
from kezek.web.forms import Form, Needed
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.i18n import current_language
from kezek.web.idempotency import intent
from kezek.web.login import current_actor
from kezek.web.refusals import sentence_of, status_of
from kezek.web.tenant import current_tenant
from kezek.web.words import mark

blueprint = Blueprint(
    "family_offers", __name__, url_prefix="/<slug:slug>/family/offers/<uuid:message_id>"
)

_OWN = needs(Permission.FAMILY_ROOM)


class AgreeForm(Form):
    """The consent of Annex 5 to what the state has told (L-A5.1)."""

    agree = BooleanField(
        mark("I agree"), [Needed(mark("Tick that you agree, or answer that you do not want it."))]
    )


@blueprint.get("/")
@_OWN
def show(message_id: uuid.UUID) -> Response:
    """Of whom the state has told, and to what one agrees."""
    return _page(message_id, AgreeForm(formdata=None))


@blueprint.post("/")
@_OWN
def accept(message_id: uuid.UUID) -> BaseResponse:
    """Keeps the consent and goes on with what is still missing; nothing is sent yet."""
    form = AgreeForm()
    intent()
    if not form.validate_on_submit():
        return _page(message_id, form, status=422)
    try:
        child_id = agree(current_tenant().id, current_actor(), message_id, current_language())
    except Refusal as refusal:
        return _page(message_id, form, problem=sentence_of(refusal), status=status_of(refusal))
    flash(gettext("Your consent is kept. Say what is still missing, look at it all and send it."))
    return lead_on(child_id)


@blueprint.post("/no")
@_OWN
def refuse(message_id: uuid.UUID) -> BaseResponse:
    """The family does not want it now."""
    intent()
    decline(current_tenant().id, current_actor(), message_id)
    flash(gettext("Nothing was sent. You can apply by yourself at any time."), "calm")
    return redirect_after_post(url_for("family_cabinet.home"))


def _page(
    message_id: uuid.UUID, form: AgreeForm, *, problem: str = "", status: int = 200
) -> Response:
    return respond(
        "family/state_offer.html",
        status=status,
        offer=_get(message_id),
        form=form,
        problem=problem,
        text=consent_text(current_language()),
        category_name=category_name,
    )


def _get(message_id: uuid.UUID) -> StateOffer:
    found = state_offer(current_tenant().id, current_actor(), message_id)
    if found is None:
        raise NotFound(message_id)
    return found
