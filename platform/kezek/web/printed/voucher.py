"""The voucher: a place in the state order that follows one child (VX-4, VX-12, VX-17)."""

from flask_babel import gettext

from kezek.core.applications import State
from kezek.core.printed import WITH_VOUCHER, Kind
from kezek.reads.application_page import ApplicationPage
from kezek.reads.shown_vouchers import ShownCategory
from kezek.web.i18n import format_day, format_last_minute, format_moment
from kezek.web.printed.frame import Data, frame
from kezek.web.queue_words import CATEGORY_CLASS
from kezek.web.words import mark, say

KIND = Kind.VOUCHER
NAME = mark("Voucher")

_PUPIL = frozenset({State.ENROLLED, State.ENROLLED_TEMP, State.TRANSFER})


def is_there(page: ApplicationPage) -> bool:
    """From the family's consent on, as long as the voucher is the child's."""
    return page.voucher is not None and page.state in WITH_VOUCHER


def data(page: ApplicationPage) -> Data:
    """What stands in it."""
    voucher = page.voucher
    assert voucher is not None
    accepted = next((one.at for one in page.happened if one.kind == "voucher:accepted"), None)
    garden = page.seat.garden if page.seat else None
    return frame(KIND, say(NAME), page) | {
        "born": format_day(page.born_on),
        "category": _category(voucher.category) if voucher.category else "",
        "accepted": format_moment(accepted) if accepted else "",
        "through": format_last_minute(voucher.due_at) if voucher.due_at else "",
        "is_pupil": page.state in _PUPIL,
        "garden": garden.name if garden else "",
        "address": garden.address if garden else "",
    }


def _category(category: ShownCategory) -> str:
    return str(
        gettext(
            "%(category)s (category %(code)s)",
            category=say(CATEGORY_CLASS[category.standing]),
            code=category.code,
        )
    )
