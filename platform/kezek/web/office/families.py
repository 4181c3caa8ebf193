"""Families before a specialist: persons proven by their papers, telephones, conflicts (A-62)."""

import uuid
from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.errors import Refusal
from kezek.core.numbers import parse_number
from kezek.core.people import Identity, iin_fault
from kezek.core.personal_views import Shown
from kezek.reads.family_file import FamilyFile, FileChild, FoundFamily, family_file, find_families
from kezek.reads.matter_side import matter_side
from kezek.usecases.conflicts import settle_conflict
from kezek.usecases.deciding import NotFound
from kezek.usecases.ownership import Foreseen, HandOverWish, Proof, foresee, hand_over
from kezek.usecases.personal_views import note_view
from kezek.usecases.phones import change_phone_by_staff
from kezek.usecases.proofs import prove_guardian, prove_parentage
from kezek.web.document_words import document_kind_name
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.idempotency import intent
from kezek.web.login import current_actor
from kezek.web.office.forms import PROOFS, HandOverForm, NewPhoneForm, SearchForm
from kezek.web.office.way import desk_url, next_url, way
from kezek.web.refusals import sentence_of, status_of
from kezek.web.staff_forms import one_line
from kezek.web.tenant import current_tenant
from kezek.web.words import say
from kezek.web.work_words import work_name

_LONGEST_VERSION = 9

blueprint = Blueprint("office_families", __name__, url_prefix="/<slug:slug>/office/families")


@blueprint.get("/")
@needs(Permission.OFFICE_DESK, shows=Shown.LOOKUP)
def index() -> Response:
    """A family is found by a number that it can tell; an address holds an application's alone."""
    number = parse_number(request.args.get("q", ""))
    return _found(SearchForm(formdata=None), str(number) if number else "")


@blueprint.post("/")
@needs(Permission.OFFICE_DESK, shows=Shown.LOOKUP)
def look_up() -> Response:
    """The same by an IIN or a telephone: they are sent, so that no log or history keeps them."""
    form = SearchForm()
    if not form.validate_on_submit():
        return _found(form, "", 422)
    return _found(form, form.q.data.strip())


def _found(form: SearchForm, query: str, status: int = 200) -> Response:
    if query:
        form.q.data = query
    found = _search(query) if query else ()
    return respond("office/families.html", status=status, form=form, query=query, found=found)


@blueprint.get("/<uuid:guardian_id>")
@needs(Permission.GUARDIAN_PROVE, shows=Shown.FAMILY)
def show(guardian_id: uuid.UUID) -> Response:
    """The family: who is proven, and which conflicts are open."""
    return _page(guardian_id)


@blueprint.post("/<uuid:guardian_id>/proof")
@needs(Permission.GUARDIAN_PROVE, shows=Shown.FAMILY)
def prove(guardian_id: uuid.UUID) -> BaseResponse:
    """The document of the parent was seen (A-58)."""
    intent()
    prove_guardian(current_tenant().id, current_actor(), guardian_id)
    flash(gettext("The parent is confirmed."), "good")
    return redirect_after_post(_url(guardian_id))


@blueprint.post("/<uuid:guardian_id>/children/<uuid:child_id>/proof")
@needs(Permission.PARENTAGE_PROVE, shows=Shown.FAMILY)
def prove_child(guardian_id: uuid.UUID, child_id: uuid.UUID) -> BaseResponse:
    """The birth certificate was seen (DOC-10)."""
    intent()
    if child_id not in {child.person.id for child in _get(guardian_id).children}:
        raise NotFound(child_id)
    try:
        prove_parentage(current_tenant().id, current_actor(), child_id)
    except Refusal as refusal:
        return _page(guardian_id, problem=refusal)
    flash(gettext("The parentage is confirmed."), "good")
    return redirect_after_post(_url(guardian_id))


@blueprint.post("/<uuid:guardian_id>/conflicts/<uuid:conflict_id>")
@needs(Permission.CONFLICT_SETTLE, shows=Shown.FAMILY)
def settle(guardian_id: uuid.UUID, conflict_id: uuid.UUID) -> BaseResponse:
    """The conflict is settled: it leaves the desk."""
    try:
        settle_conflict(current_tenant().id, current_actor(), conflict_id, intent=str(intent()))
    except Refusal as refusal:
        return _page(guardian_id, problem=refusal)
    flash(gettext("The conflict is settled."), "good")
    return redirect_after_post(next_url() if request.args.get("after") else _url(guardian_id))


@blueprint.get("/<uuid:guardian_id>/phone")
@needs(Permission.PHONE_CHANGE, shows=Shown.FAMILY)
def phone(guardian_id: uuid.UUID) -> Response:
    """What a change of the telephone means."""
    return _phone_page(guardian_id, NewPhoneForm(formdata=None), 200)


