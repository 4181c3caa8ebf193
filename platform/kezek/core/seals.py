"""What proves the journal: a fact's one way to be written, the chain of seals, the first break.

A fact's hash is SHA-256 over its canonical bytes. A seal covers a gapless run of positions: it
holds the Merkle root of their hashes and is chained to the seal before. Leaves, nodes and seals
begin with different bytes, so that none can be passed off as another (as in RFC 6962).
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

MAX_FACTS_PER_SEAL = 1000
"""How many facts one seal covers at most: a late reader of one fact reads no more than these."""

_FORMAT = 1
_LEAF, _NODE, _SEAL, _GENESIS = b"\x00", b"\x01", b"\x02", b"\x03"


class NotCanonical(TypeError):
    """A value that has no one way to be written, such as a fraction: it cannot stand in a fact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRecord:
    """All of a stored fact that its hash covers; `sealed` is ciphertext of what is personal."""

    tenant_id: int
    id: UUID
    kind: str
    rule: str
    rules_version: int
    actor: str
    at: datetime
    application_id: UUID | None
    family_id: UUID | None
    payload: Mapping[str, Any]
    sealed: bytes | None


@dataclass(frozen=True, slots=True)
class Seal:
    """One seal: which positions it covers, their root, the hash of the seal before, its own."""

    number: int
    first: int
    last: int
    root: bytes
    previous: bytes
    sealed_at: datetime
    hash: bytes


@dataclass(frozen=True, slots=True)
class Leaf:
    """One position as stored: the fact it names with the hash it had, and the fact as it is now."""

    seal: int
    position: int
    fact_id: UUID
    hash: bytes
    record: FactRecord | None
    recorded_hash: bytes | None


class FaultKind(StrEnum):
    """What is wrong at the first break."""

    SEAL_MISSING = "seal_missing"
    SEAL_ALTERED = "seal_altered"
    CHAIN_BROKEN = "chain_broken"
    POSITION_MISSING = "position_missing"
    FACT_MISSING = "fact_missing"
    FACT_ALTERED = "fact_altered"
    ROOT_DIFFERS = "root_differs"
    OUTSIDE_SEALS = "outside_seals"
    POSITION_OUTSIDE = "position_outside"
    NOT_AS_EXPECTED = "not_as_expected"


@dataclass(frozen=True, slots=True)
class Fault:
    """The first break: its kind, the seal and position, the fact if one can be named, the moment.

    `at` is the fact's own moment, or the seal's where the fact is gone or cannot be told.
    """

    kind: FaultKind
    at: datetime | None
    seal: int | None = None
    position: int | None = None
    fact_id: UUID | None = None


