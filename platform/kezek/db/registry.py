"""The whole registry of a region at once, as an import compares it with a file."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from kezek.db.kindergartens import GroupRow, KindergartenRow
from kezek.db.queues import QueueRow


def kindergartens_by_external_id(session: Session) -> dict[str, KindergartenRow]:
    """Every kindergarten of the region by the name its files know it by, in that order."""
    rows = session.scalars(select(KindergartenRow).order_by(KindergartenRow.external_id))
    return {row.external_id: row for row in rows}


def groups_by_cohort(session: Session) -> dict[tuple[uuid.UUID, int, str], GroupRow]:
    """Every group of the region by kindergarten, birth year and language."""
    rows = session.scalars(select(GroupRow))
    return {(row.kindergarten_id, row.birth_year, row.language): row for row in rows}


def with_queues(session: Session) -> set[uuid.UUID]:
    """Kindergartens to which a queue has ever led."""
    return set(session.scalars(select(QueueRow.kindergarten_id).distinct()))
