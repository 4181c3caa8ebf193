"""How the kinds of work are called, and what was decided."""

from collections.abc import Mapping

from kezek.core.work import Lane, Order, Whose, Work
from kezek.web.words import Label, mark, say

WORK: Mapping[Work, Label] = {
    Work.REVIEW: Label(mark("First check"), "search", "active"),
    Work.SECOND: Label(mark("Second check"), "search", "calm"),
    Work.REFUSAL: Label(mark("Kindergarten's refusal"), "cross", "act"),
    Work.EXTENSION: Label(mark("Request for more days"), "calendar", "calm"),
    Work.RELOCATION: Label(mark("Transfer or move"), "home", "calm"),
    Work.LATE_CHECK: Label(mark("Kindergarten is late"), "clock", "bad"),
    Work.IDENTITY: Label(mark("Proof of a person"), "child", "calm"),
    Work.COMPLAINT: Label(mark("Complaint"), "warning", "act"),
    Work.TASK: Label(mark("From the hotline"), "phone", "act"),
}
"""Everything that a specialist may be asked to look at."""

LANE: Mapping[Lane, str] = {
    Lane.OUT_OF_TURN: mark("Out of turn"),
    Lane.FIRST_PRIORITY: mark("First priority"),
    Lane.GENERAL: mark("General grounds"),
    Lane.SPECIAL: mark("Special queue"),
    Lane.SANATORIUM: mark("Sanatorium queue"),
}
"""By what a child stands before others."""

WHOSE: Mapping[Whose, str] = {
    Whose.MINE: mark("Mine"),
    Whose.FREE: mark("Taken by nobody"),
    Whose.OTHERS: mark("With colleagues"),
}
"""In whose hands a matter is."""

ORDER: Mapping[Order, str] = {
    Order.DUE: mark("the most urgent first"),
    Order.SINCE: mark("the longest waiting first"),
    Order.NUMBER: mark("by application number"),
    Order.TERRITORY: mark("by territory"),
}
"""By what the list is sorted."""


def work_label(work: Work) -> Label:
    """How a kind of work is shown."""
    return WORK[work]


def work_name(work: Work) -> str:
    """How a kind of work is called."""
    return say(WORK[work].text)


def lane_name(lane: Lane) -> str:
    """How a class or a queue is called."""
    return say(LANE[lane])
