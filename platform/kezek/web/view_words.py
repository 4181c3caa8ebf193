"""What of a family was looked at, in words: for the administrator and for the family itself."""

from kezek.core.personal_views import Shown
from kezek.web.words import mark, say

SHOWN = {
    Shown.APPLICATION: mark("an application"),
    Shown.FAMILY: mark("a family"),
    Shown.CHILD: mark("a child"),
    Shown.DOCUMENT: mark("a document"),
    Shown.COMPLAINT: mark("a complaint"),
    Shown.LOOKUP: mark("an answer of the hotline"),
    Shown.LIST: mark("a list of children"),
}
"""What was looked at, in words."""


def shown_name(code: str) -> str:
    """What was looked at, in the reader's language."""
    return say(SHOWN[Shown(code)])
