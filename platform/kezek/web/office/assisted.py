"""A parent without internet at the counter: who it is, and for which child (A-31)."""

import uuid

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.errors import Code, Refusal
from kezek.core.personal_views import Shown
from kezek.reads.family_file import FamilyFile, family_file
from kezek.usecases.assisted import on_behalf, open_family
from kezek.usecases.children import add_child
from kezek.usecases.deciding import NotFound
from kezek.usecases.proofs import prove_parentage
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.i18n import current_language
from kezek.web.idempotency import intent
from kezek.web.login import current_actor
from kezek.web.office.assisted_forms import CounterChildForm, ParentForm
from kezek.web.tenant import current_tenant
from kezek.web.words import mark, say

blueprint = Blueprint("office_assisted", __name__, url_prefix="/<slug:slug>/office/assisted")

LANGUAGES = {"kk": mark("Kazakh"), "ru": mark("Russian")}
_FIELDS = {Code.INVALID_IIN: "iin", Code.ALREADY_QUEUED: "iin", Code.NOT_ELIGIBLE_AGE: "born"}


def languages() -> list[tuple[str, str]]:
    """The languages of letters and papers."""
    return [(code, say(name)) for code, name in LANGUAGES.items()]


@blueprint.get("/")
@needs(Permission.ENTRY_ASSIST)
def index() -> Response:
    """The parent, by the papers on the counter."""
    form = _parent_form(formdata=None)
    form.language.data = current_language()
    return _parent_page(form, 200)


@blueprint.post("/")
@needs(Permission.ENTRY_ASSIST)
def enter() -> BaseResponse:
    """The family is found, or begins here; the parent is confirmed by the document."""
    form = _parent_form()
    key = str(intent())
    if not form.validate_on_submit():
        return _parent_page(form, 422)
    try:
        guardian_id = open_family(current_tenant().id, current_actor(), form.wish, intent=key)
    except Refusal as refusal:
        form.refuse(refusal, "phone" if refusal.detail == "other_phone" else "iin")
        return _parent_page(form, 422)
    return redirect_after_post(url_for("office_assisted.children", guardian_id=guardian_id))


@blueprint.get("/<uuid:guardian_id>/")
@needs(Permission.ENTRY_ASSIST, shows=Shown.FAMILY)
def children(guardian_id: uuid.UUID) -> Response:
    """The family's children, and a box for one more."""
    return _child_page(guardian_id, CounterChildForm(formdata=None), 200)


@blueprint.post("/<uuid:guardian_id>/")
@needs(Permission.ENTRY_ASSIST, shows=Shown.FAMILY)
def add(guardian_id: uuid.UUID) -> BaseResponse:
    """Enters a child; the same rules hold as in the family's own cabinet."""
    form = CounterChildForm()
    key = str(intent())
    if not form.validate_on_submit():
        return _child_page(guardian_id, form, 422)
    tenant_id, by = current_tenant().id, current_actor()
    try:
        child_id = add_child(tenant_id, on_behalf(by, guardian_id), form.wish, intent=key)
        if form.seen.data:
            prove_parentage(tenant_id, by, child_id)
    except Refusal as refusal:
        form.refuse(refusal, _FIELDS.get(refusal.code))
        return _child_page(guardian_id, form, 422)
    flash(gettext("%(name)s is entered.", name=form.full_name.data), "good")
    return redirect_after_post(
        url_for("office_assisted_paper.paper", guardian_id=guardian_id, child_id=child_id)
    )


def _parent_form(**given: object) -> ParentForm:
    form = ParentForm(**given)
    form.language.choices = languages()
    return form


def _parent_page(form: ParentForm, status: int) -> Response:
    return respond("office/assisted.html", status=status, form=form)


def _child_page(guardian_id: uuid.UUID, form: CounterChildForm, status: int) -> Response:
    return respond(
        "office/assisted_child.html", status=status, form=form, page=_family(guardian_id)
    )


def _family(guardian_id: uuid.UUID) -> FamilyFile:
    found = family_file(current_tenant().id, guardian_id)
    if found is None:
        raise NotFound(guardian_id)
    return found