def canonical_bytes(record: FactRecord) -> bytes:
    """The one way in which a fact is written for its hash: compact JSON, sorted keys, UTF-8.

    Raises NotCanonical for a value that has more than one way, and for a moment without zone.
    """
    _demand_canonical(record.payload)
    body = {
        "format": _FORMAT,
        "tenant": record.tenant_id,
        "id": str(record.id),
        "kind": record.kind,
        "rule": record.rule,
        "rules_version": record.rules_version,
        "actor": record.actor,
        "at": moment_text(record.at),
        "application": str(record.application_id) if record.application_id else None,
        "family": str(record.family_id) if record.family_id else None,
        "payload": record.payload,
        "sealed": base64.b64encode(record.sealed).decode() if record.sealed is not None else None,
    }
    return json.dumps(
        body, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def moment_text(moment: datetime) -> str:
    """A moment in UTC to the microsecond. Raises NotCanonical when it has no zone."""
    if moment.tzinfo is None:
        raise NotCanonical(f"a moment without a zone: {moment}")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def fact_hash(record: FactRecord) -> bytes:
    """SHA-256 of a fact's canonical bytes. Raises NotCanonical."""
    return hashlib.sha256(canonical_bytes(record)).digest()


def merkle_root(hashes: Sequence[bytes]) -> bytes:
    """The root over facts' hashes in their order; an odd one goes up a level as it is.

    Raises ValueError for none at all: an empty seal would prove nothing.
    """
    if not hashes:
        raise ValueError("a seal covers at least one fact")
    level = [leaf_of(each) for each in hashes]
    while len(level) > 1:
        level = level_above(level)
    return level[0]


def leaf_of(digest: bytes) -> bytes:
    """A fact's hash as a leaf of the tree."""
    return hashlib.sha256(_LEAF + digest).digest()


def node_of(left: bytes, right: bytes) -> bytes:
    """What stands above two neighbours of the tree."""
    return hashlib.sha256(_NODE + left + right).digest()


def level_above(level: Sequence[bytes]) -> list[bytes]:
    """The level above; an odd one goes up as it is."""
    paired = [node_of(*pair) for pair in zip(level[::2], level[1::2], strict=False)]
    return [*paired, *level[-1:]] if len(level) % 2 else paired


def genesis(tenant_id: int) -> bytes:
    """What the first seal of a tenant is chained to: no seal of another tenant can follow it."""
    return hashlib.sha256(_GENESIS + f"kezek journal of tenant {tenant_id}".encode()).digest()


def seal_hash(*, previous: bytes, first: int, last: int, root: bytes, sealed_at: datetime) -> bytes:
    """The hash by which a seal is chained: of the seal before, its span, its root, its moment."""
    moment = moment_text(sealed_at).encode()
    span = first.to_bytes(8, "big") + last.to_bytes(8, "big")
    return hashlib.sha256(_SEAL + previous + span + root + moment).digest()


def next_seal(
    before: Seal | None, tenant_id: int, hashes: Sequence[bytes], *, sealed_at: datetime
) -> Seal:
    """The seal over these facts that follows `before`; positions go on without a gap.

    Raises ValueError for no facts or for more than one seal may cover.
    """
    if len(hashes) > MAX_FACTS_PER_SEAL:
        raise ValueError(f"a seal covers at most {MAX_FACTS_PER_SEAL} facts")
    root = merkle_root(hashes)
    previous = before.hash if before else genesis(tenant_id)
    first = before.last + 1 if before else 1
    last = first + len(hashes) - 1
    return Seal(
        number=before.number + 1 if before else 1,
        first=first,
        last=last,
        root=root,
        previous=previous,
        sealed_at=sealed_at,
        hash=seal_hash(previous=previous, first=first, last=last, root=root, sealed_at=sealed_at),
    )


def first_fault(
    before: Seal | None, seal: Seal, leaves: Iterable[Leaf], *, tenant_id: int
) -> Fault | None:
    """The first break of one seal that should follow `before`, or nothing.

    Facts are looked at first, so that an altered fact is named rather than its seal; a fact
    rewritten together with every hash of it still breaks the root.
    """
    number, first = (before.number + 1, before.last + 1) if before else (1, 1)
    if (seal.number, seal.first) != (number, first):
        return Fault(FaultKind.SEAL_MISSING, seal.sealed_at, seal=number, position=first)
    expected = first
    hashes: list[bytes] = []
    for leaf in leaves:
        fault = _leaf_fault(leaf, expected, seal)
        if fault is not None:
            return fault
        hashes.append(leaf.hash)
        expected += 1
    if expected != seal.last + 1:
        return Fault(FaultKind.POSITION_MISSING, seal.sealed_at, seal.number, expected)
    return _seal_fault(before, seal, hashes, tenant_id)


def _leaf_fault(leaf: Leaf, expected: int, seal: Seal) -> Fault | None:
    if (leaf.position, leaf.seal) != (expected, seal.number):
        return Fault(FaultKind.POSITION_MISSING, seal.sealed_at, seal.number, expected)
    if leaf.record is None:
        return Fault(
            FaultKind.FACT_MISSING, seal.sealed_at, seal.number, leaf.position, leaf.fact_id
        )
    if not leaf.hash == leaf.recorded_hash == _hash_now(leaf.record):
        return Fault(
            FaultKind.FACT_ALTERED, leaf.record.at, seal.number, leaf.position, leaf.fact_id
        )
    return None


def _hash_now(record: FactRecord) -> bytes | None:
    try:
        return fact_hash(record)
    except NotCanonical:
        return None


def _seal_fault(
    before: Seal | None, seal: Seal, hashes: Sequence[bytes], tenant_id: int
) -> Fault | None:
    own = seal_hash(
        previous=seal.previous,
        first=seal.first,
        last=seal.last,
        root=seal.root,
        sealed_at=seal.sealed_at,
    )
    if own != seal.hash:
        kind = FaultKind.SEAL_ALTERED
    elif seal.previous != (before.hash if before else genesis(tenant_id)):
        kind = FaultKind.CHAIN_BROKEN
    elif merkle_root(hashes) != seal.root:
        kind = FaultKind.ROOT_DIFFERS
    else:
        return None
    return Fault(kind, seal.sealed_at, seal.number, seal.first)


def _demand_canonical(value: object) -> None:
    # A fraction is written differently by Python and by PostgreSQL, and a key that is no text
    # becomes one on the way: both would break the hash of an honest fact.
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise NotCanonical("a key that is no text")
        _demand_canonical([*value, *value.values()])
    elif isinstance(value, list | tuple):
        for each in value:
            _demand_canonical(each)
    elif isinstance(value, str):
        if "\x00" in value:
            raise NotCanonical("a text with a zero character")
    elif value is not None and not isinstance(value, int):
        raise NotCanonical(f"{type(value).__name__} {value!r} cannot stand in a fact")
