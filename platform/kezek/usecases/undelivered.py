"""A notice that reached nobody in a day: the hotline calls, and the time is given back (§10)."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy.dialects.postgresql import insert

from kezek.core.delivery import gap_end
from kezek.core.ids import ApplicationId
from kezek.core.notices import FAMILY_CHANNELS
from kezek.core.outages import joined
from kezek.core.triggers import Outage
from kezek.db.applications import find_header, modes_of
from kezek.db.base import uuid7
from kezek.db.notices import (
    HotlineTaskRow,
    NoticeRow,
    find_notice,
    is_unreached,
    last_escalated_at,
    unreached,
)
from kezek.db.outages import overlapping
from kezek.db.scope import read_scope
from kezek.usecases.deciding import Moment, load, take
from kezek.usecases.due import settle_due
from kezek.usecases.notices import alarm_staff
from kezek.usecases.unit_of_work import SYSTEM, Act, act

SENT_OUT = tuple(code for code, channels in FAMILY_CHANNELS.items() if set(channels) & set("SM"))
"""Notices that leave the house; one that stays in the cabinet cannot fail to arrive."""

_LOOKED_BACK = timedelta(days=14)
_AT_ONCE = 100


def escalate_undelivered(tenant_id: int) -> int:
    """Deals with each notice that no channel has taken in time, once; gives how many there were."""
    with act(tenant_id, SYSTEM) as running:
        now = running.now()
        patience = timedelta(hours=running.rules(now).settings.undelivered_hours)
    with read_scope(tenant_id) as session:
        found = unreached(session, SENT_OUT, now - _LOOKED_BACK, now - patience, _AT_ONCE)
        waiting = [(row.id, row.application_id) for row in found]
    return sum(_escalate(tenant_id, *one) for one in waiting)


def _escalate(tenant_id: int, notice_id: uuid.UUID, application_id: uuid.UUID | None) -> bool:
    if application_id is None:
        return False
    with act(tenant_id, SYSTEM) as running:
        header = find_header(running.session, application_id)
        if header is None:
            return False
        now = running.hold(
            child=header.child_id, application=application_id, birth_years=[header.birth_year]
        )
        notice = find_notice(running.session, notice_id, for_update=True)
        if notice is None or not is_unreached(running.session, notice):
            return False
        settle_due(running, [header.birth_year], now)

        _call_the_family(running, notice, now)
        _give_time_back(running, notice, application_id, header.birth_year, now)
        notice.escalated_at = now
        return True


def _call_the_family(running: Act, notice: NoticeRow, now: datetime) -> None:
    running.session.execute(
        insert(HotlineTaskRow)
        .values(
            tenant_id=running.tenant_id,
            id=uuid7(),
            kind="undelivered",
            notice_id=notice.id,
            guardian_id=notice.guardian_id,
            application_id=notice.application_id,
            opened_at=now,
        )
        .on_conflict_do_nothing()
    )
    alarm_staff(running, "delivery", now, detail=f"{notice.code} · {notice.subject}")


def _give_time_back(
    running: Act,
    notice: NoticeRow,
    application_id: uuid.UUID,
    birth_year: int,
    now: datetime,
) -> None:
    """The gap counts as an outage of this family's, once for this notice (R-11).

    Notices that were lost together are one gap: what an earlier one gave back is not given twice,
    nor what a recorded outage of the region has given back already.
    """
    moment = Moment(now, running.rules(now))
    ended_at = gap_end(notice.recorded_at, now, moment.rules.settings.undelivered_max_days)
    given_until = last_escalated_at(running.session, application_id)
    began_at = max(notice.recorded_at, given_until or notice.recorded_at)
    if ended_at <= began_at:
        return
    before = joined(overlapping(running.session, began_at, ended_at), (began_at, ended_at))
    outage = Outage(began_at, ended_at, ApplicationId(application_id), given_back=before)
    mode = modes_of(running.session, [application_id])[application_id]
    loaded = load(running, moment, [birth_year], applications=[application_id], mode=mode)
    take(running, loaded, outage, moment, mode)
