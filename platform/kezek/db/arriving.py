"""People and applications of a region by persons' numbers, asked for a whole queue at once."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kezek.core.applications import ENDED
from kezek.core.ids import ApplicationId
from kezek.core.turns import Rank, Standing
from kezek.db.applications import ApplicationRow
from kezek.db.people import ChildRow, GuardianRow
from kezek.db.queues import QueueEntryRow

_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Known:
    """An application that a child has or had here."""

    number: str
    submitted_at: datetime
    is_live: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """One who stands in a queue, as its order needs it."""

    application: ApplicationId
    standing: Standing
    rank: Rank


def guardians_by_person(session: Session, hashes: Collection[bytes]) -> dict[bytes, uuid.UUID]:
    """Who holds these persons' numbers here."""
    found: dict[bytes, uuid.UUID] = {}
    for part in _parts(hashes):
        rows = session.execute(
            select(GuardianRow.id, GuardianRow.iin_hash, GuardianRow.document_hash).where(
                or_(GuardianRow.iin_hash.in_(part), GuardianRow.document_hash.in_(part)),
                GuardianRow.displaced_at.is_(None),
            )
        )
        found |= {row.iin_hash or row.document_hash: row.id for row in rows}
    return found


def children_by_person(
    session: Session, hashes: Collection[bytes]
) -> dict[tuple[uuid.UUID, bytes], uuid.UUID]:
    """The children with these numbers that stand in a family's list, by family and number."""
    found: dict[tuple[uuid.UUID, bytes], uuid.UUID] = {}
    for part in _parts(hashes):
        rows = session.execute(
            select(
                ChildRow.id, ChildRow.guardian_id, ChildRow.iin_hash, ChildRow.document_hash
            ).where(
                or_(ChildRow.iin_hash.in_(part), ChildRow.document_hash.in_(part)),
                ChildRow.removed_at.is_(None),
            )
        )
        found |= {(row.guardian_id, row.iin_hash or row.document_hash): row.id for row in rows}
    return found


def applications_by_child(session: Session, hashes: Collection[bytes]) -> dict[bytes, list[Known]]:
    """Every application that these children have or had here."""
    found: dict[bytes, list[Known]] = {}
    ended = [str(state) for state in ENDED]
    for part in _parts(hashes):
        rows = session.execute(
            select(
                ChildRow.iin_hash,
                ChildRow.document_hash,
                ApplicationRow.number,
                ApplicationRow.submitted_at,
                ApplicationRow.state,
            )
            .join(
                ApplicationRow,
                (ApplicationRow.tenant_id == ChildRow.tenant_id)
                & (ApplicationRow.child_id == ChildRow.id),
            )
            .where(or_(ChildRow.iin_hash.in_(part), ChildRow.document_hash.in_(part)))
        )
        for row in rows:
            known = Known(row.number, row.submitted_at, row.state not in ended)
            found.setdefault(row.iin_hash or row.document_hash, []).append(known)
    return found


def numbers_given(session: Session, numbers: Collection[str]) -> set[str]:
    """Those of these numbers that an application bears here."""
    return set(
        session.scalars(
            select(ApplicationRow.number).where(ApplicationRow.number.in_(list(numbers)))
        )
    )


def waiting_in(session: Session, queues: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Waiting]]:
    """Who stands in these queues, by queue and by rank."""
    found: dict[uuid.UUID, list[Waiting]] = {}
    rows = session.execute(
        select(QueueEntryRow)
        .where(QueueEntryRow.queue_id.in_(list(queues)), QueueEntryRow.is_shown)
        .order_by(QueueEntryRow.submitted_at, QueueEntryRow.serial)
        .execution_options(yield_per=2000)
    ).scalars()
    for row in rows:
        one = Waiting(
            ApplicationId(row.application_id),
            Standing(row.standing),
            Rank(row.submitted_at, row.serial),
        )
        found.setdefault(row.queue_id, []).append(one)
        session.expunge(row)
    return found


def _parts(hashes: Collection[bytes]) -> list[list[bytes]]:
    every = sorted(set(hashes))
    return [every[first : first + _AT_ONCE] for first in range(0, len(every), _AT_ONCE)]
