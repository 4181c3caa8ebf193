"""A telephone or mailbox that takes nothing: the family is asked to mend it (N-55, X-28)."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from kezek.core.contacts import hint_of
from kezek.core.ids import ApplicationId
from kezek.core.notices import Notice
from kezek.db.notices import NoticeRow, find_notice, was_told
from kezek.db.people import GuardianRow, find_guardian
from kezek.usecases.notices import record_notice
from kezek.usecases.unit_of_work import Act

_ONCE_IN = timedelta(days=30)
_OTHER = {"sms": "email", "email": "sms"}
_LETTER = {"sms": "S", "email": "M"}


def address_failed(act: Act, notice_id: uuid.UUID, channel: str, now: datetime) -> None:
    """An address takes nothing: a telephone or mailbox is to be mended, a closed chat forgotten.

    Who blocks the bot has said so: the family is not asked why.
    """
    if channel != "telegram":
        contact_failed(act, notice_id, channel, now)
        return
    guardian = _guardian(act.session, find_notice(act.session, notice_id))
    if guardian is not None:
        guardian.telegram_sealed = guardian.telegram_at = None


def contact_failed(act: Act, notice_id: uuid.UUID, channel: str, now: datetime) -> bool:
    """Asks the family, in the cabinet and by its other channel, to mend this one; whether it did.

    Once for an address: every further message to it fails in the same way.
    """
    notice = find_notice(act.session, notice_id)
    guardian = _guardian(act.session, notice)
    if notice is None or notice.application_id is None or guardian is None:
        return False
    if _is_known_bad(act.session, guardian, channel, now):
        return False
    other = _OTHER[channel]
    can_tell = bool(_address(guardian, other)) and not _is_known_bad(
        act.session, guardian, other, now
    )
    told = Notice("N-55", ApplicationId(notice.application_id), _values(guardian, channel))
    record_notice(act, told, now, channels=_LETTER[other] if can_tell else "")
    return True


def _guardian(session: Session, notice: NoticeRow | None) -> GuardianRow | None:
    if notice is None or notice.guardian_id is None:
        return None
    return find_guardian(session, notice.guardian_id)


def _is_known_bad(session: Session, guardian: GuardianRow, channel: str, now: datetime) -> bool:
    values = _values(guardian, channel)
    return was_told(session, guardian.id, "N-55", now - _ONCE_IN, values)


def _values(guardian: GuardianRow, channel: str) -> dict[str, str]:
    """The channel and enough of its address for its owner to know it."""
    return {"channel": channel, "address": hint_of(channel, _address(guardian, channel))}


def _address(guardian: GuardianRow, channel: str) -> str:
    return guardian.phone if channel == "sms" else guardian.email
