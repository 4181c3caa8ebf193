"""What was signed electronically, for whoever may see it: the names of acts, and both files."""

import base64
import uuid
from collections.abc import Collection

from flask import Response
from werkzeug.exceptions import NotFound

from kezek.core.signed_texts import SignedAct
from kezek.reads.signatures import OpenedSignature, open_signature, signatures_about
from kezek.web.tenant import current_tenant
from kezek.web.words import mark, say

_NAMES = {
    SignedAct.APPLICATION: mark("Application"),
    SignedAct.CONSENT: mark("Consent"),
    SignedAct.ACCEPTANCE: mark("Agreement to a place"),
    SignedAct.CONTRACT: mark("Contract with the kindergarten"),
}


def act_names() -> dict[str, str]:
    """Each act as people call it."""
    return {str(act): say(words) for act, words in _NAMES.items()}


def opened(application_id: uuid.UUID, acts: Collection[str] = ()) -> list[OpenedSignature]:
    """The signatures of an application that can be read still; of these acts alone, or all."""
    tenant_id = current_tenant().id
    listed = [
        one for one in signatures_about(tenant_id, application_id) if not acts or one.act in acts
    ]
    found = [open_signature(tenant_id, application_id, one.id) for one in listed]
    return [one for one in found if one is not None]


def text_file(
    application_id: uuid.UUID, signature_id: uuid.UUID, acts: Collection[str]
) -> Response:
    """The bytes that were signed, to be kept or checked by anybody's tool. Raises NotFound."""
    found = _get(application_id, signature_id, acts)
    return _file(found.content, "text/plain; charset=utf-8", f"{signature_id}.txt")


def message_file(
    application_id: uuid.UUID, signature_id: uuid.UUID, acts: Collection[str]
) -> Response:
    """The signature itself (CMS, detached). Raises NotFound."""
    found = _get(application_id, signature_id, acts)
    body = "".join(line for line in found.cms.splitlines() if not line.startswith("-----"))
    return _file(base64.b64decode(body), "application/pkcs7-signature", f"{signature_id}.cms")


def _get(
    application_id: uuid.UUID, signature_id: uuid.UUID, acts: Collection[str]
) -> OpenedSignature:
    found = open_signature(current_tenant().id, application_id, signature_id)
    if found is None or (acts and found.shown.act not in acts):
        raise NotFound
    return found


def _file(content: bytes, media_type: str, name: str) -> Response:
    response = Response(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
