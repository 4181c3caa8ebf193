"""What takes two people: everything that waits for a second one, and the answer to it."""

import uuid
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Flask, Response, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse
from wtforms import TextAreaField

from kezek.core.access import Permission, Role
from kezek.core.approvals import Kind
from kezek.core.errors import Refusal
from kezek.reads.approvals import ShownApproval, Sieve, approvals_page, shown_approval
from kezek.usecases import approvals
from kezek.usecases.deciding import NotFound
from kezek.web.approval_words import STATES, TELLINGS
from kezek.web.forms import AtMost, Form, Needed
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.i18n import current_language
from kezek.web.idempotency import intent
from kezek.web.login import current_actor
from kezek.web.navigation import add_link
from kezek.web.refusals import refusal_sentence, sentence_of, status_of
from kezek.web.staff_forms import NOTE_LENGTH, one_line
from kezek.web.tenant import current_tenant
from kezek.web.words import mark, say

blueprint = Blueprint("approvals", __name__, url_prefix="/<slug:slug>/approvals")

SEES = needs(Permission.APPROVAL_SEE)
ANSWERS = needs(Permission.APPROVAL_ANSWER)
ROOMS = {Role.ADMIN: "people", Role.OFFICE: "work"}
"""Whose links lead here, and in which section: those who are asked to be the second."""


PARTS = {"open": mark("Waits for a second person"), "ended": mark("Answered or over")}
WHOSE = {"own": mark("Mine"), "others": mark("Of colleagues")}
SORTS = {"ends": mark("Those that end first"), "oldest": mark("The oldest first")}


class DeclineForm(Form):
    """Why the second person does not agree."""

    answer = TextAreaField(
        mark("Why you do not agree"), [Needed(mark("Write why.")), AtMost(NOTE_LENGTH)]
    )


def open_rooms(app: Flask) -> None:
    """Opens the pages; the rooms of those who are asked lead to them."""
    app.register_blueprint(blueprint)
    for role, section in ROOMS.items():
        word = mark("Second signature")
        add_link(app, str(role), "approvals.index", word, "check", section=section)


@blueprint.get("/")
@SEES
def index() -> Response:
    """Everything that the reader proposed or may answer, what waits on top."""
    sieve, number = _sieve(), request.args.get("page", 1, type=int)
    page = approvals_page(current_tenant().id, current_actor(), sieve, number, current_language())
    kept: dict[str, Any] = {name: value for name, value in asdict(sieve).items() if value}
    return respond(
        "account/approvals.html",
        fragments={"found-approvals"},
        page=page,
        sieve=sieve,
        is_sifted=bool(kept),
        parts=[(one, say(words)) for one, words in PARTS.items()],
        kinds=[(str(one), say(telling.title)) for one, telling in TELLINGS.items()],
        people=[(one, say(words)) for one, words in WHOSE.items()],
        sorts=[(one, say(words)) for one, words in SORTS.items()],
        tellings=TELLINGS,
        states=STATES,
        page_url=lambda wished: url_for("approvals.index", **kept, page=wished),
    )


@blueprint.get("/<uuid:approval_id>")
@SEES
def show(approval_id: uuid.UUID) -> Response:
    """One proposal: what would be done, why, and by whom."""
    return _page(approval_id, DeclineForm(formdata=None))


@blueprint.post("/<uuid:approval_id>/agree")
@ANSWERS
def agree(approval_id: uuid.UUID) -> BaseResponse:
    """The second signature: what was proposed is done now."""
    intent()
    _get(approval_id)
    try:
        approvals.agree(current_tenant().id, current_actor(), approval_id)
    except Refusal as refusal:
        return _page(approval_id, DeclineForm(formdata=None), refusal)
    flash(gettext("You have signed, and it is done."), "good")
    done = _get(approval_id)
    return redirect_after_post(TELLINGS[done.kind].done_url(done) or _url(approval_id))


@blueprint.post("/<uuid:approval_id>/decline")
@ANSWERS
def decline(approval_id: uuid.UUID) -> BaseResponse:
    """It is not done, and the proposer reads why."""
    form = DeclineForm()
    intent()
    _get(approval_id)
    if not form.validate_on_submit():
        return _page(approval_id, form)
    try:
        approvals.decline(
            current_tenant().id, current_actor(), approval_id, one_line(form.answer.data)
        )
    except Refusal as refusal:
        return _page(approval_id, form, refusal)
    flash(gettext("Declined. Nothing was changed."), "good")
    return redirect_after_post(_url(approval_id))


@blueprint.post("/<uuid:approval_id>/withdraw")
@SEES
def withdraw(approval_id: uuid.UUID) -> BaseResponse:
    """The proposer takes it back."""
    intent()
    try:
        approvals.withdraw(current_tenant().id, current_actor(), approval_id)
    except Refusal as refusal:
        return _page(approval_id, DeclineForm(formdata=None), refusal)
    flash(gettext("Taken back. Nothing was changed."), "good")
    return redirect_after_post(_url(approval_id))


def _sieve() -> Sieve:
    """As the address says; a word that there is none of sifts nothing."""
    known = {"part": PARTS, "kind": list(Kind), "whose": WHOSE, "sort": SORTS}
    asked = {name: request.args.get(name, "") for name in known}
    return Sieve(**{name: word for name, word in asked.items() if word in known[name]})


def _get(approval_id: uuid.UUID) -> ShownApproval:
    found = shown_approval(current_tenant().id, current_actor(), approval_id, current_language())
    if found is None:
        raise NotFound(approval_id)
    return found


def _page(approval_id: uuid.UUID, form: DeclineForm, problem: Refusal | None = None) -> Response:
    shown = _get(approval_id)
    why_not = ""
    if shown.state == "refused":
        why_not = refusal_sentence(shown.outcome["refused"], {}, shown.outcome["detail"])
    return respond(
        "account/approval.html",
        status=status_of(problem) if problem else 422 if form.errors else 200,
        shown=shown,
        telling=TELLINGS[shown.kind],
        label=STATES[shown.state],
        form=form,
        problem=sentence_of(problem) if problem else "",
        why_not=why_not,
    )


def _url(approval_id: uuid.UUID) -> str:
    return url_for("approvals.show", approval_id=approval_id)
