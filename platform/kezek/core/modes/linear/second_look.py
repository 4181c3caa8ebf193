"""What a specialist finds after an application stands: confirmed again, or moved house."""

from dataclasses import replace

from kezek.core.applications import Application
from kezek.core.errors import Code, Refusal
from kezek.core.events import Cause
from kezek.core.modes.draft import Draft
from kezek.core.modes.linear.referrals import live_referral
from kezek.core.notices import Notice
from kezek.core.relocation import REFUSED, is_entitled, may_move_up
from kezek.core.triggers import ConfirmAgain, HandOver, RefuseRelocation, Relocate
from kezek.core.turns import Standing


def confirm_again(draft: Draft, application: Application, _: ConfirmAgain) -> None:
    """The second check is done, everything is as it was claimed; the referral goes on (L-14.1).

    Raises Refusal(ALREADY_DECIDED) the second time.
    """
    referral = live_referral(application)
    if referral.rechecked:
        raise Refusal(Code.ALREADY_DECIDED, "rechecked")
    draft.record(
        "standing:confirmed-again",
        "L-14.1",
        applications=[replace(application, referral=replace(referral, rechecked=True))],
    )


def relocate(draft: Draft, application: Application, _: Relocate) -> None:
    """Transferred to a new place of service, moved house: out of turn from now on (L-23.2, A-24).

    The moment of submission stays. Raises Refusal: already out of turn, or a family whom the
    region does not give this to.
    """
    if Standing.O in (application.standing, application.claimed):
        raise Refusal(Code.ALREADY_DECIDED, "out_of_turn")
    if not is_entitled(application, draft.settings):
        raise Refusal(Code.WRONG_STATE, "relocation_category")
    draft.record(
        "standing:relocated",
        "L-23.2",
        Cause.STANDING_CHANGED_AHEAD,
        applications=[replace(application, standing=Standing.O, claimed=Standing.O)],
        notices=[Notice("N-05", application.id)],
    )


def refuse_relocation(draft: Draft, application: Application, trigger: RefuseRelocation) -> None:
    """The paper does not show a transfer or a move: the family is told, no more (L-23.2)."""
    if not may_move_up(application, draft.settings):
        raise Refusal(Code.ALREADY_DECIDED, "out_of_turn")
    draft.record(
        REFUSED,
        "L-23.2",
        notices=[Notice("N-07", application.id, {"relocation": True, "words": trigger.words})],
    )


def hand_over(draft: Draft, application: Application, trigger: HandOver) -> None:
    """Another parent or representative keeps the application; its place and terms stay (A-62)."""
    if trigger.guardian == application.guardian:
        raise Refusal(Code.ALREADY_DECIDED, "owner")
    draft.record(
        "application:handed-over",
        "A-62",
        applications=[replace(application, guardian=trigger.guardian)],
        proof=trigger.proof,
    )
