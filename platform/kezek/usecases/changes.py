"""A family changes what it has sent: other kindergartens, the planned age, or takes it all back."""

import uuid
from collections.abc import Callable
from datetime import date

from kezek.core.access import Actor
from kezek.core.applications import Application
from kezek.core.errors import Code, Refusal
from kezek.db.idempotency import KeyReused, Once, Repeated
from kezek.usecases.applications import change_choices, plan_age, withdraw


def change(
    tenant_id: int,
    actor: Actor,
    application_id: uuid.UUID,
    choices: tuple[uuid.UUID, ...],
    *,
    intent: str,
) -> None:
    """Other kindergartens, in the parent's order; sent twice it happens once (L-13.5, A-28).

    Raises NotFound, Refusal.
    """
    once = _once(intent, "choices", application_id, *choices)
    _do(lambda: change_choices(tenant_id, actor.tag, application_id, choices, once=once))


def plan(
    tenant_id: int,
    actor: Actor,
    application_id: uuid.UUID,
    planned_from: date | None,
    *,
    intent: str,
) -> None:
    """The day from which the child takes part, or none (A-10). Raises NotFound, Refusal."""
    once = _once(intent, "planned", application_id, planned_from)
    _do(lambda: plan_age(tenant_id, actor.tag, application_id, planned_from, once=once))


def take_back(tenant_id: int, actor: Actor, application_id: uuid.UUID, *, intent: str) -> None:
    """The application leaves every queue for good (row 21). Raises NotFound, Refusal."""
    once = _once(intent, "withdraw", application_id)
    _do(lambda: withdraw(tenant_id, actor.tag, application_id, once=once))


def _once(intent: str, *request: object) -> Once:
    return Once(intent, ":".join(map(str, request)))


def _do(act: Callable[[], Application]) -> None:
    try:
        act()
    except Repeated:
        return
    except KeyReused:
        raise Refusal(Code.ALREADY_DECIDED, "form_sent") from None
