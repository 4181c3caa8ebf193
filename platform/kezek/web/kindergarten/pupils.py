"""Pupils: the list, the end of a contract, a place kept for one who is away (L-12.1, L-17.2)."""

import uuid
from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.applications import State
from kezek.core.errors import Refusal
from kezek.core.modes.registry import gives_vouchers
from kezek.core.personal_views import Shown
from kezek.core.triggers import Leaving
from kezek.reads.admission_page import AdmissionPage
from kezek.reads.kindergarten_children import ChildSieve, children_page
from kezek.reads.modes import absence_days
from kezek.reads.subjects import application_subject
from kezek.usecases.absences import AwayFor, note_away, note_back
from kezek.usecases.admission_desk import end_contract
from kezek.usecases.deciding import NotFound
from kezek.usecases.pupils import move_pupil
from kezek.usecases.sanatorium import keep_place
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond, with_etag
from kezek.web.i18n import current_language
from kezek.web.idempotency import intent
from kezek.web.kindergarten.arrivals import absence_form, child_page, get_page, move_form
from kezek.web.kindergarten.forms import LeavingForm
from kezek.web.kindergarten.words import AWAY, CHILD_SORTS, KINDS, asked, group_name, worded
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
    Leaving.NEVER_CAME: mark("The child never came"),
    Leaving.ABSENT: mark("The child has been away for a long time"),
}
"""Why a contract ends (row 35; 9.3 row 18)."""

_ENDS = needs(Permission.CONTRACT_END, application_subject, shows=Shown.CHILD)
_KEEPS = needs(Permission.PUPIL_KEEP, application_subject, shows=Shown.CHILD)


@blueprint.get("/")
@needs(Permission.KINDERGARTEN_DESK, shows=Shown.LIST)
def index() -> Response:
    """The children who are here or come here: sifted, sorted, page by page, up to date."""
    sieve = ChildSieve(
        kind=asked("kind", KINDS, "pupils"),
        group=request.args.get("group", ""),
        text=request.args.get("text", "").strip(),
        sort=asked("sort", CHILD_SORTS, "name"),
        page=request.args.get("page", 1, type=int),
    )
    page = children_page(current_tenant().id, kindergarten_id(), current_language(), sieve)
    if page is None:
        raise NotFound("kindergarten")
    carried: dict[str, Any] = {
        "kind": sieve.kind,
        "group": sieve.group,
        "text": sieve.text,
        "sort": sieve.sort,
    }
    return with_etag(
        respond(
            "kindergarten/pupils.html",
            fragments={"children-live"},
            page=page,
            sieve=sieve,
            kinds=worded(KINDS),
            sorts=worded(CHILD_SORTS),
            away_words=AWAY,
            group_name=group_name,
            topics=[f"kindergarten-{page.id}"],
            live_url=url_for("kindergarten_pupils.index", page=page.pages.current, **carried),
            page_url=lambda number: url_for("kindergarten_pupils.index", page=number, **carried),
        )
    )


@blueprint.get("/<uuid:application_id>/contract-end")
@_ENDS
def confirm_end(application_id: uuid.UUID) -> BaseResponse:
    """What the end of the contract means, and why it ends."""
    page = get_page(application_id)
    if not page.is_pupil or page.is_transfer:
        return redirect_after_post(_child_url(application_id))
    if page.state == State.ENROLLED_TEMP:
        return respond("kindergarten/contract_end.html", page=page)
    return _end_page(page, _leaving_form(page, blank=True), 200)


@blueprint.post("/<uuid:application_id>/contract-end")
@_ENDS
def end(application_id: uuid.UUID) -> BaseResponse:
    """Ends a temporary stay: the child is back in its queues (R-52)."""
    page, key = get_page(application_id), str(intent())
    if page.is_pupil and page.state == State.ENROLLED:
        # Whoever has a contract that lasts is asked why it ends.
        return redirect_after_post(
            url_for("kindergarten_pupils.confirm_end", application_id=application_id)
        )
    try:
        end_contract(current_tenant().id, current_actor(), application_id, intent=key)
    except Refusal as refusal:
        return child_page(application_id, problem=refusal)
    flash(gettext("The contract has ended and the place is free."), "calm")
    return redirect_after_post(url_for("kindergarten_pupils.index"))


