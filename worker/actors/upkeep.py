"""The work of the night, and rounds through the day: what is late, what was entered twice."""

import dramatiq

from kezek.usecases import (
    double_entries,
    erasures,
    late_work,
    nights,
    register_questions,
    stage_reports,
)
from worker.broker import LONG

_AN_HOUR = 3_600_000


@dramatiq.actor(
    queue_name=LONG, idempotent=True, max_retries=0, max_age=_AN_HOUR, time_limit=_AN_HOUR
)
def do_night(tenant_id: int) -> None:
    """Tells numbers, checks the ledger and the calendar, forgets the old."""
    nights.do_night(tenant_id)


@dramatiq.actor(queue_name=LONG, idempotent=True, max_retries=0, max_age=_AN_HOUR)
def raise_late_work(tenant_id: int) -> None:
    """Tells the head of what became late by more than its term."""
    late_work.raise_late_work(tenant_id)


@dramatiq.actor(queue_name=LONG, idempotent=True, max_retries=0, max_age=_AN_HOUR)
def ask_registers_again(tenant_id: int) -> None:
    """Asks the state registers what they were silent about."""
    register_questions.ask_again(tenant_id)


@dramatiq.actor(queue_name=LONG, idempotent=True, max_retries=0, max_age=_AN_HOUR)
def report_stages(tenant_id: int) -> None:
    """Tells monitoring of the stages that it does not know yet."""
    stage_reports.report_stages(tenant_id)


@dramatiq.actor(queue_name=LONG, idempotent=True, max_retries=0, max_age=_AN_HOUR)
def find_double_entries(tenant_id: int) -> None:
    """Finds applications that may be of one child."""
    double_entries.look_for_doubles(tenant_id)


@dramatiq.actor(
    queue_name=LONG, idempotent=True, max_retries=0, max_age=_AN_HOUR, time_limit=_AN_HOUR
)
def look_after_closed_regions() -> None:
    """Announces what of closed regions is to be erased, and erases what is due."""
    erasures.look_after_closed_regions()
