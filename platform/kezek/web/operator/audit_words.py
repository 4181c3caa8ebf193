"""How facts of the journals are called in the audit, and what an act says of itself."""

import re
from collections.abc import Mapping
from datetime import datetime

from kezek.web.decision_words import FACT
from kezek.web.i18n import format_day, format_moment
from kezek.web.operator.words import KIND, LEVEL, SWITCH
from kezek.web.words import mark, say

OF_REGIONS: Mapping[str, str] = {
    "application:assisted": mark("An application was entered at the counter"),
    "application:imported": mark("An application was brought from another system"),
    "application:mode-switched": mark("The application crossed over with its territory"),
    "application:old-enough": mark("The child is old enough"),
    "approval:agreed": mark("A second person agreed"),
    "approval:declined": mark("A second person did not agree"),
    "approval:proposed": mark("Something was laid before a second person"),
    "approval:withdrawn": mark("A proposal was taken back"),
    "base:given": mark("Data were given to the national education base"),
    "bulletin:published": mark("The bulletin of the morning was published"),
    "conflict:settled": mark("A conflict about a person was settled"),
    "consent:renewed": mark("A family gave its consent anew"),
    "consent:withdrawn": mark("A family took its consent back"),
    "family:erased": mark("A family's data were erased"),
    "family:erasure-asked": mark("A family asked for the erasure of its data"),
    "family:erasure-withdrawn": mark("A family's wish for erasure was taken back"),
    "group:changed": mark("A group was changed"),
    "guardian:displaced": mark("Somebody else was proven as the person"),
    "guardian:entered": mark("A parent was entered"),
    "guardian:proven": mark("A parent was confirmed"),
    "interest:not-asked-here": mark("Interest is not asked about here"),
    "keys:rotated": mark("Keys of families were wrapped anew"),
    "outage:recorded": mark("An outage was recorded"),
    "parentage:proven": mark("The parentage was confirmed"),
    "phone:changed": mark("The telephone of a family was changed"),
    "place:mode-switched": mark("A place crossed over with its territory"),
    "place:opened": mark("A place is open to everybody"),
    "place:published": mark("Places were published"),
    "place:window-closed": mark("A place was left over from a window"),
    "queue:count-imported": mark("The count of a queue was brought from another system"),
    "queue:import-signed": mark("A queue was brought from another system"),
    "queue:ratio-set": mark("Queues have another ratio"),
    "queue:restored-from-receipts": mark("Applications were restored from receipts"),
    "region:changed": mark("A change of the settings was signed"),
    "region:taken-back": mark("A version of the settings was taken back"),
    "registry:capacity-changed": mark("The seats of a kindergarten were changed"),
    "registry:group-removed": mark("A group was removed from the registry"),
    "registry:imported": mark("The registry was taken in from a file"),
    "registry:kindergarten-added": mark("A kindergarten was added"),
    "registry:kindergarten-changed": mark("A kindergarten was changed"),
    "registry:kindergarten-closed": mark("A kindergarten was closed"),
    "registry:kindergarten-reopened": mark("A kindergarten was opened again"),
    "retention:ran": mark("What was kept long enough was forgotten"),
    "staff:changed": mark("An account of staff was changed"),
    "staff:closed": mark("An account of staff was closed"),
    "staff:entered": mark("Somebody of staff came in with a key"),
    "staff:invited": mark("Somebody was invited to work here"),
    "staff:key-linked": mark("A key was linked to an account of staff"),
    "staff:key-unlinked": mark("The key of an account of staff was unlinked"),
    "staff:link-made": mark("A new link to sign in was made"),
    "staff:opened": mark("An account of staff was opened again"),
    "staff:password-set": mark("Somebody of staff set a password"),
    "staff:recovery-codes-made": mark("Somebody of staff made recovery codes"),
    "staff:signed-out": mark("Somebody of staff was signed out everywhere"),
    "staff:two-step-removed": mark("A second step of staff was taken away"),
    "term:waits": mark("A term waits for the calendar of its year"),
    "territory:switch-cancelled": mark("The switch of a territory was taken back"),
    "territory:switch-set": mark("The switch of a territory was signed"),
    "year-end:signed": mark("The end of a school year was signed"),
    "year-end:taken-back": mark("The end of a school year was taken back"),
}
"""Facts that no family and no specialist reads by these words."""

_OF_ACTS = {kind: words for kind, words in KIND.items() if kind.startswith("tenant:")}

_OF_REGISTERS: Mapping[str, str] = {
    "state:birth": mark("The state told of a birth; the parent was offered the queue"),
    "state:benefit": mark("The state told of a benefit"),
    "state:application": mark("An application came with a birth's registration"),
    "offer:agreed": mark("The parent agreed to the offer of the queue"),
    "offer:declined": mark("The parent declined the offer of the queue"),
}

AUDITED: Mapping[str, str] = {
    **{kind: label.text for kind, label in FACT.items()},
    **_OF_ACTS,
    **OF_REGIONS,
    **_OF_REGISTERS,
}
"""Every kind of fact that a journal may hold."""

_DETAIL: Mapping[str, str] = {
    "kept": mark("kept through %(value)s"),
    "on": mark("on %(value)s"),
    "began_at": mark("from %(value)s"),
    "ended_at": mark("until %(value)s"),
    "until": mark("until %(value)s"),
    "job": mark("job %(value)s"),
    "error": mark("error: %(value)s"),
    "terms": mark("terms moved: %(value)s"),
    "rows": mark("rows: %(value)s"),
    "login": mark("login %(value)s"),
    "address": mark("from the address %(value)s"),
}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DAY_LENGTH = len("2026-09-07")
_NAMED: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "level": {str(level): words for level, words in LEVEL.items()},
    "switch": {str(one): words for one, words in SWITCH.items()},
}


def fact_name(kind: str) -> str:
    """How a fact is called."""
    return say(AUDITED[kind]) if kind in AUDITED else kind


def kinds_to_choose() -> list[tuple[str, str]]:
    """Every name once, with the first kind that is called so, in the order of the names."""
    firsts: dict[str, str] = {}
    for kind in sorted(AUDITED):
        firsts.setdefault(fact_name(kind), kind)
    return [(kind, name) for name, kind in sorted(firsts.items())]


def called_alike(kind: str) -> tuple[str, ...]:
    """Every kind with the name of this one; nothing for a kind that there is none of."""
    wished = AUDITED.get(kind)
    return tuple(one for one, words in AUDITED.items() if words == wished)


def detail_text(detail: Mapping[str, object]) -> str:
    """What an act says of itself, as far as people read it; the rest stands in the record."""
    said = (_one(name, str(value)) for name, value in detail.items() if value)
    return "; ".join(one for one in said if one)


def _one(name: str, value: str) -> str:
    if name in _NAMED and value in _NAMED[name]:
        return say(_NAMED[name][value][0])
    return say(_DETAIL[name], value=_spoken(value)) if name in _DETAIL else ""


def _spoken(value: str) -> str:
    """A day or a moment as it is said, anything else as it is written."""
    if not _DAY.match(value):
        return value
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    return format_day(moment.date()) if len(value) == _DAY_LENGTH else format_moment(moment)