@blueprint.post("/<uuid:guardian_id>/phone")
@needs(Permission.PHONE_CHANGE, shows=Shown.FAMILY)
def change_phone(guardian_id: uuid.UUID) -> BaseResponse:
    """The document was seen: the family enters with another telephone from now on."""
    form = NewPhoneForm()
    intent()
    if not form.validate_on_submit():
        return _phone_page(guardian_id, form, 422)
    try:
        change_phone_by_staff(current_tenant().id, current_actor(), guardian_id, form.phone.data)
    except Refusal as refusal:
        form.refuse(refusal, "phone")
        return _phone_page(guardian_id, form, 422)
    flash(gettext("The telephone is changed and the parent is confirmed."), "good")
    return redirect_after_post(_url(guardian_id))


@blueprint.get("/<uuid:guardian_id>/children/<uuid:child_id>/owner")
@needs(Permission.OWNERSHIP_TRANSFER, shows=Shown.FAMILY)
def owner(guardian_id: uuid.UUID, child_id: uuid.UUID) -> Response:
    """What it means that another person keeps the application."""
    return _owner_page(guardian_id, child_id, _owner_form(formdata=None), 200)


@blueprint.post("/<uuid:guardian_id>/children/<uuid:child_id>/owner")
@needs(Permission.OWNERSHIP_TRANSFER, shows=Shown.FAMILY)
def change_owner(guardian_id: uuid.UUID, child_id: uuid.UUID) -> BaseResponse:
    """The documents were seen: the other parent or guardian keeps the application (A-62)."""
    form = _owner_form()
    key = str(intent())
    _child_of(guardian_id, child_id)
    if not form.validate_on_submit():
        return _owner_page(guardian_id, child_id, form, 422)
    to, seen = Identity(iin=form.iin.data), request.form.get("seen", "")
    tenant_id, by = current_tenant().id, current_actor()
    try:
        if not seen.isdecimal() or len(seen) > _LONGEST_VERSION:
            foreseen = foresee(tenant_id, by, child_id, to)
            # The other family is shown too, and no address of this page names it.
            note_view(tenant_id, by, Shown.FAMILY, foreseen.taker_id, str(request.endpoint))
            return _owner_page(guardian_id, child_id, form, 200, foreseen)
        proof = Proof(form.proof.data)
        wish = HandOverWish(to, proof, one_line(form.reason.data), int(seen))
        hand_over(tenant_id, by, child_id, wish, intent=key)
    except Refusal as refusal:
        form.refuse(refusal, "iin")
        return _owner_page(guardian_id, child_id, form, 422)
    flash(gettext("The application has a new owner, and both have been told."), "good")
    return redirect_after_post(_url(guardian_id))


def _owner_form(**given: Any) -> HandOverForm:
    form = HandOverForm(**given)
    form.proof.choices = [(str(proof), say(words)) for proof, words in PROOFS.items()]
    return form


def _owner_page(
    guardian_id: uuid.UUID,
    child_id: uuid.UUID,
    form: HandOverForm,
    status: int,
    foreseen: Foreseen | None = None,
) -> Response:
    return respond(
        "office/family_owner.html",
        fragments={"owner-form"},
        status=status,
        page=_get(guardian_id),
        child=_child_of(guardian_id, child_id),
        form=form,
        foreseen=foreseen,
    )


def _child_of(guardian_id: uuid.UUID, child_id: uuid.UUID) -> FileChild:
    for child in _get(guardian_id).children:
        if child.person.id == child_id:
            return child
    raise NotFound(child_id)


def _search(query: str) -> tuple[FoundFamily, ...]:
    tenant_id = current_tenant().id
    number = parse_number(query)
    if number is not None:
        return find_families(tenant_id, number=str(number))
    digits = "".join(sign for sign in query if sign.isdigit())
    if iin_fault(digits) is None:
        return find_families(tenant_id, identity=Identity(iin=digits))
    number_box = NewPhoneForm(formdata=None).phone
    try:
        number_box.process_formdata([query])
    except ValueError:
        return ()
    return find_families(tenant_id, phone=number_box.data)


def _get(guardian_id: uuid.UUID) -> FamilyFile:
    found = family_file(current_tenant().id, guardian_id)
    if found is None:
        raise NotFound(guardian_id)
    return found


def _page(guardian_id: uuid.UUID, problem: Refusal | None = None) -> Response:
    return respond(
        "office/family.html",
        status=status_of(problem) if problem else 200,
        page=_get(guardian_id),
        problem=sentence_of(problem) if problem else "",
        document_name=document_kind_name,
        way=way(),
        side=matter_side(current_tenant().id, current_actor(), guardian_id),
        work_name=work_name,
        next_url=next_url(),
        desk_url=desk_url(),
    )


def _phone_page(guardian_id: uuid.UUID, form: NewPhoneForm, status: int) -> Response:
    return respond(
        "office/family_phone.html",
        fragments={"phone-form"},
        status=status,
        page=_get(guardian_id),
        form=form,
    )


def _url(guardian_id: uuid.UUID) -> str:
    return url_for("office_families.show", guardian_id=guardian_id, **way())
