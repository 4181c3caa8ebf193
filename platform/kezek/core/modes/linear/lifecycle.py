"""The states of the linear mode and its legal acts, as a table (rulebook 9.1)."""

from collections.abc import Callable
from typing import Any

from kezek.core.applications import (
    BEFORE_REFERRAL,
    ENDED,
    IN_LINE,
    State,
    TermKind,
)
from kezek.core.errors import Code
from kezek.core.modes.draft import Draft
from kezek.core.modes.linear import (
    admission,
    intake,
    offers,
    pupils,
    referrals,
    sanatorium,
    second_look,
    upkeep,
    vacancies,
    waiting,
)
from kezek.core.modes.linear.distribution import distribute
from kezek.core.modes.linear.ways import LinearWays
from kezek.core.modes.room import Due, Room, Row
from kezek.core.triggers import (
    Accept,
    Admit,
    AskExtension,
    CancelReferral,
    ChangeChoices,
    CloseDouble,
    ConfirmAgain,
    ConfirmInterest,
    Decline,
    DenyInterest,
    EndContract,
    GrantExtension,
    HandOver,
    KeepPlace,
    MovePupil,
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
    ReviewRefusal,
    Sign,
    Submit,
    SubmitDocuments,
    Verify,
    Withdraw,
)

S = State
_WAITING = IN_LINE | {S.SUSPENDED, S.INTEREST_CHECK}
_AFTER_ADMISSION = frozenset({S.CONTRACT, S.ENROLLED, S.ENROLLED_TEMP, S.ADMISSION_REFUSED})

ACTS: dict[type, Row] = {
    Verify: Row(frozenset({S.UNDER_REVIEW}), intake.verify, "3", answered_in=frozenset(S) - ENDED),
    Reject: Row(frozenset({S.UNDER_REVIEW, S.REFERRED}) | IN_LINE, intake.reject, "4, 5, 25"),
    ConfirmAgain: Row(frozenset({S.REFERRED}), second_look.confirm_again, "L-14.1"),
    Relocate: Row(IN_LINE, second_look.relocate, "L-23.2"),
    RefuseRelocation: Row(IN_LINE, second_look.refuse_relocation, "L-23.2"),
    HandOver: Row(frozenset(S) - ENDED, second_look.hand_over, "A-62"),
    Withdraw: Row(_WAITING | {S.OFFERED, S.UNDER_REVIEW, S.STOP_LIST}, waiting.withdraw, "21"),
    CloseDouble: Row(
        _WAITING | {S.OFFERED, S.UNDER_REVIEW, S.STOP_LIST}, waiting.close_double, "G-40"
    ),
    ChangeChoices: Row(
        _WAITING | {S.UNDER_REVIEW, S.STOP_LIST}, waiting.change_choices, "L-13.5, R-28, A-40"
    ),
    PlanAge: Row(IN_LINE, waiting.plan_age, "7, 8"),
    ConfirmInterest: Row(IN_LINE | {S.INTEREST_CHECK}, waiting.confirm_interest, "14, 17"),
    DenyInterest: Row(IN_LINE | {S.INTEREST_CHECK}, waiting.deny_interest, "15, 18, 20"),
    Accept: Row(frozenset({S.OFFERED}), offers.accept, "10", Code.NO_LIVE_OFFER),
    Decline: Row(frozenset({S.OFFERED}), offers.decline, "11", Code.NO_LIVE_OFFER),
    CancelReferral: Row(frozenset({S.REFERRED}), referrals.cancel, "23"),
    AskExtension: Row(frozenset({S.REFERRED}), referrals.ask_extension, "24"),
    GrantExtension: Row(frozenset({S.REFERRED}), referrals.grant_extension, "24"),
    RefuseExtension: Row(frozenset({S.REFERRED}), referrals.refuse_extension, "24"),
    SubmitDocuments: Row(frozenset({S.REFERRED}), admission.submit_documents, "26"),
    Admit: Row(frozenset({S.ADMISSION}), admission.admit, "28", answered_in=_AFTER_ADMISSION),
    RefuseAdmission: Row(
        frozenset({S.ADMISSION}),
        admission.refuse_admission,
        "29, 30",
        answered_in=_AFTER_ADMISSION,
    ),
    ReviewRefusal: Row(frozenset({S.ADMISSION_REFUSED}), admission.review_refusal, "31, 32"),
    Sign: Row(frozenset({S.CONTRACT}), admission.sign, "33"),
    EndContract: Row(frozenset({S.ENROLLED, S.ENROLLED_TEMP}), admission.end_contract, "35"),
    KeepPlace: Row(frozenset({S.ENROLLED}), sanatorium.keep_place, "L-17.2"),
    MovePupil: Row(frozenset({S.ENROLLED}), pupils.move_pupil, "L-17.1, X-14"),
}
"""Every act on an application. `TermDue` has its own table below."""

