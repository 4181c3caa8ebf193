"""What a rehearsal of a change finds, said to the administrator in plain words."""

from collections.abc import Mapping

from kezek.adapters.setting_words import setting_line, setting_title
from kezek.core.region_changes import Difference
from kezek.core.regions import Words
from kezek.core.rehearsing.changes import ChildChange, Effect, Why
from kezek.core.rehearsing.play import How
from kezek.core.rehearsing.reaches import Reach
from kezek.core.rehearsing.terms_begun import EXAMPLES, BegunTerm
from kezek.core.rules import KNOBS
from kezek.web.i18n import current_language
from kezek.web.words import Label, mark, say

EFFECT: Mapping[Effect, Label] = {
    Effect.GAINS: Label(mark("Gains"), "arrow-left", "good"),
    Effect.LOSES: Label(mark("Loses"), "arrow-right", "act"),
    Effect.MIXED: Label(mark("Gains and loses"), "half", "active"),
    Effect.SAME: Label(mark("Nothing changes"), "dot", "calm"),
}
"""What happens to a child."""

WHY: Mapping[Why, str] = {
    Why.RATIO_TURN: mark("turns are counted otherwise"),
    Why.OLD_ENOUGH: mark("is old enough for an offer"),
    Why.TOO_YOUNG: mark("is too young for an offer"),
    Why.TOO_OLD: mark("is at the upper age"),
    Why.NOT_TOO_OLD: mark("is no longer at the upper age"),
    Why.NO_CATEGORY: mark("has no category in the table"),
    Why.HAS_CATEGORY: mark("has a category in the table"),
}
"""Why, in a few words."""

WHY_AT_LENGTH: Mapping[Why, str] = {
    Why.RATIO_TURN: mark(
        "After each first-priority child another number of general ones is served. Whoever stands "
        "out of turn is not touched."
    ),
    Why.OLD_ENOUGH: mark("The least age for an offer falls: places are offered from now on."),
    Why.TOO_YOUNG: mark(
        "The least age for an offer rises. The number stays; places go past the child until then."
    ),
    Why.TOO_OLD: mark(
        "The upper age falls. The number stays until the application ends on the day that was set "
        "when it came; no place is offered any more."
    ),
    Why.NOT_TOO_OLD: mark("The upper age rises: places are offered again."),
    Why.NO_CATEGORY: mark("The table has no row for its age and class: no voucher is offered."),
    Why.HAS_CATEGORY: mark("The table has a row for its age and class: vouchers are offered."),
}
"""The same as a sentence."""

HOW: Mapping[How, str] = {
    How.OFFER: mark("is offered a place"),
    How.WINDOW: mark("may take a place in the morning's window"),
    How.VOUCHER: mark("is offered a voucher"),
    How.KEPT: mark("has a place kept as the first of a waiting list"),
}
"""In which way a child gets its chance."""

REACH: Mapping[Reach, str] = {
    Reach.NUMBERS: mark("numbers in the queues change at once"),
    Reach.NEW_QUEUES: mark("only queues in which nobody has stood yet; no number changes"),
    Reach.OFFERS: mark("who is asked when a place is free; no number changes by itself"),
    Reach.TERMS: mark("terms that begin later; those that run keep their end"),
    Reach.LATER: mark("what people do from then on; no number changes"),
    Reach.NOTICES: mark("when and how people are told; no number changes"),
    Reach.WAYS: mark("the way of giving places: it is rehearsed on the page of territories"),
    Reach.WORDS: mark("names, texts and contacts; no number changes"),
}
"""Where a changed thing reaches."""

_ROOMS = {
    "name": mark("Name of the region"),
    "provider": mark("Provider of the service"),
    "hosts": mark("Addresses of the site"),
    "languages": mark("Languages"),
    "contacts": mark("Contacts"),
    "texts": mark("Texts"),
    "territories": mark("Territories"),
    "calendar": mark("Calendar"),
}


def effect_label(effect: Effect) -> Label:
    """How an effect is shown."""
    return EFFECT[effect]


def why_text(child: ChildChange) -> str:
    """Every reason of a child, in a few words."""
    return "; ".join(say(WHY[one]) for one in child.reasons) or "–"


def why_sentence(why: Why) -> str:
    """A reason as a sentence."""
    return say(WHY_AT_LENGTH[why])


def why_name(why: Why) -> str:
    """A reason in a few words."""
    return say(WHY[why])


def how_text(how: How) -> str:
    """What a child gets."""
    return say(HOW[how])


def reach_text(reach: Reach) -> str:
    """Where a changed thing reaches."""
    return say(REACH[reach])


def difference_text(difference: Difference) -> str:
    """What is to be changed: a setting with its values, or the room in which something changes."""
    first, _, name = difference.path.partition(".")
    if first == "rules" and name in KNOBS:
        return _own(setting_line(name, difference.before, difference.after))
    if first == "rules":
        return _own(setting_title(name.partition(".")[0]))
    return say(_ROOMS[first]) if first in _ROOMS else difference.path


def term_text(term: BegunTerm) -> str:
    """A kind of term, by the setting that makes its length."""
    return _own(setting_title(EXAMPLES[term.kind].settings[0]))


def _own(words: Words) -> str:
    return words.in_language(current_language())
