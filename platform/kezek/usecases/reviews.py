"""What a specialist decides: benefits, papers at both checks, refusals of kindergartens, moves."""

import uuid

from kezek.core import relocation
from kezek.core.access import Actor, Permission
from kezek.core.annex3 import Reasons
from kezek.core.applications import SHOWN, Application, State
from kezek.core.errors import Code, Refusal
from kezek.core.triggers import (
    ConfirmAgain,
    RefuseRelocation,
    Reject,
    Relocate,
    ReviewRefusal,
    Verify,
)
from kezek.db.documents import application_documents
from kezek.db.relocations import unanswered_moves
from kezek.usecases.staff_acts import decide, need_state
from kezek.usecases.unit_of_work import Act


def confirm(tenant_id: int, by: Actor, application_id: uuid.UUID, *, intent: str) -> None:
    """The first check: all as claimed, the child enters its queues (row 3, L-6.4).

    Raises NotFound, and Refusal(ALREADY_DECIDED) where a colleague was quicker.
    """

    def asked(_: Act, application: Application) -> Verify:
        need_state(application, State.UNDER_REVIEW)
        return Verify(application.id)

    permission = Permission.STANDING_VERIFY
    decide(tenant_id, by, permission, application_id, asked, intent=intent, request="confirm")


def confirm_again(
    tenant_id: int, by: Actor, application_id: uuid.UUID, seen: State, *, intent: str
) -> None:
    """The second check: all still as claimed, the referral or the voucher goes on (L-14.1).

    A place taken by a benefit in the indigo mode waits for this to become the family's (9.2 row 8).
    Raises NotFound, Refusal.
    """

    def asked(_: Act, application: Application) -> ConfirmAgain | Verify:
        need_state(application, seen)
        if seen is State.BENEFIT_CHECK:
            return Verify(application.id)
        return ConfirmAgain(application.id)

    permission = Permission.STANDING_VERIFY
    request = f"confirm-again:{seen}"
    decide(tenant_id, by, permission, application_id, asked, intent=intent, request=request)


def refuse_benefit(
    tenant_id: int, by: Actor, application_id: uuid.UUID, seen: State, *, intent: str
) -> None:
    """The benefit is not proven: general grounds, the moment kept (rows 5, 25, R-19, A-14).

    `seen` is the stage that the specialist looked at: a decision taken meanwhile is not undone.
    Raises NotFound, Refusal.
    """

    def asked(_: Act, application: Application) -> Reject:
        need_state(application, *_same_stage(seen))
        return Reject(application.id, whole=False)

    permission = Permission.STANDING_VERIFY
    request = f"refuse-benefit:{seen}"
    decide(tenant_id, by, permission, application_id, asked, intent=intent, request=request)


def refuse_whole(
    tenant_id: int,
    by: Actor,
    application_id: uuid.UUID,
    seen: State,
    reasons: Reasons,
    *,
    intent: str,
) -> None:
    """The whole application is refused with the reasons of Annex 3 (rows 4, 25, L-5.5, L-A3.1).

    Raises NotFound, and Refusal: no reason named, or a colleague was quicker.
    """
    if not (reasons.missing or reasons.expired or reasons.grounds):
        raise Refusal(Code.INVALID_CHOICE, "no_reason")

    def asked(_: Act, application: Application) -> Reject:
        need_state(application, *_same_stage(seen))
        return Reject(application.id, whole=True, reason=str(reasons))

    permission = Permission.APPLICATION_REFUSE
    request = f"refuse:{seen}:{reasons}"
    decide(tenant_id, by, permission, application_id, asked, intent=intent, request=request)


def _same_stage(seen: State) -> frozenset[State]:
    return SHOWN if seen in SHOWN else frozenset({seen})


def relocate(tenant_id: int, by: Actor, application_id: uuid.UUID, *, intent: str) -> None:
    """The paper of a transfer or a move is in order: out of turn from now on (L-23.2, DOC-18).

    Raises NotFound, and Refusal where the paper is missing or the region does not give this.
    """

    def asked(running: Act, application: Application) -> Relocate:
        files = application_documents(running.session, application.id)
        if not any(file.kind == relocation.PAPER for file in files):
            raise Refusal(Code.WRONG_STATE, "no_relocation_paper")
        return Relocate(application.id)

    permission = Permission.STANDING_VERIFY
    decide(tenant_id, by, permission, application_id, asked, intent=intent, request="relocate")


def refuse_relocation(
    tenant_id: int, by: Actor, application_id: uuid.UUID, words: str, *, intent: str
) -> None:
    """The paper shows no transfer and no move: the family is told why (L-23.2).

    Raises NotFound, and Refusal where no paper waits for an answer.
    """

    def asked(running: Act, application: Application) -> RefuseRelocation:
        if application.id not in unanswered_moves(running.session, application.id):
            raise Refusal(Code.ALREADY_DECIDED, "relocation")
        return RefuseRelocation(application.id, words)

    permission = Permission.STANDING_VERIFY
    request = f"refuse-relocation:{words}"
    decide(tenant_id, by, permission, application_id, asked, intent=intent, request=request)


def review_refusal(
    tenant_id: int, by: Actor, application_id: uuid.UUID, *, stands: bool, intent: str
) -> None:
    """The department upholds or overturns a kindergarten's refusal (rows 31, 32, L-16.1).

    Raises NotFound, Refusal.
    """

    def asked(_: Act, application: Application) -> ReviewRefusal:
        need_state(application, State.ADMISSION_REFUSED)
        return ReviewRefusal(application.id, stands)

    permission = Permission.ADMISSION_REVIEW
    request = f"review-refusal:{stands}"
    decide(tenant_id, by, permission, application_id, asked, intent=intent, request=request)
