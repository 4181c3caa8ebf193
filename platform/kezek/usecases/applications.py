"""An application begins and changes: submit, withdraw, other choices, planned age, interest."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from kezek.core.applications import Application, State
from kezek.core.errors import Code, Refusal
from kezek.core.ids import (
    ApplicationId,
    ChildId,
    GuardianId,
    TerritorySlug,
)
from kezek.core.modes.entering import as_it_enters
from kezek.core.modes.registry import DOORS
from kezek.core.numbers import application_number
from kezek.core.queues import QueueType
from kezek.core.registers import QuestionKind
from kezek.core.standing import category, standing_of
from kezek.core.territories import mode_on
from kezek.core.triggers import (
    ChangeChoices,
    Chosen,
    ConfirmInterest,
    DenyInterest,
    PlanAge,
    Submit,
    Withdraw,
)
from kezek.core.turns import Standing
from kezek.db.accounts import open_conflict
from kezek.db.applications import (
    Live,
    had_privileged_place,
    live_applications_of,
    load_applications,
    next_serial,
)
from kezek.db.base import uuid7
from kezek.db.claims import Claim, claim_child, lock_claim, pass_claim
from kezek.db.idempotency import Once
from kezek.db.kindergartens import chosen_kindergartens
from kezek.db.people import ChildRow, find_child
from kezek.db.register_questions import Question, leave_question
from kezek.db.rules_in_force import region_at
from kezek.usecases.deciding import Moment, NotFound, act_on_application, load, take
from kezek.usecases.due import catch_up, settle_due
from kezek.usecases.unit_of_work import Act, act


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a family fills in (Annex 1)."""

    child_id: uuid.UUID
    territory: str
    language: str
    choices: tuple[uuid.UUID, ...]
    queue_type: QueueType = QueueType.GENERAL
    categories: tuple[int, ...] = (13,)
    has_pmpk: bool = False
    planned_from: date | None = None
    consent: bool = False
    proof_accepted: bool = False
    """Whether a register, or a specialist before, has accepted the category's proof (L-6.2)."""


def submit(
    tenant_id: int,
    actor: str,
    wish: Wish,
    *,
    then: Callable[[Act, ApplicationId], None] | None = None,
    once: Once | None = None,
) -> Application:
    """Puts a child into its queues, or before the specialist (rows 1, 2, G-20).

    `then` writes what belongs to the application, papers and consent, in the same commit.

    Raises NotFound for a child or kindergarten that is not there, and Refusal.
    """
    catch_up(tenant_id)
    with act(tenant_id, actor, once) as running:
        child = find_child(running.session, wish.child_id)
        if child is None:
            raise NotFound(wish.child_id)
        application_id = ApplicationId(uuid7())
        claim = _claim(running, child, application_id, wish)
        years = [child.born_on.year]
        now = running.hold(child=child.id, birth_years=years)
        attended = _need_no_other(running, child, wish)
        settle_due(running, years, now)
        moment = Moment(now, running.rules(now))

        application = _application(running, child, wish, application_id, moment)
        chosen = _chosen(running, wish.choices)
        trigger = Submit(
            application,
            chosen,
            consent=wish.consent,
            proof_accepted=wish.proof_accepted,
            attending=attended is not None,
            lost_privilege=had_privileged_place(running.session, child.id),
        )
        loaded = load(running, moment, years, keys=application.keys, mode=application.mode)
        take(running, loaded, trigger, moment, application.mode)
        if claim is Claim.CONFLICT:
            open_conflict(
                running.session, tenant_id, child.guardian_id, now, application_id=application_id
            )

        _leave_questions(running, application, now)
        if then is not None:
            then(running, application_id)
        running.response["application"] = str(application_id)
        return load_applications(running.session, [application_id])[application_id]


def _leave_questions(running: Act, one: Application, now: datetime) -> None:
    """The worker asks the registers that were not asked yet; a specialist reads what they say."""
    for code in one.categories:
        if category(code).register_can_confirm:
            question = Question(QuestionKind.BENEFIT, one.guardian, one.child, one.id, code)
            leave_question(running.session, running.tenant_id, question, now)


