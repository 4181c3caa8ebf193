"""The public keys of receipts: by them anybody verifies one without asking us (N4)."""

from flask import Blueprint, Response, jsonify

from kezek.reads.receipts import public_keys
from kezek.web.guards import public

blueprint = Blueprint("receipt_keys", __name__, url_prefix="/receipts")


@blueprint.get("/keys.json")
@public
def keys() -> Response:
    """Every key that signed or signs receipts of this deployment."""
    response = jsonify(public_keys().as_json())
    response.headers["Cache-Control"] = "public, max-age=3600"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
