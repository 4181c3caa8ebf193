"""A family's telephone is changed with a code on the old one, or by staff who see the document."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime

from kezek.adapters.registers import Reason
from kezek.core.access import Actor, Permission, demand
from kezek.core.codes import CodeFault, Purpose, refusal_of
from kezek.core.errors import Code, Refusal
from kezek.core.registers import Answer, QuestionKind
from kezek.db.accounts import end_sessions, find_family_account
from kezek.db.people import GuardianRow, find_guardian, keep_contacts
from kezek.db.private import identity_of, phone_hash
from kezek.db.register_questions import Question, keep_answer
from kezek.db.scope import read_scope
from kezek.usecases.codes import Message, Sent, send_code, try_code, use_code
from kezek.usecases.deciding import NotFound
from kezek.usecases.proofs import PHONE_REGISTER, ask_registers, mark_guardian, note
from kezek.usecases.registers import ask_phone
from kezek.usecases.unit_of_work import Act, act


@dataclass(frozen=True, slots=True)
class PhoneChange:
    """The two codes that a change waits for: that of the old telephone, that of the new one."""

    old: Sent
    new: Sent


def ask_phone_change(tenant_id: int, actor: Actor, phone: str, language: str) -> PhoneChange:
    """Sends a code to the old telephone and one to the new, so that no typing error locks out.

    Raises NotFound, and Refusal for the same number or for too many codes.
    """
    with act(tenant_id, actor.tag) as running:
        guardian = _guardian(running, actor.guardian_id)
        if guardian.phone == phone:
            raise Refusal(Code.INVALID_CHOICE, "same_phone")

        # In one order, for two families may exchange their numbers at one moment.
        messages = [_message(guardian, phone, to, language) for to in (guardian.phone, phone)]
        sent = {
            message.phone: send_code(running, message)
            for message in sorted(messages, key=lambda one: one.phone)
        }

        return PhoneChange(sent[guardian.phone], sent[phone])


def change_phone(
    tenant_id: int, actor: Actor, phone: str, old: tuple[uuid.UUID, str], new: tuple[uuid.UUID, str]
) -> int:
    """Binds the new telephone once both codes are right; gives the session epoch from now on.

    All sessions end but that which goes on with the given epoch. Raises NotFound, Refusal; the
    refusal's value `field` says which of the codes it is about.
    """
    for field, (code_id, digits) in (("old", old), ("new", new)):
        try:
            try_code(tenant_id, code_id, digits)
        except Refusal as refusal:
            raise Refusal(refusal.code, refusal.detail, **refusal.values, field=field) from None
    answer = _ask(tenant_id, actor, phone)
    with act(tenant_id, actor.tag) as running:
        guardian = _guardian(running, actor.guardian_id)
        now = running.now()
        for code_id, to in ((old[0], guardian.phone), (new[0], phone)):
            subject = _subject(guardian, phone, to)
            use_code(running, code_id, Purpose.PHONE_CHANGE, subject, now)
        epoch = _bind(running, guardian, phone)
        _take(running, guardian, answer, now)
    ask_registers(tenant_id, guardian.id)
    return epoch


def change_phone_by_staff(tenant_id: int, by: Actor, guardian_id: uuid.UUID, phone: str) -> None:
    """A specialist has seen the document: the person is proven and enters with this telephone.

    Raises NotFound, and Refusal for those who may not.
    """
    demand(by, Permission.PHONE_CHANGE)
    with act(tenant_id, by.tag) as running:
        guardian = _guardian(running, guardian_id)
        mark_guardian(running, guardian, by.tag, running.now())
        _bind(running, guardian, phone)
    ask_registers(tenant_id, guardian_id)


def _guardian(running: Act, guardian_id: uuid.UUID | None) -> GuardianRow:
    guardian = find_guardian(running.session, guardian_id) if guardian_id else None
    if guardian is None or guardian.displaced_at is not None:
        raise NotFound(guardian_id)
    return guardian


def _message(guardian: GuardianRow, phone: str, to: str, language: str) -> Message:
    return Message(
        purpose=Purpose.PHONE_CHANGE,
        phone=to,
        language=language,
        subject=_subject(guardian, phone, to),
        repeats=[Purpose.PHONE_CHANGE],
    )


def _subject(guardian: GuardianRow, phone: str, to: str) -> str:
    """Binds a code to this change and to its half of it: one code cannot stand for both."""
    half = "new" if to == phone else "old"
    hashed = phone_hash(guardian.tenant_id, phone) or b""
    return f"{half}:{guardian.id}:{hashed.hex()}"


def _ask(tenant_id: int, actor: Actor, phone: str) -> Answer:
    with read_scope(tenant_id) as session:
        guardian = find_guardian(session, actor.guardian_id) if actor.guardian_id else None
        iin = identity_of(guardian).iin if guardian is not None else ""
    return ask_phone(tenant_id, iin, phone, Reason.PHONE_CHANGE, actor.guardian_id)


def _take(running: Act, guardian: GuardianRow, answer: Answer, now: datetime) -> None:
    if answer is Answer.CONFIRMED:
        mark_guardian(running, guardian, PHONE_REGISTER, now)
    elif answer is Answer.SILENT and not guardian.proven:
        question = Question(QuestionKind.PHONE, guardian.id)
        keep_answer(running.session, running.tenant_id, question, answer, now)


def _bind(running: Act, guardian: GuardianRow, phone: str) -> int:
    account = find_family_account(running.session, guardian.id)
    if account is None:
        raise refusal_of(CodeFault.EXPIRED, 0)
    now = running.now()
    keep_contacts(running.session, guardian, replace(guardian.contacts, phone=phone))
    end_sessions(running.session, account.id)
    note(running, "phone:changed", "L-3.13", guardian.id, now)
    running.session.refresh(account)
    return account.session_epoch
