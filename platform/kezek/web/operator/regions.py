"""The regions of the deployment: listed, looked at, opened, taken out as a file."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from flask import Response, flash, request, stream_with_context, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.errors import Refusal
from kezek.core.paging import page_of
from kezek.reads.deployment_regions import RegionLine, closings, region_lines, unopened
from kezek.reads.region_erasure import erasures_to_come, is_erased
from kezek.reads.region_export import export_region
from kezek.usecases.deployment.acting import DoneBefore
from kezek.usecases.opening import note_export, note_export_sent, open_from_files, open_new
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.i18n import current_language, format_moment, format_number
from kezek.web.idempotency import intent
from kezek.web.operator import words
from kezek.web.operator.forms import FilesForm, NewRegionForm, ReasonForm
from kezek.web.operator.room import RUNS, SEES, blueprint, page_number, refuse, tag, the_region
from kezek.web.queue_words import mode_name

_PAGE = 25
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
_NEVER = datetime(3000, 1, 1, tzinfo=UTC)

_ORDERS: Mapping[str, Callable[[RegionLine], Any]] = {
    "name": lambda one: one.slug,
    "applications": lambda one: -one.applications,
    "waiting": lambda one: -one.waiting.messages,
    "oldest": lambda one: one.waiting.oldest_message_at or _NEVER,
    "activity": lambda one: -(one.waiting.last_fact_at or _LONG_AGO).timestamp(),
}


@blueprint.get("/")
@blueprint.get("/regions/", endpoint="regions")
@SEES
def index() -> Response:
    """All regions with what waits in each, sifted, sorted and paged by the address."""
    asked = {name: request.args.get(name, "").strip() for name in ("q", "standing", "sort")}
    found = [one for one in region_lines(current_language()) if _fits(one, asked)]
    found.sort(key=_ORDERS.get(asked["sort"], _ORDERS["name"]))
    lines, pages = page_of(found, page_number(), _PAGE)
    kept: dict[str, Any] = {name: value for name, value in asked.items() if value}
    return respond(
        "operator/regions.html",
        fragments={"region-list"},
        lines=lines,
        pages=pages,
        asked=asked,
        page_url=lambda page: url_for("operator.regions", **kept, page=page),
        closings=closings(),
        erasures=erasures_to_come(),
        names={one.id: one.name for one in found},
        waiting_text=_waiting_text,
        standing=words.STANDING,
        mode_names=_mode_names,
    )


@blueprint.get("/regions/<int:tenant_id>/")
@SEES
def region(tenant_id: int) -> Response:
    """One region: what waits in it, its stops, and a closing that waits for another operator."""
    return respond(
        "operator/region.html",
        page=the_region(tenant_id),
        standing=words.STANDING,
        mode_names=_mode_names,
        own_tag=tag(),
        is_erased=is_erased(tenant_id),
    )


@blueprint.get("/regions/open")
@RUNS
def open_region() -> Response:
    """From a folder that is there, or by the least that a region must say."""
    return _open_page(_files_form(blank=True), NewRegionForm(formdata=None), 200)


@blueprint.post("/regions/open/files")
@RUNS
def open_by_files() -> BaseResponse:
    """Opens a region as its files describe it."""
    form = _files_form()
    if not form.validate_on_submit():
        return _open_page(form, NewRegionForm(formdata=None), 422)
    try:
        tenant_id = open_from_files(tag(), form.folder.data)
    except Refusal as refusal:
        return _open_page(form, NewRegionForm(formdata=None), refuse(form, refusal))
    return _opened(tenant_id)


@blueprint.post("/regions/open/new")
@RUNS
def open_by_form() -> BaseResponse:
    """Writes the folder of a new region and opens it."""
    form = NewRegionForm()
    if not form.validate_on_submit():
        return _open_page(_files_form(blank=True), form, 422)
    try:
        tenant_id = open_new(
            tag(),
            slug=form.slug.data,
            prefix=form.prefix.data,
            kk=form.kk.data,
            ru=form.ru.data,
            kato=form.kato.data,
        )
    except Refusal as refusal:
        return _open_page(_files_form(blank=True), form, refuse(form, refusal))
    return _opened(tenant_id)


@blueprint.get("/regions/<int:tenant_id>/export")
@RUNS
def ask_export(tenant_id: int) -> Response:
    """What the file holds, and why it is taken."""
    return _export_page(tenant_id, ReasonForm(formdata=None), 200)


@blueprint.post("/regions/<int:tenant_id>/export")
@RUNS
def export(tenant_id: int) -> Response:
    """Everything of the region as a file, made while it is sent; nothing of it stays here."""
    page, form = the_region(tenant_id), ReasonForm()
    if not form.validate_on_submit():
        return _export_page(tenant_id, form, 422)
    try:
        reason = note_export(tag(), tenant_id, form.reason.data or "", intent())
    except DoneBefore:
        reason = form.reason.data or ""
    except Refusal as refusal:
        return _export_page(tenant_id, form, refuse(form, refusal))
    archive = Response(
        stream_with_context(_to_the_end(tenant_id, reason, tag())), mimetype="application/zip"
    )
    archive.headers["Content-Disposition"] = f"attachment; filename={page.line.slug}.zip"
    archive.headers["Cache-Control"] = "no-store"
    return archive


def _to_the_end(tenant_id: int, reason: str, by: str) -> Iterator[bytes]:
    """The archive; one that was broken off is not written down as sent."""
    yield from export_region(tenant_id, reason)
    note_export_sent(by, tenant_id)


def _waiting_text(line: RegionLine) -> str:
    """How many, and since when the oldest of them waits."""
    oldest = line.waiting.oldest_message_at
    count = format_number(line.waiting.messages)
    return f"{count} · {format_moment(oldest, short=True)}" if oldest is not None else count


def _mode_names(modes: Iterable[str]) -> str:
    return "; ".join(mode_name(one) for one in modes)


def _fits(line: RegionLine, asked: Mapping[str, str]) -> bool:
    wished = asked["q"].casefold()
    is_named = any(wished in text.casefold() for text in (line.slug, line.name, line.prefix))
    return is_named and asked["standing"] in ("", line.standing)


def _files_form(*, blank: bool = False) -> FilesForm:
    form = FilesForm(formdata=None) if blank else FilesForm()
    form.folder.choices = [("", gettext("Choose a region")), *((one, one) for one in unopened())]
    return form


def _open_page(files: FilesForm, new: NewRegionForm, status: int) -> Response:
    return respond("operator/open.html", status=status, files=files, new=new)


def _opened(tenant_id: int) -> BaseResponse:
    flash(gettext("The region is open. Its pages are there within seconds."), "good")
    return redirect_after_post(url_for("operator.region", tenant_id=tenant_id))


def _export_page(tenant_id: int, form: ReasonForm, status: int) -> Response:
    return respond("operator/export.html", status=status, page=the_region(tenant_id), form=form)
