"""An enrolled child moves: the new contract ends the old one, the voucher follows (row 16)."""

from dataclasses import replace
from datetime import datetime

from kezek.core.applications import Application, Referral, State, Term, TermKind
from kezek.core.errors import Code, Refusal
from kezek.core.groups import Group
from kezek.core.modes.draft import Draft
from kezek.core.modes.linear.referrals import live_referral
from kezek.core.modes.voucher.clock import voucher_of
from kezek.core.modes.voucher.kindergartens import check_kindergarten, place_for
from kezek.core.notices import Notice, Value
from kezek.core.places import Place, PlaceState
from kezek.core.terms import calendar_days_after, working_days_after
from kezek.core.triggers import (
    Admit,
    BeginTransfer,
    RefuseAdmission,
    Sign,
    SubmitDocuments,
)
from kezek.core.vouchers import Transfer


def live_transfer(application: Application) -> Transfer:
    """The way into the other kindergarten that the application has while TRANSFER."""
    transfer = voucher_of(application).transfer
    assert transfer is not None, "TRANSFER without a transfer"
    return transfer


def begin(draft: Draft, application: Application, trigger: BeginTransfer) -> None:
    """A free place elsewhere is kept; the child stays where it is meanwhile (V-14, VX-17).

    Nobody gives a lasting place up for a temporary one. Raises Refusal: no free place, or a
    kindergarten that is not for this child.
    """
    wanted = trigger.chosen.id
    own = live_referral(application)
    if draft.place(own.place).state is PlaceState.RESERVED_FOR_SANATORIUM:
        raise Refusal(Code.WRONG_STATE, "place_kept")
    if own.kindergarten == wanted:
        raise Refusal(Code.INVALID_CHOICE, "own_kindergarten")
    check_kindergarten(application, trigger.chosen)
    place = place_for(draft, application, wanted, lasting=True)
    voucher = voucher_of(application)
    due_at = working_days_after(
        draft.now, draft.settings.voucher_active_working_days, draft.calendar
    )
    draft.record(
        "transfer:begun",
        "V-14",
        applications=[
            replace(
                application,
                state=State.TRANSFER,
                voucher=replace(voucher, hold=None, transfer=Transfer(place.id, wanted, draft.now)),
                terms=(Term(due_at, TermKind.TRANSFER_END, draft.now),),
            )
        ],
        places=[
            *_other_hold(draft, application, place),
            replace(place, state=PlaceState.HELD, holder=application.id),
        ],
        notices=[Notice("N-19", application.id, to_kindergarten=wanted)],
        place=str(place.id),
    )


def _other_hold(draft: Draft, application: Application, place: Place) -> list[Place]:
    hold = voucher_of(application).hold
    if hold is None or hold.place == place.id:
        return []
    return [draft.freed(draft.place(hold.place))]


def submit_documents(draft: Draft, application: Application, trigger: SubmitDocuments) -> None:
    """The papers go to the new kindergarten (R-81). Raises Refusal when they are there already."""
    transfer = live_transfer(application)
    if transfer.documents_at is not None:
        raise Refusal(Code.WRONG_STATE, "documents")
    check_due_at = working_days_after(
        draft.now, draft.settings.admission_check_working_days, draft.calendar
    )
    _record(
        draft,
        application,
        replace(
            transfer,
            documents_at=draft.now,
            check_due_at=check_due_at,
            documents_complete=trigger.complete,
            vaccinated=trigger.vaccinated,
        ),
        ("documents:submitted", "L-22.6"),
        Term(check_due_at, TermKind.ADMISSION_ALARM, draft.now),
        "N-25",
    )


def admit(draft: Draft, application: Application, trigger: Admit) -> None:
    """The new contract goes out (R-81, L-22.10). Raises Refusal as in any admission."""
    transfer = _under_check(application)
    if trigger.vaccinated is not None:
        transfer = replace(transfer, vaccinated=trigger.vaccinated)
    if not transfer.documents_complete:
        raise Refusal(Code.WRONG_STATE, "incomplete")
    if _exceeds(draft, transfer, trigger.group):
        raise Refusal(Code.WRONG_STATE, "immunity")
    sign_by = calendar_days_after(draft.now, draft.settings.contract_sign_days, draft.calendar)
    _record(
        draft,
        application,
        replace(transfer, contract_sent_at=draft.now),
        ("contract:sent", "L-22.10"),
        Term(sign_by, TermKind.TRANSFER_END, draft.now),
        "N-29",
    )


