"""The answer: what is read aloud, numbers with their reasons, notices, calls, what was said."""

import uuid

from flask import Blueprint, Response, session

from kezek.core.access import Permission
from kezek.core.errors import Refusal
from kezek.core.personal_views import Shown
from kezek.reads.accounts import WaitingCode, find_waiting_code
from kezek.reads.hotline_answer import Answer, hotline_answer
from kezek.usecases.deciding import NotFound
from kezek.usecases.tasks import see_answers
from kezek.web.answer_cards import said_of
from kezek.web.call_words import (
    cause_name,
    channel_name,
    delivery_label,
    outcome_label,
)
from kezek.web.guards import needs
from kezek.web.hotline.forms import CallerCodeForm, CallForm, LookupForm, call_form
from kezek.web.htmx import respond
from kezek.web.i18n import current_language
from kezek.web.login import current_actor
from kezek.web.navigation import find_url
from kezek.web.refusals import sentence_of, status_of
from kezek.web.stages import told
from kezek.web.tenant import current_tenant

blueprint = Blueprint("hotline_answer", __name__, url_prefix="/<slug:slug>/hotline/applications")

_CODES = "caller_codes"


@blueprint.get("/<uuid:application_id>")
@needs(Permission.HOTLINE_LOOKUP, shows=Shown.APPLICATION)
def show(application_id: uuid.UUID) -> Response:
    """Everything that is asked on the telephone, on one page."""
    return answer_page(application_id)


def answer_page(
    application_id: uuid.UUID,
    *,
    problem: Refusal | None = None,
    code: CallerCodeForm | None = None,
    call: CallForm | None = None,
    status: int = 200,
) -> Response:
    """The page; above it what could not be done, in it the form that was refused."""
    page = get_answer(application_id)
    if any(task.is_news for task in page.tasks):
        see_answers(current_tenant().id, current_actor().tag, application_id)
    return respond(
        "hotline/answer.html",
        status=status_of(problem) if problem else status,
        page=page,
        problem=sentence_of(problem) if problem else "",
        lookup_form=LookupForm(formdata=None),
        said=said_of(page),
        happened=told(page.happened),
        waiting_code=_waiting_code(page),
        code_form=code or CallerCodeForm(formdata=None),
        call_form=call or call_form(blank=True),
        cause_name=cause_name,
        delivery_label=delivery_label,
        channel_name=channel_name,
        outcome_label=outcome_label,
        demo_codes_url=find_url("demo.codes"),
    )


def get_answer(application_id: uuid.UUID) -> Answer:
    """The application as this operator may see it. Raises NotFound."""
    page = hotline_answer(
        current_tenant().id, current_actor().tag, application_id, current_language()
    )
    if page is None:
        raise NotFound(application_id)
    return page


def remember_code(guardian_id: uuid.UUID, code_id: uuid.UUID) -> None:
    """Keeps in the session which code a family was sent: it is entered on the same page."""
    session[_CODES] = {str(guardian_id): str(code_id)}


def sent_code(guardian_id: uuid.UUID) -> uuid.UUID | None:
    """The code that this family was sent last, as far as this browser knows."""
    known = session.get(_CODES, {}).get(str(guardian_id))
    return uuid.UUID(known) if known else None


def _waiting_code(page: Answer) -> WaitingCode | None:
    code_id = sent_code(page.guardian_id)
    if code_id is None or page.caller.opened_until is not None:
        return None
    return find_waiting_code(current_tenant().id, code_id)
