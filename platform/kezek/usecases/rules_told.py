"""Families and staff are told that the region's rules changed, once a version (N-53, L-9.1)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from kezek.adapters.change_words import ChangeLine, change_lines
from kezek.core.notices import Notice
from kezek.core.regions import Tenant, tenant_from
from kezek.core.versions import Version, held_before
from kezek.db.nights import begin_night
from kezek.db.notice_subjects import newest_live_of_families
from kezek.db.rules_in_force import region_at
from kezek.db.tenant_versions import stored_versions
from kezek.db.tenants import version_data
from kezek.usecases.notices import record_notice, tell_staff
from kezek.usecases.unit_of_work import SYSTEM, Act, act

_NEWS_OF = timedelta(days=7)
"""A version that has long been in force is no news, and the marks of days are not kept for ever."""


def tell_rules(tenant_id: int) -> int:
    """Tells every family that waits what has changed for it, and staff; gives how many families.

    Versions that came into force together, or one right after another, are told of in one letter.
    """
    with act(tenant_id, SYSTEM) as running:
        session, now = running.session, running.now()
        versions = [one.value for one in stored_versions(session)]
        _, region = region_at(session, tenant_id, now)
        news = _news(running, versions, region, now)
        if not news:
            return 0
        lines = _lines(session, versions, news[0], region)
        if not lines:
            return 0
        began_at = region.calendar.local(max(one.effective_from for one in news))
        everything = {"effective_at": began_at, "changes": [_said(line) for line in lines]}
        tell_staff(running, "N-53", everything, now)
        concerning = [_said(line) for line in lines if line.for_families]
        if not concerning:
            return 0
        facts = {"effective_at": began_at, "changes": concerning}
        families = newest_live_of_families(session)
        for application in families:
            record_notice(running, Notice("N-53", application), now, facts=facts)
        return len(families)


def _news(
    running: Act, versions: Sequence[Version], region: Tenant, now: datetime
) -> list[Version]:
    """The versions that have come into force and were not told of, the earliest first."""
    begun = [
        one for one in versions if one.number > 1 and now - _NEWS_OF <= one.effective_from <= now
    ]
    begun.sort(key=lambda one: (one.effective_from, one.number))
    return [
        one
        for one in begun
        if begin_night(
            running.session,
            running.tenant_id,
            f"rules-{one.number}",
            region.calendar.local_day(one.effective_from),
            now,
        )
    ]


def _lines(
    session: Session, versions: Sequence[Version], first: Version, region: Tenant
) -> list[ChangeLine]:
    """What everybody may know of what held before the news and what holds now."""
    earlier = held_before(versions, first)
    if earlier is None:
        return []
    before = tenant_from(version_data(session, earlier.number))
    return [line for line in change_lines(before, region) if line.is_public]


def _said(line: ChangeLine) -> dict[str, str]:
    return {"kk": line.words.kk, "ru": line.words.ru}
