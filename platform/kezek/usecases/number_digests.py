"""Families are told of their changed numbers: every night, at once where one grew much (N-08)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.digests import Digest, digests
from kezek.core.ids import ApplicationId
from kezek.core.notices import Notice
from kezek.db.history import moves_between, standing_now
from kezek.db.nights import News, begin_night, mark_looked_at, mark_told, queues_with_news
from kezek.db.notices import told_since
from kezek.db.queues import QueueRow, queues_by_id
from kezek.db.scope import read_scope
from kezek.usecases.notice_setting import Facts
from kezek.usecases.notices import record_notice
from kezek.usecases.queue_names import Words, queue_names
from kezek.usecases.unit_of_work import SYSTEM, act

JOB = "numbers"
_NEWS_OF = timedelta(days=2)
"""In a queue whose families were never told of anything, what is older than this is no news."""


@dataclass(frozen=True, slots=True)
class QueueChange:
    """What the news of one queue did to one application."""

    application: ApplicationId
    kindergarten: Words
    """The name of the queue, by its kindergarten or by who waits in it."""
    digest: Digest

    @property
    def facts(self) -> Facts:
        """As the text of N-08 takes it."""
        return {
            "kindergarten": self.kindergarten,
            "before": self.digest.before,
            "after": self.digest.after,
            "reasons": [
                {"cause": str(part.cause), "amount": part.amount} for part in self.digest.amounts
            ],
        }


def tell_numbers(tenant_id: int, for_day: date) -> int:
    """Tells each family of a region what the day did to its numbers, once for the day; how many."""
    with read_scope(tenant_id) as session:
        news = _news(session)
        changes = _changes(session, news)
    with act(tenant_id, SYSTEM) as running:
        now = running.now()
        if not begin_night(running.session, tenant_id, JOB, for_day, now):
            return 0
        for application, its_changes in changes.items():
            record_notice(running, _notice(application), now, facts=_facts(its_changes))
        mark_told(running.session, tenant_id, news, now)
    return len(changes)


def has_news(tenant_id: int) -> bool:
    """Whether a queue of the region has moved since its families were last told."""
    with read_scope(tenant_id) as session:
        return bool(_news(session))


def tell_sharp_changes(tenant_id: int) -> int:
    """Tells at once whose number has grown beyond the region's limit since the last digest (N-08).

    Once until the next digest, which then tells the whole day's sum.
    """
    with act(tenant_id, SYSTEM) as running:
        limit = running.rules(running.now()).settings.number_alarm
    with read_scope(tenant_id) as session:
        fresh = _news(session, not_looked_at=True)
        sharp = {
            application: worse
            for application, changes in _changes(session, fresh).items()
            if (worse := [one for one in changes if one.digest.worsened_by > limit])
        }
    with act(tenant_id, SYSTEM) as running:
        now = running.now()
        last_told = min((one.told_at for one in fresh if one.told_at), default=None)
        known = told_since(running.session, "N-08", last_told) if last_told else set()
        told = {one: changes for one, changes in sharp.items() if one not in known}
        for application, changes in told.items():
            record_notice(running, _notice(application), now, facts=_facts(changes))
        mark_looked_at(running.session, tenant_id, fresh, now)
    return len(told)


def _news(session: Session, *, not_looked_at: bool = False) -> list[News]:
    now = services().clock.now(session)
    return queues_with_news(session, now - _NEWS_OF, not_looked_at=not_looked_at)


def _changes(session: Session, news: Iterable[News]) -> dict[ApplicationId, list[QueueChange]]:
    told_until = {one.queue_id: one.told_version for one in news}
    rows = queues_by_id(session, told_until)
    names = queue_names(session, {row.key for row in rows.values()})
    found: dict[ApplicationId, list[QueueChange]] = defaultdict(list)
    for queue_id, row in rows.items():
        name = names[row.key]
        for application, digest in _digests(session, row, told_until[queue_id]).items():
            found[application].append(QueueChange(application, name, digest))
    return found


def _digests(session: Session, row: QueueRow, told_version: int) -> dict[ApplicationId, Digest]:
    # The first move of a queue puts somebody in; there is nobody to tell of it.
    moves = moves_between(session, row.id, max(told_version, 1), row.moves)
    if len(moves) < 2:
        return {}
    return digests(row.value, standing_now(session, row.id), moves[1:], before=moves[0])


def _notice(application: ApplicationId) -> Notice:
    return Notice("N-08", application)


def _facts(changes: list[QueueChange]) -> Facts:
    return {"changes": [one.facts for one in changes]}
