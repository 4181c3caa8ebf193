"""Who a receipt is about: what a restore needs of the family, sealed for its region alone.

The family's own data, and still no plain text: a receipt is shown, photographed and sent on.
"""

import base64
import json
import zlib
from dataclasses import dataclass, fields
from datetime import date

from kezek.adapters.keys import KeyMismatch, Keys
from kezek.core.images import from_json, to_json
from kezek.core.people import Identity

_MOST_BYTES = 16_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptFamily:
    """The people of an application, and what of it is nobody else's business (D-10)."""

    child: Identity
    child_name: str
    born_on: date
    guardian: Identity
    guardian_name: str
    phone: str
    letters: str
    categories: tuple[int, ...]
    pmpk: bool
    planned_from: date | None
    strikes: int
    restored: int


def seal_family(keys: Keys, region: str, family: ReceiptFamily) -> str:
    """The ciphertext that stands in a receipt, in base64url."""
    values = [to_json(getattr(family, field.name)) for field in fields(ReceiptFamily)]
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(text.encode()) + packer.flush()
    return base64.urlsafe_b64encode(keys.seal_receipt(packed, region)).decode().rstrip("=")


def open_family(keys: Keys, region: str, sealed: str) -> ReceiptFamily:
    """Who it is about. Raises KeyMissing, and KeyMismatch for the ciphertext of another region."""
    try:
        content = base64.b64decode(sealed + "=" * (-len(sealed) % 4), altchars=b"-_", validate=True)
        packed = keys.open_receipt(content, region)
        text = zlib.decompressobj(-15).decompress(packed, _MOST_BYTES)
        names = [field.name for field in fields(ReceiptFamily)]
        return from_json(ReceiptFamily, dict(zip(names, json.loads(text), strict=True)))
    except (ValueError, KeyError, TypeError, zlib.error) as wrong:
        raise KeyMismatch("The family of a receipt cannot be read with this key.") from wrong
