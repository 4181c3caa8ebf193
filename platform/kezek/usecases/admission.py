"""Papers, the kindergarten's check, the contract and its end (rows 26, 28 to 35)."""

import uuid

from kezek.core.admission_stages import arrival_of
from kezek.core.applications import Application
from kezek.core.groups import Group
from kezek.core.ids import ApplicationId
from kezek.core.triggers import (
    Admit,
    EndContract,
    RefuseAdmission,
    ReviewRefusal,
    Sign,
    SubmitDocuments,
)
from kezek.db.groups import group_of
from kezek.db.idempotency import Once
from kezek.usecases.deciding import act_on_application
from kezek.usecases.unit_of_work import Act


def submit_documents(
    tenant_id: int,
    actor: str,
    application_id: uuid.UUID,
    *,
    complete: bool,
    vaccinated: bool,
    once: Once | None = None,
) -> Application:
    """The parent hands in the papers (L-22.6). Raises NotFound, Refusal."""
    trigger = SubmitDocuments(ApplicationId(application_id), complete, vaccinated)
    return act_on_application(tenant_id, actor, application_id, trigger, once=once)


def admit(
    tenant_id: int, actor: str, application_id: uuid.UUID, *, once: Once | None = None
) -> Application:
    """The papers are in order: the contract goes out (L-22.10). Raises NotFound, Refusal."""

    def trigger(running: Act, application: Application) -> Admit:
        return Admit(application.id, group_of_arrival(running, application))

    return act_on_application(tenant_id, actor, application_id, trigger, once=once)


def refuse_admission(
    tenant_id: int,
    actor: str,
    application_id: uuid.UUID,
    *,
    reason: str,
    once: Once | None = None,
) -> Application:
    """Refuses: `incomplete`, `contraindication`, `immunity` (L-28). Raises NotFound, Refusal."""

    def trigger(running: Act, application: Application) -> RefuseAdmission:
        return RefuseAdmission(application.id, reason, group_of_arrival(running, application))

    return act_on_application(tenant_id, actor, application_id, trigger, once=once)


def review_refusal(
    tenant_id: int,
    actor: str,
    application_id: uuid.UUID,
    *,
    stands: bool,
    once: Once | None = None,
) -> Application:
    """The department decides on a refusal (L-16.1, A-18). Raises NotFound, Refusal."""
    trigger = ReviewRefusal(ApplicationId(application_id), stands)
    return act_on_application(tenant_id, actor, application_id, trigger, once=once)


def sign(
    tenant_id: int, actor: str, application_id: uuid.UUID, *, once: Once | None = None
) -> Application:
    """The parent signs: the child is admitted (L-22.10). Raises NotFound, Refusal."""
    trigger = Sign(ApplicationId(application_id))
    return act_on_application(tenant_id, actor, application_id, trigger, once=once)


def end_contract(
    tenant_id: int, actor: str, application_id: uuid.UUID, *, once: Once | None = None
) -> Application:
    """The contract ends, the place is free (L-12.1). Raises NotFound, Refusal."""
    trigger = EndContract(ApplicationId(application_id))
    return act_on_application(tenant_id, actor, application_id, trigger, once=once)


def group_of_arrival(running: Act, application: Application) -> Group:
    """The children of the group to which the referral, or a transfer, leads (A-19)."""
    arrival = arrival_of(application)
    if arrival is None:
        return Group(0, 0)
    return group_of(running.session, application.key_of(arrival.referral.kindergarten))
