"""What a parent wishes not to be told by, and what of it may be wished."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from kezek.core.applications import ENDED
from kezek.core.territories import Mode
from kezek.core.ways_out import Way
from kezek.db.applications import ApplicationRow
from kezek.db.people import GuardianRow


def unwished_by(guardian: GuardianRow) -> frozenset[Way]:
    """By which ways a parent wishes not to be told."""
    wishes = {
        Way.SMS: guardian.told_by_sms,
        Way.EMAIL: guardian.told_by_email,
        Way.TELEGRAM: guardian.told_by_telegram,
    }
    return frozenset(way for way, is_wished in wishes.items() if not is_wished)


def waits_for_a_bulletin(session: Session, guardian_id: uuid.UUID) -> bool:
    """Whether this parent waits where turns are told in the morning, for one day (I-3.6)."""
    waiting = session.scalar(
        select(ApplicationRow.id)
        .where(
            ApplicationRow.guardian_id == guardian_id,
            ApplicationRow.mode == str(Mode.INDIGO),
            ApplicationRow.state.not_in([str(state) for state in ENDED]),
        )
        .limit(1)
    )
    return waiting is not None
