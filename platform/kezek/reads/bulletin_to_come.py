"""Into which bulletin a place comes that a kindergarten publishes now (R-62, R-68, R-88)."""

import uuid
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from kezek.adapters.services import services
from kezek.core.days import CalendarMissing
from kezek.core.modes.contract import Rules
from kezek.core.modes.indigo.days import cutoff_on, next_due
from kezek.core.modes.registry import has_bulletin
from kezek.core.territories import mode_on
from kezek.db.kindergartens import find_kindergarten
from kezek.db.rules_in_force import region_at, rules_of
from kezek.db.scope import read_scope

_UNDER_ORDER = "private_order"


@dataclass(frozen=True, slots=True)
class BulletinToCome:
    """What becomes of a place that is published now."""

    is_private: bool
    """Open at once, in no bulletin (I-3.14)."""
    cutoff: time
    """Before it a place comes out on the same day."""
    at: datetime | None
    """When the bulletin comes out; nothing where the calendar does not reach."""


def bulletin_to_come(tenant_id: int, kindergarten_id: uuid.UUID) -> BulletinToCome | None:
    """For a kindergarten of an indigo territory; nothing for any other."""
    with read_scope(tenant_id) as session:
        garden = find_kindergarten(session, kindergarten_id)
        if garden is None:
            return None
        now = services().clock.now(session)
        version, region = region_at(session, tenant_id, now)
        today = region.calendar.local_day(now)
        if not has_bulletin(mode_on(region.territories, garden.territory, today)):
            return None
        rules = rules_of(region, version, now)
        is_private = garden.ownership == _UNDER_ORDER
        return BulletinToCome(is_private, rules.settings.bulletin_cutoff, comes_out_at(rules, now))


def comes_out_at(rules: Rules, opened_at: datetime) -> datetime | None:
    """The first bulletin before whose cut-off this moment lies; the cut-off itself is too late."""
    with suppress(CalendarMissing):
        due = next_due(rules, opened_at)
        while due is not None:
            if opened_at < cutoff_on(rules.calendar.local_day(due.at), rules):
                return due.at
            due = next_due(rules, due.at + timedelta(seconds=1))
    return None
