"""What a family has signed electronically: the very words, and the signature as a file."""

import uuid

from flask import Blueprint, Response

from kezek.core.access import Permission, Subject
from kezek.reads.subjects import application_subject
from kezek.web.guards import needs
from kezek.web.htmx import respond
from kezek.web.signed_files import act_names, message_file, opened, text_file

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
    """Every signature of the application with its text, the kindergarten's too."""
    return respond(
        "family/signatures.html",
        application_id=application_id,
        signatures=opened(application_id),
        act_names=act_names(),
    )


@blueprint.get("/<uuid:signature_id>.txt")
@_SEES_ONE
def text(application_id: uuid.UUID, signature_id: uuid.UUID) -> Response:
    """The bytes that were signed."""
    return text_file(application_id, signature_id, ())


@blueprint.get("/<uuid:signature_id>.cms")
@_SEES_ONE
def message(application_id: uuid.UUID, signature_id: uuid.UUID) -> Response:
    """The signature itself (CMS, detached)."""
    return message_file(application_id, signature_id, ())
