"""A family takes a place in its window, an open one, or a private one (9.2 rows 3, 5, 6)."""

import uuid
from datetime import timedelta

from kezek.core.applications import Application
from kezek.core.errors import Code, Refusal
from kezek.core.triggers import Take
from kezek.db.applications import find_header
from kezek.db.claim_turns import take_turn
from kezek.db.idempotency import Once
from kezek.db.kindergartens import chosen_kindergartens
from kezek.usecases.deciding import NotFound, act_on_application
from kezek.usecases.unit_of_work import Act, act

EVERY = timedelta(seconds=1)
"""How often a family may reach for a place, so that no machine of one is quicker than a hand."""


def claim_place(
    tenant_id: int,
    actor: str,
    application_id: uuid.UUID,
    kindergarten_id: uuid.UUID,
    *,
    once: Once | None = None,
) -> Application:
    """A tap on a place: one of a family in a second is heard, the rest is refused unheard.

    The turn is taken in a transaction of its own, before any lock that others wait for: a family
    that asks two hundred times a second waits for itself alone. Raises as `take_place`, and
    Refusal(LIMIT_REACHED) for a claim that comes too soon after the last one.
    """
    wait_for_turn(tenant_id, actor, application_id)
    return take_place(tenant_id, actor, application_id, kindergarten_id, once=once)


def wait_for_turn(tenant_id: int, actor: str, application_id: uuid.UUID) -> None:
    """Takes the family's turn of this second. Raises NotFound, Refusal(LIMIT_REACHED, claims)."""
    with act(tenant_id, actor) as running:
        header = find_header(running.session, application_id)
        if header is None:
            raise NotFound(application_id)
        now = running.now()
        is_heard = take_turn(running.session, tenant_id, header.guardian_id, now, EVERY)
    if not is_heard:
        raise Refusal(Code.LIMIT_REACHED, "claims", seconds=EVERY.seconds)


def take_place(
    tenant_id: int,
    actor: str,
    application_id: uuid.UUID,
    kindergarten_id: uuid.UUID,
    *,
    once: Once | None = None,
) -> Application:
    """One place of this kindergarten, whichever the rules give first (R-61).

    Of two families at one place the first gets it: acts of one cohort come one after another.
    Raises NotFound, Refusal.
    """

    def trigger(running: Act, application: Application) -> Take:
        chosen = chosen_kindergartens(running.session, [kindergarten_id])
        if chosen is None:
            raise NotFound(kindergarten_id)
        return Take(application.id, chosen[0])

    return act_on_application(
        tenant_id, actor, application_id, trigger, also=[kindergarten_id], once=once
    )
