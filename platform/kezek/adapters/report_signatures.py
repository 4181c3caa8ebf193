"""Reports of delivery as providers send them: believed when signed, read into one form."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any

from kezek.adapters.mobizon import name_of, report_of
from kezek.adapters.sms import GENERIC
from kezek.core.delivery import Report

_GENERIC = {
    "delivered": Report.DELIVERED,
    "undelivered": Report.REFUSED,
    "expired": Report.EXPIRED,
    "failed": Report.FAILED,
}


class Unsigned(Exception):
    """It was not the provider who sent this."""


class Unreadable(Exception):
    """A report that says nothing that could be understood."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of one message."""

    name: str
    report: Report


def mobizon_report(body: bytes, secret: str) -> Told | None:
    """A webhook of Mobizon; nothing for an event that is no report of delivery.

    Its signature is SHA-1 of event, attempt, moment and secret, and leaves the data out. So a
    report is believed about a message of this deployment only, and its words can but say how
    far that message came. Raises Unsigned, Unreadable.
    """
    told = _parsed(body)
    signed = f"{told.get('eventId')}|{told.get('attempt')}|{told.get('eventCreateTs')}|{secret}"
    wanted = hashlib.sha1(signed.encode(), usedforsecurity=False).hexdigest()
    _need_same(str(told.get("sign", "")), wanted, secret)
    if told.get("eventType") != "sms-delivery-report":
        return None
    data = told.get("data")
    if not isinstance(data, dict) or "messageId" not in data:
        raise Unreadable
    return Told(name_of(data["messageId"]), report_of(data.get("status")))


def generic_report(body: bytes, signature: str, secret: str) -> Told:
    """`{"key", "status"}`, signed with HMAC-SHA256 of the whole body. Raises Unsigned, Unreadable.

    The status is `delivered`, `undelivered` (the number takes nothing), `expired` or `failed`.
    """
    wanted = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    _need_same(signature, wanted, secret)
    told = _parsed(body)
    status = str(told.get("status"))
    if not isinstance(told.get("key"), str) or status not in _GENERIC:
        raise Unreadable
    return Told(f"{GENERIC}:{told['key']}", _GENERIC[status])


def _need_same(given: str, wanted: str, secret: str) -> None:
    if not secret or not hmac.compare_digest(given.encode(), wanted.encode()):
        raise Unsigned


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except ValueError as broken:
        raise Unreadable from broken
    if not isinstance(told, dict):
        raise Unreadable
    return told
