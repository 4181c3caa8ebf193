"""Switches: something is turned off for a while, and every process knows within seconds."""

import uuid

from flask import Response, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.errors import Refusal
from kezek.core.switches import Switch
from kezek.reads.deployment_jobs import switches_page
from kezek.reads.deployment_regions import region_names
from kezek.usecases.switches import turn_off, turn_on
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.i18n import current_language
from kezek.web.idempotency import intent
from kezek.web.operator.forms import SwitchForm
from kezek.web.operator.room import RUNS, SEES, blueprint, refuse, region_choices, tag
from kezek.web.operator.words import SWITCH
from kezek.web.words import say


@blueprint.get("/switches/")
@SEES
def switches() -> Response:
    """What is off now, everything that can be, and what was off lately."""
    return respond(
        "operator/switches.html",
        page=switches_page(),
        names=region_names(current_language()),
        words=SWITCH,
    )


@blueprint.get("/switches/off")
@RUNS
def ask_off() -> Response:
    """What, where, until when, and why."""
    form = _form(blank=True)
    form.switch.data = request.args.get("switch", "")
    return _page(form, 200)


@blueprint.post("/switches/off")
@RUNS
def switch_off() -> BaseResponse:
    """Turns it off."""
    form, key = _form(), intent()
    if not form.validate_on_submit():
        return _page(form, 422)
    try:
        turn_off(
            tag(),
            Switch(form.switch.data),
            int(form.region.data) if form.region.data else None,
            form.reason.data or "",
            until=form.until.moment,
            intent=key,
        )
    except Refusal as refusal:
        return _page(form, refuse(form, refusal))
    flash(gettext("It is off. Every process knows within ten seconds."), "good")
    return redirect_after_post(url_for("operator.switches"))


@blueprint.post("/switches/<uuid:switch_id>/on")
@RUNS
def switch_on(switch_id: uuid.UUID) -> BaseResponse:
    """Turns it on again."""
    turn_on(tag(), switch_id)
    flash(gettext("It is on again. Every process knows within ten seconds."), "good")
    return redirect_after_post(url_for("operator.switches"))


def _form(*, blank: bool = False) -> SwitchForm:
    form = SwitchForm(formdata=None) if blank else SwitchForm()
    form.switch.choices = [(str(one), say(SWITCH[one][0])) for one in Switch]
    form.region.choices = region_choices(gettext("In all regions"))
    return form


def _page(form: SwitchForm, status: int) -> Response:
    hints = {str(one): say(SWITCH[one][1]) for one in Switch}
    return respond("operator/switch_off.html", status=status, form=form, hints=hints)
