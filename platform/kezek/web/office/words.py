"""How the kinds of work are called, and what was decided."""

from collections.abc import Mapping

from kezek.reads.office_work import Work
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
}
"""Everything that a specialist may be asked to look at."""


def work_label(work: Work) -> Label:
    """How a kind of work is shown."""
    return WORK[work]


def work_name(work: Work) -> str:
    """How a kind of work is called."""
    return say(WORK[work].text)
