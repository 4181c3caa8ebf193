"""A region is stopped, goes on, or is closed by two operators."""

import uuid

from flask import Response, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.errors import Refusal
from kezek.core.stops import Level
from kezek.usecases import stops
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.idempotency import intent
from kezek.web.operator.forms import AnswerForm, ClosingForm, ReasonForm, StopForm
from kezek.web.operator.room import RUNS, blueprint, refuse, tag, the_region
from kezek.web.operator.words import LEVEL
from kezek.web.refusals import sentence_of
from kezek.web.staff_forms import one_line
from kezek.web.words import say

_REGION = "/regions/<int:tenant_id>"


@blueprint.get(f"{_REGION}/stop")
@RUNS
def ask_stop(tenant_id: int) -> Response:
    """How much stands still, why, and what people read."""
    return _stop_page(tenant_id, _stop_form(blank=True), 200)


@blueprint.post(f"{_REGION}/stop")
@RUNS
def stop(tenant_id: int) -> BaseResponse:
    """Stops the region."""
    the_region(tenant_id)
    form, key = _stop_form(), intent()
    if not form.validate_on_submit():
        return _stop_page(tenant_id, form, 422)
    wish = stops.StopWish(
        level=Level(form.level.data),
        reason=form.reason.data or "",
        words_kk=form.words_kk.data or "",
        words_ru=form.words_ru.data or "",
    )
    try:
        stops.stop_region(tag(), tenant_id, wish, key)
    except Refusal as refusal:
        return _stop_page(tenant_id, form, refuse(form, refusal))
    flash(gettext("The region stands still. Every page says so within ten seconds."), "good")
    return _back(tenant_id)


@blueprint.get(f"{_REGION}/resume")
@RUNS
def ask_resume(tenant_id: int) -> Response:
    """What happens to the terms when the region goes on."""
    return _resume_page(tenant_id, ReasonForm(formdata=None), 200)


@blueprint.post(f"{_REGION}/resume")
@RUNS
def resume(tenant_id: int) -> BaseResponse:
    """Lets the region go on."""
    the_region(tenant_id)
    form = ReasonForm()
    if not form.validate_on_submit():
        return _resume_page(tenant_id, form, 422)
    try:
        stops.resume_region(tag(), tenant_id, form.reason.data or "")
    except Refusal as refusal:
        return _resume_page(tenant_id, form, refuse(form, refusal))
    flash(
        gettext("The region goes on. Running terms were moved by the time it stood still."), "good"
    )
    return _back(tenant_id)


@blueprint.get(f"{_REGION}/closing")
@RUNS
def ask_closing(tenant_id: int) -> Response:
    """The end of a region here: it takes another operator's agreement."""
    return _closing_page(tenant_id, ClosingForm(formdata=None), 200)


@blueprint.post(f"{_REGION}/closing")
@RUNS
def propose_closing(tenant_id: int) -> BaseResponse:
    """Lays the closing before another operator."""
    the_region(tenant_id)
    form, key = ClosingForm(), intent()
    if not form.validate_on_submit():
        return _closing_page(tenant_id, form, 422)
    wish = stops.StopWish(
        level=Level.CLOSED,
        reason=form.reason.data or "",
        words_kk=form.words_kk.data or "",
        words_ru=form.words_ru.data or "",
    )
    try:
        stops.propose_closing(tag(), tenant_id, wish, form.kept.data, key)
    except Refusal as refusal:
        return _closing_page(tenant_id, form, refuse(form, refusal))
    flash(gettext("The closing waits for another operator to agree."), "good")
    return _back(tenant_id)


@blueprint.get(f"{_REGION}/closing/<uuid:proposal_id>")
@RUNS
def look_closing(tenant_id: int, proposal_id: uuid.UUID) -> Response:
    """What was proposed, for the one who agrees or does not."""
    return _answer_page(tenant_id, proposal_id, _answer_form(blank=True), 200)


@blueprint.post(f"{_REGION}/closing/<uuid:proposal_id>")
@RUNS
def answer_closing(tenant_id: int, proposal_id: uuid.UUID) -> BaseResponse:
    """Closes the region, or lets it go on."""
    form = _answer_form()
    if not form.validate_on_submit():
        return _answer_page(tenant_id, proposal_id, form, 422)
    agrees = form.answer.data == "agree"
    try:
        stops.answer_closing(
            tag(), proposal_id, agrees=agrees, answer=one_line(form.words.data or "")
        )
    except Refusal as refusal:
        return _answer_page(tenant_id, proposal_id, form, refuse(form, refusal))
    flash(
        gettext("The region is closed. Its data are kept.")
        if agrees
        else gettext("The region goes on; the proposer sees your answer."),
        "good",
    )
    return _back(tenant_id)


@blueprint.post(f"{_REGION}/closing/<uuid:proposal_id>/withdrawal")
@RUNS
def withdraw_closing(tenant_id: int, proposal_id: uuid.UUID) -> BaseResponse:
    """Takes one's own proposal back."""
    try:
        stops.withdraw_closing(tag(), proposal_id)
    except Refusal as refusal:
        flash(sentence_of(refusal), "act")
    else:
        flash(gettext("The proposal is taken back."), "good")
    return _back(tenant_id)


def _back(tenant_id: int) -> BaseResponse:
    return redirect_after_post(url_for("operator.region", tenant_id=tenant_id))


def _stop_form(*, blank: bool = False) -> StopForm:
    form = StopForm(formdata=None) if blank else StopForm()
    form.level.choices = [(level, say(name)) for level, (name, _) in LEVEL.items()]
    return form


def _answer_form(*, blank: bool = False) -> AnswerForm:
    form = AnswerForm(formdata=None) if blank else AnswerForm()
    form.answer.choices = [
        ("agree", gettext("I agree: the region is closed")),
        ("decline", gettext("I do not agree: the region goes on")),
    ]
    return form


def _stop_page(tenant_id: int, form: StopForm, status: int) -> Response:
    hints = {level: say(hint) for level, (_, hint) in LEVEL.items()}
    page = the_region(tenant_id)
    return respond("operator/stop.html", status=status, page=page, form=form, hints=hints)


def _resume_page(tenant_id: int, form: ReasonForm, status: int) -> Response:
    return respond("operator/resume.html", status=status, page=the_region(tenant_id), form=form)


def _closing_page(tenant_id: int, form: ClosingForm, status: int) -> Response:
    return respond("operator/closing.html", status=status, page=the_region(tenant_id), form=form)


def _answer_page(tenant_id: int, proposal_id: uuid.UUID, form: AnswerForm, status: int) -> Response:
    page = the_region(tenant_id)
    if page.closing is None or page.closing.id != proposal_id:
        flash(gettext("This proposal is over."), "act")
        return respond("operator/closed.html", status=409, page=page)
    return respond(
        "operator/closing_answer.html",
        status=status,
        page=page,
        form=form,
        is_own=page.closing.proposed_by == tag(),
    )
