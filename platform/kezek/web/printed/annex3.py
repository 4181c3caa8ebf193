"""Annex 3, the notice that a service was refused, with its reasons (L-5.6, L-A3.1, A-22)."""

from collections.abc import Mapping
from typing import Any

from kezek.core.applications import ArchiveReason
from kezek.core.printed import Kind
from kezek.reads.application_page import ApplicationNotice, ApplicationPage
from kezek.reads.printed_facts import applied, refused
from kezek.web.i18n import current_language, format_moment
from kezek.web.printed.frame import Data, frame
from kezek.web.tenant import current_tenant
from kezek.web.words import mark, say

KIND = Kind.REFUSAL
NAME = mark("Notice of the refusal (Annex 3)")

_BY_THE_PROVIDER = frozenset({"N-06", "N-24"})
BY_THE_KINDERGARTEN = frozenset({"N-26", "N-27"})
"""The notices of a refusal by a kindergarten (rows 29, 30)."""
_REVIEWED = "N-27"
_OVERTURNED = "admission:refusal-overturned"


def is_there(page: ApplicationPage) -> bool:
    """Once a service was refused, unless the department has overturned it since (row 32)."""
    return refusal_told(page) is not None


def data(page: ApplicationPage) -> Data:
    """What stands in it: the reasons as the notice of that day gave them."""
    told = refusal_told(page)
    said = applied(current_tenant().id, page.id, current_language())
    assert told is not None
    assert said is not None, "a page without its application"
    facts = refused(current_tenant().id, told.id)
    is_ours = told.code in _BY_THE_PROVIDER
    return frame(KIND, say(NAME), page) | {
        "address": said.address,
        "annex": 2 if is_ours else 6,
        "at": format_moment(told.at),
        "missing": _named(facts, "missing"),
        "expired": _named(facts, "expired"),
        "grounds": facts.get("grounds", []),
        "note": facts.get("note", ""),
        "health": facts.get("reason", "") if told.code == _REVIEWED else "",
        "percent": str(facts.get("immunity_percent", "")),
        "garden": "" if is_ours else _word(facts.get("kindergarten", "")),
        "complaint": {
            "own": str(facts.get("complaint_days", "")),
            "authority": str(facts.get("authority_days", "")),
        },
    }


def refusal_told(page: ApplicationPage) -> ApplicationNotice | None:
    """The newest refusal that still stands; of second checks the one that ended it (row 25)."""
    codes = _BY_THE_PROVIDER | BY_THE_KINDERGARTEN
    if page.reason != ArchiveReason.DOCUMENTS_UNRELIABLE:
        codes -= {"N-24"}
    overturned = [one.at for one in page.happened if one.kind == _OVERTURNED]
    return next(
        (
            one
            for one in page.notices
            if one.code in codes
            and not (one.code == _REVIEWED and any(at > one.at for at in overturned))
        ),
        None,
    )


def _named(facts: Mapping[str, Any], name: str) -> list[str]:
    return [_word(one) for one in facts.get(name, [])]


def _word(words: Any) -> str:
    """Words that a notice keeps in both languages, in the one of the paper."""
    return str(words.get(current_language(), "")) if isinstance(words, Mapping) else str(words)
