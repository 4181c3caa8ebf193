"""The contract that a kindergarten and a family have signed with keys: its words, and the files."""

import uuid

from flask import Blueprint, Response

from kezek.core.access import Permission, Subject
from kezek.core.personal_views import Shown
from kezek.core.signed_texts import SignedAct
from kezek.reads.subjects import application_subject
from kezek.web.guards import needs
from kezek.web.htmx import respond
from kezek.web.signed_files import act_names, message_file, opened, text_file

blueprint = Blueprint(
    "kindergarten_signatures",
    __name__,
    url_prefix="/<slug:slug>/kindergarten/children/<uuid:application_id>/signatures",
)

_ACTS = (SignedAct.CONTRACT,)


def _subject(tenant_id: int, application_id: uuid.UUID, **_: uuid.UUID) -> Subject | None:
    return application_subject(tenant_id, application_id)


_SEES = needs(Permission.APPLICATION_SEE, _subject, shows=Shown.APPLICATION)


@blueprint.get("/")
@_SEES
def index(application_id: uuid.UUID) -> Response:
    """Each signature with its text."""
    return respond(
        "kindergarten/signatures.html",
        application_id=application_id,
        signatures=opened(application_id, _ACTS),
        act_names=act_names(),
    )


@blueprint.get("/<uuid:signature_id>.txt")
@_SEES
def text(application_id: uuid.UUID, signature_id: uuid.UUID) -> Response:
    """The bytes that were signed."""
    return text_file(application_id, signature_id, _ACTS)


@blueprint.get("/<uuid:signature_id>.cms")
@_SEES
def message(application_id: uuid.UUID, signature_id: uuid.UUID) -> Response:
    """The signature itself (CMS, detached)."""
    return message_file(application_id, signature_id, _ACTS)
