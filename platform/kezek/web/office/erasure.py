"""A signed request of a family to be erased: what holds its data, and the act (94-V)."""

import uuid

from flask import Blueprint, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse
from wtforms import BooleanField

from kezek.core.access import Permission
from kezek.core.errors import Refusal
from kezek.core.personal_views import Shown
from kezek.reads.family_data import own_data
from kezek.reads.family_file import family_file
from kezek.usecases.deciding import NotFound
from kezek.usecases.family_rights import ask_on_paper
from kezek.web.family_data_words import held_words
from kezek.web.forms import DayField, Form, Needed
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.idempotency import intent
from kezek.web.login import current_actor
from kezek.web.tenant import current_tenant
from kezek.web.words import mark

blueprint = Blueprint(
    "office_erasure", __name__, url_prefix="/<slug:slug>/office/families/<uuid:guardian_id>/erasure"
)


class ErasureForm(Form):
    """The paper that lies before the specialist."""

    signed = DayField(mark("Day of the signature"), [Needed(mark("Enter the day."))])
    seen = BooleanField(
        mark("The signed request and the identity document lie before me"),
        [Needed(mark("Without both nothing is erased: look at them and tick this."))],
    )


@blueprint.get("/")
@needs(Permission.FAMILY_ERASE, shows=Shown.FAMILY)
def show(guardian_id: uuid.UUID) -> BaseResponse:
    """What erasure means, and what holds the data for now."""
    return _page(guardian_id, ErasureForm(formdata=None), 200)


@blueprint.post("/")
@needs(Permission.FAMILY_ERASE, shows=Shown.FAMILY)
def erase(guardian_id: uuid.UUID) -> BaseResponse:
    """The request is kept, and carried out as soon as nothing holds the data."""
    intent()
    form = ErasureForm()
    if not form.validate_on_submit():
        return _page(guardian_id, form, 422)
    try:
        answer = ask_on_paper(current_tenant().id, current_actor(), guardian_id, form.signed.data)
    except Refusal as refusal:
        form.refuse(refusal, "signed")
        return _page(guardian_id, form, 422)
    if answer.is_erased:
        flash(gettext("The data of the family are erased."), "good")
    else:
        flash(gettext("The request is kept, and carried out when nothing holds the data."), "good")
    return redirect_after_post(url_for("office_erasure.show", guardian_id=guardian_id))


def _page(guardian_id: uuid.UUID, form: ErasureForm, status: int) -> BaseResponse:
    family = family_file(current_tenant().id, guardian_id)
    if family is None:
        raise NotFound(guardian_id)
    return respond(
        "office/family_erasure.html",
        status=status,
        family=family,
        page=own_data(current_tenant().id, guardian_id),
        form=form,
        held_words=held_words,
    )
