"""One-time codes by SMS: sent within limits, tried a few times, used once (N-01, L-3.13)."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from kezek.adapters.code_messages import bound_message, caller_message, code_message
from kezek.adapters.one_time import digits_hash, is_same, new_digits
from kezek.adapters.services import services
from kezek.core.access import Actor
from kezek.core.codes import VALID, CodeFault, Purpose, code_fault, next_send_at, refusal_of
from kezek.core.errors import Code, Refusal
from kezek.db.base import uuid7
from kezek.db.codes import (
    SentCodeRow,
    SmsCodeRow,
    find_code,
    find_newest_code,
    lock_limits,
    phone_context,
    sent_by_strangers,
    sent_to_phone,
)
from kezek.db.outbox import OutboxRow, address_context
from kezek.db.people import find_guardian
from kezek.usecases.unit_of_work import Act, act


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A code to be sent: what it will open, and to which telephone it goes."""

    purpose: Purpose
    phone: str
    language: str
    subject: str = ""
    """What the code is for within its purpose, such as the contract that it signs."""
    person_hash: bytes | None = None
    sealed: str = ""
    """What has to be known again when the code is entered; kept as ciphertext."""
    is_stranger: bool = False
    """Whether the telephone is not bound to this person."""
    is_confirmed: bool = False
    """Whether a register knows the telephone as this person's."""
    has_code: bool = True
    """Without one the message only says that the person is bound to another telephone."""
    repeats: Collection[Purpose] = ()
    """Purposes whose code, if it still holds, serves when no other may be sent."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A code that waits to be entered, as the page knows it; it tells nothing of any account."""

    id: uuid.UUID
    phone: str
    expires_at: datetime


def send_code(running: Act, message: Message) -> Sent:
    """Sends a code within the running act. Refusal(LIMIT_REACHED, codes) says from when again."""
    counted = [message.phone]
    if message.is_stranger and message.person_hash:
        counted.append(message.person_hash.hex())
    lock_limits(running.session, running.tenant_id, *counted)
    now = running.now()

    free_at = _next_send_at(running, message, now)
    if free_at > now:
        return _repeated(running, message, now, free_at)

    return _save(running, message, now)


def sign_code(tenant_id: int, actor: Actor, subject: str, language: str) -> Sent:
    """Sends the code by which a family signs `subject`, to the telephone bound to it (L-22.10)."""
    with act(tenant_id, actor.tag) as running:
        guardian = find_guardian(running.session, actor.guardian_id) if actor.guardian_id else None
        if guardian is None:
            raise Refusal(Code.NOT_YOURS, "sign")
        message = Message(
            purpose=Purpose.SIGN,
            phone=guardian.phone,
            language=language,
            subject=subject,
            person_hash=guardian.person_hash,
            repeats=[Purpose.SIGN],
        )
        return send_code(running, message)


def try_code(tenant_id: int, code_id: uuid.UUID, digits: str) -> None:
    """Enters a code and keeps the result, so that `use_code` finds it proved. Raises Refusal.

    A transaction of its own: a wrong try stays counted whatever becomes of the act.
    """
    with act(tenant_id, "public") as running:
        row = find_code(running.session, code_id, for_update=True)
        refusal = judge_code(row, digits, running.now())
    if refusal is not None:
        raise refusal


def judge_code(
    row: SmsCodeRow | None, digits: str, now: datetime, *, is_same_press: bool = False
) -> Refusal | None:
    """Looks at one try and counts it; a right one is marked as proved.

    The refusal is given, not raised: it is raised after the commit that keeps the count. A used
    code opens once more only for the second half of a double press.
    """
    if row is None:
        return refusal_of(CodeFault.EXPIRED, 0)
    entered = "".join(sign for sign in digits if sign.isdigit())
    hashed = digits_hash(services().settings.secret_key, row.id, entered)
    sent = replace(row.value, is_used=False) if is_same_press else row.value
    fault = code_fault(sent, now, is_right=is_same(hashed, row.code_hash))
    if fault is CodeFault.WRONG:
        row.attempts += 1
    if fault is not None:
        return refusal_of(fault, row.attempts)
    row.proved_at = row.proved_at or now
    return None


