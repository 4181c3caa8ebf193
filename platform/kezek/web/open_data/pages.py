"""Open data for everybody: the list of datasets, their files, and how programs read them."""

import hashlib

from flask import Blueprint, Response, abort, jsonify, request, url_for

from kezek.web.guards import public
from kezek.web.htmx import respond
from kezek.web.i18n import current_language
from kezek.web.open_data.datasets import DATASETS
from kezek.web.open_data.documentation import MEDIA, openapi
from kezek.web.open_data.files import KEPT, as_csv, as_json, table_of
from kezek.web.open_data.licences import HOUSE, licence_of
from kezek.web.security import limiter
from kezek.web.tenant import current_tenant

blueprint = Blueprint("open_data", __name__, url_prefix="/<slug:slug>/open-data")

LIMIT = "60/minute"
"""Files are kept for minutes, so a program that asks more often learns nothing new."""


@blueprint.get("/")
@public
def index() -> Response:
    """The datasets, each with its columns and the moment of its last counting."""
    tenant = current_tenant()
    return respond(
        "open_data/index.html",
        datasets=[(one, table_of(tenant, one)) for one in DATASETS.values()],
        licence=licence_of(tenant, current_language()),
        house_licence=HOUSE,
        minutes=int(KEPT.total_seconds() // 60),
        file_url=lambda key, shape: url_for("open_data.file", key=key, shape=shape),
    )


@blueprint.get("/openapi.json")
@public
@limiter.limit(LIMIT)
def description() -> Response:
    """How programs read the files, in OpenAPI 3.1."""
    tenant = current_tenant()
    server = url_for("open_data.index", _external=True).rstrip("/")
    # Programs read one licence whatever language their description is in.
    response = jsonify(openapi(tenant.name(current_language()), server, licence_of(tenant)))
    response.vary.update(("Accept-Language", "Cookie"))
    return _for_everybody(response)


@blueprint.get("/<key>.<any(json, csv):shape>")
@public
@limiter.limit(LIMIT)
def file(key: str, shape: str) -> Response:
    """One dataset as a file."""
    dataset, tenant = DATASETS.get(key), current_tenant()
    if dataset is None:
        abort(404)
    table = table_of(tenant, dataset)
    body = as_json(tenant, dataset, table) if shape == "json" else as_csv(dataset, table)
    response = Response(body, mimetype=MEDIA[shape])
    if shape == "csv":
        name = f"{tenant.slug}-{key}.csv"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return _for_everybody(response)


def _for_everybody(response: Response) -> Response:
    """Lets pages of other sites read it, and caches keep it as long as we do."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = f"public, max-age={int(KEPT.total_seconds())}"
    response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:32])
    response.make_conditional(request)
    return response
