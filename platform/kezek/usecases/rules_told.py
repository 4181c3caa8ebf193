"""Families are told that the region's rules have changed, once for each version (N-53, L-9.1)."""

from datetime import timedelta

from kezek.adapters.setting_words import setting_lines
from kezek.core.notices import Notice
from kezek.core.regions import tenant_from
from kezek.db.nights import begin_night
from kezek.db.notice_subjects import newest_live_of_families
from kezek.db.rules_in_force import region_at
from kezek.db.tenants import effective_from, version_data
from kezek.usecases.notices import record_notice
from kezek.usecases.unit_of_work import SYSTEM, act

_NEWS_OF = timedelta(days=7)
"""A version that has long been in force is no news, and the marks of days are not kept for ever."""


def tell_rules(tenant_id: int) -> int:
    """Tells every family that waits what has changed for it; gives how many were told."""
    with act(tenant_id, SYSTEM) as running:
        session, now = running.session, running.now()
        version, region = region_at(session, tenant_id, now)
        began_at = effective_from(session, version)
        if version < 2 or began_at < now - _NEWS_OF:
            return 0
        day = region.calendar.local_day(began_at)
        if not begin_night(session, tenant_id, f"rules-{version}", day, now):
            return 0

        earlier = tenant_from(version_data(session, version - 1))
        lines = setting_lines(region.rules.changed_from(earlier.rules))
        if not lines:
            return 0
        facts = {"effective_at": region.calendar.local(began_at), "changes": lines}
        families = newest_live_of_families(session)
        for application in families:
            record_notice(running, Notice("N-53", application), now, facts=facts)
        return len(families)
