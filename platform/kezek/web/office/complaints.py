"""Complaints before a specialist: registered, considered, answered in their term (L-19, L-20)."""

import uuid
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.complaints import Body, Outcome
from kezek.core.errors import Refusal
from kezek.core.personal_views import Shown
from kezek.reads.complaint_desk import (
    ShownComplaint,
    complaint_subject,
    find_shown_complaint,
)
from kezek.reads.complaint_list import Sieve, complaint_list
from kezek.reads.matter_side import matter_side
from kezek.usecases.complaints import answer_complaint, register_complaint
from kezek.usecases.deciding import NotFound
from kezek.web.complaint_words import (
    about_name,
    body_name,
    complaint_label,
    outcome_name,
)
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond, with_etag
from kezek.web.i18n import current_language, format_moment
from kezek.web.idempotency import intent
from kezek.web.login import current_actor
from kezek.web.office.forms import AnswerForm
from kezek.web.office.way import desk_url, next_url, way
from kezek.web.refusals import sentence_of, status_of
from kezek.web.staff import is_overtaken
from kezek.web.tenant import current_tenant
from kezek.web.words import mark, say
from kezek.web.work_words import work_name

PARTS = {"open": mark("Waits for an answer"), "answered": mark("Answered")}

blueprint = Blueprint("office_complaints", __name__, url_prefix="/<slug:slug>/office/complaints")

_ANSWERS = needs(Permission.COMPLAINT_ANSWER, complaint_subject, shows=Shown.COMPLAINT)


@blueprint.get("/")
@needs(Permission.OFFICE_DESK)
def index() -> Response:
    """What waits for an answer, then what was answered: sifted and in pages by the address."""
    sieve, number = _sieve(), request.args.get("page", 1, type=int)
    page = complaint_list(current_tenant().id, current_actor(), sieve, number, current_language())
    kept = {name: value for name, value in asdict(sieve).items() if value}
    return with_etag(
        respond(
            "office/complaints.html",
            fragments={"complaints-live"},
            page=page,
            sieve=sieve,
            is_sifted=bool(kept),
            parts=[(one, say(words)) for one, words in PARTS.items()],
            bodies=[(str(one), body_name(one)) for one in Body],
            live_url=_list_url(**kept, page=page.pages.current),
            page_url=lambda one: _list_url(**kept, page=one),
            complaint_label=complaint_label,
            about_name=about_name,
            body_name=body_name,
            outcome_name=outcome_name,
        )
    )


@blueprint.get("/<uuid:complaint_id>")
@_ANSWERS
def show(complaint_id: uuid.UUID) -> Response:
    """One complaint with its term."""
    return _page(complaint_id)


@blueprint.post("/<uuid:complaint_id>/registration")
@_ANSWERS
def register(complaint_id: uuid.UUID) -> BaseResponse:
    """Registers it before the system does: its term runs."""
    try:
        register_complaint(current_tenant().id, current_actor(), complaint_id, intent=str(intent()))
    except Refusal as refusal:
        return _page(complaint_id, problem=refusal)
    flash(gettext("The complaint is registered. The family was told."), "good")
    return redirect_after_post(
        url_for("office_complaints.show", complaint_id=complaint_id, **way())
    )


@blueprint.post("/<uuid:complaint_id>/answer")
@_ANSWERS
def answer(complaint_id: uuid.UUID) -> BaseResponse:
    """The answer, which the family reads at once."""
    form = _form()
    key = str(intent())
    if not form.validate_on_submit():
        return _page(complaint_id, form=form, status=422)
    try:
        answer_complaint(
            current_tenant().id,
            current_actor(),
            complaint_id,
            Outcome(form.outcome.data),
            (form.answer.data or "").strip(),
            intent=key,
        )
    except Refusal as refusal:
        return _page(complaint_id, problem=refusal)
    flash(gettext("The answer was sent to the family."), "good")
    return redirect_after_post(next_url() if "after" in way() else _list_url())


def _form(*, blank: bool = False) -> AnswerForm:
    form = AnswerForm(formdata=None) if blank else AnswerForm()
    form.outcome.choices = [(str(one), outcome_name(one)) for one in Outcome]
    return form


def _get(complaint_id: uuid.UUID) -> ShownComplaint:
    found = find_shown_complaint(current_tenant().id, complaint_id, current_language())
    if found is None:
        raise NotFound(complaint_id)
    return found


def _page(
    complaint_id: uuid.UUID,
    *,
    form: AnswerForm | None = None,
    problem: Refusal | None = None,
    status: int = 200,
) -> Response:
    page = _get(complaint_id)
    overtaken = ""
    if problem is not None and is_overtaken(problem) and page.answered_at is not None:
        overtaken = gettext(
            "Answered: %(moment)s. %(outcome)s.",
            moment=format_moment(page.answered_at),
            outcome=outcome_name(page.outcome),
        )
    return respond(
        "office/complaint.html",
        status=status_of(problem) if problem else status,
        page=page,
        form=form or _form(blank=True),
        problem=sentence_of(problem) if problem else "",
        overtaken=overtaken,
        complaint_label=complaint_label,
        about_name=about_name,
        body_name=body_name,
        outcome_name=outcome_name,
        side=matter_side(current_tenant().id, current_actor(), complaint_id),
        work_name=work_name,
        way=way(),
        next_url=next_url(),
        desk_url=desk_url(),
    )


def _sieve() -> Sieve:
    """What the address asks for; a word that there is none of sifts nothing."""
    part, body = request.args.get("part", ""), request.args.get("body", "")
    return Sieve(
        part=part if part in PARTS else "",
        body=body if body in list(Body) else "",
        territory=request.args.get("territory", ""),
    )


def _list_url(**asked: Any) -> str:
    return url_for("office_complaints.index", **asked)
