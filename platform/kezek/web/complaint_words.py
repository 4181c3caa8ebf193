"""How complaints, those who consider them, and what came of them are called (L-18 to L-20)."""

from collections.abc import Mapping

from kezek.web.words import Label, mark, say

STATE: Mapping[str, Label] = {
    "delivered": Label(mark("Delivered"), "mail", "calm"),
    "registered": Label(mark("Registered, being considered"), "clock", "active"),
    "answered": Label(mark("Executed: answered"), "check", "good"),
    "declined": Label(mark("Executed: refused to be considered"), "cross", "bad"),
}
"""What the cabinet shows of a complaint (L-20.1)."""

ABOUT: Mapping[str, str] = {
    "queueing": mark("Queueing: the queue, the referral, a benefit"),
    "admission": mark("Admission to the kindergarten"),
}
"""Which service is complained of (L-18.1, L-30.1)."""

BODY: Mapping[str, str] = {
    "provider": mark("The head of the education department"),
    "authority": mark("The authorised body that watches the quality of state services"),
}
"""Who considers it (L-19.1, L-20.3)."""

OUTCOME: Mapping[str, str] = {
    "upheld": mark("The complaint is upheld"),
    "partly": mark("The complaint is upheld in part"),
    "dismissed": mark("The complaint is dismissed"),
    "not_considered": mark("The complaint is not considered"),
}
"""What came of it."""


def complaint_label(state: str) -> Label:
    """How the state of a complaint is shown."""
    return STATE[state]


def about_name(about: str) -> str:
    """Which service it is about."""
    return say(ABOUT[about])


def body_name(body: str) -> str:
    """Who considers it."""
    return say(BODY[body])


def outcome_name(outcome: str) -> str:
    """What came of it."""
    return say(OUTCOME[outcome])
