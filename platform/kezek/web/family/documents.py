"""A file goes back to its family, and to staff who have the application before them.

Staff may open it in place, beside the form of their decision. It is shown as what it is, an image
or a PDF, with a policy of its own that lets it load and run nothing.
"""

import io
import uuid

from flask import Blueprint, Response, send_file

from kezek.core.access import Permission
from kezek.core.personal_views import Shown
from kezek.reads.documents import document_subject
from kezek.usecases.opened_documents import open_document
from kezek.web.guards import needs
from kezek.web.login import current_actor
from kezek.web.tenant import current_tenant

blueprint = Blueprint("documents", __name__, url_prefix="/<slug:slug>/documents")


_SEES = needs(Permission.DOCUMENT_SEE, document_subject, shows=Shown.DOCUMENT)
_PDF = "application/pdf"
# A sandbox would keep the browser's own reader of PDFs from opening at all.
_IN_PLACE = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; {}"


@blueprint.get("/<uuid:document_id>")
@_SEES
def download(document_id: uuid.UUID) -> Response:
    """The file as it was sent: saved by the browser, never shown as a page of ours."""
    response = _file(document_id, as_attachment=True)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@blueprint.get("/<uuid:document_id>/view")
@_SEES
def view(document_id: uuid.UUID) -> Response:
    """The file to be looked at beside a form of this region, in a frame or as an image.

    A photo comes upright and without the place, moment and owner that its camera wrote into it.
    """
    response = _file(document_id, as_attachment=False)
    policy = "frame-ancestors 'self'" if response.mimetype == _PDF else "sandbox"
    response.headers["Content-Security-Policy"] = _IN_PLACE.format(policy)
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _file(document_id: uuid.UUID, *, as_attachment: bool) -> Response:
    found = open_document(
        current_tenant().id, current_actor(), document_id, to_look_at=not as_attachment
    )
    response = send_file(
        io.BytesIO(found.content),
        mimetype=found.media_type,
        as_attachment=as_attachment,
        download_name=found.filename,
        etag=False,
        max_age=None,
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response