def _claim(running: Act, child: ChildRow, application_id: ApplicationId, wish: Wish) -> Claim:
    """One live application per child in the deployment (G-40); made before all other locks.

    Where a child may look for another kindergarten while it attends one, the claim goes on to the
    new application (A-42).
    """
    if child.person_hash is None:
        return Claim.GRANTED
    lock_claim(running.session, child.person_hash)
    # Whether the parentage is proven may have changed while another act held the claim.
    running.session.refresh(child)
    attended = _need_no_other(running, child, wish)
    if attended is not None:
        pass_claim(running.session, attended.id, application_id)
    claim = claim_child(
        running.session, child.person_hash, application_id, is_proven=child.parentage_proven
    )
    if claim is Claim.TAKEN:
        raise Refusal(Code.ALREADY_QUEUED, "elsewhere")
    return claim


def _need_no_other(running: Act, child: ChildRow, wish: Wish) -> Live | None:
    """The application by which the child attends, where it may stand beside; else Refusal."""
    others = live_applications_of(running.session, [child.id])
    if not others:
        return None
    _, region = region_at(running.session, running.tenant_id, running.now())
    today = region.calendar.local_day(running.now())
    mode = mode_on(region.territories, wish.territory, today)
    may_attend = mode is not None and DOORS[mode].while_attending
    if len(others) == 1 and others[0].state is State.ENROLLED and may_attend:
        return others[0]
    raise Refusal(Code.ALREADY_QUEUED, "own", number=others[-1].number)


def _application(
    running: Act, child: ChildRow, wish: Wish, application_id: ApplicationId, moment: Moment
) -> Application:
    _, region = region_at(running.session, running.tenant_id, moment.now)
    today = region.calendar.local_day(moment.now)
    mode = mode_on(region.territories, wish.territory, today)
    if mode is None:
        raise Refusal(Code.MODE_MISMATCH, "territory", territory=wish.territory)
    serial = next_serial(running.session)
    claimed = standing_of(wish.categories)
    application = Application(
        id=application_id,
        number=application_number(region.prefix, today.year, serial),
        serial=serial,
        child=ChildId(child.id),
        guardian=GuardianId(child.guardian_id),
        territory=TerritorySlug(wish.territory),
        queue_type=wish.queue_type,
        born_on=child.born_on,
        language=wish.language,
        choices=tuple(chosen.id for chosen in _chosen(running, wish.choices)),
        categories=wish.categories,
        standing=Standing.G,
        claimed=claimed,
        submitted_at=moment.now,
        state=State.UNDER_REVIEW,
        has_pmpk=wish.has_pmpk,
        planned_from=wish.planned_from,
    )
    return as_it_enters(application, moment.rules, moment.now)


def _chosen(running: Act, choices: tuple[uuid.UUID, ...]) -> tuple[Chosen, ...]:
    chosen = chosen_kindergartens(running.session, choices)
    if chosen is None:
        raise NotFound("kindergarten")
    return chosen


def withdraw(
    tenant_id: int, actor: str, application_id: uuid.UUID, *, once: Once | None = None
) -> Application:
    """The parent takes the application back (row 21). Raises NotFound, Refusal."""
    trigger = Withdraw(ApplicationId(application_id))
    return act_on_application(tenant_id, actor, application_id, trigger, once=once)


def change_choices(
    tenant_id: int,
    actor: str,
    application_id: uuid.UUID,
    choices: tuple[uuid.UUID, ...],
    *,
    once: Once | None = None,
) -> Application:
    """Other kindergartens, in the parent's order (L-13.5, A-28). Raises NotFound, Refusal."""

    def trigger(running: Act, application: Application) -> ChangeChoices:
        return ChangeChoices(application.id, _chosen(running, choices))

    return act_on_application(tenant_id, actor, application_id, trigger, also=choices, once=once)


def plan_age(
    tenant_id: int,
    actor: str,
    application_id: uuid.UUID,
    planned_from: date | None,
    *,
    once: Once | None = None,
) -> Application:
    """The day from which the child takes part (A-10). Raises NotFound, Refusal."""
    trigger = PlanAge(ApplicationId(application_id), planned_from)
    return act_on_application(tenant_id, actor, application_id, trigger, once=once)


def answer_interest(
    tenant_id: int,
    actor: str,
    application_id: uuid.UUID,
    *,
    interested: bool,
    once: Once | None = None,
) -> Application:
    """Answers the yearly question or the one after a suspension (rows 14 to 18). Raises Refusal."""
    kind = ConfirmInterest if interested else DenyInterest
    trigger = kind(ApplicationId(application_id))
    return act_on_application(tenant_id, actor, application_id, trigger, once=once)
