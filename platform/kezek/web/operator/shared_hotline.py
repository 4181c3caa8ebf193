"""The shared hotline: one box for all regions; the number's first letters say which one it is."""

import uuid

from flask import Response, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.asking import Asked, AskFault, understand
from kezek.core.calls import LookupKey
from kezek.core.numbers import NumberFault, parse_number
from kezek.core.personal_views import Shown
from kezek.reads.application_check import region_of_prefix
from kezek.reads.hotline_answer import hotline_answer
from kezek.reads.hotline_search import find
from kezek.usecases.calls import note_lookup
from kezek.usecases.deciding import NotFound
from kezek.usecases.personal_views import note_view
from kezek.web.answer_cards import said_of
from kezek.web.check_words import FAULTS
from kezek.web.deployment_login import current_operator
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.i18n import current_language
from kezek.web.operator.forms import NumberForm
from kezek.web.operator.room import blueprint, tag
from kezek.web.stages import told
from kezek.web.tenant import TenantCard, tenants
from kezek.web.words import say

_LOOKS = needs(Permission.SHARED_LOOKUP)


@blueprint.get("/hotline/", endpoint="shared_hotline")
@_LOOKS
def shared_hotline() -> Response:
    """The empty box."""
    return _box(NumberForm(formdata=None), 200)


@blueprint.post("/hotline/")
@_LOOKS
def shared_look_up() -> BaseResponse:
    """Leads to the answer in the region of the number; each look-up is written down there.

    By IIN, telephone or name nobody is looked for across regions: that is a region's own hotline.
    """
    form = NumberForm()
    if not form.validate_on_submit():
        return _box(form, 422)
    asked = understand(form.q.data)
    number = parse_number(asked.number) if asked.key is LookupKey.NUMBER else None
    if number is None:
        form.add_error(_fault(asked), "q")
        return _box(form, 422)
    region = _region(region_of_prefix(number.prefix) or "")
    if region is None:
        form.add_error(gettext("No region of this portal has numbers that begin so."), "q")
        return _box(form, 422)
    hits = find(region.id, asked)
    only = hits[0].application_id if len(hits) == 1 else None
    note_lookup(region.id, tag(), LookupKey.NUMBER, found=len(hits), application_id=only)
    if only is None:
        form.add_error(
            gettext(
                "There is no such number in %(region)s. Ask the caller to read it once more.",
                region=region.name(current_language()),
            ),
            "q",
        )
        return _box(form, 422)
    return redirect_after_post(
        url_for("operator.shared_answer", region=region.slug, application_id=only)
    )


@blueprint.get("/hotline/<region>/<uuid:application_id>")
@_LOOKS
def shared_answer(region: str, application_id: uuid.UUID) -> Response:
    """What is read aloud, numbers and their reasons, the term, what comes next; data covered."""
    card = _region(region)
    page = (
        hotline_answer(card.id, tag(), application_id, current_language())
        if card is not None
        else None
    )
    if card is None or page is None:
        raise NotFound(application_id)
    actor = current_operator().actor
    note_view(card.id, actor, Shown.APPLICATION, application_id, "operator.shared_answer")
    return respond(
        "operator/shared_answer.html",
        page=page,
        region_name=card.name(current_language()),
        contacts=card.contacts,
        form=NumberForm(formdata=None),
        said=said_of(page),
        happened=told(page.happened),
    )


def _region(slug: str) -> TenantCard | None:
    return tenants().find(slug)


def _fault(asked: Asked) -> str:
    if asked.fault is AskFault.NUMBER_SHAPE:
        return say(FAULTS[NumberFault.SHAPE])
    if asked.fault is AskFault.NUMBER_LETTER:
        return say(FAULTS[NumberFault.CHECK_LETTER])
    return str(
        gettext(
            "Here a caller is found by the application number only. By IIN, telephone or name the "
            "hotline of the region looks."
        )
    )


def _box(form: NumberForm, status: int) -> Response:
    return respond("operator/shared_hotline.html", status=status, form=form)
