"""What a family has signed electronically: the very words, and the signature as a file."""

import base64
import uuid

from flask import Blueprint, Response
from werkzeug.exceptions import NotFound

from kezek.core.access import Permission, Subject
from kezek.reads.signatures import OpenedSignature, open_signature, signatures_about
from kezek.reads.subjects import application_subject
from kezek.web.guards import needs
from kezek.web.htmx import respond
from kezek.web.tenant import current_tenant

blueprint = Blueprint(
    "family_signatures",
    __name__,
    url_prefix="/<slug:slug>/family/applications/<uuid:application_id>/signatures",
)


def _subject(tenant_id: int, application_id: uuid.UUID, **_: uuid.UUID) -> Subject | None:
    """Whose signature it is: the family's whose application was signed."""
    return application_subject(tenant_id, application_id)


_SEES = needs(Permission.APPLICATION_OWN, application_subject)
_SEES_ONE = needs(Permission.APPLICATION_OWN, _subject)


@blueprint.get("/")
@_SEES
def index(application_id: uuid.UUID) -> Response:
    """Every signature of the application with its text."""
    tenant_id = current_tenant().id
    listed = signatures_about(tenant_id, application_id)
    opened = [open_signature(tenant_id, application_id, one.id) for one in listed]
    return respond(
        "family/signatures.html",
        application_id=application_id,
        signatures=[one for one in opened if one is not None],
    )


@blueprint.get("/<uuid:signature_id>.txt")
@_SEES_ONE
def text(application_id: uuid.UUID, signature_id: uuid.UUID) -> Response:
    """The bytes that were signed, to be kept or checked by anybody's tool."""
    found = _get(application_id, signature_id)
    return _file(found.content, "text/plain; charset=utf-8", f"{signature_id}.txt")


@blueprint.get("/<uuid:signature_id>.cms")
@_SEES_ONE
def message(application_id: uuid.UUID, signature_id: uuid.UUID) -> Response:
    """The signature itself (CMS, detached)."""
    found = _get(application_id, signature_id)
    body = "".join(line for line in found.cms.splitlines() if not line.startswith("-----"))
    return _file(base64.b64decode(body), "application/pkcs7-signature", f"{signature_id}.cms")


def _get(application_id: uuid.UUID, signature_id: uuid.UUID) -> OpenedSignature:
    found = open_signature(current_tenant().id, application_id, signature_id)
    if found is None:
        raise NotFound
    return found


def _file(content: bytes, media_type: str, name: str) -> Response:
    response = Response(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
