"""What the hotline handed over: a specialist reads it, does it, and answers."""

import uuid

from flask import Blueprint, Response, flash
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse
from wtforms import RadioField, TextAreaField

from kezek.core.access import Permission
from kezek.core.calls import MAX_NOTE
from kezek.core.errors import Refusal
from kezek.core.personal_views import Shown
from kezek.reads.task_page import TaskPage, task_page, task_subject
from kezek.usecases.deciding import NotFound
from kezek.usecases.tasks import OUTCOMES, answer_task
from kezek.web.call_words import cause_name, outcome_label
from kezek.web.forms import AtMost, Form, Needed
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.idempotency import intent
from kezek.web.login import current_actor
from kezek.web.office.way import desk_url, next_url, way
from kezek.web.refusals import sentence_of, status_of
from kezek.web.tenant import current_tenant
from kezek.web.words import mark, say

blueprint = Blueprint("office_tasks", __name__, url_prefix="/<slug:slug>/office/tasks")


class TaskForm(Form):
    """What came of a matter, for the operator who will be asked again."""

    outcome = RadioField(mark("What came of it"), [Needed(mark("Choose what came of it."))])
    answer = TextAreaField(
        mark("Answer to the hotline"),
        [Needed(mark("Write what the hotline can tell the family.")), AtMost(MAX_NOTE)],
    )


@blueprint.get("/<uuid:task_id>")
@needs(Permission.TASK_ANSWER, task_subject, shows=Shown.APPLICATION)
def show(task_id: uuid.UUID) -> Response:
    """The matter, with the way to the application."""
    return _page(task_id)


@blueprint.post("/<uuid:task_id>/answer")
@needs(Permission.TASK_ANSWER, task_subject, shows=Shown.APPLICATION)
def answer(task_id: uuid.UUID) -> BaseResponse:
    """The answer: the matter leaves the desk."""
    form = _form()
    key = str(intent())
    if not form.validate_on_submit():
        return _page(task_id, form=form, status=422)
    words = (form.answer.data or "").strip()
    try:
        answer_task(
            current_tenant().id, current_actor(), task_id, form.outcome.data, words, intent=key
        )
    except Refusal as refusal:
        return _page(task_id, problem=refusal)
    flash(gettext("The hotline reads your answer."), "good")
    return redirect_after_post(next_url() if "after" in way() else desk_url())


def _form(*, blank: bool = False) -> TaskForm:
    form = TaskForm(formdata=None) if blank else TaskForm()
    form.outcome.choices = [(one, say(outcome_label(one).text)) for one in OUTCOMES]
    return form


def _page(
    task_id: uuid.UUID,
    *,
    form: TaskForm | None = None,
    problem: Refusal | None = None,
    status: int = 200,
) -> Response:
    page: TaskPage | None = task_page(current_tenant().id, task_id)
    if page is None:
        raise NotFound(task_id)
    return respond(
        "office/task.html",
        status=status_of(problem) if problem else status,
        page=page,
        form=form or _form(blank=True),
        problem=sentence_of(problem) if problem else "",
        cause_name=cause_name,
        outcome_label=outcome_label,
        way=way(),
        next_url=next_url(),
        desk_url=desk_url(),
    )
