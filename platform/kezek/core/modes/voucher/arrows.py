"""Where the acts and spans of the voucher mode lead (rulebook 9.3)."""

from kezek.core.applications import BEFORE_REFERRAL, State, TermKind
from kezek.core.modes.arrows import WAITING, Graph, Itself, each
from kezek.core.modes.voucher.arriving import ENTRANCE
from kezek.core.modes.voucher.lifecycle import ACTS, ROOM
from kezek.core.triggers import (
    Accept,
    Admit,
    BeginTransfer,
    Choose,
    CloseDouble,
    Decline,
    EndContract,
    GrantExtension,
    JoinWaitingList,
    LeaveWaitingList,
    PlanAge,
    RefuseAdmission,
    RefuseExtension,
    Reject,
    Restore,
    Sign,
    SubmitDocuments,
    Verify,
    Withdraw,
)

S = State
_LAPSED = (S.INACTIVE, S.ARCHIVED)
_RUNNING = (S.VOUCHER_ACTIVE, S.PLACE_CHOSEN)
_ANNULLED = (*WAITING, S.ARCHIVED)

GRAPH = Graph(
    room=ROOM,
    leads={
        Verify: {S.UNDER_REVIEW: WAITING},
        Reject: {
            S.UNDER_REVIEW: (S.REFUSED, *WAITING),
            **each((*_RUNNING, S.WAITLISTED), *_ANNULLED),
        },
        Withdraw: each(ACTS[Withdraw].states, S.ARCHIVED),
        CloseDouble: each(ACTS[CloseDouble].states, S.ARCHIVED),
        PlanAge: {S.QUEUED: (S.DEFERRED,), S.DEFERRED: (S.QUEUED,)},
        Accept: {S.VOUCHER_OFFERED: (S.VOUCHER_ACTIVE,)},
        Decline: {S.VOUCHER_OFFERED: (S.ARCHIVED,)},
        Restore: {S.INACTIVE: WAITING},
        Choose: each((S.VOUCHER_ACTIVE, S.WAITLISTED), S.PLACE_CHOSEN),
        JoinWaitingList: {S.VOUCHER_ACTIVE: (S.WAITLISTED,)},
        LeaveWaitingList: {S.WAITLISTED: (S.VOUCHER_ACTIVE,)},
        GrantExtension: each(_RUNNING, *_LAPSED),
        RefuseExtension: each(_RUNNING, *_LAPSED),
        SubmitDocuments: {S.PLACE_CHOSEN: (S.ADMISSION,)},
        Admit: {S.ADMISSION: (S.CONTRACT,)},
        RefuseAdmission: {
            S.ADMISSION: (S.VOUCHER_ACTIVE, S.PLACE_CHOSEN, *_LAPSED),
            S.TRANSFER: (S.ENROLLED,),
        },
        Sign: {S.CONTRACT: (S.ENROLLED, S.ENROLLED_TEMP), S.TRANSFER: (S.ENROLLED,)},
        BeginTransfer: {S.ENROLLED: (S.TRANSFER,)},
        EndContract: {S.ENROLLED: (S.ARCHIVED,), S.ENROLLED_TEMP: (*WAITING, S.ARCHIVED)},
        TermKind.PLANNED_AGE: {S.DEFERRED: (S.QUEUED,)},
        TermKind.STOP_LIST: {S.STOP_LIST: WAITING},
        TermKind.AGE_LIMIT: each(BEFORE_REFERRAL, S.ARCHIVED),
        TermKind.VOUCHER_ANSWER: {S.VOUCHER_OFFERED: _LAPSED},
        TermKind.VOUCHER_END: each(_RUNNING, *_LAPSED),
        TermKind.RESTORE_END: {S.INACTIVE: (S.ARCHIVED,)},
        TermKind.PAUSE_END: {S.WAITLISTED: (S.VOUCHER_ACTIVE,)},
        TermKind.CONTRACT_SIGN: {S.CONTRACT: _LAPSED},
        TermKind.TRANSFER_END: {S.TRANSFER: (S.ENROLLED,)},
    },
    itself=(
        Itself("Submit", {}, "1", (S.UNDER_REVIEW, *WAITING)),
        Itself("Import", {}, "G-13", tuple(sorted(ENTRANCE.stages))),
        Itself("Switch", {}, "R-84", (S.STOP_LIST,)),
        Itself("Iteration", {S.QUEUED: (S.VOUCHER_OFFERED,)}, "2"),
        Itself("ServeWaitingList", {S.WAITLISTED: (S.VOUCHER_ACTIVE,)}, "11"),
        Itself(
            "CloseTemporary",
            each((S.PLACE_CHOSEN, S.ADMISSION, S.CONTRACT, S.ENROLLED_TEMP), *WAITING),
            "L-17.2",
        ),
    ),
)
"""The voucher mode as a graph."""
