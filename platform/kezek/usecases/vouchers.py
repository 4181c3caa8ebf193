"""A voucher in a family's hands: chosen with, waited with, restored, moved; iterations (9.3)."""

import uuid
from collections.abc import Callable

from kezek.core.applications import Application
from kezek.core.errors import Code, Refusal
from kezek.core.happenings import Happening
from kezek.core.ids import ApplicationId, TerritorySlug
from kezek.core.modes.registry import DOORS
from kezek.core.triggers import (
    BeginTransfer,
    Choose,
    Chosen,
    JoinWaitingList,
    LeaveWaitingList,
    Restore,
    TerritoryDue,
    Trigger,
)
from kezek.db.due import cohorts_of
from kezek.db.idempotency import Once
from kezek.db.kindergartens import chosen_kindergartens
from kezek.usecases.deciding import Moment, NotFound, act_on_application, load, take
from kezek.usecases.due import catch_up, settle_due
from kezek.usecases.happenings import mode_of
from kezek.usecases.unit_of_work import Act, act


def choose(
    tenant_id: int,
    actor: str,
    application_id: uuid.UUID,
    kindergarten_id: uuid.UUID,
    *,
    once: Once | None = None,
) -> Application:
    """Keeps a free place of the kindergarten for the child (row 9). Raises NotFound, Refusal."""
    return _with_kindergarten(tenant_id, actor, application_id, kindergarten_id, Choose, once)


def join_waiting_list(
    tenant_id: int,
    actor: str,
    application_id: uuid.UUID,
    kindergarten_id: uuid.UUID,
    *,
    once: Once | None = None,
) -> Application:
    """Puts the child on the kindergarten's list (rows 10, 17). Raises NotFound, Refusal."""
    return _with_kindergarten(
        tenant_id, actor, application_id, kindergarten_id, JoinWaitingList, once
    )


def leave_waiting_list(
    tenant_id: int,
    actor: str,
    application_id: uuid.UUID,
    kindergarten_id: uuid.UUID,
    *,
    once: Once | None = None,
) -> Application:
    """Takes the child off the list, or gives the kept place back. Raises NotFound, Refusal."""
    return _with_kindergarten(
        tenant_id, actor, application_id, kindergarten_id, LeaveWaitingList, once
    )


def begin_transfer(
    tenant_id: int,
    actor: str,
    application_id: uuid.UUID,
    kindergarten_id: uuid.UUID,
    *,
    once: Once | None = None,
) -> Application:
    """Moves an enrolled child to a free place elsewhere (row 16). Raises NotFound, Refusal."""
    return _with_kindergarten(
        tenant_id, actor, application_id, kindergarten_id, BeginTransfer, once
    )


def restore(
    tenant_id: int, actor: str, application_id: uuid.UUID, *, once: Once | None = None
) -> Application:
    """Takes an inactive application back into its queue (row 6). Raises NotFound, Refusal."""
    trigger = Restore(ApplicationId(application_id))
    return act_on_application(tenant_id, actor, application_id, trigger, once=once)


def _with_kindergarten(
    tenant_id: int,
    actor: str,
    application_id: uuid.UUID,
    kindergarten_id: uuid.UUID,
    kind: Callable[[ApplicationId, Chosen], Trigger],
    once: Once | None,
) -> Application:
    def trigger(running: Act, application: Application) -> Trigger:
        chosen = chosen_kindergartens(running.session, [kindergarten_id])
        if chosen is None:
            raise NotFound(kindergarten_id)
        return kind(application.id, chosen[0])

    also = (kindergarten_id,)
    return act_on_application(tenant_id, actor, application_id, trigger, also=also, once=once)


def iterate(tenant_id: int, actor: str, territory: str) -> int:
    """Offers vouchers now, as the night would (R-6); how many. Raises Refusal(mode_mismatch)."""
    catch_up(tenant_id)
    with act(tenant_id, actor) as running:
        years = cohorts_of(running.session, [territory])
        now = running.hold(birth_years=years)
        if years:
            settle_due(running, years, now)
        mode = mode_of(running, territory, now)
        if Happening.ITERATION not in DOORS[mode].on_demand:
            raise Refusal(Code.MODE_MISMATCH, "territory", territory=territory)
        moment = Moment(now, running.rules(now))
        trigger = TerritoryDue(TerritorySlug(territory), Happening.ITERATION)
        loaded = load(running, moment, years, happenings=[trigger], mode=mode)
        decision = take(running, loaded, trigger, moment, mode)
        return sum(fact.kind == "voucher:offered" for fact in decision.facts)
