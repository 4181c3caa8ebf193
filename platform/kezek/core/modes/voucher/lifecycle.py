"""The states of the voucher mode and its legal acts, as a table (rulebook 9.3)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from kezek.core.applications import (
    BEFORE_REFERRAL,
    ENDED,
    IN_LINE,
    Application,
    State,
    TermKind,
)
from kezek.core.cohorts import reference_year
from kezek.core.errors import Code
from kezek.core.happenings import Happening
from kezek.core.modes.draft import Draft
from kezek.core.modes.linear import admission as shared_admission
from kezek.core.modes.linear import intake as shared_intake
from kezek.core.modes.linear import (
    pupils,
    referrals,
    sanatorium,
    second_look,
    upkeep,
    vacancies,
    waiting,
)
from kezek.core.modes.room import Due, Room, Row
from kezek.core.modes.voucher import (
    admission,
    choice,
    extension,
    intake,
    lists,
    offers,
    transfer,
)
from kezek.core.modes.voucher.iteration import iterate
from kezek.core.modes.voucher.ways import VoucherWays
from kezek.core.modes.voucher.yearly import update
from kezek.core.triggers import (
    Accept,
    Admit,
    AskExtension,
    BeginTransfer,
    Choose,
    CloseDouble,
    ConfirmAgain,
    ConfirmInterest,
    Decline,
    DenyInterest,
    EndContract,
    GrantExtension,
    HandOver,
    JoinWaitingList,
    KeepPlace,
    LeaveWaitingList,
    MovePupil,
    OnApplication,
    Outage,
    PlaceTermDue,
    PlanAge,
    Publish,
    PupilReturned,
    RatioSet,
    Recall,
    RefuseAdmission,
    RefuseExtension,
    RefuseRelocation,
    Reject,
    Relocate,
    Restore,
    Sign,
    Submit,
    SubmitDocuments,
    TerritoryDue,
    Verify,
    Withdraw,
)

S = State
_RUNNING = frozenset({S.VOUCHER_ACTIVE, S.PLACE_CHOSEN})
_TO_CHOOSE = _RUNNING | {S.WAITLISTED}
_MAY_WAIT = frozenset({S.VOUCHER_ACTIVE, S.WAITLISTED, S.ENROLLED})
_ON_THE_WAY = IN_LINE | _TO_CHOOSE | {S.VOUCHER_OFFERED, S.INACTIVE, S.UNDER_REVIEW}
_AFTER_ADMISSION = frozenset({S.CONTRACT, S.ENROLLED, S.ENROLLED_TEMP})
_NOWHERE: frozenset[State] = frozenset()

Step = Callable[[Draft, Application, Any], None]


def _in_transfer(there: Step, otherwise: Step) -> Step:
    """The same verb for a child that moves between kindergartens (R-81)."""

    def act(draft: Draft, application: Application, trigger: OnApplication) -> None:
        step = there if application.state is S.TRANSFER else otherwise
        step(draft, application, trigger)

    return act


ACTS: dict[type, Row] = {
    Verify: Row(
        frozenset({S.UNDER_REVIEW}), shared_intake.verify, "1", answered_in=frozenset(S) - ENDED
    ),
    Reject: Row(
        frozenset({S.UNDER_REVIEW}) | IN_LINE | intake.WITH_VOUCHER, intake.reject, "1, R-35"
    ),
    Relocate: Row(IN_LINE, second_look.relocate, "L-23.2"),
    RefuseRelocation: Row(IN_LINE, second_look.refuse_relocation, "L-23.2"),
    ConfirmAgain: Row(frozenset({S.PLACE_CHOSEN}), second_look.confirm_again, "L-14.1"),
    HandOver: Row(frozenset(S) - ENDED, second_look.hand_over, "A-62"),
    Withdraw: Row(_ON_THE_WAY | {S.STOP_LIST}, admission.withdraw, "20, R-78"),
    CloseDouble: Row(_ON_THE_WAY | {S.STOP_LIST}, admission.close_double, "G-40"),
    PlanAge: Row(IN_LINE, waiting.plan_age, "L-16.6"),
    ConfirmInterest: Row(_NOWHERE, waiting.confirm_interest, "R-31"),
    DenyInterest: Row(_NOWHERE, waiting.deny_interest, "R-31"),
    Accept: Row(frozenset({S.VOUCHER_OFFERED}), offers.accept, "3", Code.NO_LIVE_OFFER),
    Decline: Row(frozenset({S.VOUCHER_OFFERED}), offers.decline, "4", Code.NO_LIVE_OFFER),
    Restore: Row(frozenset({S.INACTIVE, S.ARCHIVED}), offers.restore, "6, 7, R-69"),
    Choose: Row(_TO_CHOOSE, choice.choose, "9"),
    JoinWaitingList: Row(_MAY_WAIT, lists.join, "10, 17"),
    LeaveWaitingList: Row(_MAY_WAIT, lists.leave, "10, 17"),
    AskExtension: Row(_RUNNING, extension.ask, "13"),
    GrantExtension: Row(_RUNNING, extension.grant, "13"),
    RefuseExtension: Row(_RUNNING, extension.refuse, "13"),
    SubmitDocuments: Row(
        frozenset({S.PLACE_CHOSEN, S.TRANSFER}),
        _in_transfer(transfer.submit_documents, admission.submit_documents),
        "12, 16",
    ),
    Admit: Row(
        frozenset({S.ADMISSION, S.TRANSFER}),
        _in_transfer(transfer.admit, shared_admission.admit),
        "12, 16",
        answered_in=_AFTER_ADMISSION,
    ),
    RefuseAdmission: Row(
        frozenset({S.ADMISSION, S.TRANSFER}),
        _in_transfer(transfer.refuse_admission, admission.refuse_admission),
        "15, 16",
        answered_in=_AFTER_ADMISSION,
    ),
    Sign: Row(
        frozenset({S.CONTRACT, S.TRANSFER}), _in_transfer(transfer.sign, admission.sign), "12, 16"
    ),
    BeginTransfer: Row(frozenset({S.ENROLLED}), transfer.begin, "16"),
    EndContract: Row(frozenset({S.ENROLLED, S.ENROLLED_TEMP}), admission.end_contract, "18"),
    KeepPlace: Row(frozenset({S.ENROLLED}), sanatorium.keep_place, "L-17.2"),
    MovePupil: Row(frozenset({S.ENROLLED}), pupils.move_pupil, "L-17.1, X-14"),
}
"""Every act on an application; what is not here belongs to another mode (R-30)."""


def forget_yearly(draft: Draft, application: Application) -> None:
    """A yearly question that began under another mode is not asked here (rulebook 9.3)."""
    yearly = {TermKind.YEARLY_QUESTION, TermKind.YEARLY_ANSWER}
    draft.record(
        "interest:not-asked-here",
        "R-10",
        applications=[
            replace(
                application,
                yearly_asked=0,
                terms=tuple(one for one in application.terms if one.kind not in yearly),
            )
        ],
    )


_EVERYWHERE = frozenset(S) - ENDED

TERMS: dict[TermKind, tuple[frozenset[State], Due, str]] = {
    TermKind.REVIEW_ALARM: (frozenset({S.UNDER_REVIEW}), shared_intake.alarm_review, "1"),
    TermKind.PLANNED_AGE: (_EVERYWHERE, waiting.reach_planned_age, "L-16.6"),
    TermKind.OFFER_AGE: (_EVERYWHERE, waiting.reach_offer_age, "A-09"),
    TermKind.YEARLY_QUESTION: (_EVERYWHERE, forget_yearly, "R-10"),
    TermKind.YEARLY_ANSWER: (_EVERYWHERE, forget_yearly, "R-10"),
    TermKind.STOP_LIST: (frozenset({S.STOP_LIST}), referrals.stop_list_over, "R-84"),
    TermKind.AGE_LIMIT: (BEFORE_REFERRAL, admission.reach_age_limit, "20"),
    TermKind.VOUCHER_ANSWER: (frozenset({S.VOUCHER_OFFERED}), offers.lapse, "5"),
    TermKind.VOUCHER_REMINDER: (frozenset({S.VOUCHER_OFFERED}), offers.remind_offer, "N-44"),
    TermKind.VOUCHER_END: (_RUNNING, extension.voucher_over, "14"),
    TermKind.VOUCHER_END_REMINDER: (_RUNNING, offers.remind_end, "N-20"),
    TermKind.RESTORE_END: (frozenset({S.INACTIVE}), offers.restore_over, "8"),
    TermKind.PAUSE_END: (frozenset({S.WAITLISTED}), lists.pause_over, "R-71"),
    TermKind.HOLD_END: (frozenset({S.VOUCHER_ACTIVE, S.ENROLLED}), lists.hold_over, "11"),
    TermKind.EXTENSION_ALARM: (_RUNNING, referrals.alarm_extension, "A-17"),
    TermKind.ADMISSION_ALARM: (
        frozenset({S.ADMISSION, S.TRANSFER}),
        shared_admission.alarm_admission,
        "A-32",
    ),
    TermKind.CONTRACT_SIGN: (frozenset({S.CONTRACT}), offers.lapse, "R-77"),
    TermKind.TRANSFER_END: (frozenset({S.TRANSFER}), transfer.transfer_over, "R-81"),
}
"""What happens at the end of each span, and in which states; elsewhere it waits (R-54)."""


def publish(draft: Draft, trigger: Publish) -> None:
    """New places; an iteration at once only where the region has set it so (R-6)."""
    vacancies.publish(draft, trigger)
    if not draft.settings.iterate_on_place:
        return
    year = reference_year(draft.settings, draft.calendar, draft.now)
    for territory, cohort in dict.fromkeys(
        (draft.territory_of(place), year - place.key.birth_year) for place in trigger.places
    ):
        iterate(draft, territory, cohort)


def happen(draft: Draft, trigger: TerritoryDue) -> None:
    """What the territory does by itself now (R-6, R-7)."""
    _HAPPENS[trigger.happening](draft, trigger.territory)


_HAPPENS: dict[Happening, Callable[..., None]] = {
    Happening.ITERATION: iterate,
    Happening.YEARLY_UPDATE: update,
}

OTHERS: dict[type, Callable[[Draft, Any], None]] = {
    Submit: intake.submit,
    Publish: publish,
    Recall: vacancies.recall,
    PupilReturned: sanatorium.pupil_returned,
    PlaceTermDue: vacancies.close_temporary,
    TerritoryDue: happen,
    Outage: upkeep.move_terms,
    RatioSet: upkeep.set_ratio,
}
"""Triggers that are not about one application that exists."""

ROOM = Room(
    acts=ACTS,
    terms=TERMS,
    of_terms={
        TermKind.AGE_NOTICE: waiting.tell_age_near,
        TermKind.RESTORE_REMINDER: offers.remind_restore,
    },
    others=OTHERS,
    ways=VoucherWays(),
    settle=lists.serve_waiting_lists,
)
"""The voucher mode; its free places go to waiting lists after every step."""

decide, decide_due = ROOM.decide, ROOM.decide_due
