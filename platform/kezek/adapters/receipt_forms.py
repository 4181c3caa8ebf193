"""The two forms of a signed receipt: a file to keep, and a text that fits into a QR code.

Both say the same and bear the same signature. The text is capitals and digits only: a QR code
writes those densest, and they can be copied by hand, in any case and with blanks between them.
"""

import base64
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kezek.core.receipts import BadReceipt, Fault, Receipt, canonical, read_facts
from kezek.core.seal_paths import SealedPlace
from kezek.core.seals import moment_text

FORMAT = "kezek-receipt"
PREFIX = "KEZEK1:"

_KEY_BYTES = 8
_SIGNATURE_BYTES = 64
_MOST_BYTES = 64_000
"""No receipt is longer: what unpacks to more is none."""

# Names of fields and usual values, the frequent ones last, so that they cost next to nothing.
# It belongs to the prefix: another dictionary would need another one.
_DICTIONARY = (
    b'SUSPENDEDSTOP_LISTUNDER_REVIEWDEFERREDOFFEREDREFERREDENROLLEDARCHIVED"sanatorium""special"'
    b'"voucher""indigo"application:importedapplication:submitted"through":null"number":null'
    b'+00:00","application":"","as_of":"2026-","at":"2026-","birth_year":202,"fact":"","family":"","hash":"",'
    b'"issuer":"https://","kind":"application:queued","language":"kk","language":"ru","lines":['
    b'{"number":1,"to":"","turns":3,"version":1},"mode":"linear","number":"-26-0","queue":"general"'
    b',"region":"","revision":1,"serial":,"standing":"G","state":"QUEUED","submitted_at":"2026-'
    b'T00:00:00.000000+00:00","territory":"city","through":null,"v":1}'
)


@dataclass(frozen=True, slots=True)
class SignedReceipt:
    """Facts with the signature under them, as issued or as somebody brings them: not yet verified.

    `place` proves where the fact stands in the journal; it needs no signature.
    """

    facts: Mapping[str, Any] = field(hash=False)
    key: str
    signature: bytes
    place: SealedPlace | None = None

    @property
    def receipt(self) -> Receipt:
        """What it says. Raises BadReceipt."""
        return read_facts(self.facts)


def as_file(signed: SignedReceipt) -> str:
    """The file that a family keeps."""
    whole: dict[str, Any] = {
        "format": FORMAT,
        "facts": dict(signed.facts),
        "key": signed.key,
        "signature": _text(signed.signature),
    }
    if signed.place is not None:
        whole["sealed"] = _place_json(signed.place)
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def as_text(signed: SignedReceipt) -> str:
    """The text of the QR code; where the fact is sealed stands in the file only."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, zdict=_DICTIONARY)
    packed = packer.compress(canonical(signed.facts)) + packer.flush()
    whole = bytes.fromhex(signed.key) + signed.signature + packed
    return PREFIX + base64.b32encode(whole).decode().rstrip("=")


def read_form(text: str) -> SignedReceipt:
    """A receipt in either form, whatever stands before and after it. Raises BadReceipt."""
    bare = text.strip().lstrip("\ufeff")
    try:
        return _from_file(bare) if bare.startswith("{") else _from_text(bare)
    except (ValueError, KeyError, TypeError, RecursionError, zlib.error) as wrong:
        if isinstance(wrong, BadReceipt):
            raise
        raise BadReceipt(Fault.NOT_A_RECEIPT) from wrong


def _from_file(text: str) -> SignedReceipt:
    whole = json.loads(text, object_pairs_hook=_no_name_twice)
    if whole["format"] != FORMAT:
        raise ValueError("another file")
    sealed = whole.get("sealed")
    facts = whole["facts"]
    canonical(facts)
    return SignedReceipt(
        facts, str(whole["key"]), _bytes(whole["signature"]), _place(sealed) if sealed else None
    )


def _from_text(text: str) -> SignedReceipt:
    bare = "".join(text.split()).upper()
    if not bare.startswith(PREFIX):
        raise BadReceipt(Fault.OTHER_VERSION if _is_later(bare) else Fault.NOT_A_RECEIPT)
    letters = bare.removeprefix(PREFIX)
    whole = base64.b32decode(letters + "=" * (-len(letters) % 8))
    key, rest = whole[:_KEY_BYTES], whole[_KEY_BYTES:]
    signature, packed = rest[:_SIGNATURE_BYTES], rest[_SIGNATURE_BYTES:]
    unpacker = zlib.decompressobj(-15, zdict=_DICTIONARY)
    facts = json.loads(unpacker.decompress(packed, _MOST_BYTES), object_pairs_hook=_no_name_twice)
    return SignedReceipt(facts, key.hex(), signature)


def _is_later(bare: str) -> bool:
    return bare.startswith("KEZEK") and bare[5:6].isdigit()


def _no_name_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # Readers differ in which of two they believe: what was signed must be what is shown.
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _place_json(place: SealedPlace) -> dict[str, Any]:
    return {
        "seal": place.seal,
        "first": place.first,
        "last": place.last,
        "previous": place.previous.hex(),
        "sealed_at": moment_text(place.sealed_at),
        "position": place.position,
        "path": [one.hex() for one in place.path],
    }


def _place(found: Mapping[str, Any]) -> SealedPlace:
    return SealedPlace(
        seal=int(found["seal"]),
        first=int(found["first"]),
        last=int(found["last"]),
        previous=bytes.fromhex(found["previous"]),
        sealed_at=datetime.fromisoformat(found["sealed_at"]),
        position=int(found["position"]),
        path=tuple(bytes.fromhex(one) for one in found["path"]),
    )


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