TERMS: dict[TermKind, tuple[frozenset[State], Due, str]] = {
    TermKind.REVIEW_ALARM: (frozenset({S.UNDER_REVIEW}), intake.alarm_review, "6"),
    TermKind.OFFER_ANSWER: (frozenset({S.OFFERED}), offers.offer_lapsed, "12"),
    TermKind.OFFER_REMINDER: (frozenset({S.OFFERED}), offers.remind_offer, "L-16.3"),
    TermKind.SUSPENSION: (frozenset({S.SUSPENDED}), offers.suspension_over, "13"),
    TermKind.INTEREST_ANSWER: (
        frozenset({S.INTEREST_CHECK}),
        offers.interest_unanswered,
        "15",
    ),
    TermKind.INTEREST_REMINDER: (frozenset({S.INTEREST_CHECK}), offers.remind_interest, "A-06"),
    TermKind.STOP_LIST: (frozenset({S.STOP_LIST}), referrals.stop_list_over, "R-55"),
    TermKind.PLANNED_AGE: (frozenset(S) - ENDED, waiting.reach_planned_age, "8"),
    TermKind.OFFER_AGE: (frozenset(S) - ENDED, waiting.reach_offer_age, "A-09"),
    TermKind.YEARLY_QUESTION: (IN_LINE, waiting.yearly_question_due, "16"),
    TermKind.YEARLY_ANSWER: (IN_LINE, waiting.yearly_answer_due, "19, 20"),
    TermKind.AGE_LIMIT: (BEFORE_REFERRAL, waiting.reach_age_limit, "22"),
    TermKind.REFERRAL_END: (frozenset({S.REFERRED}), referrals.referral_over, "27"),
    TermKind.REFERRAL_REMINDER: (frozenset({S.REFERRED}), referrals.remind_referral, "N-20"),
    TermKind.EXTENSION_ALARM: (frozenset({S.REFERRED}), referrals.alarm_extension, "A-17"),
    TermKind.ADMISSION_ALARM: (frozenset({S.ADMISSION}), admission.alarm_admission, "A-32"),
    TermKind.REFUSAL_REVIEW_ALARM: (
        frozenset({S.ADMISSION_REFUSED}),
        admission.alarm_refusal_review,
        "A-18",
    ),
    TermKind.CONTRACT_SIGN: (frozenset({S.CONTRACT}), referrals.expire, "34"),
}
"""What happens at the end of each span, and in which states; elsewhere it waits (R-54)."""


OTHERS: dict[type, Callable[[Draft, Any], None]] = {
    Submit: intake.submit,
    Publish: vacancies.publish,
    Recall: vacancies.recall,
    PupilReturned: sanatorium.pupil_returned,
    PlaceTermDue: vacancies.close_temporary,
    Outage: upkeep.move_terms,
    RatioSet: upkeep.set_ratio,
}
"""Triggers that are not about one application that exists."""


def _settle(draft: Draft) -> None:
    distribute(draft)


ROOM = Room(
    acts=ACTS,
    terms=TERMS,
    of_terms={TermKind.AGE_NOTICE: waiting.tell_age_near},
    others=OTHERS,
    ways=LinearWays(),
    settle=_settle,
)
"""The linear mode; its free places are offered after every step."""

decide, decide_due, take_step = ROOM.decide, ROOM.decide_due, ROOM.take_step
