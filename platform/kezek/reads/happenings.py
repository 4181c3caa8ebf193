"""What has happened to an application: its facts in the journal, the newest first (N2)."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kezek.db.journal import FactRow
from kezek.db.kindergartens import KindergartenRow
from kezek.db.places import PlaceRow
from kezek.db.queues import QueueRow


@dataclass(frozen=True, slots=True)
class Happening:
    """One fact of the journal about this application (N2)."""

    kind: str
    at: datetime
    rule: str
    rules_version: int
    actor: str
    """The role of whoever did it: `family`, `office`, `kindergarten`, `system`."""
    garden: str
    """The kindergarten that it was about, if the fact names one."""
    reason: str


def happenings_of(session: Session, application_id: uuid.UUID, language: str) -> list[Happening]:
    """The facts about the application, the newest first."""
    rows = session.scalars(
        select(FactRow)
        .where(FactRow.application_id == application_id)
        .order_by(FactRow.at.desc(), FactRow.id.desc())
    ).all()
    gardens = _gardens_of(session, rows, language)
    return [
        Happening(
            kind=row.kind,
            at=row.at,
            rule=row.rule,
            rules_version=row.rules_version,
            actor=row.actor.partition(":")[0],
            garden=gardens.get(_place_named(row), ""),
            reason=str(row.payload.get("detail", {}).get("reason", "")),
        )
        for row in rows
    ]


def _place_named(row: FactRow) -> str:
    return str(row.payload.get("detail", {}).get("place", ""))


def _gardens_of(session: Session, rows: Sequence[FactRow], language: str) -> Mapping[str, str]:
    """The kindergartens of the places that facts name, by the place's id."""
    named = {uuid.UUID(place) for row in rows if (place := _place_named(row))}
    if not named:
        return {}
    found = session.execute(
        select(PlaceRow.id, KindergartenRow)
        .join(
            QueueRow,
            (QueueRow.tenant_id == PlaceRow.tenant_id) & (QueueRow.id == PlaceRow.queue_id),
        )
        .join(
            KindergartenRow,
            (KindergartenRow.tenant_id == QueueRow.tenant_id)
            & (KindergartenRow.id == QueueRow.kindergarten_id),
        )
        .where(PlaceRow.id.in_(named))
    )
    return {str(place_id): garden.name(language) for place_id, garden in found}
