"""Mobizon of Kazakhstan (api.mobizon.kz): SMS over HTTP, as its published description says.

What is said and answered stands as data in `tests/data/mobizon/`, with where it comes from.
"""

import json
from typing import Any
from urllib.parse import urlencode

from kezek.adapters.gateway_wire import post, refused
from kezek.adapters.not_taken import NotTaken
from kezek.core.delivery import Report

NAME = "mobizon"
MOST_ASKED = 100
"""Messages that one question about their fate may name."""

_TAKEN = 0
_NOT_FOUND = 2
_ABOUT_FIELDS = (1, 12)
"""A field is wrong; `data` names it."""
_NOT_SAVED = 10
_BUSY = (30,)
_OURS = (4, 5, 6, 8, 9, 11, 13, 14)
"""Key, account, address or method: no fault of the family's, and none that time mends."""
_NEWEST = 3

_REPORTS = {
    "DELIVRD": Report.DELIVERED,
    "UNDELIV": Report.REFUSED,
    "EXPIRED": Report.EXPIRED,
    # The operator's reasons for these are many: a wrong number, but a forbidden word or an
    # unregistered name as well. The family is not asked to mend what may be ours.
    "REJECTD": Report.FAILED,
    "DELETED": Report.FAILED,
}


def report_of(status: object) -> Report:
    """What a status of the list says; one that is not final says that it is on its way."""
    return _REPORTS.get(str(status), Report.ON_ITS_WAY)


def name_of(message_id: object) -> str:
    """How a message of this provider is called by us."""
    return f"{NAME}:{message_id}"


class Mobizon:
    """The provider knows no idempotency keys.

    Ours stands as the name of the campaign that each message makes. Before a message is tried
    again after a lost answer, `find` looks whether a campaign of that name is there already.
    """

    def __init__(self, url: str, key: str, sender: str) -> None:
        self._url = url.rstrip("/")
        self._key = key
        self._sender = sender

    def speaking_as(self, sender: str) -> "Mobizon":
        """The same account under a region's own registered name."""
        return Mobizon(self._url, self._key, sender)

    def send(self, phone: str, text: str, key: str) -> str:
        """Hands the message over; gives its name. Raises NotTaken."""
        fields = {"recipient": _digits(phone), "text": text, "params[name]": key}
        if self._sender:
            fields["from"] = self._sender
        data = self._ask("message/sendsmsmessage", fields)
        message_id = data.get("messageId") if isinstance(data, dict) else None
        if not message_id:
            raise NotTaken("no messageId in the answer", is_unknown=True)
        return name_of(message_id)

    def find(self, phone: str, text: str, key: str) -> str:
        """The name of a message that was taken under this key, or nothing. Raises NotTaken."""
        found = self._ask(
            "message/list",
            {
                "criteria[to]": _digits(phone),
                "criteria[text]": text,
                "sort[campaignId]": "DESC",
                "pagination[pageSize]": "25",
            },
        )
        items = found.get("items") or [] if isinstance(found, dict) else []
        for item in items[:_NEWEST]:
            campaign = self._ask("campaign/get", {"id": str(item["campaignId"])})
            if isinstance(campaign, dict) and campaign.get("name") == key:
                return name_of(item["id"])
        return ""

    def ask(self, names: list[str]) -> dict[str, Report]:
        """What became of up to a hundred messages; one that it does not know is left out.

        Raises NotTaken where it does not answer.
        """
        numbers = [name.removeprefix(f"{NAME}:") for name in names if name.startswith(f"{NAME}:")]
        if not numbers:
            return {}
        fields = {f"ids[{place}]": number for place, number in enumerate(numbers[:MOST_ASKED])}
        told = self._ask("message/getsmsstatus", fields)
        rows = told if isinstance(told, list) else []
        return {name_of(row["id"]): report_of(row["status"]) for row in rows}

    def _ask(self, method: str, fields: dict[str, str]) -> Any:
        query = urlencode({"output": "json", "api": "v1", "apiKey": self._key})
        answer = post(
            f"{self._url}/service/{method}?{query}",
            urlencode(fields).encode(),
            {"Content-Type": "application/x-www-form-urlencoded"},
        )
        if answer.status != 200:
            raise refused(answer.status)
        try:
            told = json.loads(answer.body)
            code, data = int(told["code"]), told.get("data")
        except (ValueError, KeyError, TypeError, AttributeError) as broken:
            raise NotTaken("an answer that cannot be read", is_unknown=True) from broken
        if code == _TAKEN:
            return data
        if code == _NOT_FOUND:
            return None
        raise _judged(code, data)


def _judged(code: int, data: object) -> NotTaken:
    """What a code of the list means for the family."""
    is_wrong_number = code in _ABOUT_FIELDS and isinstance(data, dict) and "recipient" in data
    is_known = code in (*_ABOUT_FIELDS, _NOT_SAVED, *_BUSY, *_OURS)
    return NotTaken(
        f"the provider answered with code {code}",
        is_final=is_wrong_number,
        is_temporary=code in (_NOT_SAVED, *_BUSY),
        is_unknown=not is_known,
    )


def _digits(phone: str) -> str:
    return "".join(sign for sign in phone if sign.isdigit())
