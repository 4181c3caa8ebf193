"""How each kind of proposal is told: what would be done, where to look, and where it led."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext

from kezek.core.approvals import Kind
from kezek.reads.approvals import ShownApproval
from kezek.web.i18n import format_day
from kezek.web.navigation import find_url
from kezek.web.queue_words import mode_name
from kezek.web.words import Label, mark

Facts = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Telling:
    """The words of one kind of proposal."""

    title: str
    """Marked for translation."""
    facts: Callable[[ShownApproval], Facts]
    """What would be done, line by line."""
    look_url: Callable[[ShownApproval], str]
    """Where it can be looked at before one agrees; empty where there is nothing more."""
    done_url: Callable[[ShownApproval], str]
    """What came of it; empty where it has no page."""


STATES: Mapping[str, Label] = {
    "waits": Label(mark("waits for a second person"), "clock", "act"),
    "over": Label(mark("nobody has agreed in time"), "cross", "past"),
    "agreed": Label(mark("agreed and done"), "check", "good"),
    "declined": Label(mark("declined"), "cross", "past"),
    "withdrawn": Label(mark("taken back"), "cross", "past"),
    "refused": Label(mark("agreed, but no longer possible"), "warning", "bad"),
    "interrupted": Label(mark("agreed, not finished"), "warning", "act"),
}


def _switch_facts(shown: ShownApproval) -> Facts:
    wish = shown.payload
    return [
        (gettext("Territory"), shown.territory_name),
        (gettext("From then on"), mode_name(wish["mode"])),
        (gettext("From which day"), format_day(date.fromisoformat(wish["on"]))),
    ]


def _switch_look(shown: ShownApproval) -> str:
    wish = shown.payload
    return find_url("admin.rehearse", territory=wish["territory"], mode=wish["mode"], on=wish["on"])


def _switch_done(shown: ShownApproval) -> str:
    made = shown.outcome.get("switch")
    return find_url("admin.show_switch", switch_id=made) if made else ""


def _recall_facts(shown: ShownApproval) -> Facts:
    done = shown.outcome
    facts = [
        (gettext("Territory"), shown.territory_name),
        (gettext("Kindergarten"), shown.payload["name"]),
        (gettext("Places to recall"), str(len(shown.payload["places"]))),
        (gettext("Offered to families now"), str(shown.payload["offered"])),
    ]
    if "recalled" in done:
        facts.append((gettext("Recalled"), str(done["recalled"])))
        facts.append((gettext("Taken by a family meanwhile, so kept"), str(done["too_late"])))
    return facts


def _recall_look(shown: ShownApproval) -> str:
    garden = shown.payload["kindergarten"]
    return find_url("public.kindergarten", kindergarten_id=garden)


TELLINGS: Mapping[Kind, Telling] = {
    Kind.TERRITORY_SWITCH: Telling(
        mark("Another way of giving places in a territory"),
        _switch_facts,
        _switch_look,
        _switch_done,
    ),
    Kind.MASS_RECALL: Telling(
        mark("Recall of many places of a kindergarten"),
        _recall_facts,
        _recall_look,
        lambda _: "",
    ),
}
"""The whole of it; a kind without its words fails the build."""
