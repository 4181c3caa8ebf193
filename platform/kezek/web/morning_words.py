"""What is going on in a territory of bulletins, in words and hours, for all audiences."""

from datetime import datetime

from kezek.core.places import PlaceState
from kezek.reads.morning_bulletin import Phase
from kezek.web.tenant import current_zone
from kezek.web.words import Label, mark

PHASES = {
    Phase.BEFORE: mark("The bulletin of today comes out at %(opens)s."),
    Phase.WINDOW: mark(
        "Until %(closes)s the places are for those whose turn it is today. "
        "Then every place that is left is open to all of its year of birth."
    ),
    Phase.AFTER: mark(
        "The window of today is over: every place that is left may be taken by anybody who "
        "stands in the queue of its year of birth. Who is first gets it."
    ),
    Phase.NO_BULLETIN: mark("No bulletin comes out today."),
    Phase.FROZEN: mark(
        "In these days children move between groups: no bulletin comes out and no place is taken."
    ),
}
"""What is going on on the day at hand."""

TAKEN_FROM = {
    PlaceState.PRIORITY: Label(mark("In its window"), "gift", "act"),
    PlaceState.OPEN: Label(mark("An open place"), "place", "active"),
}
"""By what right a place was taken."""

PRIVATE = Label(mark("A private kindergarten under state order"), "kindergarten", "calm")


def exact_time(moment: datetime) -> str:
    """The moment of a claim to the millisecond, on the region's wall clock."""
    local = moment.astimezone(current_zone())
    return f"{local:%H:%M:%S},{local.microsecond // 1000:03}"


def clock_time(moment: datetime | None) -> str:
    """Hour and minute on the region's wall clock."""
    return f"{moment.astimezone(current_zone()):%H:%M}" if moment else ""
