"""Which places a child may take, and by what right: asked by the rules and by the pages alike."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from kezek.core.applications import Application, TermKind
from kezek.core.days import Calendar
from kezek.core.people import age_in_months
from kezek.core.places import FREE, Place, PlaceState
from kezek.core.rules import TenantRules

_MONTHS = 12


class Chance(StrEnum):
    """By what right a suitable place may be taken, or why not yet."""

    WINDOW = "window"
    """In the window that this child has today."""
    OPEN = "open"
    """Open to the year of birth, whatever the number."""
    OF_OTHERS = "of_others"
    """In the window of others."""
    WAITING = "waiting"
    """Published, and not yet in a bulletin."""


def suits(application: Application, place: Place, settings: TenantRules) -> bool:
    """Free, and of the child's birth year, language and kind (R-32, R-64)."""
    key = place.key
    return (
        place.state in FREE
        and key.queue_type is application.queue_type
        and key.birth_year == application.birth_year
        and (key.language == application.language or _is_for_any_language(place, settings))
    )


def _is_for_any_language(place: Place, settings: TenantRules) -> bool:
    return settings.open_any_language and place.state is PlaceState.OPEN and not place.is_private


def window_of(application: Application, calendar: Calendar) -> date | None:
    """The day of the bulletin in whose window the child is; nothing outside one."""
    window = application.term(TermKind.WINDOW)
    return calendar.local_day(window.started_at) if window is not None else None


def chance_of(place: Place, window_on: date | None) -> Chance:
    """What may be done with a suitable place by whoever has this window, or none."""
    if place.state is PlaceState.OPEN:
        return Chance.OPEN
    if place.state is PlaceState.PUBLISHED:
        return Chance.WAITING
    return Chance.WINDOW if place.bulletin_on == window_on else Chance.OF_OTHERS


def in_turn(places: Iterable[Place]) -> list[Place]:
    """In the order in which they are given: by publication."""
    return sorted(places, key=lambda place: (place.serving_order, str(place.id)))


def is_old_enough_for_private(born_on: date, today: date, settings: TenantRules) -> bool:
    """Full three years on the day of the request (I-3.14, A-41)."""
    return age_in_months(born_on, today) >= settings.private_min_age * _MONTHS
