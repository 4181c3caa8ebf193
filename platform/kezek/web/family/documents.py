"""A file goes back to its family, and to staff who have the application before them."""

import io
import uuid

from flask import Blueprint, Response, send_file

from kezek.core.access import Permission
from kezek.reads.documents import document_subject
from kezek.usecases.documents import open_document
from kezek.web.guards import needs
from kezek.web.login import current_actor
from kezek.web.tenant import current_tenant

blueprint = Blueprint("documents", __name__, url_prefix="/<slug:slug>/documents")


@blueprint.get("/<uuid:document_id>")
@needs(Permission.DOCUMENT_SEE, document_subject)
def download(document_id: uuid.UUID) -> Response:
    """The file as it was sent: saved by the browser, never shown as a page of ours."""
    found = open_document(current_tenant().id, current_actor(), document_id)
    response = send_file(
        io.BytesIO(found.content),
        mimetype=found.media_type,
        as_attachment=True,
        download_name=found.filename,
        etag=False,
        max_age=None,
    )
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
