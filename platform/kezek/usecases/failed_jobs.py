"""Jobs that failed: written down by names only, handed over once more, or laid aside."""

import traceback
import uuid
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from dramatiq.errors import BrokerError
from redis.exceptions import RedisError

from kezek.adapters.job_messages import send_job
from kezek.adapters.services import services
from kezek.core.errors import Code, Refusal
from kezek.db.processes import FailedJobRow, Failure, find_failure, note_failure
from kezek.usecases.deciding import NotFound
from kezek.usecases.deployment.acting import Doing, doing, need_reason
from kezek.usecases.unit_of_work import SYSTEM

TICKER = "ticker"
"""Stands as the queue of work that the ticker did by itself: it is tried again by itself, too."""


def keep_failure(
    queue: str, actor: str, args: Sequence[object], error: BaseException, tenant_id: int | None
) -> None:
    """Writes down that a job failed: which error, and where, but not what it said."""
    numbers = tuple(one for one in args if isinstance(one, int))
    failure = Failure(queue, actor, tenant_id, numbers, type(error).__name__, _place(error))
    with doing(SYSTEM) as now_doing:
        note_failure(now_doing.session, failure, now_doing.now)


def retry_job(actor: str, job_id: uuid.UUID) -> None:
    """Hands the job to the workers once more; of a second press nothing comes.

    Raises NotFound, and Refusal while Redis is away: nothing is lost then, the tables know what
    is to be done.
    """
    with doing(actor) as now_doing:
        row = _found(now_doing, job_id)
        if row.settled_at is not None:
            return
        if row.queue != TICKER:
            try:
                send_job(services().settings.redis_url, row.queue, row.actor, row.args)
            except (RedisError, BrokerError) as gone:
                raise Refusal(Code.WRONG_STATE, "job_no_redis") from gone
        _settle(row, now_doing.now, actor, "retried", "")
        now_doing.note("job:retried", tenant_id=row.tenant_id, job=row.actor, error=row.error)


def discard_job(actor: str, job_id: uuid.UUID, reason: str) -> None:
    """Lays a failure aside; work that is still to be done comes again by itself.

    Raises NotFound, and Refusal without a reason or where somebody attended to it already.
    """
    words = need_reason(reason)
    with doing(actor) as now_doing:
        row = _found(now_doing, job_id)
        if row.settled_at is not None:
            raise Refusal(Code.ALREADY_DECIDED, "job")
        _settle(row, now_doing.now, actor, "discarded", words)
        now_doing.note(
            "job:discarded", tenant_id=row.tenant_id, reason=words, job=row.actor, error=row.error
        )


def _found(now_doing: Doing, job_id: uuid.UUID) -> FailedJobRow:
    row = find_failure(now_doing.session, job_id)
    if row is None:
        raise NotFound(job_id)
    return row


def _settle(row: FailedJobRow, now: datetime, actor: str, outcome: str, reason: str) -> None:
    row.settled_at, row.settled_by, row.outcome, row.reason = now, actor, outcome, reason


def _place(error: BaseException) -> str:
    """The innermost line of ours in which it happened, else the innermost of all."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [one for one in frames if "kezek" in one.filename or "worker" in one.filename]
    if not frames:
        return ""
    frame = (own or frames)[-1]
    folder, file = Path(frame.filename).parts[-2:]
    return f"{folder}/{file}:{frame.lineno} {frame.name}"
