"""Pupils: the list, the end of a contract, a place kept for one who is away (L-12.1, L-17.2)."""

import uuid

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.applications import State
from kezek.core.errors import Refusal
from kezek.core.modes.registry import gives_vouchers
from kezek.core.triggers import Leaving
from kezek.reads.admission_page import AdmissionPage
from kezek.reads.kindergarten_desk import pupils_page
from kezek.reads.modes import absence_days
from kezek.reads.subjects import application_subject
from kezek.usecases.admission_desk import end_contract
from kezek.usecases.deciding import NotFound
from kezek.usecases.sanatorium import keep_place
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.i18n import current_language
from kezek.web.idempotency import intent
from kezek.web.kindergarten.arrivals import child_page, get_page
from kezek.web.kindergarten.forms import AbsenceForm, LeavingForm
from kezek.web.login import current_actor
from kezek.web.staff import kindergarten_id
from kezek.web.tenant import current_tenant
from kezek.web.words import mark, say

blueprint = Blueprint(
    "kindergarten_pupils", __name__, url_prefix="/<slug:slug>/kindergarten/pupils"
)

_LEAVING = {
    Leaving.ENDED: mark("The family gives the place up"),
    Leaving.GRADUATED: mark("The child goes to school"),
    Leaving.ABSENT: mark("The child has been away for a long time"),
}
"""Why a voucher ends (9.3 row 18)."""

_ENDS = needs(Permission.CONTRACT_END, application_subject)
_KEEPS = needs(Permission.PLACE_PUBLISH, application_subject)


@blueprint.get("/")
@needs(Permission.KINDERGARTEN_DESK)
def index() -> Response:
    """The children with a contract, by name."""
    page = pupils_page(
        current_tenant().id,
        kindergarten_id(),
        current_language(),
        request.args.get("page", 1, type=int),
    )
    if page is None:
        raise NotFound("kindergarten")
    return respond("kindergarten/pupils.html", page=page, page_url=_page_url)


@blueprint.get("/<uuid:application_id>/contract-end")
@_ENDS
def confirm_end(application_id: uuid.UUID) -> BaseResponse:
    """What the end of the contract means."""
    page = get_page(application_id)
    if not page.is_pupil or page.is_transfer:
        return redirect_after_post(_child_url(application_id))
    if _ends_a_voucher(page):
        return _voucher_end_page(page, _leaving_form(blank=True), 200)
    return respond("kindergarten/contract_end.html", page=page)


@blueprint.post("/<uuid:application_id>/contract-end")
@_ENDS
def end(application_id: uuid.UUID) -> BaseResponse:
    """Ends the contract; the place is free again (row 35)."""
    try:
        end_contract(current_tenant().id, current_actor(), application_id, intent=str(intent()))
    except Refusal as refusal:
        return child_page(application_id, problem=refusal)
    flash(gettext("The contract has ended and the place is free."), "calm")
    return redirect_after_post(url_for("kindergarten_pupils.index"))


@blueprint.post("/<uuid:application_id>/voucher-end")
@_ENDS
def end_voucher(application_id: uuid.UUID) -> BaseResponse:
    """Ends the contract for a reason, and the voucher with it (9.3 row 18)."""
    form, key = _leaving_form(), str(intent())
    if not form.validate_on_submit():
        return _voucher_end_page(get_page(application_id), form, 422)
    try:
        end_contract(
            current_tenant().id,
            current_actor(),
            application_id,
            because=form.reason,
            absent_since=form.absent_since,
            intent=key,
        )
    except Refusal as refusal:
        if refusal.detail not in ("absence", "absent_since"):
            return child_page(application_id, problem=refusal)
        form.refuse(refusal, "since")
        return _voucher_end_page(get_page(application_id), form, 422)
    flash(gettext("The contract is ended, the voucher cancelled, the place free."), "calm")
    return redirect_after_post(url_for("kindergarten_pupils.index"))


def _ends_a_voucher(page: AdmissionPage) -> bool:
    """Whether the reason is asked for: a temporary place only brings the child back (R-52)."""
    return gives_vouchers(page.mode) and page.state == State.ENROLLED


def _leaving_form(*, blank: bool = False) -> LeavingForm:
    """With a long absence among the reasons only where the region has set its days."""
    form = LeavingForm(formdata=None) if blank else LeavingForm()
    open_reasons = [
        reason
        for reason in _LEAVING
        if reason is not Leaving.ABSENT or absence_days(current_tenant().id)
    ]
    form.because.choices = [(str(reason), say(_LEAVING[reason])) for reason in open_reasons]
    return form


def _voucher_end_page(page: AdmissionPage, form: LeavingForm, status: int) -> Response:
    return respond(
        "kindergarten/voucher_end.html",
        status=status,
        page=page,
        form=form,
        days=absence_days(current_tenant().id),
    )


@blueprint.post("/<uuid:application_id>/absence")
@_KEEPS
def keep(application_id: uuid.UUID) -> BaseResponse:
    """The pupil goes to a sanatorium: its place is kept and lent (L-17.2)."""
    form = AbsenceForm()
    key = str(intent())
    if not form.validate_on_submit():
        return child_page(application_id, absence=form, status=422)
    try:
        keep_place(
            current_tenant().id, current_actor(), application_id, form.until.data, intent=key
        )
    except Refusal as refusal:
        if refusal.detail == "temporary_until":
            form.refuse(refusal, "until")
            return child_page(application_id, absence=form, status=422)
        return child_page(application_id, problem=refusal)
    flash(gettext("The place is kept; meanwhile it is offered as a temporary one."), "good")
    return redirect_after_post(_child_url(application_id))


def _page_url(number: int) -> str:
    return url_for("kindergarten_pupils.index", page=number)


def _child_url(application_id: uuid.UUID) -> str:
    return url_for("kindergarten_arrivals.show", application_id=application_id)
