"""Whether a signature holds over its bytes: RSA (PKCS #1 and PSS) and ECDSA, with SHA-2 only."""

from hmac import compare_digest

from asn1crypto import algos
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from kezek.adapters.eds.messages import Message
from kezek.core.signatures import Fault, refusal_of

_HASHES: dict[str, type[hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}
_LEAST_RSA_BITS = 2048
_LEAST_CURVE_BITS = 256


def need_same_content(message: Message, content: bytes) -> None:
    """The bytes that were given out are the bytes that were signed. Raises Refusal(tampered)."""
    if message.content is not None and not compare_digest(message.content, content):
        raise refusal_of(Fault.TAMPERED)
    computed = hashes.Hash(_hash(message.digest))
    computed.update(content)
    if not compare_digest(computed.finalize(), message.message_digest):
        raise refusal_of(Fault.TAMPERED)


def need_sound(message: Message) -> str:
    """The signature holds over the signed attributes; gives the algorithm's name. Raises Refusal.

    The hash of the attributes is the hash of the content, as the standard has it (RFC 5652, 5.4).
    """
    try:
        key = message.signer.public_key()
    except (UnsupportedAlgorithm, ValueError):
        raise refusal_of(Fault.WEAK) from None
    try:
        if isinstance(key, rsa.RSAPublicKey):
            return _rsa(key, message)
        if isinstance(key, ec.EllipticCurvePublicKey):
            return _ecdsa(key, message)
    except InvalidSignature:
        raise refusal_of(Fault.TAMPERED) from None
    raise refusal_of(Fault.WEAK)


def _rsa(key: rsa.RSAPublicKey, message: Message) -> str:
    if key.key_size < _LEAST_RSA_BITS:
        raise refusal_of(Fault.WEAK)
    kind = _kind(message, ("rsassa_pkcs1v15", "rsassa_pss"))
    digest = _hash(message.digest)
    if kind == "rsassa_pss":
        key.verify(message.signature, message.attributes, _pss(message, digest), digest)
        return f"RSA-PSS {key.key_size} {message.digest}"
    key.verify(message.signature, message.attributes, padding.PKCS1v15(), digest)
    return f"RSA {key.key_size} {message.digest}"


def _ecdsa(key: ec.EllipticCurvePublicKey, message: Message) -> str:
    _kind(message, ("ecdsa",))
    if key.key_size < _LEAST_CURVE_BITS:
        raise refusal_of(Fault.WEAK)
    key.verify(message.signature, message.attributes, ec.ECDSA(_hash(message.digest)))
    return f"ECDSA {key.curve.name} {message.digest}"


def _kind(message: Message, allowed: tuple[str, ...]) -> str:
    """The kind of signature, which is of the key's kind; its own hash is the content's."""
    try:
        kind: str = message.algorithm.signature_algo
    except ValueError:
        raise refusal_of(Fault.WEAK) from None
    if kind not in allowed:
        raise refusal_of(Fault.TAMPERED)
    named = message.algorithm["algorithm"].native
    if named not in ("rsassa_pkcs1v15", "rsassa_pss") and not named.startswith(message.digest):
        raise refusal_of(Fault.TAMPERED)
    return kind


def _pss(message: Message, digest: hashes.HashAlgorithm) -> padding.PSS:
    parameters: algos.RSASSAPSSParams = message.algorithm["parameters"]
    mask = parameters["mask_gen_algorithm"]["parameters"]["algorithm"].native
    if parameters["hash_algorithm"]["algorithm"].native != message.digest or mask != message.digest:
        raise refusal_of(Fault.WEAK)
    length = parameters["salt_length"].native
    if length != digest.digest_size:
        raise refusal_of(Fault.WEAK)
    return padding.PSS(padding.MGF1(digest), length)


def _hash(name: str) -> hashes.HashAlgorithm:
    if name not in _HASHES:
        raise refusal_of(Fault.WEAK)
    return _HASHES[name]()
