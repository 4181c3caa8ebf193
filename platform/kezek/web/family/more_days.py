"""A family asks for more days, for a referral or for a voucher: the days and the proof (L-25.2)."""

import uuid
from collections.abc import Callable

from flask import flash, request
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse
from wtforms import IntegerField

from kezek.core.admission_papers import EXTENSION_PROOF
from kezek.core.errors import Refusal
from kezek.reads.application_page import ApplicationPage
from kezek.usecases.extensions import ask_with_proof
from kezek.web.family.acts import answered_once, lead_back, once
from kezek.web.family.application import get_page, refused
from kezek.web.forms import Form, Needed
from kezek.web.htmx import redirect_after_post
from kezek.web.login import current_actor
from kezek.web.papers import refuse_paper, uploads_of
from kezek.web.tenant import current_tenant
from kezek.web.uploads import DocumentsField
from kezek.web.words import mark


class ExtensionForm(Form):
    """For how many days, and the paper that shows why (L-25.2, DOC-16)."""

    days = IntegerField(
        mark("How many days do you need?"), [Needed(mark("Enter a number of days."))]
    )
    files = DocumentsField(
        mark("Paper that shows why you cannot come"), [Needed(mark("Choose a file."))]
    )


def ask_for_days(
    application_id: uuid.UUID,
    act: str,
    *,
    is_open: Callable[[ApplicationPage], bool],
    may_extend: Callable[[ApplicationPage], bool],
    show: Callable[[ApplicationPage, ExtensionForm, int], BaseResponse],
    url: str,
) -> BaseResponse:
    """Asks with the proof, both or neither; refused, the page shows why beside the box.

    `is_open` says whether the page shows anything of it at all, `may_extend` whether one may ask
    (again), `show` renders the page with a form and a status.
    """
    form = ExtensionForm()
    key = once(act, application_id, request.form.get("days", ""))
    if not form.validate_on_submit():
        page = get_page(application_id)
        return show(page, form, 422) if is_open(page) else lead_back(application_id)
    try:
        with answered_once():
            ask_with_proof(
                current_tenant().id,
                current_actor(),
                application_id,
                days=form.days.data or 0,
                proof=uploads_of(form.files, EXTENSION_PROOF),
                once=key,
            )
    except Refusal as refusal:
        page = get_page(application_id)
        if not is_open(page) or not may_extend(page):
            return refused(application_id, refusal)
        _put_beside(form, refusal)
        return show(page, form, 422)
    flash(gettext("Your request is sent. The answer comes within one working day."), "good")
    return redirect_after_post(url)


def _put_beside(form: ExtensionForm, refusal: Refusal) -> None:
    if refusal.detail == "extension_days":
        form.refuse(refusal, "days")
    else:
        refuse_paper(form, refusal)
