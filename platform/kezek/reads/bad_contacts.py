"""Which of a family's addresses take nothing, as long as nothing has come through since (N-55)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from kezek.core.contacts import hint_of
from kezek.core.ways_out import Way
from kezek.db.notices import NoticeRow
from kezek.db.outbox import TAKEN, OutboxRow
from kezek.db.people import GuardianRow


@dataclass(frozen=True, slots=True)
class BadContact:
    """An address to be mended."""

    way: Way
    hint: str
    """Enough of the address for its owner to know it."""
    since: datetime


def bad_contacts(session: Session, guardian: GuardianRow) -> tuple[BadContact, ...]:
    """The addresses that the family still has and that took nothing when last tried."""
    told = session.scalars(
        select(NoticeRow)
        .where(NoticeRow.guardian_id == guardian.id, NoticeRow.code == "N-55")
        .order_by(NoticeRow.seq)
    )
    newest = {one.values["channel"]: one for one in told}
    addresses = {Way.SMS: guardian.phone, Way.EMAIL: guardian.email}
    found = []
    for way, address in addresses.items():
        notice, hint = newest.get(str(way)), hint_of(str(way), address)
        if notice is None or not address or notice.values["address"] != hint:
            continue
        if not _came_through(session, guardian, way, notice.recorded_at):
            found.append(BadContact(way, hint, notice.recorded_at))
    return tuple(found)


def _came_through(session: Session, guardian: GuardianRow, way: Way, since: datetime) -> bool:
    taken = exists().where(
        OutboxRow.notice_id == NoticeRow.id,
        OutboxRow.tenant_id == NoticeRow.tenant_id,
        NoticeRow.guardian_id == guardian.id,
        NoticeRow.recorded_at >= since,
        OutboxRow.channel == str(way),
        OutboxRow.outcome.in_([str(one) for one in TAKEN]),
    )
    return bool(session.scalar(select(taken)))
