"""A specialist confirms or refuses what an application claims (rows 3 to 5, 25)."""

import uuid

from kezek.core.applications import Application
from kezek.core.ids import ApplicationId
from kezek.core.triggers import Reject, Verify
from kezek.db.idempotency import Once
from kezek.usecases.deciding import act_on_application


def verify(
    tenant_id: int, actor: str, application_id: uuid.UUID, *, once: Once | None = None
) -> Application:
    """In order: into the queues by the moment of submission (L-6.4). Raises Refusal."""
    trigger = Verify(ApplicationId(application_id))
    return act_on_application(tenant_id, actor, application_id, trigger, once=once)


def reject(
    tenant_id: int,
    actor: str,
    application_id: uuid.UUID,
    *,
    whole: bool,
    reason: str = "",
    once: Once | None = None,
) -> Application:
    """Refuses the benefit alone or the whole application (L-5.6, L-14.1). Raises Refusal."""
    trigger = Reject(ApplicationId(application_id), whole, reason)
    return act_on_application(tenant_id, actor, application_id, trigger, once=once)
