"""Where a changed setting reaches: numbers at once, offers to come, terms to come, or neither."""

from collections.abc import Mapping
from enum import StrEnum

from kezek.core.region_changes import Difference
from kezek.core.rehearsing.terms_begun import OF_SETTING
from kezek.core.rules import KNOBS


class Reach(StrEnum):
    """What a change of one thing reaches; nothing reaches a term that runs (R-9)."""

    NUMBERS = "numbers"
    """The numbers of those who wait, at once."""
    NEW_QUEUES = "new_queues"
    """Queues in which nobody has stood yet."""
    OFFERS = "offers"
    """Who is asked when a place is free."""
    TERMS = "terms"
    """Terms that begin later."""
    LATER = "later"
    """What people do from then on; nobody's number, nobody's term."""
    NOTICES = "notices"
    """When and how people are told."""
    WAYS = "ways"
    """The way of giving places: rehearsed on a page of its own (R-10)."""
    WORDS = "words"
    """Names, texts and telephones."""


_OFFERS = (
    *("min_offer_age_months", "max_age_years", "age_out", "siblings", "priority_multiplier"),
    *("voucher_categories", "iteration_budget", "iterate_on_place"),
)
_NOTICES = (
    *("quiet_hours", "number_alarm", "age_notice_days", "undelivered_hours"),
    *("undelivered_max_days", "voucher_restore_reminder_days", "window_reminder_h"),
    "referral_reminder_working_days",
)

OF_SETTINGS: Mapping[str, Reach] = (
    dict.fromkeys(KNOBS, Reach.LATER)
    | dict.fromkeys(OF_SETTING, Reach.TERMS)
    | dict.fromkeys(_OFFERS, Reach.OFFERS)
    | dict.fromkeys(_NOTICES, Reach.NOTICES)
    | {"ratio_g": Reach.NUMBERS, "ratio_start": Reach.NEW_QUEUES}
)
"""Every setting; what is not named is an act that people do later."""

_OF_PATHS = {"calendar": Reach.TERMS, "languages": Reach.LATER}


def reach_of(difference: Difference) -> Reach:
    """Where one difference between two versions of a region reaches."""
    first, _, rest = difference.path.partition(".")
    if first == "rules":
        return OF_SETTINGS.get(rest.partition(".")[0], Reach.LATER)
    if first == "territories" and ".modes" in difference.path:
        return Reach.WAYS
    return _OF_PATHS.get(first, Reach.WORDS)
