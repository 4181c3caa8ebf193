"""The keys that never stand in the database: one for the deployment, one for each region.

Each is a file of its own in `KEZEK_KEYS_DIR`, readable by our user alone. A region's key wraps
the keys of its families, which are the only ones stored in the database; whoever has the
database without this folder can read no IIN and nothing personal of the journal. Losing a key
loses what it opens: the folder is kept apart from backups of the database, and kept.
"""

import hashlib
import hmac
import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kezek.settings import OperatorError

_KEY_BYTES = 32
_NONCE_BYTES = 12
_TOKEN_BYTES = 16
_VERSION_BYTES = 2
_WRAPPED_BYTES = _NONCE_BYTES + _KEY_BYTES + 16
"""Of a family's key: with the tag of the cipher."""


class KeyMissing(OperatorError):
    """A key that is not in the folder of keys; the message says how to bring or make it."""


class KeyMismatch(OperatorError):
    """A ciphertext that this key does not open: another folder's key, or altered data."""


class Keys:
    """Keys by need; made on demand only where `may_create`, else KeyMissing says what to do."""

    def __init__(self, folder: Path, *, may_create: bool = False) -> None:
        self._folder = folder
        self._may_create = may_create
        self._known: dict[str, bytes] = {}

    def create(self, tenants: Iterable[int]) -> list[str]:
        """Makes the deployment's key and the tenants' where missing; names what it made."""
        names = _names(tenants)
        made = [name for name in names if not self._path(name).exists()]
        for name in made:
            _write_new(self._path(name))
        return made

    def missing(self, tenants: Iterable[int]) -> list[str]:
        """The names of keys that these tenants and the deployment need and the folder lacks.

        The first key of a tenant may have been put away after a rotation.
        """
        rotated = {_tenant_name(one) for one in tenants if self.newest_version(one) > 1}
        return [
            name
            for name in _names(tenants)
            if name not in rotated and not self._path(name).exists()
        ]

    def exposed(self) -> list[str]:
        """The names of key files that other users of this machine may read."""
        files = sorted(self._folder.glob("*.key"))
        return [path.name for path in files if path.stat().st_mode & 0o077]

    def new_family_key(self, tenant_id: int, family_id: UUID) -> bytes:
        """A fresh key for one family, wrapped by its tenant's newest. Raises KeyMissing."""
        version = self.newest_version(tenant_id)
        return self._wrap(tenant_id, family_id, os.urandom(_KEY_BYTES), version)

    def newest_version(self, tenant_id: int) -> int:
        """The number of the key by which a tenant's families are wrapped from now on.

        The folder is looked at each time: a rotation is begun by another process than those that
        serve pages.
        """
        found = self._folder.glob(f"{_tenant_name(tenant_id)}-*.key")
        numbers = [path.stem.rpartition("-")[2] for path in found]
        return max((int(one) for one in numbers if one.isdecimal()), default=1)

    def new_version(self, tenant_id: int) -> int:
        """Makes another key for a tenant; the one before goes on opening what it has wrapped."""
        version = self.newest_version(tenant_id) + 1
        _write_new(self._path(_tenant_name(tenant_id, version)))
        return version

    def wrapped_anew(self, tenant_id: int, family_id: UUID, wrapped: bytes) -> bytes | None:
        """The same family key under the tenant's newest; nothing where it lies under that one.

        Nothing that the family's key has sealed changes. Raises KeyMissing and KeyMismatch.
        """
        version = self.newest_version(tenant_id)
        if _version_of(wrapped) == version:
            return None
        return self._wrap(
            tenant_id, family_id, self._unwrap(tenant_id, family_id, wrapped), version
        )

    def _wrap(self, tenant_id: int, family_id: UUID, key: bytes, version: int) -> bytes:
        wrapper = self._key(_tenant_name(tenant_id, version))
        sealed = _seal(wrapper, key, _family(tenant_id, family_id))
        # The first key's wrappings say no number: there was no other when they were made.
        return sealed if version == 1 else version.to_bytes(_VERSION_BYTES) + sealed

    def seal_personal(
        self,
        tenant_id: int,
        family_id: UUID,
        wrapped: bytes,
        fact_id: UUID,
        personal: Mapping[str, Any],
    ) -> bytes:
        """The personal part of a fact as ciphertext, bound to its tenant and fact."""
        key = self._unwrap(tenant_id, family_id, wrapped)
        text = json.dumps(personal, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return _seal(key, text.encode(), _fact(tenant_id, fact_id))

    def open_personal(
        self, tenant_id: int, family_id: UUID, wrapped: bytes, fact_id: UUID, sealed: bytes
    ) -> dict[str, Any]:
        """The personal part of a fact. Raises KeyMissing, and KeyMismatch if it does not open."""
        key = self._unwrap(tenant_id, family_id, wrapped)
        opened: dict[str, Any] = json.loads(_open(key, sealed, _fact(tenant_id, fact_id)))
        return opened

    def file_address(self, tenant_id: int, family_id: UUID, wrapped: bytes, content: bytes) -> str:
        """What a family's file is called by what it holds; another family's like it is not.

        Whoever has the store and a copy of some paper cannot tell whether a family sent it.
        """
        key = self._unwrap(tenant_id, family_id, wrapped)
        named = hmac.digest(key, b"kezek file address", hashlib.sha256)
        return hmac.digest(named, content, hashlib.sha256).hex()

    def seal_file(
        self, tenant_id: int, family_id: UUID, wrapped: bytes, name: str, content: bytes
    ) -> bytes:
        """A family's file as ciphertext; once the family is erased nobody can read it."""
        key = self._unwrap(tenant_id, family_id, wrapped)
        return _seal(key, content, _file(tenant_id, name))

    def open_file(
        self, tenant_id: int, family_id: UUID, wrapped: bytes, name: str, sealed: bytes
    ) -> bytes:
        """What the file holds. Raises KeyMissing, and KeyMismatch if it does not open."""
        key = self._unwrap(tenant_id, family_id, wrapped)
        return _open(key, sealed, _file(tenant_id, name))

    def iin_hash(self, iin: str) -> bytes:
        """A keyed hash by which an IIN is found and compared but not computed back (G-40)."""
        return hmac.digest(self._purpose("iin"), iin.encode(), hashlib.sha256)

    def phone_hash(self, tenant_id: int, phone: str) -> bytes:
        """A keyed hash by which a telephone is found in one region; in another it is another."""
        return hmac.digest(self._purpose("phone"), f"{tenant_id}:{phone}".encode(), hashlib.sha256)

    def name_token(self, tenant_id: int, text: str) -> bytes:
        """A keyed hash by which a name is found in one region; in another it is another one.

        Sixteen bytes: two of a million names meet by chance with no chance at all.
        """
        # Under the deployment's key: those of the tenants change, and what is searched must not.
        key = self._purpose(f"name {tenant_id}")
        return hmac.digest(key, text.encode(), hashlib.sha256)[:_TOKEN_BYTES]

    def seal_text(self, text: str, context: str = "") -> bytes:
        """A short text, as an IIN or a phone, as ciphertext that opens only in its context."""
        return _seal(self._purpose("text"), text.encode(), context.encode())

    def open_text(self, sealed: bytes, context: str = "") -> str:
        """The text that was sealed in this context. Raises KeyMissing and KeyMismatch."""
        return _open(self._purpose("text"), sealed, context.encode()).decode()

    def seal_receipt(self, content: bytes, region: str) -> bytes:
        """Who a receipt is about, as ciphertext that opens for its region only.

        Under the deployment's key and not the family's, which is lost with the database.
        """
        return _seal(self._purpose("receipt"), content, region.encode())

    def open_receipt(self, sealed: bytes, region: str) -> bytes:
        """Who a receipt of this region is about. Raises KeyMissing and KeyMismatch."""
        return _open(self._purpose("receipt"), sealed, region.encode())

    def paper_mark(self, content: bytes) -> bytes:
        """A keyed hash that tells a paper of ours from one that somebody made up."""
        return hmac.digest(self._purpose("paper"), content, hashlib.sha256)

    def signing_seeds(self) -> dict[int, bytes]:
        """The seeds of the keys that sign receipts, by number; the highest one signs.

        Those before stay: what they signed is to be verified still. Raises KeyMissing.
        """
        numbers = self._signing_numbers() or [1]
        return {number: self._key(_signing_name(number)) for number in numbers}

    def new_signing_key(self) -> str:
        """Makes the key that signs from now on, and gives its name."""
        name = _signing_name(max(self._signing_numbers(), default=0) + 1)
        _write_new(self._path(name))
        return name

    def _signing_numbers(self) -> list[int]:
        found = (path.stem.partition("-")[2] for path in self._folder.glob("receipts-*.key"))
        return sorted(int(number) for number in found if number.isdecimal())

    def _unwrap(self, tenant_id: int, family_id: UUID, wrapped: bytes) -> bytes:
        version = _version_of(wrapped)
        wrapper = self._key(_tenant_name(tenant_id, version))
        sealed = wrapped if version == 1 else wrapped[_VERSION_BYTES:]
        return _open(wrapper, sealed, _family(tenant_id, family_id))

    def _purpose(self, purpose: str) -> bytes:
        # One key file, separate keys by use: a hash never helps to open a text.
        return hmac.digest(self._key("deployment"), f"kezek {purpose}".encode(), hashlib.sha256)

    def _key(self, name: str) -> bytes:
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = self._read(name)
        return known

    def _read(self, name: str) -> bytes:
        path = self._path(name)
        if not path.exists():
            if not self._may_create:
                raise KeyMissing(
                    f"The key '{name}' is not in {self._folder}. If this database has been used "
                    "before, bring the folder of its keys; for a new one: kezek keys create --all"
                )
            _write_new(path)
        try:
            key = bytes.fromhex(path.read_text())
        except (ValueError, OSError) as error:
            raise KeyMissing(f"The key file {path} cannot be read: {error}") from error
        if len(key) != _KEY_BYTES:
            raise KeyMissing(f"The key file {path} does not hold {_KEY_BYTES} bytes in hex.")
        return key

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.key"


def _write_new(path: Path) -> None:
    # Linked whole into place: of several processes that begin at once all read the same key.
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, draft = tempfile.mkstemp(prefix=".new-", dir=path.parent)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(os.urandom(_KEY_BYTES).hex() + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink()


def _names(tenants: Iterable[int]) -> list[str]:
    return ["deployment", _signing_name(1), *(_tenant_name(tenant) for tenant in tenants)]


def _signing_name(number: int) -> str:
    return f"receipts-{number}"


def _tenant_name(tenant_id: int, version: int = 1) -> str:
    return f"tenant-{tenant_id}" if version == 1 else f"tenant-{tenant_id}-{version}"


def _version_of(wrapped: bytes) -> int:
    if len(wrapped) == _WRAPPED_BYTES:
        return 1
    return int.from_bytes(wrapped[:_VERSION_BYTES])


def _family(tenant_id: int, family_id: UUID) -> bytes:
    return f"family-key:{tenant_id}:{family_id}".encode()


def _fact(tenant_id: int, fact_id: UUID) -> bytes:
    return f"fact:{tenant_id}:{fact_id}".encode()


def _file(tenant_id: int, name: str) -> bytes:
    return f"file:{tenant_id}:{name}".encode()


def _seal(key: bytes, plain: bytes, bound_to: bytes) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound_to)


def _open(key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], bound_to)
    except (InvalidTag, ValueError) as error:
        raise KeyMismatch(
            "A stored ciphertext does not open: the folder of keys is not the one with which "
            "this database was written, or the data have been altered."
        ) from error
