"""The place of a child at its kindergarten: its group, who keeps it, and where the child may go."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from kezek.core.applications import Application, Referral
from kezek.core.places import Place, PlaceState
from kezek.db.absences import open_absence
from kezek.db.group_changes import groups_of_kindergarten
from kezek.db.places import load_places, stand_ins


@dataclass(frozen=True, slots=True)
class Away:
    """The pupil is in a sanatorium: its place is kept (L-17.2)."""

    place_id: uuid.UUID
    stand_in_until: date | None
    """The last day of the temporary place; nothing once it has ended."""


@dataclass(frozen=True, slots=True)
class Absence:
    """The pupil is away for a while: why, and through which day."""

    because: str
    until_on: date
    is_over: bool


@dataclass(frozen=True, slots=True)
class OtherGroup:
    """A group of the same kindergarten into which a pupil may go over."""

    id: uuid.UUID
    birth_year: int
    language: str


@dataclass(frozen=True, slots=True)
class PlaceHere:
    """The place that the child has or is to have, in the group of its key (X-14)."""

    serial: int
    birth_year: int
    language: str
    away: Away | None
    absence: Absence | None
    other_groups: tuple[OtherGroup, ...]


def place_here(
    session: Session, application: Application, referral: Referral, today: date
) -> PlaceHere:
    """The place that a referral holds, as its kindergarten sees it on a day of the region."""
    place = load_places(session, [referral.place])[referral.place]
    return PlaceHere(
        serial=place.serial,
        birth_year=place.key.birth_year,
        language=place.key.language,
        away=_away(session, place),
        absence=_absence(session, application.id, today),
        other_groups=_other_groups(session, place),
    )


def _away(session: Session, place: Place) -> Away | None:
    if place.state is not PlaceState.RESERVED_FOR_SANATORIUM:
        return None
    lent = load_places(session, stand_ins(session, place.id))
    return Away(place.id, next((one.temporary_until for one in lent.values()), None))


def _absence(session: Session, application_id: uuid.UUID, today: date) -> Absence | None:
    row = open_absence(session, application_id)
    return Absence(row.because, row.until_on, row.until_on < today) if row else None


def _other_groups(session: Session, place: Place) -> tuple[OtherGroup, ...]:
    own = (place.key.birth_year, place.key.language)
    return tuple(
        OtherGroup(one.id, one.birth_year, one.language)
        for one in groups_of_kindergarten(session, place.key.kindergarten)
        if (one.birth_year, one.language) != own
    )
