"""Numbers in queues as papers show them: which queue, which number, why it changed last."""

from typing import Any

from flask_babel import gettext

from kezek.adapters.wording import say_exact_moment
from kezek.reads.application_page import ApplicationPage
from kezek.reads.numbers import ShownNumber
from kezek.web.causes import cause_sentence
from kezek.web.i18n import current_language, format_moment, format_number
from kezek.web.queue_words import queue_words
from kezek.web.tenant import current_zone

_NONE = "–"


def shown_queues(page: ApplicationPage) -> list[dict[str, Any]]:
    """Every queue of the application in the family's order."""
    return [_queue(shown) for shown in page.numbers]


def submitted(page: ApplicationPage) -> str:
    """When the application was sent, to the second: its order depends on it (L-10.1)."""
    return say_exact_moment(page.submitted_at, current_language(), current_zone())


def _queue(shown: ShownNumber) -> dict[str, Any]:
    change = shown.change
    said = ""
    if change is not None:
        said = gettext(
            "%(moment)s: from %(before)s to %(after)s.",
            moment=format_moment(change.at),
            before=format_number(change.before),
            after=format_number(change.after),
        )
    reasons = change.reasons if change is not None else ()
    return {
        "where": queue_words(shown),
        "number": format_number(shown.number) if shown.number is not None else _NONE,
        "waiting": format_number(shown.waiting),
        "change": said,
        "reasons": [
            f"{cause_sentence(one.cause, one.applications)}: {one.amount:+d}".replace("-", "−")
            for one in reasons
        ],
    }