def _record(
    draft: Draft,
    application: Application,
    transfer: Transfer,
    fact: tuple[str, str],
    term: Term,
    notice: str,
) -> None:
    voucher = replace(voucher_of(application), transfer=transfer)
    values = {"due_at": term.due_at.isoformat(), "kindergarten": str(transfer.kindergarten)}
    draft.record(
        *fact,
        applications=[replace(application, voucher=voucher, terms=(term,))],
        notices=[Notice(notice, application.id, values)],
    )


def _under_check(application: Application) -> Transfer:
    """The transfer whose papers the kindergarten looks at. Raises Refusal (R-23)."""
    transfer = live_transfer(application)
    if transfer.contract_sent_at is not None:
        raise Refusal(Code.ALREADY_DECIDED, "contract_sent")
    if transfer.documents_at is None:
        raise Refusal(Code.WRONG_STATE, "documents")
    return transfer


def _exceeds(draft: Draft, transfer: Transfer, group: Group) -> bool:
    return not transfer.vaccinated and group.would_exceed(draft.settings.immunity_percent)


def refuse_admission(draft: Draft, application: Application, trigger: RefuseAdmission) -> None:
    """A refusal ends the transfer: enrolled as before, the place is free (R-81)."""
    transfer = _under_check(application)
    if trigger.vaccinated is not None:
        transfer = replace(transfer, vaccinated=trigger.vaccinated)
    if trigger.reason == "immunity" and not _exceeds(draft, transfer, trigger.group):
        raise Refusal(Code.WRONG_STATE, "immunity_not_exceeded")
    values: dict[str, Value] = {
        "reason": trigger.papers if trigger.reason == "incomplete" else trigger.reason,
        "kindergarten": str(transfer.kindergarten),
        "transfer": True,
    }
    notice = "N-26" if trigger.reason == "incomplete" else "N-27"
    _stay(draft, application, "admission:refused", [Notice(notice, application.id, values)])


def transfer_over(draft: Draft, application: Application) -> None:
    """Nobody came, or the new contract was not signed: enrolled as before (R-81)."""
    _stay(draft, application, "transfer:lapsed", [])


def _stay(draft: Draft, application: Application, kind: str, told: list[Notice]) -> None:
    transfer = live_transfer(application)
    draft.record(
        kind,
        "R-81",
        applications=[
            replace(
                application,
                state=State.ENROLLED,
                voucher=replace(voucher_of(application), transfer=None),
                terms=(),
            )
        ],
        places=[draft.freed(draft.place(transfer.place))],
        notices=told,
    )


def sign(draft: Draft, application: Application, _: Sign) -> None:
    """Signed: the old contract ends at the same moment, its place is free (row 16, N-49)."""
    transfer = live_transfer(application)
    if transfer.contract_sent_at is None:
        raise Refusal(Code.WRONG_STATE, "no_contract")
    old = live_referral(application)
    left = draft.place(old.place)
    voucher = replace(voucher_of(application), transfer=None, lists=())
    kindergartens = (transfer.kindergarten, old.kindergarten)
    draft.record(
        "transfer:done",
        "V-14",
        applications=[
            replace(
                application,
                state=State.ENROLLED,
                referral=_referral(transfer, draft.now),
                voucher=voucher,
                terms=(),
            )
        ],
        places=[
            replace(draft.freed(left), opened_at=draft.now, opened_seq=left.serial),
            replace(draft.place(transfer.place), state=PlaceState.FILLED),
        ],
        notices=[
            Notice("N-49", application.id, {"kindergarten": str(transfer.kindergarten)}),
            *(
                Notice(
                    "N-49",
                    application.id,
                    {"arrives": each == transfer.kindergarten},
                    to_kindergarten=each,
                )
                for each in kindergartens
            ),
        ],
    )


def _referral(transfer: Transfer, now: datetime) -> Referral:
    """The document by which the child is where it is now."""
    return Referral(
        place=transfer.place,
        kindergarten=transfer.kindergarten,
        issued_at=transfer.begun_at,
        expires_at=now,
        cancel_until=transfer.begun_at,
        documents_at=transfer.documents_at,
        check_due_at=transfer.check_due_at,
        documents_complete=transfer.documents_complete,
        vaccinated=transfer.vaccinated,
    )
