"""August, step by step: the day, the children, the places, a look at all of it, a signature."""

import uuid
from datetime import date

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse
from wtforms import RadioField

from kezek.core.access import Permission
from kezek.core.errors import Refusal
from kezek.core.personal_views import Shown
from kezek.core.year_ends import Stage
from kezek.reads.subjects import year_end_subject
from kezek.reads.year_end import YearEndPage, year_end_page
from kezek.usecases import year_ends
from kezek.usecases.deciding import NotFound
from kezek.usecases.year_end_acts import carry_out
from kezek.web.forms import DayField, Form, Needed
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.i18n import current_language
from kezek.web.idempotency import intent
from kezek.web.kindergarten.words import group_name
from kezek.web.kindergarten.year_end_forms import (
    PART,
    children_part,
    decisions,
    group_choices,
    openings,
)
from kezek.web.login import current_actor
from kezek.web.refusals import sentence_of, status_of
from kezek.web.staff import kindergarten_id, own_kindergarten
from kezek.web.tenant import current_tenant
from kezek.web.words import mark, say

blueprint = Blueprint(
    "kindergarten_year_end", __name__, url_prefix="/<slug:slug>/kindergarten/year-end"
)

STEPS = (
    mark("The day"),
    mark("The children"),
    mark("The places"),
    mark("Look and sign"),
)

_BEGINS = needs(Permission.YEAR_END_KEEP, own_kindergarten)
_KEEPS = needs(Permission.YEAR_END_KEEP, year_end_subject)
_SEES = needs(Permission.YEAR_END_KEEP, year_end_subject, shows=Shown.LIST)


class DayForm(Form):
    """The day on which groups change."""

    on_day = DayField(mark("The day"), [Needed(mark("Enter the day."))])


class PublishesForm(Form):
    """Whether the places are published with the step."""

    publishes = RadioField(
        mark("The free places"), [Needed(mark("Choose whether they are published."))]
    )


@blueprint.get("/")
@_BEGINS
def index() -> BaseResponse:
    """To where one has stopped: each step is kept in the database."""
    found = year_ends.begin(current_tenant().id, current_actor())
    is_draft = get_page(found).stage == Stage.DRAFT
    return redirect_after_post(_url("day", found) if is_draft else signed_url(found))


@blueprint.get("/<uuid:year_end_id>/day")
@_KEEPS
def day(year_end_id: uuid.UUID) -> BaseResponse:
    """Step one: on which day."""
    page = get_page(year_end_id)
    if page.stage != Stage.DRAFT:
        return redirect_after_post(signed_url(page.id))
    form = DayForm(formdata=None)
    form.on_day.data = page.on_day
    return _day_page(page, form, 200)


@blueprint.post("/<uuid:year_end_id>/day")
@_KEEPS
def keep_day(year_end_id: uuid.UUID) -> BaseResponse:
    """Keeps the day and goes on."""
    page, form, key = get_page(year_end_id), DayForm(), str(intent())
    if not form.validate_on_submit():
        return _day_page(page, form, 422)
    chosen: date = form.on_day.data
    try:
        year_ends.set_day(current_tenant().id, current_actor(), page.id, chosen, intent=key)
    except Refusal as refusal:
        form.refuse(refusal, "on_day")
        return _day_page(page, form, 422)
    return redirect_after_post(_url("children", page.id))


@blueprint.get("/<uuid:year_end_id>/children")
@_SEES
def children(year_end_id: uuid.UUID) -> BaseResponse:
    """Step two: who goes to school, who moves; a group at a time."""
    page = get_page(year_end_id)
    if page.stage != Stage.DRAFT:
        return redirect_after_post(signed_url(page.id))
    return _children_page(page)


@blueprint.post("/<uuid:year_end_id>/children")
@_SEES
def keep_children(year_end_id: uuid.UUID) -> BaseResponse:
    """Keeps what is decided on the children of this part of the list."""
    page, key = get_page(year_end_id), str(intent())
    try:
        year_ends.decide_children(
            current_tenant().id, current_actor(), page.id, decisions(request.form), intent=key
        )
    except Refusal as refusal:
        return _children_page(get_page(year_end_id), refusal)
    flash(gettext("Kept. You can come back to this at any time."), "good")
    if request.form.get("then") == "on":
        return redirect_after_post(_url("places", page.id))
    part = children_part(page, request.args)
    return redirect_after_post(_url("children", page.id, group=part.group, page=part.next_page))


