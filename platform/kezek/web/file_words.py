"""What may be hard to read on a photo of a paper, and how long a paper holds, in words."""

from flask_babel import gettext, ngettext

from kezek.adapters.wording import say_day
from kezek.core.document_terms import Term, TermState
from kezek.core.readability import Flaw
from kezek.web.i18n import current_language
from kezek.web.words import mark, say

_ADVICE = {
    Flaw.EMPTY: mark("Nothing can be seen on it. Look whether this is the right page."),
    Flaw.DARK: mark(
        "The photo is dark. Take it by a window or under a lamp, with no shadow on the paper."
    ),
    Flaw.TINY: mark(
        "The picture is very small. Come so near that the paper fills the whole frame, and attach "
        "the photo itself, not a small copy from a messenger."
    ),
    Flaw.BLURRED: mark(
        "The photo is blurred. Hold the phone still and touch the paper on the screen, so that "
        "the letters become sharp."
    ),
}
_SHORT = {
    Flaw.EMPTY: mark("empty page"),
    Flaw.DARK: mark("dark photo"),
    Flaw.TINY: mark("small picture"),
    Flaw.BLURRED: mark("blurred photo"),
}

_LATER = mark("The day of issue cannot be later than today.")
_HOLDS = mark("Valid through %(day)s.")
_FOR_CONTRACT = mark("Good for a contract that is signed through %(day)s.")
_TERMS = {
    (TermState.TOO_EARLY, False): _LATER,
    (TermState.TOO_EARLY, True): _LATER,
    (TermState.HOLDS, False): _HOLDS,
    (TermState.HOLDS, True): _FOR_CONTRACT,
    (TermState.ENDS_SOON, False): _HOLDS,
    (TermState.ENDS_SOON, True): _FOR_CONTRACT,
    (TermState.OVER, False): mark("It was valid through %(day)s: a new one is needed."),
    (TermState.OVER, True): mark(
        "It was good for a contract through %(day)s: a new one is needed."
    ),
}


def flaw_advice(flaw: str) -> str:
    """What looks wrong and what helps, for a family."""
    return say(_ADVICE[Flaw(flaw)])


def flaw_name(flaw: str) -> str:
    """What looks wrong in two words, for staff."""
    return say(_SHORT[Flaw(flaw)])


def term_sentence(term: Term) -> str:
    """Until when a paper holds, or since when it does not."""
    told: str = say(_TERMS[term.state, term.counts_for_contract], day=_day(term))
    return told


def _day(term: Term) -> str:
    return say_day(term.through_on, current_language())


def term_left(term: Term) -> str:
    """How many days are left, once that is worth a word; empty before."""
    if term.state is not TermState.ENDS_SOON:
        return ""
    last: str = gettext("This is its last day.")
    left: str = ngettext("%(num)s day is left.", "%(num)s days are left.", term.days_left)
    return left if term.days_left else last


GLOBALS = {
    "flaw_advice": flaw_advice,
    "flaw_name": flaw_name,
    "term_sentence": term_sentence,
    "term_left": term_left,
}
"""What templates may call."""
