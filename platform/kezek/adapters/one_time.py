"""One-time codes: drawn from the system's randomness, kept as a keyed hash."""

import hashlib
import hmac
import secrets
import uuid

from kezek.core.codes import LENGTH


def new_digits() -> str:
    """A code that nobody can guess from the one before."""
    return f"{secrets.randbelow(10**LENGTH):0{LENGTH}d}"


def digits_hash(secret_key: str, code_id: uuid.UUID, digits: str) -> bytes:
    """What is kept of a code: without the process's secret a million tries do not find it."""
    key = hashlib.sha256(f"kezek:sms-code:{secret_key}".encode()).digest()
    return hmac.digest(key, code_id.bytes + digits.encode(), "sha256")


def is_same(one: bytes, other: bytes) -> bool:
    """Whether two hashes are one, in a time that does not tell how far they agree."""
    return hmac.compare_digest(one, other)
