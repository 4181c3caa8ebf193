"""A family answers an offer (rows 10, 11)."""

import uuid

from kezek.core.applications import Application
from kezek.core.ids import ApplicationId, PlaceId
from kezek.core.triggers import Accept, Decline
from kezek.db.idempotency import Once
from kezek.usecases.deciding import act_on_application


def accept(
    tenant_id: int,
    actor: str,
    application_id: uuid.UUID,
    *,
    place_id: uuid.UUID | None = None,
    once: Once | None = None,
) -> Application:
    """Agrees to the offered place: a referral is issued (L-15.5).

    `place_id` is the place that the family read about: an answer to an offer that has ended is
    not taken for the next one. Raises NotFound, Refusal.
    """
    trigger = Accept(ApplicationId(application_id), _place(place_id))
    return act_on_application(tenant_id, actor, application_id, trigger, once=once)


def decline(
    tenant_id: int,
    actor: str,
    application_id: uuid.UUID,
    *,
    place_id: uuid.UUID | None = None,
    once: Once | None = None,
) -> Application:
    """Refuses the offered place: it goes to the next (L-15.6). Otherwise as `accept`."""
    trigger = Decline(ApplicationId(application_id), _place(place_id))
    return act_on_application(tenant_id, actor, application_id, trigger, once=once)


def _place(place_id: uuid.UUID | None) -> PlaceId | None:
    return PlaceId(place_id) if place_id is not None else None
