"""An extract from the queue with its explanation and the signed receipt (N1, N4, N14)."""

from typing import Any

from flask_babel import gettext

from kezek.adapters.press import square
from kezek.adapters.receipt_forms import as_text
from kezek.core.printed import Kind
from kezek.reads.application_page import ApplicationPage
from kezek.reads.receipts import issue_receipt
from kezek.web.i18n import format_moment
from kezek.web.labels import APPLICATION
from kezek.web.printed.frame import Data, frame
from kezek.web.printed.queues import shown_queues, submitted
from kezek.web.tenant import current_tenant
from kezek.web.words import mark, say

KIND = Kind.EXTRACT
NAME = mark("Extract from the queue")


def is_there(page: ApplicationPage) -> bool:
    """Of every application, also one that has ended: its receipt says so."""
    return bool(page.number)


def data(page: ApplicationPage) -> Data:
    """What stands in it."""
    return frame(KIND, say(NAME), page) | {
        "queues": shown_queues(page),
        "submitted": submitted(page),
        "as_of": format_moment(page.now),
        "state": say(APPLICATION[page.state].text),
        "counted": _counted(page),
        "receipt": _receipt(page),
    }


def _counted(page: ApplicationPage) -> str:
    said: str = _of_vouchers() if page.voucher else _of_places()
    return said


def _of_vouchers() -> Any:
    return gettext(
        "The number says how many vouchers of your category must be given before it is your "
        "turn, counting yours. Inside a category only the day and time of the application "
        "count. Between the categories of one age, children out of turn come first; then, "
        "after one child with first priority, come three on general grounds."
    )


def _of_places() -> Any:
    return gettext(
        "The number says how many places must be given before it is your turn, counting yours. "
        "First come children out of turn. Then, after one child with first priority, come three "
        "children on general grounds, and so on, each in the order of their applications."
    )


def _receipt(page: ApplicationPage) -> Data | None:
    signed = issue_receipt(current_tenant().id, page.id)
    if signed is None:
        return None
    said = gettext("Key of the signature: %(key)s", key=signed.key)
    return {"square": square(as_text(signed)), "key": said}
