"""«Менің балаларым»: the list of a family's children, and one child's entry (V-10)."""

import uuid

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.errors import Code, Refusal
from kezek.reads.children import ShownChild, child_subject, children_page, find_shown_child
from kezek.usecases.children import add_child, change_child, remove_child
from kezek.usecases.deciding import NotFound
from kezek.web.document_words import DOCUMENT_KINDS
from kezek.web.family.forms import (
    ChildDetailsForm,
    ChildForm,
    DocumentChildForm,
    name_documents,
)
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.idempotency import intent
from kezek.web.login import current_actor
from kezek.web.navigation import find_url
from kezek.web.tenant import current_tenant
from kezek.web.words import say

blueprint = Blueprint("family_children", __name__, url_prefix="/<slug:slug>/family/children")

_ITS_OWNER = needs(Permission.CHILD_KEEP, child_subject)

_FIELD_OF = {Code.INVALID_IIN: "iin", Code.NOT_ELIGIBLE_AGE: "born"}
"""Beside which box a refusal of the rules stands."""


@blueprint.get("/")
@needs(Permission.FAMILY_ROOM)
def index() -> Response:
    """All children of the family and what can be done for each."""
    return respond(
        "family/children.html",
        page=children_page(current_tenant().id, current_actor()),
        document_name=_document_name,
        apply_url=find_url("family_apply.begin"),
        application_url=_application_url,
    )


@blueprint.get("/new")
@needs(Permission.CHILD_ADD)
def new() -> Response:
    """An empty entry; by a document for a child without an IIN."""
    return _new_page(_child_form(), 200)


@blueprint.post("/new")
@needs(Permission.CHILD_ADD)
def add() -> BaseResponse:
    """Adds the child; sent twice it is added once."""
    form = _child_form()
    key = intent()
    if not form.validate_on_submit() or form.question:
        return _new_page(form, 422)
    try:
        add_child(current_tenant().id, current_actor(), form.wish, intent=str(key))
    except Refusal as refusal:
        field = _FIELD_OF.get(refusal.code)
        form.refuse(refusal, field if field in form else None)
        return _new_page(form, 422)
    flash(gettext("%(name)s is on your list.", name=form.full_name.data), "good")
    return redirect_after_post(url_for("family_children.index"))


@blueprint.get("/<uuid:child_id>")
@_ITS_OWNER
def show(child_id: uuid.UUID) -> Response:
    """One child's entry, to be corrected while nothing depends on it."""
    child = _child(child_id)
    form = ChildDetailsForm(data={"full_name": child.full_name, "born": child.born_on})
    return _child_page(child, form, 200)


@blueprint.post("/<uuid:child_id>")
@_ITS_OWNER
def change(child_id: uuid.UUID) -> BaseResponse:
    """Corrects name and date of birth."""
    child = _child(child_id)
    form = ChildDetailsForm()
    if not form.validate_on_submit():
        return _child_page(child, form, 422)
    try:
        change_child(
            current_tenant().id,
            current_actor(),
            child_id,
            full_name=form.full_name.data,
            born_on=form.born.data,
        )
    except Refusal as refusal:
        form.refuse(refusal, _FIELD_OF.get(refusal.code))
        return _child_page(child, form, 422)
    flash(gettext("The entry is corrected."), "good")
    return redirect_after_post(url_for("family_children.index"))


@blueprint.get("/<uuid:child_id>/removal")
@_ITS_OWNER
def confirm_removal(child_id: uuid.UUID) -> Response:
    """What taking the child off the list means."""
    return respond("family/child_removal.html", child=_child(child_id))


@blueprint.post("/<uuid:child_id>/removal")
@_ITS_OWNER
def remove(child_id: uuid.UUID) -> BaseResponse:
    """Takes the child off the list."""
    name = _child(child_id).full_name
    remove_child(current_tenant().id, current_actor(), child_id)
    flash(gettext("%(name)s is no longer on your list.", name=name), "calm")
    return redirect_after_post(url_for("family_children.index"))


def _child_form() -> ChildForm | DocumentChildForm:
    if request.args.get("by") != "document":
        return ChildForm()
    form = DocumentChildForm()
    name_documents(form)
    return form


def _new_page(form: ChildForm | DocumentChildForm, status: int) -> Response:
    has_iin = isinstance(form, ChildForm)
    return respond(
        "family/child_new.html",
        fragments={"child-form"},
        status=status,
        form=form,
        has_iin=has_iin,
        action=url_for("family_children.add", by=None if has_iin else "document"),
        other_url=url_for("family_children.new", by="document" if has_iin else None),
    )


def _child(child_id: uuid.UUID) -> ShownChild:
    child = find_shown_child(current_tenant().id, child_id)
    if child is None:
        raise NotFound(child_id)
    return child


def _child_page(child: ShownChild, form: ChildDetailsForm, status: int) -> Response:
    return respond(
        "family/child.html",
        fragments={"child-form"},
        status=status,
        child=child,
        form=form,
        document_name=_document_name,
    )


def _document_name(kind: str) -> str:
    return say(DOCUMENT_KINDS[kind])


def _application_url(application_id: uuid.UUID) -> str:
    """The page of an application, once that room is open."""
    return find_url("family_application.show", application_id=application_id)
