"""Passwords of staff: kept as salted Argon2id, checked in one time whether there is one or not."""

import base64
import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from werkzeug.security import check_password_hash

_SALT_BYTES = 16
_HASH_BYTES = 32
_ARGON = "$argon2id$"


@dataclass(frozen=True, slots=True)
class Work:
    """How much a guess costs, us as well as a thief."""

    kibibytes: int
    iterations: int

    @property
    def told(self) -> str:
        """As it stands in what is stored."""
        return f"m={self.kibibytes},t={self.iterations},p=1"


WORK = Work(19456, 2)
"""As OWASP advises. Tests, which prove no strength, use less."""


def password_hash(password: str) -> str:
    """What is stored of a password."""
    hashing = Argon2id(
        salt=os.urandom(_SALT_BYTES),
        length=_HASH_BYTES,
        iterations=WORK.iterations,
        lanes=1,
        memory_cost=WORK.kibibytes,
    )
    return hashing.derive_phc_encoded(password.encode())


def is_password(stored: str | None, password: str) -> bool:
    """Whether this is the password; never, but no sooner, where nothing is stored."""
    is_right = _holds(stored or _nobodys(), password)
    return is_right and stored is not None


def is_dated(stored: str) -> bool:
    """Whether a password was kept with other work than is asked now, as scrypt was before."""
    return WORK.told not in stored or not stored.startswith(_ARGON)


def _holds(stored: str, password: str) -> bool:
    if not stored.startswith(_ARGON):
        return check_password_hash(stored, password)
    try:
        Argon2id.verify_phc_encoded(password.encode(), stored)
    except InvalidKey:
        return False
    return True


def _nobodys() -> str:
    # Checked where there is no account, so that an answer takes as long as for a wrong password.
    # No password is known to give these bytes; to compute one would cost every start its work.
    salt, nothing = (_unpadded(bytes(length)) for length in (_SALT_BYTES, _HASH_BYTES))
    return f"{_ARGON}v=19${WORK.told}${salt}${nothing}"


def _unpadded(content: bytes) -> str:
    return base64.b64encode(content).decode().rstrip("=")
