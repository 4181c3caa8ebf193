"""Who calls is seen in full once the caller reads back the code that the family's telephone got."""

import uuid

from flask import Blueprint, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.codes import CodeFault, refusal_of
from kezek.core.errors import Refusal
from kezek.core.personal_views import Shown
from kezek.usecases.disclosures import ask_caller, open_family
from kezek.web.guards import needs
from kezek.web.hotline.answer import answer_page, get_answer, remember_code, sent_code
from kezek.web.hotline.forms import CallerCodeForm
from kezek.web.htmx import redirect_after_post
from kezek.web.idempotency import intent
from kezek.web.login import current_actor
from kezek.web.tenant import current_tenant

blueprint = Blueprint(
    "hotline_disclosure",
    __name__,
    url_prefix="/<slug:slug>/hotline/applications/<uuid:application_id>",
)

_MAY = needs(Permission.FAMILY_DISCLOSE, shows=Shown.APPLICATION)


@blueprint.post("/code")
@_MAY
def ask(application_id: uuid.UUID) -> BaseResponse:
    """Sends a code to the telephone of the family, which the caller reads back."""
    key = str(intent())
    page = get_answer(application_id)
    try:
        code_id = ask_caller(current_tenant().id, current_actor().tag, application_id, intent=key)
    except Refusal as refusal:
        return answer_page(application_id, problem=refusal)
    remember_code(page.guardian_id, code_id)
    return redirect_after_post(_url(application_id))


@blueprint.post("/opening")
@_MAY
def open_data(application_id: uuid.UUID) -> BaseResponse:
    """The right code opens the family's data to this operator for a quarter of an hour."""
    intent()
    form = CallerCodeForm()
    page = get_answer(application_id)
    if page.caller.opened_until is not None:
        return redirect_after_post(_url(application_id))
    if not form.validate_on_submit():
        return answer_page(application_id, code=form, status=422)
    code_id = sent_code(page.guardian_id)
    try:
        if code_id is None:
            raise refusal_of(CodeFault.EXPIRED, 0)
        open_family(
            current_tenant().id, current_actor().tag, application_id, code_id, form.code.data
        )
    except Refusal as refusal:
        form.refuse(refusal, "code")
        return answer_page(application_id, code=form, status=422)
    flash(gettext("The family's data are open to you for a quarter of an hour."), "good")
    return redirect_after_post(_url(application_id))


def _url(application_id: uuid.UUID) -> str:
    return url_for("hotline_answer.show", application_id=application_id, _anchor="caller")
