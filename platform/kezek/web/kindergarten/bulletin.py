"""Free places of several groups at once: numbers, a look at what follows, one button, an undo."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.errors import Refusal
from kezek.core.modes.registry import gives_vouchers
from kezek.core.typed import read_whole
from kezek.reads.bulletin_to_come import bulletin_to_come
from kezek.reads.kindergarten_groups import GroupLine, GroupsPage, groups_page
from kezek.reads.modes import mode_of_kindergarten
from kezek.reads.place_batch import BatchPage, batch_page
from kezek.reads.subjects import batch_subject
from kezek.usecases.deciding import NotFound
from kezek.usecases.places import Vacancy
from kezek.usecases.publishing import foresee, publish_batch, take_back
from kezek.web.forms import DayField, Form
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond, with_etag
from kezek.web.i18n import current_language
from kezek.web.idempotency import intent
from kezek.web.kindergarten.words import group_name
from kezek.web.login import current_actor
from kezek.web.refusals import sentence_of, status_of
from kezek.web.staff import kindergarten_id, own_kindergarten
from kezek.web.tenant import current_tenant
from kezek.web.words import mark, say

blueprint = Blueprint(
    "kindergarten_bulletin", __name__, url_prefix="/<slug:slug>/kindergarten/places/batches"
)

_PUBLISHES = needs(Permission.PLACE_PUBLISH, own_kindergarten)
_TAKES_BACK = needs(Permission.PLACE_RECALL, batch_subject)
_BOX = re.compile(r"([pt])\.(\d{4})\.([a-z]{2,3})")
MOST_PLACES = 20


class UntilForm(Form):
    """The last day of the temporary ones."""

    until = DayField(mark("Last day of the temporary places"))


@dataclass(frozen=True, slots=True)
class Boxes:
    """The numbers as they were typed, and what is wrong with them."""

    typed: Mapping[str, str]
    wrong: Mapping[str, str]
    vacancies: tuple[Vacancy, ...]


@blueprint.get("/new")
@_PUBLISHES
def new() -> Response:
    """How many places of each group are free; the address may say some already."""
    until = _until(request.args)
    return _form_page(_boxes(request.args, until.until.data), until, 200)


@blueprint.get("/preview")
@_PUBLISHES
def preview() -> Response:
    """What would follow, as counts; nothing is published and nobody is told."""
    return _preview_page(request.args)


@blueprint.post("/")
@_PUBLISHES
def publish() -> BaseResponse:
    """Publishes all of it as of one moment, once however often it is pressed."""
    until, key = _until(request.form), str(intent())
    boxes = _boxes(request.form, until.until.data)
    if boxes.wrong or until.until.errors or not boxes.vacancies:
        return _form_page(boxes, until, 422)
    try:
        batch = publish_batch(current_tenant().id, current_actor(), boxes.vacancies, intent=key)
    except Refusal as refusal:
        return _preview_page(request.form, refusal)
    flash(gettext("The places are published."), "good")
    return redirect_after_post(url_for("kindergarten_bulletin.show", batch_id=batch))


@blueprint.get("/<uuid:batch_id>")
@_TAKES_BACK
def show(batch_id: uuid.UUID) -> Response:
    """What has become of the places, and which can still be taken back."""
    return _batch_page(batch_id)


@blueprint.post("/<uuid:batch_id>/take-back")
@_TAKES_BACK
def undo(batch_id: uuid.UUID) -> BaseResponse:
    """Takes back what nobody was offered yet."""
    try:
        count = take_back(current_tenant().id, current_actor(), batch_id, intent=str(intent()))
    except Refusal as refusal:
        return _batch_page(batch_id, refusal)
    flash(ngettext("%(num)s place is taken back.", "%(num)s places are taken back.", count), "calm")
    return redirect_after_post(url_for("kindergarten_bulletin.show", batch_id=batch_id))


def _until(asked: "MultiDict[str, str]") -> UntilForm:
    form = UntilForm(asked)
    form.until.errors = list(form.until.process_errors)
    return form


def _boxes(asked: "MultiDict[str, str]", until: date | None) -> Boxes:
    """Every box of the form; a temporary place needs its last day."""
    typed = {name: asked[name].strip() for name in asked if _BOX.fullmatch(name)}
    wrong, vacancies = {}, []
    for name, text in typed.items():
        found = _BOX.fullmatch(name)
        assert found is not None, "a box of another form"
        if text in ("", "0"):
            continue
        places = read_whole(text, 1, MOST_PLACES)
        if places is None:
            wrong[name] = say(mark("From 1 to %(most)s places, in digits."), most=MOST_PLACES)
            continue
        is_temporary = found[1] == "t"
        if is_temporary and until is None:
            wrong[name] = say(mark("Enter the last day of the temporary places below."))
            continue
        vacancies.append(_vacancy(found, places, until if is_temporary else None))
    return Boxes(typed, wrong, tuple(vacancies))


def _vacancy(found: "re.Match[str]", places: int, until: date | None) -> Vacancy:
    return Vacancy(
        kindergarten_id=kindergarten_id(),
        birth_year=int(found[2]),
        language=found[3],
        places=places,
        until=until,
    )


def _groups() -> GroupsPage:
    page = groups_page(current_tenant().id, kindergarten_id(), current_language())
    if page is None:
        raise NotFound("kindergarten")
    return page


def _form_page(boxes: Boxes, until: UntilForm, status: int, problem: str = "") -> Response:
    page = _groups()
    if not problem and status != 200 and not boxes.vacancies and not boxes.wrong:
        problem = say(mark("Enter a number of places for at least one group."))
    return respond(
        "kindergarten/bulletin_new.html",
        fragments={"batch-form"},
        status=status,
        page=page,
        boxes=boxes,
        form=until,
        problem=problem,
        group_name=group_name,
        is_voucher=gives_vouchers(mode_of_kindergarten(current_tenant().id, page.id)),
    )


def _preview_page(asked: "MultiDict[str, str]", refused: Refusal | None = None) -> Response:
    until = _until(asked)
    boxes = _boxes(asked, until.until.data)
    if boxes.wrong or until.until.errors or not boxes.vacancies:
        return _form_page(boxes, until, 422)
    try:
        foreseen = foresee(current_tenant().id, boxes.vacancies)
    except Refusal as refusal:
        return _form_page(boxes, until, 422, sentence_of(refusal))
    groups = {(one.birth_year, one.language): one for one in _groups().lines}
    lines = [
        (one, groups.get((one.birth_year, one.language)), seen)
        for one, seen in zip(boxes.vacancies, foreseen, strict=True)
    ]
    morning = bulletin_to_come(current_tenant().id, kindergarten_id())
    return respond(
        "kindergarten/bulletin_preview.html",
        status=status_of(refused) if refused else 200,
        lines=lines,
        over=_over(boxes.vacancies, groups),
        typed={name: text for name, text in boxes.typed.items() if text not in ("", "0")},
        until=until.until,
        problem=sentence_of(refused) if refused else "",
        morning=morning,
        is_voucher=gives_vouchers(mode_of_kindergarten(current_tenant().id, kindergarten_id())),
        back_url=url_for("kindergarten_bulletin.new", **_carried(boxes, until)),
        group_name=group_name,
    )


def _over(
    vacancies: tuple[Vacancy, ...], groups: Mapping[tuple[int, str], GroupLine]
) -> list[tuple[str, int]]:
    """Groups that would have more seats than their norm, and by how many."""
    wished: dict[tuple[int, str], int] = {}
    for one in vacancies:
        if one.until is None:
            cohort = (one.birth_year, one.language)
            wished[cohort] = wished.get(cohort, 0) + one.places
    found = []
    for cohort, places in wished.items():
        line = groups.get(cohort)
        if line is None or line.capacity is None:
            continue
        over = line.seats.in_use + places - line.capacity
        if over > 0:
            found.append((group_name(*cohort, line.age), over))
    return found


def _carried(boxes: Boxes, until: UntilForm) -> dict[str, Any]:
    """The form as the questions of an address, so that one comes back to what was typed."""
    carried: dict[str, Any] = {name: text for name, text in boxes.typed.items() if text}
    return carried | ({"until": until.until.parts} if any(until.until.parts) else {})


def _batch_page(batch_id: uuid.UUID, refused: Refusal | None = None) -> Response:
    page: BatchPage | None = batch_page(
        current_tenant().id, kindergarten_id(), batch_id, current_language()
    )
    if page is None:
        raise NotFound(batch_id)
    return with_etag(
        respond(
            "kindergarten/batch.html",
            fragments={"batch-live"},
            status=status_of(refused) if refused else 200,
            page=page,
            problem=sentence_of(refused) if refused else "",
            group_name=group_name,
            topics=[f"kindergarten-{page.garden_id}"],
            live_url=url_for("kindergarten_bulletin.show", batch_id=batch_id),
        )
    )
