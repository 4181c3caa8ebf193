"""Holds a receipt against public keys, with neither database nor network."""

from dataclasses import dataclass

from kezek.adapters.receipt_forms import SignedReceipt, read_form
from kezek.adapters.receipt_keys import PublicKeys
from kezek.core.receipts import BadReceipt, Fault, Receipt
from kezek.core.seal_paths import PathBroken, SealedPlace, sealed_hash


@dataclass(frozen=True, slots=True)
class Checked:
    """A genuine receipt: what it says, and which seal its fact stands under."""

    receipt: Receipt
    place: SealedPlace | None
    seal: bytes | None
    """The hash of that seal, to be compared with one that was published or noted (N3)."""


def check_receipt(text: str, keys: PublicKeys, noted: tuple[int, bytes] | None = None) -> Checked:
    """The receipt of a file or text, verified. Raises BadReceipt, which says what is wrong.

    `noted` is a seal that was noted elsewhere: a receipt under that very seal has to lead to it.
    """
    signed = read_form(text)
    keys.verify(signed.facts, signed.key, signed.signature)
    receipt = signed.receipt
    seal = _seal(signed, receipt)
    if noted is not None and seal is not None and signed.place is not None:
        _need_noted(signed.place.seal, seal, noted)
    return Checked(receipt, signed.place, seal)


def _need_noted(number: int, seal: bytes, noted: tuple[int, bytes]) -> None:
    if number == noted[0] and seal != noted[1]:
        raise BadReceipt(Fault.OTHER_ROOT, hash=seal.hex(), noted=noted[1].hex())


def _seal(signed: SignedReceipt, receipt: Receipt) -> bytes | None:
    if signed.place is None:
        return None
    try:
        return sealed_hash(signed.place, bytes.fromhex(receipt.hash))
    except (PathBroken, ValueError, OverflowError) as broken:
        raise BadReceipt(Fault.PATH_BROKEN) from broken
