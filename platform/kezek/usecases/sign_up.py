"""The one door for families: IIN and telephone, a code by SMS, and in (V-8, V-9, A-54).

Whoever knocks gets the same answer, whether there is an account or not; what differs is the
message, which only the owner of the telephone reads. The first sign-up binds the person's number
to the telephone as unproven; a proven holder displaces an unproven one.
"""

import json
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from kezek.adapters.identities import person_hash
from kezek.adapters.registers import Reason
from kezek.adapters.services import services
from kezek.core.access import Role
from kezek.core.codes import CodeFault, Purpose, refusal_of
from kezek.core.errors import Refusal
from kezek.core.people import DocumentKind, Identity
from kezek.core.registers import Answer, QuestionKind
from kezek.db.accounts import AccountRow, find_family_account
from kezek.db.base import uuid7
from kezek.db.codes import SmsCodeRow, find_code, lock_limits
from kezek.db.people import GuardianRow, find_holder
from kezek.db.private import Contacts, guardian_columns
from kezek.db.register_questions import Question, keep_answer
from kezek.db.scope import read_scope
from kezek.usecases.codes import Message, Sent, code_context, judge_code, send_code
from kezek.usecases.proofs import PHONE_REGISTER, ask_registers, displace, mark_guardian, note
from kezek.usecases.registers import ask_phone
from kezek.usecases.unit_of_work import Act, act

BY_KEY = "eds"
"""The person's own signature proves that a telephone is this person's; else a register does."""
BY_NOBODY = "register:silent"
"""The register did not answer: it is asked again once the code was entered."""

_ENTRY = (Purpose.SIGN_UP, Purpose.SIGN_IN)
_SAME_PRESS = timedelta(minutes=1)
"""A code that is sent twice by one press opens the same door twice within this span."""


@dataclass(frozen=True, slots=True)
class Entered:
    """Who came in: what a session keeps, and whether it was for the first time."""

    account_id: uuid.UUID
    session_epoch: int
    guardian_id: uuid.UUID
    is_new: bool


def knock(
    tenant_id: int, identity: Identity, phone: str, language: str, *, has_signed: bool = False
) -> Sent:
    """Sends a code to the telephone, or the word that it is not the bound one.

    `has_signed` is for a person who has just signed electronically: whoever enters the code is
    then proven. Refusal(LIMIT_REACHED, codes) when too many were asked for.
    """
    # Asked before the transaction, and always, so that the answer's time tells nothing.
    answer = ask_phone(tenant_id, identity.iin, phone, Reason.SIGN_IN)
    is_confirmed = has_signed or answer is Answer.CONFIRMED
    with act(tenant_id, "public") as running:
        hashed = person_hash(identity)
        holder = find_holder(running.session, hashed)

        is_bound = holder is not None and holder.phone == phone
        message = Message(
            purpose=Purpose.SIGN_IN if is_bound else Purpose.SIGN_UP,
            phone=phone,
            language=language,
            person_hash=hashed,
            sealed=_packed(identity, language, _prover(answer, has_signed=has_signed)),
            is_stranger=not is_bound,
            is_confirmed=is_confirmed,
            has_code=_may_enter(running.session, holder, phone, is_confirmed=is_confirmed),
            repeats=_ENTRY,
        )

        return send_code(running, message)


def knock_again(tenant_id: int, code_id: uuid.UUID, language: str) -> Sent:
    """Sends another code for what was typed before. Raises Refusal: too late, or too many."""
    with read_scope(tenant_id) as session:
        row = find_code(session, code_id)
        if row is None or row.purpose not in _ENTRY:
            raise refusal_of(CodeFault.EXPIRED, 0)
        identity, _, by = _unpacked(row)
    return knock(tenant_id, identity, row.phone, language, has_signed=by == BY_KEY)


def enter(tenant_id: int, code_id: uuid.UUID, digits: str) -> Entered:
    """Lets in whoever enters the code, and binds person and telephone the first time (V-9).

    Raises Refusal for a wrong, late or worn-out code; a wrong try stays counted.
    """
    with act(tenant_id, "public") as running:
        row = find_code(running.session, code_id, for_update=True)
        now = running.now()
        refusal = _judge(row, digits, now)
        entered = None
        if row is not None and refusal is None:
            entered = _come_in(running, row, now)
    if refusal is not None or entered is None:
        raise refusal or refusal_of(CodeFault.EXPIRED, 0)
    ask_registers(tenant_id, entered.guardian_id)
    return entered


