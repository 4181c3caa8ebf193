"""The mark in the square of a paper: by it anybody asks the portal whether the paper is genuine.

It names the paper, the application and the minute, and bears a keyed hash; nothing is stored.
"""

import base64
import struct
import uuid
from datetime import UTC, datetime

from kezek.adapters.keys import Keys
from kezek.core.printed import Kind, Marked

_SHAPE = ">BI16s"
_HASH_BYTES = 12
_NUMBERS = {
    Kind.APPLICATION: 1,
    Kind.REFUSAL: 3,
    Kind.QUEUE_NOTICE: 4,
    Kind.CONSENT: 5,
    Kind.REFERRAL: 6,
    Kind.CONTRACT: 7,
    Kind.VOUCHER: 8,
    Kind.EXTRACT: 9,
}
"""They stand on papers that people keep, and never change."""
_KINDS = {number: kind for kind, number in _NUMBERS.items()}
_MINUTE = 60


class NotOurs(ValueError):
    """A mark that this deployment did not make for this region."""


def make_mark(
    keys: Keys, tenant_id: int, kind: Kind, application: uuid.UUID, made_at: datetime
) -> str:
    """The mark of a paper, short enough for a small square."""
    minute = -(-int(made_at.timestamp()) // _MINUTE)
    content = struct.pack(_SHAPE, _NUMBERS[kind], minute, application.bytes)
    whole = content + _hash(keys, tenant_id, content)
    return base64.urlsafe_b64encode(whole).decode().rstrip("=")


def read_mark(keys: Keys, tenant_id: int, mark: str) -> Marked:
    """What a mark says. Raises NotOurs for one of another region, made up or cut short."""
    try:
        whole = base64.b64decode(mark + "=" * (-len(mark) % 4), altchars=b"-_", validate=True)
        content, own = whole[:-_HASH_BYTES], whole[-_HASH_BYTES:]
        number, minute, application = struct.unpack(_SHAPE, content)
    except (ValueError, struct.error) as wrong:
        raise NotOurs from wrong
    if own != _hash(keys, tenant_id, content) or number not in _KINDS:
        raise NotOurs
    made_at = datetime.fromtimestamp(minute * _MINUTE, UTC)
    return Marked(_KINDS[number], application, made_at)


def _hash(keys: Keys, tenant_id: int, content: bytes) -> bytes:
    return keys.paper_mark(tenant_id.to_bytes(4, "big") + content)[:_HASH_BYTES]
