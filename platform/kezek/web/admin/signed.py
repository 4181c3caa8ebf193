"""A signed switch: looked at before its day and after it, and taken back before it (R-10)."""

import uuid

from flask import Response, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.errors import Refusal
from kezek.reads.territory_switches import SwitchPage, switch_page
from kezek.usecases.deciding import NotFound
from kezek.usecases.repeats import Once, Repeated
from kezek.usecases.switch_plans import cancel_switch
from kezek.web.admin import words
from kezek.web.admin.forms import CancelForm
from kezek.web.admin.rehearsing import children_of
from kezek.web.admin.room import KEEPS, blueprint
from kezek.web.decision_words import role_name
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.i18n import current_language, format_day
from kezek.web.idempotency import intent
from kezek.web.login import current_actor
from kezek.web.queue_words import mode_name
from kezek.web.refusals import sentence_of, status_of
from kezek.web.staff_forms import one_line
from kezek.web.tenant import current_tenant


@blueprint.get("/switches/<uuid:switch_id>/")
@KEEPS
def show_switch(switch_id: uuid.UUID) -> Response:
    """One signed switch: who signed it and why, and every child; after its day what happened."""
    page = _switch(switch_id)
    return respond(
        "admin/switch.html",
        page=page,
        switch=page.switch,
        role_name=role_name,
        label=words.switch_label(
            is_cancelled=page.switch.cancelled_at is not None,
            has_happened=page.switch.happened_at is not None,
        ),
        otherwise=words.otherwise_sentence,
        mode_name=mode_name,
        **children_of(page.rehearsed if page.happened is None else page.happened),
    )


@blueprint.get("/switches/<uuid:switch_id>/cancel")
@KEEPS
def confirm_cancel(switch_id: uuid.UUID) -> Response:
    """What taking the switch back means."""
    return _cancel_page(switch_id, CancelForm(formdata=None), 200)


@blueprint.post("/switches/<uuid:switch_id>/cancel")
@KEEPS
def cancel(switch_id: uuid.UUID) -> BaseResponse:
    """Takes the switch back before its day."""
    form, key = CancelForm(), intent()
    if not form.validate_on_submit():
        return _cancel_page(switch_id, form, 422)
    try:
        cancel_switch(
            current_tenant().id,
            current_actor().tag,
            switch_id,
            one_line(form.reason.data),
            once=Once(str(key), f"cancel-switch:{switch_id}"),
        )
    except Repeated:
        pass
    except Refusal as refusal:
        return _cancel_page(switch_id, form, status_of(refusal), problem=sentence_of(refusal))
    flash(gettext("The switch is cancelled. Everything stays as it is."), "calm")
    return redirect_after_post(url_for("admin.show_switch", switch_id=switch_id))


def _switch(switch_id: uuid.UUID) -> SwitchPage:
    page = switch_page(current_tenant().id, switch_id, current_language())
    if page is None:
        raise NotFound(switch_id)
    return page


def _cancel_page(
    switch_id: uuid.UUID, form: CancelForm, status: int, problem: str = ""
) -> Response:
    page = _switch(switch_id)
    if page.switch.cancelled_at is not None or page.switch.happened_at is not None:
        status = max(status, 409)
    return respond(
        "admin/switch_cancel.html",
        status=status,
        switch=page.switch,
        day=format_day(page.switch.from_on),
        mode_name=mode_name,
        form=form,
        problem=problem,
    )
