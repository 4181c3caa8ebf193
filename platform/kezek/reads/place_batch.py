"""Places that were published together: what has become of each, and what can be taken back."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from kezek.adapters.services import services
from kezek.core.batches import UNDO, untouched
from kezek.core.places import FREE, PlaceState
from kezek.db.kindergartens import find_kindergarten
from kezek.db.place_batches import find_batch
from kezek.db.places import load_places
from kezek.db.scope import read_scope


@dataclass(frozen=True, slots=True)
class BatchLine:
    """The places of one group in it, counted."""

    birth_year: int
    language: str
    is_temporary: bool
    places: int
    free: int
    offered: int
    held: int
    """Kept for a child, or taken."""
    recalled: int


@dataclass(frozen=True, slots=True)
class BatchPage:
    """One batch."""

    id: uuid.UUID
    garden_id: uuid.UUID
    garden: str
    now: datetime
    published_at: datetime
    lines: tuple[BatchLine, ...]
    to_take_back: int
    """Places that nobody was offered, while they may be taken back."""
    until: datetime
    is_taken_back: bool


def batch_page(
    tenant_id: int, kindergarten_id: uuid.UUID, batch_id: uuid.UUID, reader: str
) -> BatchPage | None:
    """A batch of this kindergarten; nothing for another's."""
    with read_scope(tenant_id) as session:
        batch = find_batch(session, batch_id)
        garden = find_kindergarten(session, kindergarten_id)
        if batch is None or garden is None or batch.kindergarten_id != kindergarten_id:
            return None
        now = services().clock.now(session)
        found = load_places(session, batch.places)
        until = batch.published_at + UNDO
        counted: dict[tuple[int, str, bool], list[PlaceState]] = {}
        for place in found.values():
            key = (place.key.birth_year, place.key.language, place.is_temporary)
            counted.setdefault(key, []).append(place.state)
        return BatchPage(
            batch.id,
            garden.id,
            garden.name(reader),
            now,
            batch.published_at,
            tuple(
                _line(key, states)
                for key, states in sorted(
                    counted.items(), key=lambda one: (-one[0][0], one[0][1], one[0][2])
                )
            ),
            len(untouched(found.values())) if now < until else 0,
            until,
            batch.taken_back_at is not None,
        )


def _line(key: tuple[int, str, bool], states: list[PlaceState]) -> BatchLine:
    free = sum(one in FREE for one in states)
    offered = states.count(PlaceState.OFFERED)
    recalled = states.count(PlaceState.RECALLED)
    held = len(states) - free - offered - recalled
    return BatchLine(*key, len(states), free, offered, held, recalled)
