"""The registry comes from files and goes into files: looked at first, taken in by a second yes."""

import csv
import io
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, flash, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.adapters.registry_columns import group_columns, kindergarten_columns
from kezek.adapters.registry_sheets import MOST_BYTES
from kezek.adapters.registry_words import (
    column_title,
    fault_words,
    value_words,
    why_not_words,
)
from kezek.adapters.registry_xlsx import workbook
from kezek.adapters.services import services
from kezek.core.cells import harmless
from kezek.core.errors import Code, Refusal
from kezek.core.paging import page_of
from kezek.core.regions import Words
from kezek.reads.registry import region_now, registry_rows
from kezek.usecases.deciding import NotFound
from kezek.usecases.national_base import pull_registry
from kezek.usecases.registry.differences import Change, plain
from kezek.usecases.registry.files import Looked, bring_file, look_at, take_file
from kezek.usecases.repeats import Once, Repeated
from kezek.web.admin.registry import KEEPS, blueprint
from kezek.web.admin.registry_forms import FileForm, TakeForm
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.i18n import current_language
from kezek.web.idempotency import intent
from kezek.web.login import current_actor
from kezek.web.refusals import sentence_of, status_of
from kezek.web.tenant import current_tenant
from kezek.web.uploads import limit_body
from kezek.web.words import Label, mark

SIZE = 50
_FORM_AROUND = 1024 * 1024
_MOST_FAULTS = 200
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

CHANGES = {
    Change.NEW: Label(mark("New"), "star", "good"),
    Change.CHANGED: Label(mark("Changed"), "pencil", "act"),
    Change.SAME: Label(mark("As it is"), "dot", "calm"),
    Change.REFUSED: Label(mark("Cannot be taken in"), "cross", "bad"),
}
"""What a line of a file does."""


@blueprint.before_request
def _limit() -> None:
    """A file is larger than a form; the body is limited before any form is read."""
    if request.endpoint == "registry.bring":
        limit_body(MOST_BYTES + _FORM_AROUND)


@blueprint.get("/files/new")
@KEEPS
def new_file() -> Response:
    """Which file, and what it may look like."""
    return _file_page(FileForm(formdata=None), 200)


@blueprint.post("/files/new")
@KEEPS
def bring() -> BaseResponse:
    """Takes the file to look at it; nothing of the registry is changed by it."""
    form = FileForm()
    file = form.file.data
    if not form.validate_on_submit() or not file or not file.filename:
        form.add_error(gettext("Choose a file."), "file")
        return _file_page(form, 422)
    try:
        one = bring_file(
            current_tenant().id, current_actor().tag, file.filename, file.stream.read()
        )
    except Refusal as refusal:
        form.refuse(refusal, "file")
        return _file_page(form, status_of(refusal))
    return redirect_after_post(url_for("registry.show_file", file_id=one))


@blueprint.post("/files/national-base")
@KEEPS
def pull() -> BaseResponse:
    """Gets the registry of the national education base, to be looked at like any file (L-3.10)."""
    try:
        one = pull_registry(current_tenant().id, current_actor().tag)
    except Refusal as refusal:
        flash(sentence_of(refusal), "act")
        return redirect_after_post(url_for("registry.new_file"))
    return redirect_after_post(url_for("registry.show_file", file_id=one))


@blueprint.get("/files/<uuid:file_id>/")
@KEEPS
def show_file(file_id: uuid.UUID) -> Response:
    """In what the file differs from the registry, line by line."""
    return _looked_page(_found(file_id), TakeForm(formdata=None), 200)


