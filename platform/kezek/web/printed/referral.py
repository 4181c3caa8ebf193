"""The electronic referral to a kindergarten (L-3.12, L-22.3)."""

from flask_babel import gettext

from kezek.core.applications import State
from kezek.core.documents import Document
from kezek.core.printed import Kind
from kezek.reads.application_page import ApplicationPage
from kezek.web.i18n import current_language, format_day, format_moment
from kezek.web.labels import tongue
from kezek.web.printed.frame import Data, frame
from kezek.web.words import mark, say

KIND = Kind.REFERRAL
NAME = mark("Referral to the kindergarten")

WITH_REFERRAL = frozenset({State.REFERRED, State.ADMISSION, State.CONTRACT})
"""States in which a referral lives."""


def is_there(page: ApplicationPage) -> bool:
    """While a referral lives; a voucher has a paper of its own."""
    return page.referral is not None and page.seat is not None and page.state in WITH_REFERRAL


def data(page: ApplicationPage) -> Data:
    """What stands in it."""
    referral, seat = page.referral, page.seat
    assert referral is not None
    assert seat is not None
    until = seat.temporary_until
    return frame(KIND, say(NAME), page) | {
        "born": format_day(page.born_on),
        "garden": seat.garden.name,
        "address": seat.garden.address,
        "group": gettext("Children born in %(year)s", year=seat.birth_year),
        "tongue": tongue(seat.language),
        "issued": format_moment(referral.issued_at),
        "through": format_day(referral.valid_through, weekday=True),
        "temporary": format_day(until) if until else None,
        "papers": [_name(one.document) for one in page.papers.asked],
    }


def _name(asked: Document) -> str:
    return asked.ru if current_language() == "ru" else asked.kk