@blueprint.post("/<uuid:application_id>/leaving")
@_ENDS
def end_for(application_id: uuid.UUID) -> BaseResponse:
    """Ends the contract for a reason, and a voucher with it (row 35; 9.3 row 18)."""
    page, key = get_page(application_id), str(intent())
    form = _leaving_form(page)
    if not form.validate_on_submit():
        return _end_page(page, form, 422)
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
        if refusal.detail not in ("absence", "absent_since", "away_noted"):
            return child_page(application_id, problem=refusal)
        form.refuse(refusal, "since")
        return _end_page(get_page(application_id), form, 422)
    flash(
        gettext("The contract is ended, the voucher cancelled, the place free.")
        if gives_vouchers(page.mode)
        else gettext("The contract has ended and the place is free."),
        "calm",
    )
    return redirect_after_post(url_for("kindergarten_pupils.index"))


def _leaving_form(page: AdmissionPage, *, blank: bool = False) -> LeavingForm:
    """With a long absence only where it ends a voucher and the region has set its days (VX-18)."""
    form = LeavingForm(formdata=None) if blank else LeavingForm()
    is_absence_open = gives_vouchers(page.mode) and absence_days(current_tenant().id)
    reasons = [reason for reason in _LEAVING if reason is not Leaving.ABSENT or is_absence_open]
    form.because.choices = [(str(reason), say(_LEAVING[reason])) for reason in reasons]
    return form


def _end_page(page: AdmissionPage, form: LeavingForm, status: int) -> Response:
    return respond(
        "kindergarten/leaving.html",
        fragments={"end-form"},
        status=status,
        page=page,
        form=form,
        days=absence_days(current_tenant().id) if gives_vouchers(page.mode) else 0,
    )


@blueprint.post("/<uuid:application_id>/absence")
@_KEEPS
def keep(application_id: uuid.UUID) -> BaseResponse:
    """The pupil is away: its place is kept, and in a sanatorium's case lent (L-17.2, L-3.15)."""
    form, key = absence_form(), str(intent())
    if not form.validate_on_submit():
        return child_page(application_id, absence=form, status=422)
    because, until = AwayFor(form.because.data), form.until.data
    tenant_id, actor = current_tenant().id, current_actor()
    try:
        if because is AwayFor.SANATORIUM:
            keep_place(tenant_id, actor, application_id, until, intent=key)
        else:
            note_away(tenant_id, actor, application_id, because, until, intent=key)
    except Refusal as refusal:
        if refusal.detail in ("temporary_until", "away_until"):
            form.refuse(refusal, "until")
            return child_page(application_id, absence=form, status=422)
        return child_page(application_id, problem=refusal)
    flash(
        gettext("The place is kept; meanwhile it is offered as a temporary one.")
        if because is AwayFor.SANATORIUM
        else gettext("Noted. The place stays the child's."),
        "good",
    )
    return redirect_after_post(_child_url(application_id))


@blueprint.post("/<uuid:application_id>/back")
@_KEEPS
def back(application_id: uuid.UUID) -> BaseResponse:
    """The pupil is back from illness or leave."""
    try:
        note_back(current_tenant().id, current_actor(), application_id, intent=str(intent()))
    except Refusal as refusal:
        return child_page(application_id, problem=refusal)
    flash(gettext("Noted: the child is back."), "good")
    return redirect_after_post(_child_url(application_id))


@blueprint.post("/<uuid:application_id>/move")
@_KEEPS
def move(application_id: uuid.UUID) -> BaseResponse:
    """The pupil goes over to another group; its old place is a vacancy (X-14)."""
    page, key = get_page(application_id), str(intent())
    form = move_form(page)
    if not form.validate_on_submit():
        return child_page(application_id, move=form, status=422)
    try:
        move_pupil(
            current_tenant().id,
            current_actor(),
            application_id,
            uuid.UUID(form.group.data),
            intent=key,
        )
    except Refusal as refusal:
        if refusal.detail == "group_full":
            form.refuse(refusal, "group")
            return child_page(application_id, move=form, status=422)
        return child_page(application_id, problem=refusal)
    flash(gettext("The child is in the other group now. Its old place is free."), "good")
    return redirect_after_post(_child_url(application_id))


def _child_url(application_id: uuid.UUID) -> str:
    return url_for("kindergarten_arrivals.show", application_id=application_id)
