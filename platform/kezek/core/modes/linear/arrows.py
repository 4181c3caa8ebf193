"""Where the acts and spans of the linear mode lead (rulebook 9.1)."""

from kezek.core.applications import BEFORE_REFERRAL, IN_LINE, State, TermKind
from kezek.core.modes.arrows import WAITING, Graph, Itself, each
from kezek.core.modes.linear.arriving import ENTRANCE
from kezek.core.modes.linear.lifecycle import ACTS, ROOM
from kezek.core.triggers import (
    Accept,
    Admit,
    CancelReferral,
    CloseDouble,
    ConfirmInterest,
    Decline,
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
    Verify,
    Withdraw,
)

S = State
_EXPIRED = (*WAITING, S.ARCHIVED, S.STOP_LIST)
_HOLDS_A_PLACE = (S.OFFERED, S.REFERRED, S.ADMISSION, S.CONTRACT, S.ENROLLED_TEMP)

GRAPH = Graph(
    room=ROOM,
    leads={
        Verify: {S.UNDER_REVIEW: WAITING},
        Reject: {
            S.UNDER_REVIEW: (S.REFUSED, *WAITING),
            S.REFERRED: (*WAITING, S.ARCHIVED),
        },
        Withdraw: each(ACTS[Withdraw].states, S.ARCHIVED),
        CloseDouble: each(ACTS[CloseDouble].states, S.ARCHIVED),
        PlanAge: {S.QUEUED: (S.DEFERRED,), S.DEFERRED: (S.QUEUED,)},
        ConfirmInterest: {S.INTEREST_CHECK: WAITING},
        DenyInterest: each(ACTS[DenyInterest].states, S.ARCHIVED),
        Accept: {S.OFFERED: (S.REFERRED,)},
        Decline: {S.OFFERED: (*WAITING, S.ARCHIVED)},
        CancelReferral: {S.REFERRED: (*WAITING, S.ARCHIVED)},
        GrantExtension: {S.REFERRED: _EXPIRED},
        RefuseExtension: {S.REFERRED: _EXPIRED},
        SubmitDocuments: {S.REFERRED: (S.ADMISSION,)},
        Admit: {S.ADMISSION: (S.CONTRACT,)},
        RefuseAdmission: {S.ADMISSION: (S.REFERRED, S.ADMISSION_REFUSED)},
        ReviewRefusal: {S.ADMISSION_REFUSED: (S.ADMISSION, *WAITING, S.ARCHIVED)},
        Sign: {S.CONTRACT: (S.ENROLLED, S.ENROLLED_TEMP)},
        EndContract: {S.ENROLLED: (S.ARCHIVED,), S.ENROLLED_TEMP: WAITING},
        TermKind.OFFER_ANSWER: {S.OFFERED: (S.SUSPENDED, *WAITING)},
        TermKind.SUSPENSION: {S.SUSPENDED: (S.INTEREST_CHECK,)},
        TermKind.INTEREST_ANSWER: {S.INTEREST_CHECK: (S.ARCHIVED,)},
        TermKind.STOP_LIST: {S.STOP_LIST: WAITING},
        TermKind.PLANNED_AGE: {S.DEFERRED: (S.QUEUED,)},
        TermKind.YEARLY_ANSWER: each(IN_LINE, S.ARCHIVED),
        TermKind.AGE_LIMIT: each(BEFORE_REFERRAL, S.ARCHIVED),
        TermKind.REFERRAL_END: {S.REFERRED: _EXPIRED},
        TermKind.CONTRACT_SIGN: {S.CONTRACT: _EXPIRED},
    },
    itself=(
        Itself("Submit", {}, "1, 2, 7", (S.UNDER_REVIEW, *WAITING)),
        Itself("Import", {}, "G-13", tuple(sorted(ENTRANCE.stages))),
        Itself("Distribute", {S.QUEUED: (S.OFFERED,)}, "9"),
        Itself("Recall", {S.OFFERED: WAITING}, "36"),
        Itself("CloseTemporary", each(_HOLDS_A_PLACE, *WAITING), "L-17.2"),
    ),
)
"""The linear mode as a graph."""
