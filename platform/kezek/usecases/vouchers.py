"""A voucher in a family's hands: chosen with, waited with, restored, moved; iterations (9.3)."""

import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from kezek.core.applications import Application
from kezek.core.errors import Code, Refusal
from kezek.core.happenings import Happening
from kezek.core.ids import ApplicationId, TerritorySlug
from kezek.core.modes.contract import Decision
from kezek.core.modes.registry import DOORS
from kezek.core.territories import Mode
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
from kezek.usecases.unit_of_work import SYSTEM, Act, act
from kezek.usecases.world import Loaded

Offered = tuple[int, str]
"""A cohort and a class of it."""

OFFERED = "voucher:offered"


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


def iterate(tenant_id: int, actor: str, territory: str, *, once: Once | None = None) -> int:
    """Offers vouchers now, as the night would (R-6); how many. Raises Refusal(mode_mismatch)."""
    catch_up(tenant_id)
    with act(tenant_id, actor, once) as running:
        asked = _iteration(running, territory)
        decision = take(running, asked.loaded, asked.trigger, asked.moment, asked.mode)
        running.response["offered"] = sum(one.kind == OFFERED for one in decision.facts)
        return int(str(running.response["offered"]))


def rehearse(tenant_id: int, territory: str) -> Counter[Offered]:
    """How many vouchers an iteration would offer now in each category; nothing is saved (R-6).

    Raises Refusal(mode_mismatch) for a territory of another mode.
    """
    catch_up(tenant_id)
    try:
        with act(tenant_id, SYSTEM) as running:
            asked = _iteration(running, territory)
            decide = DOORS[asked.mode].decide
            decision = decide(
                asked.loaded.world, asked.trigger, asked.moment.rules, asked.moment.now
            )
            raise _Rehearsed(_offered(decision))
    except _Rehearsed as rehearsed:
        return rehearsed.offered


class _Rehearsed(Exception):
    """Ends a transaction without a trace once it has told what it would have done."""

    def __init__(self, offered: Counter[Offered]) -> None:
        super().__init__()
        self.offered = offered


@dataclass(frozen=True, slots=True)
class _Iteration:
    """An iteration with everything that decides it."""

    loaded: Loaded
    trigger: TerritoryDue
    moment: Moment
    mode: Mode


def _iteration(running: Act, territory: str) -> _Iteration:
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
    return _Iteration(loaded, trigger, moment, mode)


def _offered(decision: Decision) -> Counter[Offered]:
    changed = [
        one.after for fact in decision.facts if fact.kind == OFFERED for one in fact.applications
    ]
    return Counter((one.cohort or 0, str(one.standing)) for one in changed)
