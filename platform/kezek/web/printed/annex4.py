"""Annex 4, the notice that a child stands in the queue (L-6.5, L-A4.1)."""

from kezek.core.printed import Kind
from kezek.reads.application_page import ApplicationPage
from kezek.web.i18n import format_moment
from kezek.web.printed.frame import Data, frame
from kezek.web.printed.queues import shown_queues, submitted
from kezek.web.words import mark, say

KIND = Kind.QUEUE_NOTICE
NAME = mark("Notice of the place in the queue (Annex 4)")


def is_there(page: ApplicationPage) -> bool:
    """Once the child has a number somewhere."""
    return any(shown.number is not None for shown in page.numbers)


def data(page: ApplicationPage) -> Data:
    """What stands in it."""
    return frame(KIND, say(NAME), page) | {
        "queues": shown_queues(page),
        "submitted": submitted(page),
        "as_of": format_moment(page.now),
    }
