"""A referral is cancelled or extended (rows 23, 24)."""

import uuid

from kezek.core.applications import Application
from kezek.core.ids import ApplicationId
from kezek.core.triggers import AskExtension, CancelReferral, GrantExtension, RefuseExtension
from kezek.db.idempotency import Once
from kezek.usecases.deciding import act_on_application


def cancel(
    tenant_id: int, actor: str, application_id: uuid.UUID, *, once: Once | None = None
) -> Application:
    """The parent gives a referral back within 24 hours (L-25.1). Raises NotFound, Refusal."""
    trigger = CancelReferral(ApplicationId(application_id))
    return act_on_application(tenant_id, actor, application_id, trigger, once=once)


def ask_extension(
    tenant_id: int,
    actor: str,
    application_id: uuid.UUID,
    *,
    days: int,
    once: Once | None = None,
) -> Application:
    """The parent asks for more days, with proof (L-25.2, A-17). Raises NotFound, Refusal."""
    trigger = AskExtension(ApplicationId(application_id), days)
    return act_on_application(tenant_id, actor, application_id, trigger, once=once)


def answer_extension(
    tenant_id: int,
    actor: str,
    application_id: uuid.UUID,
    *,
    granted: bool,
    days: int | None = None,
    once: Once | None = None,
) -> Application:
    """Kindergarten or department grants or refuses the days. Raises NotFound, Refusal."""
    subject = ApplicationId(application_id)
    trigger = GrantExtension(subject, days) if granted else RefuseExtension(subject)
    return act_on_application(tenant_id, actor, application_id, trigger, once=once)
