"""The states of the indigo mode and its legal acts, as a table (rulebook 9.2)."""

from collections.abc import Callable
from typing import Any

from kezek.core.applications import (
    BEFORE_REFERRAL,
    ENDED,
    IN_LINE,
    Application,
    State,
    TermKind,
)
from kezek.core.errors import Code
from kezek.core.modes.draft import Draft
from kezek.core.modes.indigo import benefits, bulletin, contracts, misses, taking, vacancies
from kezek.core.modes.linear import (
    admission,
    intake,
    pupils,
    referrals,
    sanatorium,
    second_look,
    upkeep,
    waiting,
)
from kezek.core.modes.room import Due, Room, Row
from kezek.core.triggers import (
    Accept,
    Admit,
    AskExtension,
    CancelReferral,
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
    Take,
    TerritoryDue,
    Verify,
    Withdraw,
)

S = State
_STANDING = IN_LINE | {S.PRIORITY}
_REFERRED = frozenset({S.REFERRED})
_PLACE_TAKEN = frozenset({S.REFERRED, S.BENEFIT_CHECK})
_AFTER_ADMISSION = frozenset({S.CONTRACT, S.ENROLLED, S.ENROLLED_TEMP, S.ADMISSION_REFUSED})
_TO_VERIFY = frozenset({S.UNDER_REVIEW, S.BENEFIT_CHECK})


def _no_offers_here(_: Draft, __: Application, ___: Any) -> None:
    raise AssertionError("no state of this mode has an offer")


_NO_OFFER = Row(frozenset(), _no_offers_here, "R-67", Code.NO_LIVE_OFFER)

ACTS: dict[type, Row] = {
    Verify: Row(_TO_VERIFY, benefits.verify, "1, 8", answered_in=frozenset(S) - ENDED),
    Reject: Row(IN_LINE | _PLACE_TAKEN | {S.UNDER_REVIEW}, benefits.reject, "1, 9, R-35"),
    Take: Row(
        frozenset({S.QUEUED, S.PRIORITY}),
        taking.take,
        "3, 5, 6, 7",
        codes={S.STOP_LIST: Code.STOP_LISTED},
    ),
    Accept: _NO_OFFER,
    Decline: _NO_OFFER,
    Withdraw: Row(_STANDING | {S.STOP_LIST, S.UNDER_REVIEW}, waiting.withdraw, "14"),
    CloseDouble: Row(_STANDING | {S.STOP_LIST, S.UNDER_REVIEW}, waiting.close_double, "G-40"),
    PlanAge: Row(IN_LINE, waiting.plan_age, "9.1 rows 7, 8"),
    ConfirmInterest: Row(_STANDING, waiting.confirm_interest, "yearly_in_indigo"),
    DenyInterest: Row(_STANDING, waiting.deny_interest, "yearly_in_indigo"),
    ConfirmAgain: Row(_REFERRED, second_look.confirm_again, "L-14.1"),
    Relocate: Row(_STANDING, second_look.relocate, "L-23.2"),
    RefuseRelocation: Row(_STANDING, second_look.refuse_relocation, "L-23.2"),
    HandOver: Row(frozenset(S) - ENDED, second_look.hand_over, "A-62"),
    CancelReferral: Row(_PLACE_TAKEN, referrals.cancel, "9.1 row 23"),
    AskExtension: Row(_REFERRED, referrals.ask_extension, "9.1 row 24"),
    GrantExtension: Row(_REFERRED, referrals.grant_extension, "9.1 row 24"),
    RefuseExtension: Row(_REFERRED, referrals.refuse_extension, "9.1 row 24"),
    SubmitDocuments: Row(_REFERRED, admission.submit_documents, "10"),
    Admit: Row(frozenset({S.ADMISSION}), admission.admit, "10", answered_in=_AFTER_ADMISSION),
    RefuseAdmission: Row(
        frozenset({S.ADMISSION}),
        admission.refuse_admission,
        "10",
        answered_in=_AFTER_ADMISSION,
    ),
    ReviewRefusal: Row(frozenset({S.ADMISSION_REFUSED}), admission.review_refusal, "10"),
    Sign: Row(frozenset({S.CONTRACT}), contracts.sign, "10, 15"),
    EndContract: Row(frozenset({S.ENROLLED, S.ENROLLED_TEMP}), admission.end_contract, "R-34"),
    KeepPlace: Row(frozenset({S.ENROLLED}), vacancies.keep_place, "L-17.2"),
    MovePupil: Row(frozenset({S.ENROLLED}), pupils.move_pupil, "L-17.1, X-14"),
}
"""Every act on an application. `TermDue` has its own table below; what is missing here belongs to
another mode."""

