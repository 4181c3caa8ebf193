"""Where the acts and spans of the indigo mode lead (rulebook 9.2)."""

from kezek.core.applications import BEFORE_REFERRAL, IN_LINE, State, TermKind
from kezek.core.modes.arrows import WAITING, Graph, Itself, each
from kezek.core.modes.indigo.arriving import ENTRANCE
from kezek.core.modes.indigo.lifecycle import ACTS, ROOM
from kezek.core.triggers import (
    Admit,
    CancelReferral,
    CloseDouble,
    DenyInterest,
    EndContract,
    GrantExtension,
    PlanAge,
    RefuseAdmission,
    RefuseExtension,
    Reject,
    ReviewRefusal,
    Sign,
    SubmitDocuments,
    Take,
    Verify,
    Withdraw,
)

S = State
_MISSED = (S.STOP_LIST, S.ARCHIVED)
_HOLDS_A_PLACE = (S.REFERRED, S.BENEFIT_CHECK, S.ADMISSION, S.CONTRACT, S.ENROLLED_TEMP)

GRAPH = Graph(
    room=ROOM,
    leads={
        Verify: {S.UNDER_REVIEW: WAITING, S.BENEFIT_CHECK: (S.REFERRED,)},
        Reject: {
            S.UNDER_REVIEW: (S.REFUSED, *WAITING),
            S.BENEFIT_CHECK: (*WAITING, S.ARCHIVED),
            S.REFERRED: (*WAITING, S.ARCHIVED),
        },
        Take: each(ACTS[Take].states, S.REFERRED, S.BENEFIT_CHECK),
        Withdraw: each(ACTS[Withdraw].states, S.ARCHIVED),
        CloseDouble: each(ACTS[CloseDouble].states, S.ARCHIVED),
        PlanAge: {S.QUEUED: (S.DEFERRED,), S.DEFERRED: (S.QUEUED,)},
        DenyInterest: each(ACTS[DenyInterest].states, S.ARCHIVED),
        CancelReferral: each(ACTS[CancelReferral].states, *WAITING),
        GrantExtension: {S.REFERRED: _MISSED},
        RefuseExtension: {S.REFERRED: _MISSED},
        SubmitDocuments: {S.REFERRED: (S.ADMISSION,)},
        Admit: {S.ADMISSION: (S.CONTRACT,)},
        RefuseAdmission: {S.ADMISSION: (S.REFERRED, S.ADMISSION_REFUSED)},
        ReviewRefusal: {S.ADMISSION_REFUSED: (S.ADMISSION, *WAITING, S.ARCHIVED)},
        Sign: {S.CONTRACT: (S.ENROLLED, S.ENROLLED_TEMP)},
        EndContract: {S.ENROLLED: (S.ARCHIVED,), S.ENROLLED_TEMP: WAITING},
        TermKind.WINDOW: {S.PRIORITY: WAITING},
        TermKind.BENEFIT_PAPERS: {S.BENEFIT_CHECK: WAITING},
        TermKind.STOP_LIST: {S.STOP_LIST: WAITING},
        TermKind.PLANNED_AGE: {S.DEFERRED: (S.QUEUED,)},
        TermKind.YEARLY_ANSWER: each(IN_LINE, S.ARCHIVED),
        TermKind.AGE_LIMIT: each(BEFORE_REFERRAL, S.ARCHIVED),
        TermKind.REFERRAL_END: {S.REFERRED: _MISSED},
        TermKind.CONTRACT_SIGN: {S.CONTRACT: _MISSED},
    },
    itself=(
        Itself("Submit", {}, "1", (S.UNDER_REVIEW, *WAITING)),
        Itself("Import", {}, "G-13", tuple(sorted(ENTRANCE.stages))),
        Itself("Bulletin", {S.QUEUED: (S.PRIORITY,)}, "2"),
        Itself("SignElsewhere", {S.ENROLLED: (S.ARCHIVED,)}, "15"),
        Itself("CloseTemporary", each(_HOLDS_A_PLACE, *WAITING), "L-17.2"),
    ),
)
"""The indigo mode as a graph."""
