"""An application as the portal shows it: the words of the family's own page, in both languages."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from kezek.core.events import Cause
from kezek.reads.application_page import ApplicationPage
from kezek.reads.numbers import ShownNumber
from kezek.reads.portal import ListedKindergarten, OpenTerritory, Standing
from kezek.web.causes import cause_sentence
from kezek.web.i18n import format_last_minute, format_moment
from kezek.web.labels import APPLICATION, archive_reason
from kezek.web.next_words import next_words
from kezek.web.queue_words import queue_words
from kezek.web.stages import stage_sentence
from kezek.web.wait_words import WAITS
from kezek.web.words import in_both, say

Data = dict[str, Any]


def told(standing: Standing) -> Data:
    """Everything that the portal shows of one application."""
    page = standing.kk
    return {
        "number": page.number,
        "state": page.state,
        "submitted_at": _moment(page.submitted_at),
        "as_of": _moment(page.now),
        "answer_until": _moment(page.wait_until) if page.wait_until else None,
        **_in_both(standing, _words),
        "queues": [_queue(shown, standing) for shown in page.numbers],
    }


def told_territory(one: OpenTerritory) -> Data:
    """A territory in which one can apply."""
    return {
        "code": one.code,
        "region": {"kk": one.region.name.kk, "ru": one.region.name.ru},
        "kk": one.territory.kk,
        "ru": one.territory.ru,
        "mode": str(one.mode),
        "asks_for_kindergartens": one.asks_for_kindergartens,
        "instruction_languages": list(one.region.instruction_languages),
    }


def told_kindergarten(one: ListedKindergarten) -> Data:
    """A kindergarten that can be named."""
    return {
        "id": str(one.id),
        "code": one.code,
        "kk": one.kk,
        "ru": one.ru,
        "queue_type": one.queue_type,
        "instruction_languages": list(one.languages),
    }


def _in_both(standing: Standing, words: Callable[[ApplicationPage], Data]) -> Data:
    """What depends on the page's own language: the page of each under its locale."""
    kk, _ = in_both(lambda: words(standing.kk))
    _, ru = in_both(lambda: words(standing.ru))
    return {"kk": kk, "ru": ru}


def _words(page: ApplicationPage) -> Data:
    stage = stage_sentence(page.state, page.mode)
    waits = WAITS[page.waits_for] if page.waits_for else None
    until = page.wait_until
    return {
        "state": say(APPLICATION[page.state].text),
        "stage": stage,
        "reason": archive_reason(page.reason) if page.reason else "",
        "territory": page.territory,
        "provider": page.provider,
        "waits_for": say(waits.title) if waits else "",
        "answer_until": f"{say(waits.until)}: {format_last_minute(until)}"
        if waits and until
        else "",
        "next": [] if page.is_over else next_words(page.mode),
    }


def _queue(shown: ShownNumber, standing: Standing) -> Data:
    other = {one.queue_id: one for one in standing.ru.numbers}
    kk, _ = in_both(lambda: queue_words(shown))
    _, ru = in_both(lambda: queue_words(other.get(shown.queue_id, shown)))
    return {
        "number": shown.number,
        "waiting": shown.waiting,
        "kk": kk,
        "ru": ru,
        "change": _change(shown),
    }


def _change(shown: ShownNumber) -> Data | None:
    """The last change as the sum that the family sees; the amounts add up to it (R-12)."""
    change = shown.change
    if change is None:
        return None
    kk, ru = in_both(lambda: format_moment(change.at))
    return {
        "at": _moment(change.at),
        "kk": kk,
        "ru": ru,
        "before": change.before,
        "after": change.after,
        "reasons": [_reason(one.cause, one.amount, one.applications) for one in change.reasons],
    }


def _reason(cause: Cause, amount: int, applications: int) -> Mapping[str, Any]:
    kk, ru = in_both(lambda: cause_sentence(cause, applications))
    return {
        "cause": str(cause),
        "amount": amount,
        "applications": applications,
        "kk": kk,
        "ru": ru,
    }


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds")
