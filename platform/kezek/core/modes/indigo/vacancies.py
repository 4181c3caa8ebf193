"""Places come, open and go: published, past their window, recalled (5.2(2), 5.2(5), R-68)."""

from dataclasses import replace
from datetime import datetime

from kezek.core.applications import Application
from kezek.core.errors import Code, Refusal
from kezek.core.modes.draft import Draft
from kezek.core.modes.indigo.chances import in_turn
from kezek.core.modes.linear import sanatorium, vacancies
from kezek.core.modes.linear.upkeep import move_terms, window_after
from kezek.core.places import FREE, Place, PlaceState
from kezek.core.triggers import KeepPlace, Outage, PlaceTermDue, Publish, Recall


def publish(draft: Draft, trigger: Publish) -> None:
    """Into the next bulletin; those of a private kindergarten are open at once (5.2(7), R-68)."""
    draft.record("place:published", "L-17.1", places=[published(place) for place in trigger.places])


def published(place: Place) -> Place:
    """The state in which a place begins to wait for a child."""
    return replace(place, state=PlaceState.OPEN if place.is_private else PlaceState.PUBLISHED)


def freed(place: Place, now: datetime) -> Place:
    """A place that is free again: a new vacancy for the next bulletin (A-61, R-62)."""
    empty = replace(
        place,
        holder=None,
        slot=None,
        opened_at=now,
        opened_seq=place.serial,
        bulletin_on=None,
        window_ends_at=None,
    )
    return published(empty)


def recall(draft: Draft, trigger: Recall) -> None:
    """Nobody has taken it yet: taken back, with a reason (IX-7, R-46).

    The bulletin stays as it was published; the recall is a line of correction below it.
    """
    place = draft.place(trigger.place)
    if place.state not in FREE:
        raise Refusal(Code.WRONG_STATE, "recall")
    draft.record(
        "place:recalled",
        "R-46",
        places=[replace(place, state=PlaceState.RECALLED, window_ends_at=None)],
        reason=trigger.reason,
        territory=str(draft.territory_of(place)),
    )


def place_term_due(draft: Draft, trigger: PlaceTermDue) -> None:
    """The window of a place, or the last day of a temporary one, is over (I-3.9, R-51)."""
    place = draft.place(trigger.place)
    if place.closes_at is not None and place.closes_at <= draft.now:
        vacancies.close_temporary(draft, trigger)
    elif place.window_ends_at is not None and place.window_ends_at <= draft.now:
        draft.record(
            "place:opened",
            "I-3.9",
            places=[replace(place, state=PlaceState.OPEN, window_ends_at=None)],
        )


def keep_place(draft: Draft, application: Application, trigger: KeepPlace) -> None:
    """A pupil leaves for a sanatorium; the place is lent like any other (L-17.2)."""
    lent = replace(trigger, stand_in=published(trigger.stand_in))
    sanatorium.keep_place(draft, application, lent)


def move_by_outage(draft: Draft, trigger: Outage) -> None:
    """Running terms and open windows move by what the outage took from them (R-86, R-89)."""
    move_terms(draft, trigger)
    if trigger.application is not None:
        return
    for place in in_turn(draft.places()):
        if place.window_ends_at is None or place.bulletin_on is None:
            continue
        began_at = draft.calendar.moment(place.bulletin_on, draft.settings.window_start)
        ends_at = window_after(place.window_ends_at, began_at, trigger, draft.calendar)
        if ends_at != place.window_ends_at:
            draft.record(
                "window:moved-by-outage",
                "R-86",
                places=[replace(place, window_ends_at=ends_at)],
            )