TERMS: dict[TermKind, tuple[frozenset[State], Due, str]] = {
    TermKind.REVIEW_ALARM: (frozenset({S.UNDER_REVIEW}), intake.alarm_review, "1"),
    TermKind.WINDOW: (frozenset({S.PRIORITY}), bulletin.close_window, "4"),
    TermKind.WINDOW_REMINDER: (frozenset({S.PRIORITY}), bulletin.remind_of_window, "N-35"),
    TermKind.BENEFIT_PAPERS: (frozenset({S.BENEFIT_CHECK}), benefits.annul, "9"),
    TermKind.BENEFIT_REMINDER: (
        frozenset({S.BENEFIT_CHECK}),
        benefits.remind_of_papers,
        "A-38",
    ),
    TermKind.STOP_LIST: (frozenset({S.STOP_LIST}), misses.stop_list_over, "13"),
    TermKind.PLANNED_AGE: (frozenset(S) - ENDED, waiting.reach_planned_age, "9.1 row 8"),
    TermKind.OFFER_AGE: (frozenset(S) - ENDED, waiting.reach_offer_age, "A-09"),
    TermKind.YEARLY_QUESTION: (IN_LINE, waiting.yearly_question_due, "yearly_in_indigo"),
    TermKind.YEARLY_ANSWER: (IN_LINE, waiting.yearly_answer_due, "yearly_in_indigo"),
    TermKind.AGE_LIMIT: (BEFORE_REFERRAL, waiting.reach_age_limit, "14"),
    TermKind.REFERRAL_END: (_REFERRED, referrals.referral_over, "11, 12"),
    TermKind.REFERRAL_REMINDER: (_REFERRED, referrals.remind_referral, "N-20"),
    TermKind.EXTENSION_ALARM: (_REFERRED, referrals.alarm_extension, "A-17"),
    TermKind.ADMISSION_ALARM: (frozenset({S.ADMISSION}), admission.alarm_admission, "A-32"),
    TermKind.REFUSAL_REVIEW_ALARM: (
        frozenset({S.ADMISSION_REFUSED}),
        admission.alarm_refusal_review,
        "A-18",
    ),
    TermKind.CONTRACT_SIGN: (frozenset({S.CONTRACT}), misses.miss, "R-65"),
}
"""What happens at the end of each span, and in which states; elsewhere it waits (R-54)."""

OTHERS: dict[type, Callable[[Draft, Any], None]] = {
    Submit: contracts.submit,
    Publish: vacancies.publish,
    Recall: vacancies.recall,
    PupilReturned: sanatorium.pupil_returned,
    PlaceTermDue: vacancies.place_term_due,
    TerritoryDue: bulletin.publish_bulletin,
    Outage: vacancies.move_by_outage,
    RatioSet: upkeep.set_ratio,
}
"""Triggers that are not about one application that exists."""


def _settle(_: Draft) -> None:
    """Nothing is distributed: places wait for their bulletin, or for the first who takes them."""


ROOM = Room(
    acts=ACTS,
    terms=TERMS,
    of_terms={TermKind.AGE_NOTICE: waiting.tell_age_near},
    others=OTHERS,
    ways=misses.IndigoWays(),
    settle=_settle,
)
"""The indigo mode."""

decide, decide_due = ROOM.decide, ROOM.decide_due
