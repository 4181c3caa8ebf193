"""What staff read of a decision that was taken: by whom, when, and what it was."""

from collections.abc import Mapping
from datetime import datetime

from kezek.web.fact_words import SAID_TO_ALL
from kezek.web.i18n import format_moment
from kezek.web.words import Label, mark, say

FACT: Mapping[str, Label] = {
    **SAID_TO_ALL,
    "standing:refused": Label(mark("The benefit was refused"), "cross", "bad"),
    "standing:lost": Label(mark("The benefit was taken off"), "cross", "bad"),
    "standing:relocated": Label(mark("Out of turn after a move"), "star", "good"),
    "interest:asked": Label(
        mark("The family was asked whether it still waits"), "question", "calm"
    ),
    "interest:asked-again": Label(mark("The family was asked once more"), "question", "calm"),
    "interest:asked-after-silence": Label(
        mark("After the suspension the family was asked whether it still waits"), "question", "calm"
    ),
    "interest:confirmed": Label(mark("The family said that it still waits"), "check", "good"),
    "interest:confirmed-yearly": Label(
        mark("The family said that it still waits"), "check", "good"
    ),
    "offer:made": Label(mark("A place was offered"), "gift", "active"),
    "place:recalled": Label(mark("The offered place was recalled"), "cross", "bad"),
    "place:kept": Label(mark("The place is kept while the child is away"), "pause", "calm"),
    "pupil:moved": Label(mark("The child moved to another group"), "arrow-right", "calm"),
    "place:given-back": Label(mark("The child has returned"), "check", "good"),
    "place:pupil-returned": Label(mark("The temporary place was closed"), "cross", "past"),
    "referral:cancelled": Label(mark("The family gave the referral back"), "cross", "past"),
    "referral:extension-asked": Label(mark("The family asked for more days"), "calendar", "act"),
    "referral:extension-late": Label(mark("The answer takes longer than it may"), "clock", "bad"),
    "window:opened": Label(mark("The family's turn came: its window opened"), "gift", "active"),
    "window:closed": Label(
        mark("The window closed without a choice; the place in the queue stays"), "clock", "calm"
    ),
    "documents:refused": Label(mark("The documents were returned to the family"), "cross", "bad"),
    "voucher:offered": Label(mark("A voucher was offered"), "gift", "active"),
    "voucher:accepted": Label(mark("The family agreed to the voucher"), "check", "good"),
    "voucher:restored": Label(mark("The family restored the application"), "queue", "active"),
    "voucher:extension-asked": Label(mark("The family asked for more days"), "calendar", "act"),
    "voucher:pause-over": Label(
        mark("The pause is over; the time of the voucher goes on"), "clock", "calm"
    ),
    "place:chosen": Label(mark("The family chose a kindergarten"), "place", "good"),
    "waiting-list:joined": Label(mark("The family joined a waiting list"), "queue", "active"),
    "waiting-list:left": Label(mark("The family left a waiting list"), "cross", "past"),
    "waiting-list:served": Label(mark("A place was kept from a waiting list"), "gift", "active"),
    "transfer:done": Label(mark("The child moved to another kindergarten"), "check", "good"),
    "complaint:filed": Label(mark("A complaint was sent"), "warning", "act"),
    "complaint:registered": Label(mark("The complaint was registered"), "paper", "calm"),
    "complaint:answered": Label(mark("The complaint was answered"), "check", "good"),
}
"""Facts of the journal as staff read them: whatever a family is shown, and what only staff see."""

ROLE: Mapping[str, str] = {
    "family": mark("the family"),
    "kindergarten": mark("the kindergarten"),
    "office": mark("a specialist"),
    "hotline": mark("the hotline"),
    "admin": mark("the administrator"),
    "system": mark("the system, by the rules"),
    "register": mark("the state register"),
    "operator": mark("the operator of the system"),
    "shared_hotline": mark("the shared hotline"),
}
"""By whom; never a name."""


def fact_label(kind: str) -> Label:
    """How a fact is shown."""
    return FACT[kind]


def role_name(role: str) -> str:
    """Who did it, as the end of a sentence."""
    return say(ROLE[role]) if role in ROLE else role


def decided_sentence(kind: str, role: str, at: datetime) -> str:
    """What was decided, when and by whom: told to whoever comes second."""
    return say(
        mark("%(what)s: %(moment)s, %(who)s."),
        what=say(FACT[kind].text),
        moment=format_moment(at),
        who=role_name(role),
    )