@blueprint.post("/files/<uuid:file_id>/take")
@KEEPS
def take(file_id: uuid.UUID) -> BaseResponse:
    """Takes in what was looked at."""
    found, form, key = _found(file_id), TakeForm(), intent()
    if not form.validate_on_submit():
        return _looked_page(found, form, 422)
    try:
        done = take_file(
            current_tenant().id,
            current_actor().tag,
            file_id,
            seen=form.seen.data,
            reason=form.why,
            once=Once(str(key), f"take-registry:{file_id}"),
        )
    except Repeated as again:
        done = int(again.response["lines"])
    except Refusal as refusal:
        status = 409 if refusal.code is not Code.INVALID_CHOICE else status_of(refusal)
        return _looked_page(_found(file_id), form, status, sentence_of(refusal))
    words = ngettext("%(num)s line was taken in.", "%(num)s lines were taken in.", done)
    flash(words, "calm")
    return redirect_after_post(url_for("registry.index"))


@blueprint.get("/registry.xlsx")
@KEEPS
def as_workbook() -> Response:
    """The whole registry as a workbook in the reader's language."""
    kindergartens, groups, region = registry_rows(current_tenant().id)
    content = workbook(kindergartens, groups, region, current_language())
    return _attached(Response(content, mimetype=_XLSX), f"{region.slug}-registry.xlsx")


@blueprint.get("/kindergartens.csv")
@KEEPS
def as_csv() -> Response:
    """Kindergartens as CSV, for programs: columns by their own names, cells as they are."""
    kindergartens, _, region = registry_rows(current_tenant().id)
    return _csv([*kindergarten_columns(region)], kindergartens, f"{region.slug}-kindergartens.csv")


@blueprint.get("/groups.csv")
@KEEPS
def groups_as_csv() -> Response:
    """Groups as CSV."""
    _, groups, region = registry_rows(current_tenant().id)
    return _csv([*group_columns(region)], groups, f"{region.slug}-groups.csv")


def _csv(columns: Sequence[str], rows: Sequence[Mapping[str, Any]], filename: str) -> Response:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(row[name]) for name in columns] for row in rows)
    return _attached(Response("\ufeff" + written.getvalue(), mimetype="text/csv"), filename)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    shown = plain(value)
    return harmless(shown) if isinstance(shown, str) else str(shown)


def _attached(answer: Response, filename: str) -> Response:
    answer.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return answer


def _found(file_id: uuid.UUID) -> Looked:
    found = look_at(current_tenant().id, file_id)
    if found is None:
        raise NotFound(file_id)
    return found


def _file_page(form: FileForm, status: int) -> Response:
    region = region_now(current_tenant().id)
    return respond(
        "admin/registry_file_new.html",
        status=status,
        form=form,
        kindergartens=[(name, _own(column_title(name))) for name in kindergarten_columns(region)],
        groups=[(name, _own(column_title(name))) for name in group_columns(region)],
        most=MOST_BYTES // 1024 // 1024,
        has_base=services().settings.national_base.is_asked,
    )


def _looked_page(found: Looked, form: TakeForm, status: int, problem: str = "") -> Response:
    region = region_now(current_tenant().id)
    wanted = request.args.get("change", "")
    asked = wanted if wanted in list(Change) else ""
    lines = [one for one in found.changes if _is_asked(one.change, asked)]
    shown, pages = page_of(lines, request.args.get("page", 1, type=int), SIZE)
    return respond(
        "admin/registry_file.html",
        status=status,
        found=found,
        form=form,
        problem=problem,
        lines=shown,
        pages=pages,
        asked=asked,
        changes=[(change, label, found.count(change)) for change, label in CHANGES.items()],
        labels=CHANGES,
        faults=found.faults[:_MOST_FAULTS],
        title=lambda name: _own(column_title(name)),
        fault=lambda one: _own(fault_words(one, region)),
        why_not=lambda one: _own(why_not_words(one.why_not, one.because, region)),
        value=lambda name, value: _own(value_words(name, value, region)),
        list_url=url_for("registry.show_file", file_id=found.id),
        page_url=lambda number: url_for(
            "registry.show_file", file_id=found.id, change=asked or None, page=number
        ),
    )


def _is_asked(change: Change, asked: str) -> bool:
    """Without a wish everything but what stays as it is."""
    return change == asked if asked else change is not Change.SAME


def _own(words: Words) -> str:
    return words.in_language(current_language())
