"""The journal of a season told to its chronicle, in the order in which it was written."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kezek.core.applications import Application
from kezek.core.ids import KindergartenId, TerritorySlug
from kezek.core.images import (
    application_from_image,
    move_from_image,
    place_from_image,
    queue_from_image,
)
from kezek.db.journal import FactRow, open_personal
from kezek.db.kindergartens import KindergartenRow
from kezek.db.numbers import shown_order
from kezek.db.queues import QueueRow
from kezek.db.rules_in_force import rules_at
from kezek.db.scope import read_scope
from kezek.db.seals import PositionRow
from kezek.db.soundness import broken_promises
from kezek.scenarios.season_laws import Chronicle, Told
from kezek.usecases.journal import seal_tenant


class Historian:
    """Reads on in the journal every evening and compares with what the region itself shows."""

    def __init__(self, tenant_id: int) -> None:
        self._tenant_id = tenant_id
        self._last = 0
        with read_scope(tenant_id) as session:
            rows = session.execute(select(KindergartenRow.id, KindergartenRow.territory))
            where = {KindergartenId(row.id): TerritorySlug(row.territory) for row in rows}
        self.chronicle = Chronicle(where)

    def evening(self, now: datetime) -> None:
        """Takes in what was written since the last evening; what is broken stands in its list."""
        seal_tenant(self._tenant_id)
        with read_scope(self._tenant_id) as session:
            for told in self._told(session):
                self.chronicle.tell(told)
            settings = rules_at(session, self._tenant_id, now).settings
            self.chronicle.evening(now, settings.max_misses)
            self._compare(session, now)
            for promise, count in broken_promises(session).items():
                self.chronicle.broken.append(f"{now} {promise}: {count} times not")

    def _told(self, session: Session) -> Iterator[Told]:
        rows = session.execute(
            select(PositionRow.position, FactRow)
            .join(FactRow, FactRow.id == PositionRow.fact_id)
            .where(PositionRow.position > self._last)
            .order_by(PositionRow.position)
        ).all()
        for position, fact in rows:
            self._last = position
            yield told_by(session, fact)

    def _compare(self, session: Session, now: datetime) -> None:
        """The order that pages show is the one that the moves of the journal give."""
        for row in session.scalars(select(QueueRow)).all():
            shown = shown_order(session, row)
            replayed = list(self.chronicle.order(row.key))
            if shown != replayed:
                self.chronicle.broken.append(f"{now} {row.key}: shown {shown}, told {replayed}")


def told_by(session: Session, fact: FactRow) -> Told:
    """A row of the journal in the core's values."""
    personal = (open_personal(session, fact) or {}).get("applications", {})
    changes = fact.payload.get("changes", {})
    return Told(
        kind=fact.kind,
        rule=fact.rule,
        at=fact.at,
        applications=tuple(
            _application(change, personal) for change in changes.get("applications", ())
        ),
        places=tuple(place_from_image(one["image"]) for one in changes.get("places", ())),
        queues=tuple(queue_from_image(one["image"]) for one in changes.get("queues", ())),
        moves=tuple(move_from_image(image) for image in fact.payload.get("moves", ())),
    )


def _application(
    change: dict[str, dict[str, object]], personal: dict[object, dict[str, object]]
) -> Application:
    return application_from_image(change["image"], personal[change["id"]])
