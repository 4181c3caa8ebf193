"""Providers tell here what became of messages; who has not signed is not heard."""

from collections.abc import Callable

from flask import Blueprint, Response, request

from kezek.adapters.report_signatures import (
    Told,
    Unreadable,
    Unsigned,
    generic_report,
    mobizon_report,
)
from kezek.adapters.services import services
from kezek.usecases.delivery_reports import take_report
from kezek.web.guards import public
from kezek.web.security import csrf, limiter

blueprint = Blueprint("delivery_reports", __name__, url_prefix="/gateways")
csrf.exempt(blueprint)
limiter.exempt(blueprint)

_MOST = 64 * 1024

Reading = Callable[[bytes, str], Told | None]
"""Reads a body with the secret of this deployment. Raises Unsigned, Unreadable."""


@blueprint.post("/sms/mobizon")
@public
def mobizon() -> Response:
    """A webhook of Mobizon."""
    return _answer(mobizon_report)


@blueprint.post("/sms/generic")
@public
def generic() -> Response:
    """A report of a provider that speaks our own way."""
    signature = request.headers.get("X-Kezek-Signature", "")
    return _answer(lambda body, secret: generic_report(body, signature, secret))


def _answer(read: Reading) -> Response:
    """204 for whatever was understood, news or not: nobody sends it again."""
    request.max_content_length = _MOST
    try:
        told = read(request.get_data(), services().settings.sms_report_secret)
    except Unsigned:
        return Response(status=403, mimetype="text/plain")
    except Unreadable:
        return Response(status=422, mimetype="text/plain")
    if told is not None:
        take_report(told.name, told.report)
    return Response(status=204, mimetype="text/plain")