def _prover(answer: Answer, *, has_signed: bool) -> str:
    if has_signed:
        return BY_KEY
    return BY_NOBODY if answer is Answer.SILENT else PHONE_REGISTER


def _may_enter(
    session: Session, holder: GuardianRow | None, phone: str, *, is_confirmed: bool
) -> bool:
    if holder is None:
        return True
    if holder.phone == phone:
        account = find_family_account(session, holder.id)
        return account is None or account.active
    return is_confirmed and not holder.proven


def _judge(row: SmsCodeRow | None, digits: str, now: datetime) -> Refusal | None:
    if row is None or row.purpose not in _ENTRY:
        return refusal_of(CodeFault.EXPIRED, 0)
    is_same_press = row.used_at is not None and now - row.used_at < _SAME_PRESS
    return judge_code(row, digits, now, is_same_press=is_same_press)


def _come_in(running: Act, row: SmsCodeRow, now: datetime) -> Entered | None:
    """The account behind the code, made where there is none; None when another holds the number."""
    identity, language, by = _unpacked(row)
    hashed = person_hash(identity)
    lock_limits(running.session, running.tenant_id, hashed.hex())
    holder, phone = find_holder(running.session, hashed), row.phone
    if not _may_enter(running.session, holder, phone, is_confirmed=row.is_confirmed):
        return None
    row.used_at = now
    if holder is not None and holder.phone != phone:
        displace(running, holder, now)
        holder = None
    is_new = holder is None
    if holder is None:
        holder = new_guardian(running, identity, phone, language, now)
    if row.is_confirmed:
        mark_guardian(running, holder, by, now)
    elif by == BY_NOBODY and not holder.proven:
        question = Question(QuestionKind.PHONE, holder.id)
        keep_answer(running.session, running.tenant_id, question, Answer.SILENT, now)
    account = find_family_account(running.session, holder.id)
    if account is None:
        account = new_account(running, holder, now)
    return Entered(account.id, account.session_epoch, holder.id, is_new)


def new_guardian(
    running: Act, identity: Identity, phone: str, language: str, now: datetime
) -> GuardianRow:
    """A family that is here for the first time; nobody has proven yet who it is."""
    guardian_id = uuid7()
    guardian = GuardianRow(
        tenant_id=running.tenant_id,
        id=guardian_id,
        full_name="",
        language=language,
        proven=False,
        created_at=now,
        **guardian_columns(
            running.session, running.tenant_id, guardian_id, identity, Contacts(phone)
        ),
    )
    running.session.add(guardian)
    running.session.flush()
    return guardian


def new_account(running: Act, guardian: GuardianRow, now: datetime) -> AccountRow:
    """The account by which the family enters."""
    account = AccountRow(
        tenant_id=running.tenant_id,
        id=uuid7(),
        role=Role.FAMILY,
        guardian_id=guardian.id,
        full_name="",
        language=guardian.language,
        active=True,
        session_epoch=1,
        failures=0,
        created_at=now,
    )
    running.session.add(account)
    running.session.flush()
    note(running, "guardian:signed_up", "V-9", guardian.id, now)
    return account


def _packed(identity: Identity, language: str, by: str) -> str:
    kind = str(identity.document_kind) if identity.document_kind else ""
    return json.dumps([identity.iin, kind, identity.document_number, language, by])


def _unpacked(row: SmsCodeRow) -> tuple[Identity, str, str]:
    """What was typed when the code was asked for, and who would confirm the telephone."""
    opened = services().keys.open_text(row.person_sealed or b"", code_context(row.id))
    iin, kind, number, language, *by = json.loads(opened)
    identity = Identity(iin, DocumentKind(kind) if kind else None, number)
    # A code that was sent before this was kept lives five minutes more.
    return identity, language, by[0] if by else PHONE_REGISTER
