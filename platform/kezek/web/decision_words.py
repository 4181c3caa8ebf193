"""What staff read of a decision that was taken: by whom, when, and what it was."""

from collections.abc import Mapping
from datetime import datetime

from kezek.web.i18n import format_moment
from kezek.web.words import Label, mark, say

FACT: Mapping[str, Label] = {
    "application:submitted": Label(mark("The application was sent"), "paper", "active"),
    "application:verified": Label(mark("The documents were confirmed"), "check", "good"),
    "application:refused": Label(mark("The application was refused"), "cross", "bad"),
    "application:archived": Label(mark("The application went to the archive"), "box", "past"),
    "application:choices-changed": Label(mark("The kindergartens were changed"), "pencil", "calm"),
    "application:age-planned": Label(mark("The day of beginning was set"), "calendar", "calm"),
    "application:age-reached": Label(mark("The day of beginning has come"), "calendar", "active"),
    "application:review-late": Label(mark("The check takes longer than it may"), "clock", "bad"),
    "standing:refused": Label(mark("The benefit was refused"), "cross", "bad"),
    "standing:lost": Label(mark("The benefit was taken off"), "cross", "bad"),
    "standing:confirmed-again": Label(
        mark("The documents were confirmed once more"), "check", "good"
    ),
    "application:handed-over": Label(
        mark("Another representative keeps the application"), "child", "calm"
    ),
    "standing:relocated": Label(mark("Out of turn after a move"), "star", "good"),
    "standing:relocation-refused": Label(
        mark("The document about the move was not accepted"), "cross", "past"
    ),
    "interest:asked": Label(
        mark("The family was asked whether it still waits"), "question", "calm"
    ),
    "offer:made": Label(mark("A place was offered"), "gift", "active"),
    "offer:declined": Label(mark("The offered place was refused"), "cross", "past"),
    "offer:lapsed": Label(mark("The offer was not answered in time"), "pause", "bad"),
    "place:recalled": Label(mark("The offered place was recalled"), "cross", "bad"),
    "place:kept": Label(mark("The place is kept while the child is away"), "pause", "calm"),
    "pupil:moved": Label(mark("The child moved to another group"), "arrow-right", "calm"),
    "place:given-back": Label(mark("The child has returned"), "check", "good"),
    "place:pupil-returned": Label(mark("The temporary place was closed"), "cross", "past"),
    "place:closed": Label(mark("The temporary place was closed"), "cross", "past"),
    "referral:issued": Label(mark("The referral was issued"), "paper", "good"),
    "referral:cancelled": Label(mark("The family gave the referral back"), "cross", "past"),
    "referral:expired": Label(mark("The term of the referral ended"), "cross", "bad"),
    "referral:extension-asked": Label(mark("The family asked for more days"), "calendar", "act"),
    "referral:extended": Label(mark("The referral was extended"), "calendar", "good"),
    "referral:extension-refused": Label(mark("More days were refused"), "cross", "bad"),
    "referral:extension-late": Label(mark("The answer takes longer than it may"), "clock", "bad"),
    "referral:annulled": Label(mark("The referral was annulled"), "cross", "bad"),
    "documents:submitted": Label(mark("The documents were handed in"), "file", "active"),
    "documents:refused": Label(mark("The documents were returned to the family"), "cross", "bad"),
    "admission:refused": Label(mark("The kindergarten refused to admit"), "cross", "bad"),
    "admission:refusal-upheld": Label(mark("The refusal was upheld"), "cross", "bad"),
    "admission:refusal-overturned": Label(mark("The refusal was overturned"), "check", "good"),
    "admission:late": Label(mark("The check takes longer than it may"), "clock", "bad"),
    "contract:sent": Label(mark("The contract was sent to be signed"), "pencil", "act"),
    "contract:signed": Label(mark("The contract was signed"), "check", "good"),
    "voucher:offered": Label(mark("A voucher was offered"), "gift", "active"),
    "voucher:accepted": Label(mark("The family agreed to the voucher"), "check", "good"),
    "voucher:lapsed": Label(mark("The voucher was not used in time"), "pause", "bad"),
    "voucher:annulled": Label(mark("The voucher was taken back"), "cross", "bad"),
    "voucher:restored": Label(mark("The family restored the application"), "queue", "active"),
    "voucher:extension-asked": Label(mark("The family asked for more days"), "calendar", "act"),
    "voucher:extended": Label(mark("The voucher was extended"), "calendar", "good"),
    "voucher:extension-refused": Label(mark("More days were refused"), "cross", "bad"),
    "place:chosen": Label(mark("The family chose a kindergarten"), "place", "good"),
    "waiting-list:joined": Label(mark("The family joined a waiting list"), "queue", "active"),
    "waiting-list:left": Label(mark("The family left a waiting list"), "cross", "past"),
    "waiting-list:served": Label(mark("A place was kept from a waiting list"), "gift", "active"),
    "waiting-list:hold-lapsed": Label(
        mark("The kept place was not taken in time and went on"), "cross", "bad"
    ),
    "transfer:begun": Label(mark("The move to another kindergarten began"), "place", "active"),
    "transfer:done": Label(mark("The child moved to another kindergarten"), "check", "good"),
    "transfer:lapsed": Label(
        mark("The move was not finished in time; everything stays as it was"), "cross", "past"
    ),
    "application:cohort-updated": Label(mark("The category was counted anew"), "calendar", "calm"),
    "temporary:ended": Label(mark("The time of the temporary place ended"), "queue", "active"),
    "complaint:filed": Label(mark("A complaint was sent"), "warning", "act"),
    "complaint:registered": Label(mark("The complaint was registered"), "paper", "calm"),
    "complaint:answered": Label(mark("The complaint was answered"), "check", "good"),
}
"""Facts of the journal as staff read them; a fact without words here is not shown."""

ROLE: Mapping[str, str] = {
    "family": mark("the family"),
    "kindergarten": mark("the kindergarten"),
    "office": mark("a specialist"),
    "hotline": mark("the hotline"),
    "admin": mark("the administrator"),
    "system": mark("the system, by the rules"),
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
