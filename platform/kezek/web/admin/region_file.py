"""The whole configuration as one TOML: taken away, and brought in as a change to be signed."""

from flask import Response, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.adapters.region_toml import to_toml
from kezek.adapters.tenants import FaultyTenant, read_given
from kezek.core.errors import Refusal
from kezek.core.regions import Tenant
from kezek.reads.configuration import configuration
from kezek.usecases.region_drafts import replace_with
from kezek.usecases.repeats import Once, Repeated
from kezek.web.admin.room import KEEPS, blueprint
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.idempotency import intent
from kezek.web.login import current_actor
from kezek.web.refusals import sentence_of, status_of
from kezek.web.tenant import current_tenant

MOST_BYTES = 500_000
"""Thirty times as long as any region's."""


@blueprint.get("/settings/file/")
@KEEPS
def region_file() -> Response:
    """What can be done with the file of the region."""
    return _page(200)


@blueprint.get("/settings/file/export")
@KEEPS
def export_region() -> Response:
    """The region as it holds now; the same region always gives the same bytes."""
    region = configuration(current_tenant().id).present
    response = Response(to_toml(region), mimetype="application/toml")
    response.headers["Content-Disposition"] = f'attachment; filename="{region.slug}.toml"'
    return response


@blueprint.post("/settings/file/")
@KEEPS
def import_region() -> BaseResponse:
    """Makes what the file says the change that is being drawn up; its differences are shown."""
    config = configuration(current_tenant().id)
    key = intent()
    text = _text()
    if not text.strip():
        return _page(422, [gettext("Choose a file, or paste its text.")])
    try:
        region = read_given(config.present, text)
    except FaultyTenant as faulty:
        return _page(422, [_said(one.line, one.message, one.allowed) for one in faulty.problems])
    return _replaced(region, str(key))


def _replaced(region: Tenant, key: str) -> BaseResponse:
    try:
        differs = replace_with(
            current_tenant().id,
            current_actor().tag,
            region,
            seen=request.form.get("seen", ""),
            once=Once(key, "import-region"),
        )
    except Repeated:
        differs = True
    except Refusal as refusal:
        return _page(status_of(refusal), [sentence_of(refusal)])
    if not differs:
        flash(gettext("The file says exactly what holds now: there is nothing to change."), "calm")
        return redirect_after_post(url_for("admin.region_file"))
    flash(gettext("The file is read. This is what it would change."), "good")
    return redirect_after_post(url_for("admin.change"))


def _text() -> str:
    """What came: the file, else the pasted text; what is no UTF-8 is no TOML either."""
    given = request.files.get("file")
    raw = given.read(MOST_BYTES + 1) if given is not None and given.filename else b""
    if not raw:
        return request.form.get("text", "").replace("\r\n", "\n")
    return raw.decode("utf-8", errors="replace")


def _said(line: int, message: str, allowed: str) -> str:
    return str(
        gettext(
            "Line %(line)s: %(message)s. Allowed: %(allowed)s",
            line=line,
            message=message,
            allowed=allowed,
        )
    )


def _page(status: int, problems: list[str] | None = None) -> Response:
    config = configuration(current_tenant().id)
    return respond(
        "admin/region_file.html",
        status=status,
        config=config,
        seen=config.digest,
        text=request.form.get("text", ""),
        problems=problems or [],
    )
