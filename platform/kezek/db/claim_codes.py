"""The code that a family has entered beforehand, so that its taps on places act at once."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from kezek.core.claiming import SUBJECT
from kezek.core.codes import Purpose
from kezek.core.days import Calendar
from kezek.db.codes import SmsCodeRow, find_code
from kezek.db.people import find_guardian


def confirmed_until(
    session: Session,
    guardian_id: uuid.UUID | None,
    code_id: uuid.UUID | None,
    calendar: Calendar,
    now: datetime,
) -> datetime | None:
    """The first moment at which the confirmation holds no more; nothing where there is none.

    It holds to the end of the day on which the code was entered, in the browser that has its id.
    """
    row = find_code(session, code_id) if code_id is not None else None
    if row is None or row.used_at is None or not is_code_of(session, guardian_id, row):
        return None
    entered_on = calendar.local_day(row.used_at)
    ends_at = calendar.start_of_day(entered_on + timedelta(days=1))
    return ends_at if now < ends_at else None


def is_code_of(session: Session, guardian_id: uuid.UUID | None, row: SmsCodeRow) -> bool:
    """Whether it was sent for taps, to the telephone that is bound to this person now."""
    guardian = find_guardian(session, guardian_id) if guardian_id else None
    return (
        guardian is not None
        and row.purpose == Purpose.SIGN
        and row.subject == SUBJECT
        and row.phone_hash == guardian.phone_hash
        and row.person_hash == guardian.person_hash
    )
