"""The sentences of refusals that only kindergartens meet: groups, batches, recalls, August."""

from collections.abc import Mapping

from kezek.core.errors import Code
from kezek.web.words import mark

KINDERGARTEN_BY_DETAIL: Mapping[tuple[str, str], str] = {
    (Code.LIMIT_REACHED, "group_seats"): mark("A group has from 1 to %(most)s seats."),
    (Code.WRONG_STATE, "seats_in_use"): mark(
        "So many seats are in use: %(least)s. Recall free places first, or enter a higher norm."
    ),
    (Code.WRONG_STATE, "group_language"): mark(
        "The language cannot change: %(seats)s seats of the group are in use, and %(waiting)s "
        "families wait for it."
    ),
    (Code.ALREADY_DECIDED, "group_there"): mark(
        "There is a group of this birth year and language already."
    ),
    (Code.INVALID_CHOICE, "language"): mark("Choose the language of instruction."),
    (Code.INVALID_CHOICE, "group"): mark("Choose a group of your own kindergarten."),
    (Code.INVALID_CHOICE, "no_places"): mark("Enter a number of places for at least one group."),
    (Code.LIMIT_REACHED, "batch_lines"): mark("At most %(most)s groups can be published at once."),
    (Code.TOO_LATE, "take_back"): mark(
        "Half an hour has passed. Recall the places in the list, with a reason."
    ),
    (Code.ALREADY_DECIDED, "take_back"): mark(
        "Nothing is left to take back: every place is offered, taken or recalled."
    ),
    (Code.INVALID_CHOICE, "no_place_named"): mark("Tick at least one place in the list."),
    (Code.LIMIT_REACHED, "recalls"): mark("At most %(most)s places can be recalled at once."),
    (Code.LIMIT_REACHED, "recalls_today"): mark(
        "You have recalled %(most)s places today. For more, tick them in the list: a specialist "
        "of the education department has to agree."
    ),
    (Code.INVALID_CHOICE, "other_kindergarten"): mark(
        "A child moves only to a group of the same kindergarten."
    ),
    (Code.ALREADY_DECIDED, "same_group"): mark("The child is in this group already."),
    (Code.LIMIT_REACHED, "group_full"): mark(
        "The group is full: its norm is %(most)s seats. Recall a free place of it, or change the "
        "norm with a reason."
    ),
    (Code.TOO_LATE, "away_until"): mark("The last day away may not lie in the past."),
    (Code.WRONG_STATE, "away_noted"): mark(
        "The child is noted as ill or on leave. That keeps its voucher: a long absence does not "
        "end it."
    ),
    (Code.ALREADY_DECIDED, "reminded"): mark("The family was reminded today already."),
    (Code.TOO_LATE, "year_end_day"): mark("The day has passed. Choose today or a later day."),
    (Code.INVALID_CHOICE, "year_end_day"): mark("Choose a day until 30 September of that year."),
    (Code.ALREADY_DECIDED, "year_end"): mark(
        "This is signed already. Take it back to change something."
    ),
    (Code.TOO_LATE, "year_end"): mark("It has begun already and cannot be taken back."),
    (Code.ALREADY_DECIDED, "plan_changed"): mark(
        "Somebody has changed the plan since you looked. Look at it once more, then sign."
    ),
}
"""Joined to the others where a sentence is looked up."""
