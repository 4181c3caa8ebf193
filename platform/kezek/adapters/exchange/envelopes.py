"""What makes a call between two systems trustworthy: who, when, which call, signed by both sides.

A call is signed with a key that both sides hold (HMAC-SHA256), and so is its answer: whoever sits
between them can neither ask in our name nor answer in the register's. docs/registers.md has the
words for the other side's engineers.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

PARTY, CALL, MOMENT, SIGNATURE = "Kezek-Party", "Kezek-Call", "Kezek-Moment", "Kezek-Signature"

TOLERANCE = timedelta(minutes=5)
"""By how much the clocks of two systems may differ; an older call is not taken."""

_ASKED, _ANSWERED = "KEZEK1", "KEZEK1-ANSWER"
_FORM = "%Y-%m-%dT%H:%M:%SZ"


class Unsigned(Exception):
    """A call, or an answer, that does not come from whom it says; the word tells what is wrong."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """What stands on a call besides its contents."""

    party: str
    call: str
    """Its number, of the caller's: it names the call in the logs of both, and repeats carry it."""
    moment: datetime

    def headers(self, secret: str, path: str, body: bytes) -> dict[str, str]:
        """The lines that go with the call."""
        told = self.moment.astimezone(UTC).strftime(_FORM)
        return {
            PARTY: self.party,
            CALL: self.call,
            MOMENT: told,
            SIGNATURE: _signed(secret, _ASKED, path, self.party, told, self.call, _digest(body)),
        }


def opened(
    secret: str, path: str, headers: Mapping[str, str], body: bytes, now: datetime
) -> Envelope:
    """The envelope of a call that came in. Raises Unsigned."""
    party, call, told = (headers.get(name, "") for name in (PARTY, CALL, MOMENT))
    wanted = _signed(secret, _ASKED, path, party, told, call, _digest(body))
    if not secret or not _same(wanted, headers.get(SIGNATURE, "")):
        raise Unsigned("signature")
    try:
        moment = datetime.strptime(told, _FORM).replace(tzinfo=UTC)
    except ValueError:
        raise Unsigned("moment") from None
    if abs(now - moment) > TOLERANCE:
        raise Unsigned("moment")
    return Envelope(party, call, moment)


def answer_headers(secret: str, call: str, status: int, body: bytes) -> dict[str, str]:
    """The lines that go with an answer."""
    signature = _signed(secret, _ANSWERED, str(status), call, _digest(body))
    return {CALL: call, SIGNATURE: signature}


def check_answer(
    secret: str, call: str, status: int, headers: Mapping[str, str], body: bytes
) -> None:
    """Comes back when the answer is of this call and of the other side. Raises Unsigned."""
    wanted = answer_headers(secret, call, status, body)[SIGNATURE]
    if not _same(wanted, headers.get(SIGNATURE) or ""):
        raise Unsigned("signature")


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def _signed(secret: str, *lines: str) -> str:
    return hmac.new(secret.encode(), "\n".join(lines).encode(), hashlib.sha256).hexdigest()


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
