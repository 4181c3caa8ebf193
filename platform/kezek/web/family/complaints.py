"""A family complains, and follows what becomes of it (L-18 to L-20, L-30)."""

import uuid

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import ValidationError

from kezek.core.access import Permission
from kezek.core.complaints import MAX_TEXT, MIN_TEXT, About, Body
from kezek.core.errors import Refusal
from kezek.reads.complaint_desk import (
    ComplaintsPage,
    complaint_subject,
    complaints_page,
    find_shown_complaint,
)
from kezek.usecases.complaints import ComplaintWish, file_complaint
from kezek.usecases.deciding import NotFound
from kezek.web.complaint_words import about_name, body_name, complaint_label, outcome_name
from kezek.web.forms import AtMost, Form, Needed
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond, with_etag
from kezek.web.i18n import current_language
from kezek.web.idempotency import intent
from kezek.web.login import current_actor
from kezek.web.tenant import current_tenant
from kezek.web.words import mark, say

blueprint = Blueprint("family_complaints", __name__, url_prefix="/<slug:slug>/family/complaints")

_FILES = needs(Permission.COMPLAINT_FILE)
_SEES = needs(Permission.COMPLAINT_SEE, complaint_subject)


class ComplaintForm(Form):
    """What a family complains of, and to whom."""

    application = SelectField(
        mark("Application"), [Needed(mark("Choose the application that it is about."))]
    )
    about = RadioField(mark("What you complain of"), [Needed(mark("Choose what you complain of."))])
    body = RadioField(
        mark("Who shall consider it"), [Needed(mark("Choose who shall consider it."))]
    )
    text = TextAreaField(
        mark("Your complaint"), [Needed(mark("Write what happened.")), AtMost(MAX_TEXT)]
    )

    def validate_text(self, field: TextAreaField) -> None:
        """A complaint says what happened."""
        if len((field.data or "").strip()) < MIN_TEXT:
            raise ValidationError(say(mark("Write what happened in a full sentence.")))


@blueprint.get("/")
@needs(Permission.FAMILY_ROOM)
def index() -> Response:
    """All complaints of the family with their states and terms."""
    page = _list()
    return with_etag(
        respond(
            "family/complaints.html",
            fragments={"complaints-live"},
            page=page,
            topics=[f"family-{current_actor().guardian_id}"],
            complaint_label=complaint_label,
            about_name=about_name,
        )
    )


@blueprint.get("/new")
@_FILES
def begin() -> Response:
    """An empty complaint; from an application's page it is about that one."""
    page = _list()
    form = _form(page, blank=True)
    form.application.data = request.args.get("application_id", "")
    return _new_page(form, page, 200)


@blueprint.post("/new")
@_FILES
def send() -> BaseResponse:
    """Sends the complaint; sent twice it is one."""
    page = _list()
    form = _form(page)
    key = str(intent())
    if not form.validate_on_submit():
        return _new_page(form, page, 422)
    wish = ComplaintWish(
        application_id=uuid.UUID(form.application.data),
        about=About(form.about.data),
        body=Body(form.body.data),
        text=(form.text.data or "").strip(),
    )
    try:
        complaint_id = file_complaint(current_tenant().id, current_actor(), wish, intent=key)
    except Refusal as refusal:
        form.refuse(refusal)
        return _new_page(form, page, 422)
    flash(gettext("Your complaint is delivered."), "good")
    return redirect_after_post(url_for("family_complaints.show", complaint_id=complaint_id))


@blueprint.get("/<uuid:complaint_id>")
@_SEES
def show(complaint_id: uuid.UUID) -> Response:
    """One complaint: how it stands, until when, and the answer."""
    page = find_shown_complaint(current_tenant().id, complaint_id, current_language())
    if page is None:
        raise NotFound(complaint_id)
    return with_etag(
        respond(
            "family/complaint.html",
            fragments={"complaint-live"},
            page=page,
            topics=[f"family-{current_actor().guardian_id}"],
            complaint_label=complaint_label,
            about_name=about_name,
            body_name=body_name,
            outcome_name=outcome_name,
        )
    )


def _list() -> ComplaintsPage:
    return complaints_page(current_tenant().id, current_actor(), current_language())


def _form(page: ComplaintsPage, *, blank: bool = False) -> ComplaintForm:
    form = ComplaintForm(formdata=None) if blank else ComplaintForm()
    form.application.choices = [
        (str(one.id), f"{one.number} · {one.child}") for one in page.applications
    ]
    form.about.choices = [(str(about), about_name(about)) for about in About]
    form.body.choices = [(str(body), body_name(body)) for body in Body]
    return form


def _new_page(form: ComplaintForm, page: ComplaintsPage, status: int) -> Response:
    return respond(
        "family/complaint_new.html",
        fragments={"complaint-form"} if page.applications else set(),
        status=status,
        form=form,
        page=page,
        terms={
            str(Body.PROVIDER): _term(page.provider_days),
            str(Body.AUTHORITY): _term(page.authority_days),
        },
    )


def _term(days: int) -> str:
    return say(mark("Answers within %(days)s working days of registration."), days=days)
