"""A provider tells what became of a message: ten times is as once, an unknown name does no harm.

Reports come to the deployment, since a provider's account is the deployment's: the region is
found by asking each for the name. Where none comes, the provider is asked.
"""

import logging
import uuid
from datetime import datetime
from itertools import groupby

from kezek.adapters.not_taken import NotTaken
from kezek.adapters.services import services
from kezek.adapters.sms import TellsWhenAsked
from kezek.core.delivery import Report, ask_at, may_follow
from kezek.db.delivery_reports import (
    Asked,
    ask_again,
    find_by_name,
    next_question_at,
    note_report,
    to_be_asked,
)
from kezek.db.scope import deployment_scope, read_scope
from kezek.db.tenants import all_tenants
from kezek.usecases.contacts import address_failed
from kezek.usecases.unit_of_work import SYSTEM, act

_log = logging.getLogger(__name__)

_AT_ONCE = 100


def take_report(name: str, report: Report) -> bool:
    """Writes down what a provider tells of a message of some region; whether it was news."""
    own_id = _own_id(name)
    with deployment_scope() as session:
        regions = [row.id for row in all_tenants(session)]
    for tenant_id in regions:
        with read_scope(tenant_id) as session:
            is_here = find_by_name(session, name, own_id) is not None
        if is_here:
            return _take(tenant_id, name, report)
    _log.info("report.unknown", extra={"report": str(report)})
    return False


def _take(tenant_id: int, name: str, report: Report) -> bool:
    with act(tenant_id, SYSTEM) as running:
        row = find_by_name(running.session, name, _own_id(name), for_update=True)
        if row is None or not may_follow(row.outcome, report):
            return False
        now = running.now()
        note_report(row, report, now)
        if report is Report.REFUSED and row.notice_id is not None:
            address_failed(running, row.notice_id, row.channel, now)
        return True


def _own_id(name: str) -> uuid.UUID | None:
    """Our own id, where the provider calls its messages by it; a report may outrun the answer."""
    try:
        return uuid.UUID(name.rpartition(":")[2])
    except ValueError:
        return None


def next_asking_at(tenant_id: int) -> datetime | None:
    """When a provider is to be asked about a message of the region; it may have passed."""
    with read_scope(tenant_id) as session:
        return next_question_at(session)


def ask_providers(tenant_id: int) -> int:
    """Asks about messages of which nothing was told; gives how many of them have ended."""
    sms = services().sms
    with act(tenant_id, SYSTEM) as running:
        now = running.now()
        asked = to_be_asked(running.session, now, _AT_ONCE)
        for next_at, same in groupby(asked, key=lambda one: ask_at(one.taken_at, now)):
            ask_again(running.session, [one.id for one in same], next_at)
    if not asked or not isinstance(sms, TellsWhenAsked):
        return 0
    return _ended(tenant_id, sms, asked)


def _ended(tenant_id: int, sms: TellsWhenAsked, asked: list[Asked]) -> int:
    try:
        told = sms.ask([one.name for one in asked])
    except NotTaken as silent:
        _log.warning("report.not_told", extra={"reason": str(silent)})
        return 0
    return sum(_take(tenant_id, name, report) for name, report in told.items())