def use_code(
    running: Act, code_id: uuid.UUID, purpose: Purpose, subject: str, now: datetime
) -> SmsCodeRow:
    """Takes a proved code for the act that is running, once. Raises Refusal(TOO_LATE, sms_code)."""
    row = find_code(running.session, code_id, for_update=True)
    if (
        row is None
        or row.proved_at is None
        or row.used_at is not None
        or row.purpose != purpose
        or row.subject != subject
        or now >= row.expires_at
    ):
        raise refusal_of(CodeFault.EXPIRED, 0)
    row.used_at = now
    return row


def _hash_of(running: Act, message: Message) -> bytes:
    return services().keys.phone_hash(running.tenant_id, message.phone)


def _next_send_at(running: Act, message: Message, now: datetime) -> datetime:
    strangers = (
        sent_by_strangers(running.session, message.person_hash, now)
        if message.is_stranger and message.person_hash
        else ()
    )
    return next_send_at(
        sent_to_phone(running.session, _hash_of(running, message), now), strangers, now
    )


def _repeated(running: Act, message: Message, now: datetime, free_at: datetime) -> Sent:
    """The last code once more, if it still holds: who is out of sends may yet enter what came."""
    known = find_newest_code(
        running.session,
        message.repeats,
        _hash_of(running, message),
        message.subject,
        message.person_hash,
        now,
    )
    if known is None:
        raise Refusal(Code.LIMIT_REACHED, "codes", until=free_at)
    return Sent(known.id, message.phone, known.expires_at)


def _save(running: Act, message: Message, now: datetime) -> Sent:
    code_id, digits = uuid7(), new_digits()
    text = _text(message, digits)
    running.session.add(_row(running.tenant_id, code_id, digits, message, now))
    running.session.add(_outgoing(running.tenant_id, code_id, message.phone, text, now))
    if services().settings.shows_sent_codes:
        running.session.add(
            SentCodeRow(
                tenant_id=running.tenant_id,
                id=code_id,
                phone=message.phone,
                text=text,
                digits=digits if message.has_code else "",
                sent_at=now,
            )
        )
    running.session.flush()
    return Sent(code_id, message.phone, now + VALID)


def _text(message: Message, digits: str) -> str:
    if not message.has_code:
        return bound_message(message.language)
    say = caller_message if message.purpose is Purpose.CALLER else code_message
    return say(digits, message.language)


def _row(
    tenant_id: int, code_id: uuid.UUID, digits: str, message: Message, now: datetime
) -> SmsCodeRow:
    # Where no code went out, the hash is of digits that nobody was told.
    hashed = digits_hash(services().settings.secret_key, code_id, digits)
    sealed = services().keys.seal_text(message.sealed, code_context(code_id))
    return SmsCodeRow(
        tenant_id=tenant_id,
        id=code_id,
        purpose=message.purpose,
        subject=message.subject,
        phone_hash=services().keys.phone_hash(tenant_id, message.phone),
        phone_sealed=services().keys.seal_text(message.phone, phone_context(code_id)),
        person_hash=message.person_hash,
        person_sealed=sealed if message.sealed else None,
        is_stranger=message.is_stranger,
        is_confirmed=message.is_confirmed,
        code_hash=hashed,
        attempts=0,
        sent_at=now,
        expires_at=now + VALID,
    )


def code_context(code_id: uuid.UUID) -> str:
    """What binds the sealed part of a code to it."""
    return f"sms-code:{code_id}"


def _outgoing(
    tenant_id: int, code_id: uuid.UUID, phone: str, text: str, now: datetime
) -> OutboxRow:
    # One-time codes are excepted from quiet hours (G-05b).
    key = f"code:{code_id}"
    return OutboxRow(
        tenant_id=tenant_id,
        id=uuid7(),
        key=key,
        channel="sms",
        address_sealed=services().keys.seal_text(phone, address_context(key)),
        text=text,
        created_at=now,
        not_before=now,
        attempts=0,
    )
