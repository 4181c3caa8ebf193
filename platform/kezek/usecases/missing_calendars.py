"""What has no end for want of a calendar is said once an hour, not at every turn (R-90)."""

import logging
from datetime import datetime, timedelta

from kezek.core.days import CalendarMissing

_log = logging.getLogger(__name__)

AN_HOUR = timedelta(hours=1)

_said: dict[tuple[int, str], datetime] = {}
"""When this process last said so of a region's work."""


def say_missing(tenant_id: int, work: str, missing: CalendarMissing, now: datetime) -> bool:
    """Logs which year a region lacks, unless that was said within the hour; tells whether it was.

    The region's own people learn of it by N-54, weeks before (R-90).
    """
    last = _said.get((tenant_id, work))
    if last is not None and last <= now < last + AN_HOUR:
        return False
    _said[tenant_id, work] = now
    _log.error("calendar.missing", extra={"tenant": tenant_id, "year": missing.year, "work": work})
    return True
