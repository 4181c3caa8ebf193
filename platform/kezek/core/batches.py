"""Places that are published together, and until when they are taken back as if they never were."""

from collections.abc import Iterable
from datetime import timedelta

from kezek.core.places import Place, PlaceState

UNDO = timedelta(minutes=30)
"""So long what nobody was offered yet may be taken back without a second person (R-46)."""


def untouched(places: Iterable[Place]) -> list[Place]:
    """Those that wait for somebody and are offered to nobody."""
    return [one for one in places if one.state is PlaceState.PUBLISHED]