@blueprint.get("/<uuid:year_end_id>/places")
@_KEEPS
def places(year_end_id: uuid.UUID) -> BaseResponse:
    """Step three: which places are free then, and whether they are published."""
    page = get_page(year_end_id)
    if page.stage != Stage.DRAFT:
        return redirect_after_post(signed_url(page.id))
    return _places_page(page, _publishes_form(page), {}, 200)


@blueprint.post("/<uuid:year_end_id>/places")
@_KEEPS
def keep_places(year_end_id: uuid.UUID) -> BaseResponse:
    """Keeps the numbers and goes on."""
    page, key = get_page(year_end_id), str(intent())
    form = _publishes_form(None)
    planned, wrong = openings(page, request.form)
    if not form.validate_on_submit() or wrong:
        return _places_page(page, form, wrong, 422)
    try:
        year_ends.plan_openings(
            current_tenant().id,
            current_actor(),
            page.id,
            planned,
            publishes=form.publishes.data == "yes",
            intent=key,
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return _places_page(page, form, {}, 422)
    return redirect_after_post(_url("preview", page.id))


@blueprint.get("/<uuid:year_end_id>/preview")
@_SEES
def preview(year_end_id: uuid.UUID) -> BaseResponse:
    """Step four: all of it, with counts and names."""
    page = get_page(year_end_id)
    if page.stage != Stage.DRAFT:
        return redirect_after_post(signed_url(page.id))
    if page.openings and not page.is_planned:
        return redirect_after_post(_url("places", page.id))
    return _preview_page(page)


@blueprint.post("/<uuid:year_end_id>/sign")
@_SEES
def sign(year_end_id: uuid.UUID) -> BaseResponse:
    """Signs what was looked at; where its day is today it is carried out at once."""
    key, version = str(intent()), request.form.get("version", 0, type=int)
    tenant_id = current_tenant().id
    try:
        year_ends.sign(tenant_id, current_actor(), year_end_id, version, intent=key)
    except Refusal as refusal:
        return _preview_page(get_page(year_end_id), refusal)
    carry_out(tenant_id, year_end_id)
    return redirect_after_post(signed_url(year_end_id))


def signed_url(year_end_id: uuid.UUID) -> str:
    """The page of one that is signed."""
    return url_for("kindergarten_year_end_signed.show", year_end_id=year_end_id)


def get_page(year_end_id: uuid.UUID) -> YearEndPage:
    """The plan as it is now. Raises NotFound for another kindergarten's."""
    page = year_end_page(current_tenant().id, kindergarten_id(), year_end_id, current_language())
    if page is None:
        raise NotFound(year_end_id)
    return page


def _url(step: str, year_end_id: uuid.UUID, group: str = "", page: int = 1) -> str:
    more = {"group": group, "page": page} if step == "children" else {}
    return url_for(f"kindergarten_year_end.{step}", year_end_id=year_end_id, **more)  # type: ignore[arg-type]


def _steps() -> list[str]:
    return [say(one) for one in STEPS]


def _day_page(page: YearEndPage, form: DayForm, status: int) -> Response:
    return respond(
        "kindergarten/year_end_day.html", status=status, page=page, form=form, steps_of=_steps()
    )


def _children_page(page: YearEndPage, refused: Refusal | None = None) -> Response:
    part = children_part(page, request.args)
    return respond(
        "kindergarten/year_end_children.html",
        status=status_of(refused) if refused else 200,
        page=page,
        part=part,
        most=PART,
        choices=group_choices(page),
        problem=sentence_of(refused) if refused else "",
        group_name=group_name,
        steps_of=_steps(),
        page_url=lambda number: _url("children", page.id, part.group, number),
    )


def _publishes_form(page: YearEndPage | None) -> PublishesForm:
    form = PublishesForm(formdata=None) if page else PublishesForm()
    form.publishes.choices = [
        ("yes", say(mark("Publish them on the day, once every child has gone"))),
        ("no", say(mark("Not yet: I publish them myself later"))),
    ]
    if page:
        form.publishes.data = "yes" if page.publishes else "no"
    return form


def _places_page(
    page: YearEndPage, form: PublishesForm, wrong: dict[str, str], status: int
) -> Response:
    typed = dict(request.form.items()) if request.method == "POST" else {}
    return respond(
        "kindergarten/year_end_places.html",
        status=status,
        page=page,
        form=form,
        typed=typed,
        wrong=wrong,
        group_name=group_name,
        steps_of=_steps(),
    )


def _preview_page(page: YearEndPage, refused: Refusal | None = None) -> Response:
    return respond(
        "kindergarten/year_end_preview.html",
        status=status_of(refused) if refused else 200,
        page=page,
        problem=sentence_of(refused) if refused else "",
        group_name=group_name,
        steps_of=_steps(),
    )
