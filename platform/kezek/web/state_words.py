"""What leads from one state of an application to another, as administrators and diagrams say it."""

from collections.abc import Mapping

from kezek.core.applications import TermKind
from kezek.core.modes.arrows import Arrow
from kezek.core.territories import Mode
from kezek.web.words import mark

BY: Mapping[str, str] = {
    "Submit": mark("The family applies"),
    "Import": mark("Comes in with the queue that the region had before"),
    "Switch": mark("Comes from another mode of the territory"),
    "Distribute": mark("A place is free and it is the child's turn"),
    "Bulletin": mark("The bulletin comes out and the child is among the first"),
    "Iteration": mark("Vouchers are given and it is the child's turn"),
    "ServeWaitingList": mark("A place is free in the kindergarten of the waiting list"),
    "Recall": mark("The kindergarten recalls the place"),
    "CloseTemporary": mark("The temporary place is closed"),
    "SignElsewhere": mark("The contract with another kindergarten is signed"),
    "Verify": mark("A specialist confirms"),
    "Reject": mark("A specialist refuses"),
    "Withdraw": mark("The family withdraws"),
    "CloseDouble": mark("A specialist closes the second application of one child"),
    "PlanAge": mark("The family sets, moves or lifts the planned day"),
    "ConfirmInterest": mark("The family is still interested"),
    "DenyInterest": mark("The family is not interested any more"),
    "Accept": mark("The family agrees"),
    "Decline": mark("The family refuses"),
    "CancelReferral": mark("The family gives the referral back"),
    "GrantExtension": mark("More days are granted when the term is over already"),
    "RefuseExtension": mark("More days are refused when the term is over already"),
    "SubmitDocuments": mark("The family hands in the documents"),
    "Admit": mark("The kindergarten finds the documents in order"),
    "RefuseAdmission": mark("The kindergarten refuses"),
    "ReviewRefusal": mark("The education department reviews the refusal"),
    "Sign": mark("The contract is signed"),
    "EndContract": mark("The contract ends"),
    "Take": mark("The family takes a place"),
    "Restore": mark("The family restores the application"),
    "Choose": mark("The family chooses a kindergarten"),
    "JoinWaitingList": mark("The family joins a waiting list and the clock stops"),
    "LeaveWaitingList": mark("The family leaves the waiting list"),
    "BeginTransfer": mark("The family begins a transfer"),
    TermKind.OFFER_ANSWER: mark("No answer to the offer in time"),
    TermKind.SUSPENSION: mark("The suspension is over"),
    TermKind.INTEREST_ANSWER: mark("No answer whether the place is still needed"),
    TermKind.STOP_LIST: mark("The stop-list is over"),
    TermKind.PLANNED_AGE: mark("The planned day has come"),
    TermKind.YEARLY_ANSWER: mark("No answer to the yearly question, asked twice"),
    TermKind.AGE_LIMIT: mark("The child has reached the upper age"),
    TermKind.REFERRAL_END: mark("The referral was not used in time"),
    TermKind.CONTRACT_SIGN: mark("The contract was not signed in time"),
    TermKind.WINDOW: mark("The priority window is over"),
    TermKind.BENEFIT_PAPERS: mark("The benefit's papers were not shown in time"),
    TermKind.VOUCHER_ANSWER: mark("No answer to the voucher in time"),
    TermKind.VOUCHER_END: mark("The voucher was not used in time"),
    TermKind.RESTORE_END: mark("The application was not restored in time"),
    TermKind.PAUSE_END: mark("The clock of the voucher may stand no longer"),
    TermKind.TRANSFER_END: mark("The transfer was not finished in time"),
}
"""By the name of the trigger, of the span that ends, or of what happens by itself."""

_TABLE: Mapping[Mode, str] = {Mode.LINEAR: "9.1", Mode.INDIGO: "9.2", Mode.VOUCHER: "9.3"}


def rule_of(mode: Mode, arrow: Arrow) -> str:
    """The rows of the rulebook, with their table where they are numbers only."""
    is_row = arrow.rows[:1].isdigit() and not arrow.rows.startswith("9.")
    return f"{_TABLE[mode]}: {arrow.rows}" if is_row else arrow.rows
