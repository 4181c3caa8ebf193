"""A family takes a place in its window, an open one, or a private one (9.2 rows 3, 5, 6)."""

import uuid

from kezek.core.applications import Application
from kezek.core.triggers import Take
from kezek.db.idempotency import Once
from kezek.db.kindergartens import chosen_kindergartens
from kezek.usecases.deciding import NotFound, act_on_application
from kezek.usecases.unit_of_work import Act


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
