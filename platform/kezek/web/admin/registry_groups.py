"""Groups of a kindergarten: entered, given another norm, taken out (L-24.1, A-63)."""

import uuid

from flask import Response, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.errors import Refusal
from kezek.reads.registry import KindergartenPage, ShownGroup
from kezek.usecases.deciding import NotFound
from kezek.usecases.registry.keeping import put_group, remove_group
from kezek.web.admin.registry import KEEPS, blueprint, find
from kezek.web.admin.registry_forms import GroupForm, ReasonForm
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.login import current_actor
from kezek.web.queue_words import instruction_name
from kezek.web.refusals import sentence_of, status_of
from kezek.web.tenant import current_tenant
from kezek.web.words import mark, say

_REMOVAL = "removal-"
"""Two forms stand on the page of a group: the boxes of the second are told apart by this."""


@blueprint.get("/<uuid:kindergarten_id>/groups/new")
@KEEPS
def new_group(kindergarten_id: uuid.UUID) -> Response:
    """Whom the group takes, and how many."""
    page = find(kindergarten_id)
    return _form_page(page, GroupForm.for_region(page.region, page.next_year, blank=True), 200)


@blueprint.post("/<uuid:kindergarten_id>/groups/new")
@KEEPS
def put(kindergarten_id: uuid.UUID) -> BaseResponse:
    """Enters a group; one that is there gets the norm that was filled in."""
    page = find(kindergarten_id)
    form = GroupForm.for_region(page.region, page.next_year)
    if not form.validate_on_submit():
        return _form_page(page, form, 422)
    try:
        put_group(current_tenant().id, current_actor().tag, kindergarten_id, form.wish, form.why)
    except Refusal as refusal:
        form.refuse(refusal)
        return _form_page(page, form, status_of(refusal))
    flash(gettext("The group is kept."), "calm")
    return redirect_after_post(url_for("registry.show", kindergarten_id=kindergarten_id))


@blueprint.get("/<uuid:kindergarten_id>/groups/<uuid:group_id>")
@KEEPS
def group(kindergarten_id: uuid.UUID, group_id: uuid.UUID) -> Response:
    """One group: its norm, and its end."""
    page = find(kindergarten_id)
    one = _group(page, group_id)
    form = GroupForm.for_region(page.region, page.next_year, blank=True)
    form.birth_year.data, form.language.data = str(one.birth_year), one.language
    form.capacity.data = one.capacity
    return _form_page(page, form, 200, one)


@blueprint.post("/<uuid:kindergarten_id>/groups/<uuid:group_id>/remove")
@KEEPS
def remove(kindergarten_id: uuid.UUID, group_id: uuid.UUID) -> BaseResponse:
    """Takes a group out in which nobody is left."""
    page = find(kindergarten_id)
    one, reason = _group(page, group_id), ReasonForm(prefix=_REMOVAL)
    form = GroupForm.for_region(page.region, page.next_year, blank=True)
    form.birth_year.data, form.language.data = str(one.birth_year), one.language
    form.capacity.data = one.capacity
    if not reason.validate_on_submit():
        return _form_page(page, form, 422, one, reason=reason)
    try:
        remove_group(current_tenant().id, current_actor().tag, group_id, reason.why)
    except Refusal as refusal:
        problem = sentence_of(refusal)
        return _form_page(page, form, status_of(refusal), one, reason=reason, problem=problem)
    flash(gettext("The group is taken out."), "calm")
    return redirect_after_post(url_for("registry.show", kindergarten_id=kindergarten_id))


def _group(page: KindergartenPage, group_id: uuid.UUID) -> ShownGroup:
    for one in page.groups:
        if one.id == group_id:
            return one
    raise NotFound(group_id)


def _form_page(
    page: KindergartenPage,
    form: GroupForm,
    status: int,
    one: ShownGroup | None = None,
    *,
    reason: ReasonForm | None = None,
    problem: str = "",
) -> Response:
    return respond(
        "admin/registry_group.html",
        status=status,
        page=page,
        form=form,
        group=one,
        reason=reason or ReasonForm(formdata=None, prefix=_REMOVAL),
        problem=problem,
        cohort_name=_cohort_name,
    )


def _cohort_name(birth_year: int, language: str) -> str:
    words = mark("Born in %(year)s · %(language)s")
    return say(words, year=birth_year, language=instruction_name(language))
