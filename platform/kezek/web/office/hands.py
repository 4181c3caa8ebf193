"""In whose hands a matter is, and notes among staff: beside every page of the office."""

import uuid

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.errors import Refusal
from kezek.core.work import MatterKey, Work
from kezek.reads.complaint_desk import complaint_subject
from kezek.reads.subjects import application_subject
from kezek.usecases.assignments import assign
from kezek.usecases.deciding import NotFound
from kezek.usecases.staff_notes import LONGEST, About, add_note
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post
from kezek.web.idempotency import intent
from kezek.web.login import current_actor
from kezek.web.office.way import desk_url, next_url, way
from kezek.web.refusals import sentence_of
from kezek.web.tenant import current_tenant

blueprint = Blueprint("office_hands", __name__, url_prefix="/<slug:slug>/office")


@blueprint.post("/matters/<kind>/<uuid:subject_id>/hands")
@needs(Permission.WORK_ASSIGN)
def put(kind: str, subject_id: uuid.UUID) -> BaseResponse:
    """Takes a matter, hands it over with a note, or lets it go."""
    key = _key(kind, subject_id)
    to, seen = _account("to"), _account("seen")
    note = _words()
    try:
        assign(
            current_tenant().id,
            current_actor(),
            key,
            to,
            seen=seen,
            note=note,
            intent=str(intent()),
        )
    except Refusal as refusal:
        flash(sentence_of(refusal), "act")
        return redirect_after_post(_matter_url(key))
    return _told(key, to)


def _told(key: MatterKey, to: uuid.UUID | None) -> BaseResponse:
    if to is None:
        flash(gettext("The matter is in nobody's hands now."), "calm")
    elif to == current_actor().account_id:
        flash(gettext("The matter is yours now."), "good")
    else:
        flash(gettext("The matter was handed over."), "good")
        return redirect_after_post(next_url() if "after" in way() else desk_url())
    return redirect_after_post(_matter_url(key))


@blueprint.post("/notes/application/<uuid:application_id>")
@needs(Permission.NOTE_KEEP, application_subject)
def note_application(application_id: uuid.UUID) -> BaseResponse:
    """A note on an application."""
    return _note(About.APPLICATION, application_id)


@blueprint.post("/notes/complaint/<uuid:complaint_id>")
@needs(Permission.NOTE_KEEP, complaint_subject)
def note_complaint(complaint_id: uuid.UUID) -> BaseResponse:
    """A note on a complaint."""
    return _note(About.COMPLAINT, complaint_id)


@blueprint.post("/notes/family/<uuid:guardian_id>")
@needs(Permission.FAMILY_ATTEND)
def note_family(guardian_id: uuid.UUID) -> BaseResponse:
    """A note on a family."""
    return _note(About.FAMILY, guardian_id)


def _note(about: About, subject_id: uuid.UUID) -> BaseResponse:
    words, key = _words(), str(intent())
    if not words:
        flash(gettext("Write the note first."), "act")
    else:
        try:
            add_note(current_tenant().id, current_actor(), about, subject_id, words, intent=key)
        except Refusal as refusal:
            flash(sentence_of(refusal), "act")
        else:
            flash(gettext("The note is kept. Only staff see it."), "good")
    return redirect_after_post(_page_of(about, subject_id))


def _words() -> str:
    return request.form.get("note", "").strip()[:LONGEST]


def _account(name: str) -> uuid.UUID | None:
    said = request.form.get(name, "")
    try:
        return uuid.UUID(said) if said else None
    except ValueError:
        raise NotFound(said) from None


def _key(kind: str, subject_id: uuid.UUID) -> MatterKey:
    try:
        return MatterKey(Work(kind), subject_id)
    except ValueError:
        raise NotFound(kind) from None


def _matter_url(key: MatterKey) -> str:
    if key.work is Work.COMPLAINT:
        return _page_of(About.COMPLAINT, key.id)
    if key.work is Work.IDENTITY:
        return _page_of(About.FAMILY, key.id)
    if key.work is Work.TASK:
        return url_for("office_tasks.show", task_id=key.id, **way())
    return _page_of(About.APPLICATION, key.id)


def _page_of(about: About, subject_id: uuid.UUID) -> str:
    if about is About.COMPLAINT:
        return url_for("office_complaints.show", complaint_id=subject_id, **way())
    if about is About.FAMILY:
        return url_for("office_families.show", guardian_id=subject_id, **way())
    return url_for("office_review.show", application_id=subject_id, **way())
