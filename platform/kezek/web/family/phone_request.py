"""What eGov Mobile asks for when it has read the square, and what it brings back (L-22.10).

Two addresses, as that application's signing by QR has them: the request says who asks, until when,
and where the document is; the document is got there, signed on the telephone with the parent's key,
and put back there. docs/qr-signing.md and docs/contracts/qr-signing.openapi.yaml have the words.
"""

import base64
import binascii
import hmac
from typing import Any

from flask import Blueprint, Response, abort, jsonify, request, url_for

from kezek.adapters.services import services
from kezek.core.errors import Refusal
from kezek.reads.phone_signing import Waiting, find_waiting, proof_of
from kezek.usecases.contract_signing import sign_contract
from kezek.usecases.repeats import Once
from kezek.web.family.acts import answered_once
from kezek.web.guards import public
from kezek.web.refusals import sentence_of
from kezek.web.security import LOOKUP_LIMIT, csrf, limiter
from kezek.web.tenant import current_tenant
from kezek.web.words import in_both, mark, say

blueprint = Blueprint("phone_request", __name__, url_prefix="/<slug:slug>/sign/<link>")
csrf.exempt(blueprint)

SIGN_METHOD = "CMS_SIGN_ONLY"
"""The signature alone comes back; the bytes stay as we gave them out."""

_MOST = 200_000
_NAME = mark("Contract with the kindergarten")
_READ = mark("Read the contract and sign it with your key.")
_SHAPE = mark("The signed document did not come back as it was asked for. Sign once more.")
_OVER = mark("This request is over. Show the square once more on the page of the contract.")


@blueprint.get("/request")
@public
@limiter.limit(LOOKUP_LIMIT)
def request_to_sign(link: str) -> Response:
    """Who asks for a signature, until when, and where the document is."""
    waiting = _need(link)
    region = current_tenant()
    kk, ru = in_both(lambda: say(_READ))
    return _told(
        {
            "description": f"{kk} {ru}",
            "expiry_date": waiting.expires_at.isoformat(timespec="seconds"),
            "organisation": {
                "nameKz": region.name("kk"),
                "nameRu": region.name("ru"),
                "nameEn": region.slug,
                "bin": "",
            },
            "document": {
                "uri": services().settings.public_url
                + url_for("phone_request.document", link=link),
                "auth_type": "Token",
                "auth_token": proof_of(link),
            },
        }
    )


@blueprint.get("/document")
@public
@limiter.limit(LOOKUP_LIMIT)
def document(link: str) -> Response:
    """The bytes to be signed."""
    _prove(link)
    waiting = _need(link)
    if waiting.is_over:
        return _wrong(say(_OVER), 410)
    return _told(_document(waiting.content, "text/plain"))


@blueprint.put("/document")
@limiter.limit(LOOKUP_LIMIT)
@public
def take(link: str) -> Response:
    """Takes the signature: the child is admitted, and the other screen says so."""
    _prove(link)
    waiting = _need(link)
    if waiting.is_signed:
        return _told({"accepted": True})
    if waiting.is_over:
        return _wrong(say(_OVER), 410)
    cms = _signature()
    if cms is None:
        return _wrong(say(_SHAPE), 422)
    try:
        with answered_once():
            sign_contract(
                current_tenant().id,
                waiting.actor,
                waiting.application_id,
                waiting.challenge_id,
                cms,
                once=Once(f"mobile:{waiting.challenge_id}", f"sign:{waiting.application_id}"),
            )
    except Refusal as refusal:
        return _wrong(sentence_of(refusal), 422, refusal.detail)
    return _told({"accepted": True})


def _document(content: bytes, mime: str) -> dict[str, Any]:
    kk, ru = in_both(lambda: say(_NAME))
    return {
        "signMethod": SIGN_METHOD,
        "version": 1,
        "documentsToSign": [
            {
                "id": 1,
                "nameKz": kk,
                "nameRu": ru,
                "nameEn": "Contract",
                "meta": [],
                "document": {
                    "file": {"mime": mime, "data": base64.b64encode(content).decode()},
                },
            }
        ],
    }


def _signature() -> str | None:
    """The signature as it came back; nothing for another shape."""
    if (request.content_length or 0) > _MOST:
        return None
    told: Any = request.get_json(silent=True)
    try:
        (one,) = told["documentsToSign"]
        data = one["document"]["file"]["data"]
        base64.b64decode(data, validate=True)
    except (TypeError, KeyError, ValueError, binascii.Error):
        return None
    return str(data)


def _need(link: str) -> Waiting:
    found = find_waiting(current_tenant().id, link)
    if found is None:
        abort(404)
    return found


def _prove(link: str) -> None:
    """Only whoever has read the request knows the word that goes with it."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(given.encode(), proof_of(link).encode()):
        abort(403)


def _told(body: dict[str, Any], status: int = 200) -> Response:
    response = jsonify(body)
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response


def _wrong(sentence: str, status: int, code: str = "") -> Response:
    return _told({"accepted": False, "code": code, "message": sentence}, status)
