"""The exchange with the national education base: kinds of records, digests, checksum (L-3.10)."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any
from uuid import UUID


class Kind(StrEnum):
    """What the base is told of."""

    KINDERGARTEN = "kindergarten"
    GROUP = "group"
    PLACE = "place"
    CHILD = "child"
    CONTRACT = "contract"


MOST = 500
"""Records of one answer."""


def digest_of(data: Mapping[str, Any]) -> bytes:
    """The digest of a record: of its JSON with sorted names and no blanks, in UTF-8."""
    told = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode()).digest()


def checksum_of(records: Iterable[tuple[str, UUID, bytes]]) -> bytes:
    """The checksum of a region: of its records' kinds, numbers and digests, in their order."""
    whole = hashlib.sha256()
    for kind, number, digest in sorted(records):
        whole.update(f"{kind} {number} {digest.hex()}\n".encode())
    return whole.digest()
