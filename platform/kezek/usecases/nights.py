"""The work of the night: numbers told, ledger and calendar checked, the old forgotten."""

import logging
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from kezek.adapters.services import services
from kezek.core.statistics import month_of
from kezek.db.chats import forget_expired_codes
from kezek.db.nights import begin_night, forget_nights, nights_done
from kezek.db.notices import was_alarmed
from kezek.db.scope import read_scope
from kezek.db.soundness import broken_promises
from kezek.db.stage_reports import forget_reports
from kezek.db.state_messages import forget_offers
from kezek.usecases.fairness import broken_turns
from kezek.usecases.key_rotation import seal_all_people
from kezek.usecases.name_tokens import fill_names
from kezek.usecases.notices import alarm_staff
from kezek.usecases.number_digests import JOB as NUMBERS
from kezek.usecases.number_digests import tell_numbers
from kezek.usecases.retention import forget
from kezek.usecases.unit_of_work import SYSTEM, Act, act

_log = logging.getLogger(__name__)

BEGINS = time(3, 30)
"""On the region's own wall clock: after the terms of midnight, before anybody is at work."""

_KEPT = timedelta(days=30)
"""How long marks of nights and of reports are kept; all else stands in `core.retention`."""
_ALARM_AGAIN = timedelta(days=7)


def next_night_at(tenant_id: int) -> datetime:
    """When a region's nightly work is to be done next; past, when last night's is not done yet."""
    with act(tenant_id, SYSTEM) as running:
        now = running.now()
        calendar = running.rules(now).calendar
        today = calendar.local_day(now)
        tonight = calendar.moment(today, BEGINS)
        if now >= tonight and nights_done(running.session, today) >= WORK.keys():
            return calendar.moment(today + timedelta(days=1), BEGINS)
        return tonight


def do_night(tenant_id: int) -> list[str]:
    """Does what is not yet done of today's nightly work; gives what it did.

    Each piece is one transaction with its own mark, so that one that fails keeps no other back.
    """
    with act(tenant_id, SYSTEM) as running:
        now = running.now()
        today = running.rules(now).calendar.local_day(now)
        open_work = WORK.keys() - nights_done(running.session, today)
    done = []
    for job in (job for job in WORK if job in open_work):
        WORK[job](tenant_id, today)
        done.append(job)
    return done


def check_ledger(tenant_id: int, for_day: date) -> dict[str, int]:
    """Proves stored counts equal to counting, and the tables at one with each other (N-54)."""
    with read_scope(tenant_id) as session:
        broken = broken_promises(session)

    def tell(running: Act, now: datetime) -> None:
        if broken:
            detail = "; ".join(f"{promise}: {count}" for promise, count in broken.items())
            alarm_staff(running, "ledger", now, detail)
            _log.error("ledger.broken", extra={"tenant": tenant_id, "promises": list(broken)})

    _once(tenant_id, "ledger", for_day, tell)
    return broken


def check_calendar(tenant_id: int, for_day: date) -> None:
    """Alarms the office, every week, from 60 days before the known working days end (R-90)."""

    def look(running: Act, now: datetime) -> None:
        calendar = running.rules(now).calendar
        known_until = calendar.last_year
        if not calendar.ends_soon(for_day):
            return
        if not was_alarmed(running.session, "calendar", now - _ALARM_AGAIN):
            alarm_staff(running, "calendar", now, str(known_until or ""))

    _once(tenant_id, "calendar", for_day, look)


def check_fairness(tenant_id: int, for_day: date) -> None:
    """Alarms the office, once a month, when a turn went against the stored count (N15, N-54)."""
    with read_scope(tenant_id) as session:
        broken = broken_turns(session, tenant_id, for_day, services().clock.now(session))

    def tell(running: Act, now: datetime) -> None:
        began = running.rules(now).calendar.start_of_day(month_of(for_day))
        if broken and not was_alarmed(running.session, "fairness", began):
            told = (f"{slug}, {month:%Y-%m}: {turns}" for (slug, month), turns in broken)
            alarm_staff(running, "fairness", now, "; ".join(told))

    _once(tenant_id, "fairness", for_day, tell)


def make_findable(tenant_id: int, for_day: date) -> None:
    """Children who came in before, or in bulk, are found by name from now on (D-11)."""
    seal_all_people(tenant_id)
    fill_names(tenant_id)
    _once(tenant_id, "names", for_day, lambda *_: None)


def forget_old(tenant_id: int, for_day: date) -> None:
    """Removes what nobody will ask for again: codes, unsigned texts, answered requests, messages.

    An application that was begun and left goes with its papers, which nobody may look at.
    """
    forget(tenant_id)

    def forget_marks(running: Act, now: datetime) -> None:
        session = running.session
        forget_expired_codes(session, now)
        forget_reports(session, now - _KEPT)
        forget_nights(session, for_day - _KEPT)
        forget_offers(session, now)

    _once(tenant_id, "forgetting", for_day, forget_marks)


def _once(tenant_id: int, job: str, for_day: date, work: Callable[[Act, datetime], None]) -> None:
    with act(tenant_id, SYSTEM) as running:
        now = running.now()
        if begin_night(running.session, tenant_id, job, for_day, now):
            work(running, now)


WORK: dict[str, Callable[[int, date], object]] = {
    "ledger": check_ledger,
    "calendar": check_calendar,
    "fairness": check_fairness,
    "names": make_findable,
    "forgetting": forget_old,
    NUMBERS: tell_numbers,
}
"""The pieces of a night, in their order."""
