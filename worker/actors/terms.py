"""What is due is brought about; every term is looked at anew under its lock."""

import dramatiq

from kezek.usecases import complaints, due, year_end_acts


@dramatiq.actor(queue_name="terms", idempotent=True, max_retries=0, max_age=60_000)
def bring_about_due(tenant_id: int) -> None:
    """Ends what has ended, reminds, and offers the places that came free."""
    due.bring_about_due(tenant_id)


@dramatiq.actor(queue_name="terms", idempotent=True, max_retries=0, max_age=60_000)
def attend_complaints(tenant_id: int) -> None:
    """Registers complaints of the night and alarms before their terms end."""
    complaints.attend_complaints(tenant_id)


@dramatiq.actor(queue_name="terms", idempotent=True, max_retries=0, max_age=60_000)
def end_years(tenant_id: int) -> None:
    """Carries out the ends of school years whose day has come, child by child."""
    year_end_acts.carry_out_due(tenant_id)
