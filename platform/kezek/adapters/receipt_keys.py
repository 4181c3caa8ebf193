"""Who signs receipts and by which public keys anybody verifies them: Ed25519 (RFC 8032)."""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kezek.adapters.keys import Keys
from kezek.core.receipts import BadReceipt, Fault, signed_bytes
from kezek.settings import OperatorError

ALGORITHM = "Ed25519"
_ID_BYTES = 8


class NoPublicKeys(OperatorError):
    """A file that holds no public keys of receipts."""


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """The public keys of one deployment by their ids; any of them may have signed."""

    issuer: str
    keys: Mapping[str, bytes]
    signs: str
    """The id of the key that signs now."""

    def verify(self, facts: Mapping[str, Any], key_id: str, signature: bytes) -> None:
        """Holds a signature against the facts. Raises BadReceipt, which says what is wrong."""
        public = self.keys.get(key_id)
        if public is None:
            issuer = str(facts.get("issuer", ""))
            other = issuer != self.issuer
            raise BadReceipt(
                Fault.OTHER_DEPLOYMENT if other else Fault.UNKNOWN_KEY,
                issuer=issuer,
                own=self.issuer,
                key=key_id,
            )
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(signature, signed_bytes(facts))
        except InvalidSignature:
            raise BadReceipt(Fault.TAMPERED) from None

    def as_json(self) -> dict[str, Any]:
        """As they are published."""
        keys = [{"id": one, "public": _text(public)} for one, public in self.keys.items()]
        return {"issuer": self.issuer, "algorithm": ALGORITHM, "signs": self.signs, "keys": keys}


def read_public_keys(text: str) -> PublicKeys:
    """The keys of a published file. Raises NoPublicKeys."""
    try:
        found = json.loads(text)
        keys = {one["id"]: _bytes(one["public"]) for one in found["keys"]}
        if found["algorithm"] != ALGORITHM or any(key_id(key) != one for one, key in keys.items()):
            raise ValueError("other keys")
        return PublicKeys(str(found["issuer"]), keys, str(found["signs"]))
    except (ValueError, KeyError, TypeError) as wrong:
        raise NoPublicKeys(
            "This is no file of public keys. Take it from the portal's address "
            "/receipts/keys.json, or from `kezek receipt key`."
        ) from wrong


class Signer:
    """Signs receipts by the newest of the deployment's keys."""

    def __init__(self, keys: Keys, issuer: str) -> None:
        seeds = keys.signing_seeds()
        made = {number: Ed25519PrivateKey.from_private_bytes(seeds[number]) for number in seeds}
        public = {number: one.public_key().public_bytes_raw() for number, one in made.items()}
        newest = max(made)
        self._key = made[newest]
        self.public = PublicKeys(
            issuer,
            {key_id(public[number]): public[number] for number in sorted(public, reverse=True)},
            key_id(public[newest]),
        )

    def sign(self, facts: Mapping[str, Any]) -> tuple[str, bytes]:
        """The id of the key that signs, and the signature. Raises BadReceipt."""
        return self.public.signs, self._key.sign(signed_bytes(facts))


def key_id(public: bytes) -> str:
    """By which name receipts say who signed them: the beginning of the public key's hash."""
    return hashlib.sha256(public).digest()[:_ID_BYTES].hex()


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
