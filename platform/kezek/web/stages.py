"""Where an application stands and what has happened to it, in words that need no law book."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from kezek.core.territories import Mode
from kezek.reads.happenings import Happening
from kezek.web.fact_words import SAID_TO_ALL
from kezek.web.labels import archive_reason
from kezek.web.rule_words import basis
from kezek.web.words import Label, mark, say

STAGE: Mapping[str, str] = {
    "UNDER_REVIEW": mark(
        "A specialist of the education department is looking at your documents. This takes one "
        "working day. You need not do anything."
    ),
    "REFUSED": mark("The application was refused. The notice says why and what you can do."),
    "QUEUED": mark(
        "The application stands in its queues. As soon as your turn comes, we offer you a place "
        "in your cabinet and send you an SMS."
    ),
    "DEFERRED": mark(
        "Your place in the queue is kept. Until the day that you have chosen, places are offered "
        "to the children behind you."
    ),
    "OFFERED": mark("A place is offered to your child. Answer before the time is over."),
    "SUSPENDED": mark(
        "The offer was not answered in time, so the application is suspended. When this time is "
        "over, we ask whether you still need a place."
    ),
    "INTEREST_CHECK": mark(
        "The suspension is over. Say whether you still need a place: without an answer the "
        "application goes to the archive."
    ),
    "STOP_LIST": mark(
        "The referral was not used in time. Until this time is over no place is offered to you; "
        "then you return to the queue with your first date."
    ),
    "REFERRED": mark(
        "The place is kept for your child. Hand in the documents before the referral ends."
    ),
    "ADMISSION": mark("The kindergarten is looking at your documents. You need not do anything."),
    "ADMISSION_REFUSED": mark(
        "The kindergarten has refused to admit your child. The education department now looks at "
        "this refusal; meanwhile the place stays kept for your child."
    ),
    "CONTRACT": mark(
        "The documents are in order. Read the contract and sign it with a code from an SMS."
    ),
    "ENROLLED": mark("Your child is admitted to the kindergarten."),
    "ENROLLED_TEMP": mark(
        "Your child is admitted for a time. When it is over, the application returns to the queue "
        "with its first date."
    ),
    "PRIORITY": mark(
        "It is your turn today: until 20:00 you may take any free place of the bulletin. If you "
        "do not, you keep your place in the queue."
    ),
    "BENEFIT_CHECK": mark(
        "The place is kept for your child. Give the documents of your benefit in time: the "
        "kindergarten sees the referral once they are confirmed."
    ),
    "VOUCHER_OFFERED": mark("A voucher is offered to your child. Answer before the time is over."),
    "VOUCHER_ACTIVE": mark(
        "The voucher is active. Choose a kindergarten, hand in the documents and sign the "
        "contract before the time is over."
    ),
    "INACTIVE": mark(
        "The application is inactive. You may restore it once, in time: it then keeps its first "
        "date."
    ),
    "PLACE_CHOSEN": mark(
        "The place that you have chosen is kept. Hand in the documents before the time is over."
    ),
    "WAITLISTED": mark(
        "You are on the waiting list, and the time of your voucher stands still meanwhile. You "
        "may still choose any other free place."
    ),
    "TRANSFER": mark(
        "Your child is moving to another kindergarten. The old contract holds until you sign the "
        "new one; the voucher goes with your child."
    ),
    "ARCHIVED": mark(
        "The application is in the archive. If your child still needs a place, apply again."
    ),
}
"""What each state means for the family, and what to do (rulebook 9.1 to 9.3)."""

BY_MODE: Mapping[tuple[str, str], str] = {
    (Mode.INDIGO, "QUEUED"): mark(
        "The application stands in the shared queue of its year of birth and language. When your "
        "turn comes, you get an SMS at 9:00 and choose a place before others until the evening. "
        "An open place may be taken with any number."
    ),
    (Mode.INDIGO, "DEFERRED"): mark(
        "Your place in the queue is kept. Until the day that you have chosen, the turn passes "
        "you by and no place can be taken."
    ),
    (Mode.INDIGO, "STOP_LIST"): mark(
        "The referral was not used in time. Until this time is over no place can be taken; then "
        "you return to the queue with your first date."
    ),
    (Mode.VOUCHER, "QUEUED"): mark(
        "The application stands in the queue of its category. As soon as your turn comes, we offer "
        "you a voucher in your cabinet and send you an SMS; then you choose the kindergarten."
    ),
    (Mode.VOUCHER, "DEFERRED"): mark(
        "Your place in the queue is kept. Until the day that you have chosen, vouchers are offered "
        "to the children behind you."
    ),
}
"""What a state means where another mode gives it another meaning."""

HAPPENED: Mapping[str, Label] = {
    **SAID_TO_ALL,
    "standing:refused": Label(
        mark("The benefit was not confirmed; you wait on general grounds"), "cross", "bad"
    ),
    "standing:lost": Label(
        mark("The benefit no longer holds; you wait on general grounds"), "cross", "bad"
    ),
    "standing:relocated": Label(mark("After the move you stand out of turn"), "star", "good"),
    "interest:asked": Label(mark("You were asked whether you need a place"), "question", "act"),
    "interest:asked-again": Label(mark("You were asked once more"), "question", "act"),
    "interest:asked-after-silence": Label(
        mark("After the suspension you were asked whether you need a place"), "question", "act"
    ),
    "interest:confirmed": Label(mark("You said that you need a place"), "check", "good"),
    "interest:confirmed-yearly": Label(mark("You said that you need a place"), "check", "good"),
    "offer:made": Label(mark("A place was offered"), "gift", "act"),
    "place:recalled": Label(mark("The kindergarten took back the offered place"), "cross", "bad"),
    "place:pupil-returned": Label(
        mark("The child whose place it was has returned"), "queue", "active"
    ),
    "referral:cancelled": Label(mark("You gave the referral back"), "cross", "past"),
    "referral:extension-asked": Label(mark("You asked for more days"), "calendar", "calm"),
    "referral:extension-late": Label(
        mark("The answer to your request takes longer than it may"), "clock", "bad"
    ),
    "window:opened": Label(mark("It was your turn: your window opened"), "gift", "act"),
    "window:closed": Label(
        mark("Your window closed without a choice; you keep your place"), "clock", "calm"
    ),
    "documents:refused": Label(mark("The documents were returned to you"), "cross", "bad"),
    "voucher:offered": Label(mark("A voucher was offered"), "gift", "act"),
    "voucher:accepted": Label(mark("You agreed to the voucher"), "check", "good"),
    "voucher:restored": Label(mark("You restored the application"), "queue", "active"),
    "voucher:extension-asked": Label(mark("You asked for more days"), "calendar", "calm"),
    "voucher:pause-over": Label(
        mark("The pause is over, your time goes on; the turn on the list stays"), "clock", "act"
    ),
    "place:chosen": Label(mark("You chose a kindergarten"), "place", "good"),
    "waiting-list:joined": Label(mark("You joined a waiting list"), "queue", "active"),
    "waiting-list:left": Label(mark("You left a waiting list"), "cross", "past"),
    "waiting-list:served": Label(mark("A place was kept for you"), "gift", "act"),
    "transfer:done": Label(mark("Your child moved to another kindergarten"), "check", "good"),
    "pupil:moved": Label(mark("Your child moved to another group"), "arrow-right", "calm"),
}
"""Every fact of the journal that a family is shown."""

UNTOLD = frozenset(
    {
        "application:old-enough",
        "term:waits",
        "queue:ratio-set",
        "place:published",
        "bulletin:published",
        "place:opened",
        "place:kept",
        "place:given-back",
        "place:window-closed",
        "interest:not-asked-here",
    }
)
"""Facts that change nothing that a family sees."""

ACTORS: Mapping[str, str] = {
    "family": mark("you"),
    "kindergarten": mark("the kindergarten"),
    "office": mark("the education department"),
    "hotline": mark("the hotline"),
    "system": mark("by the rules, by itself"),
}
"""Who did it; others are not named."""


@dataclass(frozen=True, slots=True)
class Told:
    """One line of what has happened."""

    title: str
    at: datetime
    text: str
    label: Label


def stage_sentence(state: str, mode: str = "") -> str:
    """What a state means for the family, by the rules under which its application lives."""
    return say(BY_MODE.get((mode, state), STAGE[state]))


def told(happenings: Iterable[Happening]) -> list[Told]:
    """What has happened, in words: who did it, for which kindergarten, by which rule (N2)."""
    return [
        Told(say(HAPPENED[one.kind].text), one.at, _more(one), HAPPENED[one.kind])
        for one in happenings
        if one.kind in HAPPENED
    ]


def _more(one: Happening) -> str:
    who = say(ACTORS[one.actor]) if one.actor in ACTORS else ""
    why = archive_reason(one.reason) if one.kind == "application:archived" else ""
    rule = basis([one.rule], one.rules_version)
    return " · ".join(part for part in (one.garden, why, who, rule) if part)
