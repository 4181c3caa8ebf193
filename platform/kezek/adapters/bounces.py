"""Letters that came back (RFC 3464): which of ours, and whether its mailbox takes nothing."""

import email
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser
from email.policy import default

from kezek.adapters.email import NAME, is_of_policy
from kezek.core.delivery import Report

_FULL = "5.2.2"


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a letter that came back tells of one of ours."""

    name: str
    report: Report


def read_bounce(raw: bytes) -> Bounce | None:
    """The bounce, or nothing: for a delay, for an automatic answer, for somebody else's letter."""
    letter = email.message_from_bytes(raw, policy=default)
    if letter.get_content_type() != "multipart/report":
        return None
    fields = dict(_status_fields(letter))
    key = _key(fields.get("original-envelope-id", "")) or _key(_returned_name(letter))
    if fields.get("action", "").lower() != "failed" or not key:
        return None
    return Bounce(f"{NAME}:{key}", _report(fields.get("status", "")))


def _status_fields(letter: Message) -> Iterator[tuple[str, str]]:
    """Of the letter as a whole, then of its one addressee: ours have one."""
    for part in letter.walk():
        if part.get_content_type() == "message/delivery-status":
            for block in part.get_payload():
                if isinstance(block, Message):
                    yield from ((name.lower(), str(said).strip()) for name, said in block.items())


def _returned_name(letter: Message) -> str:
    """The Message-ID of the letter that came back, by its whole or by its headers."""
    for part in letter.walk():
        kind = part.get_content_type()
        payload = part.get_payload()
        whole = payload[0] if isinstance(payload, list) and payload else None
        if kind == "message/rfc822" and isinstance(whole, Message):
            return str(whole.get("Message-ID", ""))
        if kind == "text/rfc822-headers":
            words = part.get_payload(decode=True)
            headers = words.decode(errors="replace") if isinstance(words, bytes) else ""
            return str(HeaderParser().parsestr(headers).get("Message-ID", ""))
    return ""


def _key(name: str) -> str:
    """Our own key in such a name; nothing where it is none of ours."""
    try:
        return str(uuid.UUID(name.strip().strip("<>").partition("@")[0]))
    except ValueError:
        return ""


def _report(status: str) -> Report:
    if is_of_policy(status):
        return Report.FAILED
    return Report.REFUSED if status.startswith("5.") and status != _FULL else Report.EXPIRED
