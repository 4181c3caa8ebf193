"""The receipt of a step: what was so, by which fact, in the one way in which it is signed (N4).

The facts are JSON as RFC 8785 writes it: keys in order, no blanks, UTF-8, whole numbers only.
What is personal is ciphertext (`family`) that the region alone opens; the rest may be shown to
anybody, as a line of the public queue may (D-10).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, cast
from uuid import UUID

from kezek.core.images import from_json, to_json

VERSION = 1

_SIGNED = f"kezek receipt {VERSION}\n".encode()
_SAFE = 2**53
"""Whole numbers up to here read alike everywhere (RFC 8785, 3.2.2.3)."""


class Fault(StrEnum):
    """What is wrong with a receipt; the sentence is chosen by it."""

    NOT_A_RECEIPT = "not_a_receipt"
    OTHER_VERSION = "other_version"
    TAMPERED = "tampered"
    UNKNOWN_KEY = "unknown_key"
    OTHER_DEPLOYMENT = "other_deployment"
    PATH_BROKEN = "path_broken"
    OTHER_ROOT = "other_root"


class BadReceipt(ValueError):
    """A receipt that proves nothing, and why."""

    def __init__(self, fault: Fault, **values: str) -> None:
        super().__init__(str(fault))
        self.fault = fault
        self.values = values


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Where the application stood in one queue.

    `turns` and `version` are the queue's own: of several receipts the newest version knows best
    how many general turns had been given since the last first-priority one (A-02).
    """

    to: str
    """The kindergarten by its code in the registry; empty for a queue of many kindergartens."""
    number: int | None
    """Nothing where it had no number then: suspended, under review, with a place."""
    turns: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """One application after one fact of the journal: all that its place in a queue depends on."""

    issuer: str
    region: str
    number: str
    serial: int
    application: UUID
    revision: int
    """How often the application had changed: of two receipts the higher one is the newer."""
    kind: str
    at: datetime
    as_of: datetime
    """When it was issued: its numbers are those of this moment (N14)."""
    submitted_at: datetime
    mode: str
    territory: str
    queue: str
    birth_year: int
    language: str
    standing: str
    state: str
    through: date | None
    """The last day of a suspension or block."""
    lines: tuple[Line, ...]
    """In the order of the family's choices."""
    fact: UUID
    hash: str
    """SHA-256 of the fact, in hex."""
    family: str
    """Who it is about, as ciphertext in base64url: only the region that issued it opens it."""


def facts_of(receipt: Receipt) -> dict[str, Any]:
    """The receipt as plain values of JSON."""
    return {"v": VERSION, **cast(dict[str, Any], to_json(receipt))}


def canonical(facts: Mapping[str, Any]) -> bytes:
    """The one way in which facts are written (RFC 8785, for whole numbers and ASCII keys).

    Raises BadReceipt for what has no such way.
    """
    _demand_plain(facts)
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def signed_bytes(facts: Mapping[str, Any]) -> bytes:
    """What the signature covers: the canonical facts, named for what they are. BadReceipt."""
    return _SIGNED + canonical(facts)


def read_facts(facts: Mapping[str, Any]) -> Receipt:
    """The receipt that facts describe. Raises BadReceipt for any that describe none."""
    version = facts.get("v")
    if isinstance(version, int) and version > VERSION:
        raise BadReceipt(Fault.OTHER_VERSION)
    try:
        receipt = from_json(Receipt, {name: facts[name] for name in facts if name != "v"})
        same = canonical(facts_of(receipt)) == canonical(facts)
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise BadReceipt(Fault.NOT_A_RECEIPT) from wrong
    # Neither more nor less, and every value in the form in which it would be written anew.
    if not same:
        raise BadReceipt(Fault.NOT_A_RECEIPT)
    return receipt


def _demand_plain(value: object) -> None:
    if isinstance(value, Mapping):
        _demand(all(isinstance(key, str) and key.isascii() for key in value))
        for each in value.values():
            _demand_plain(each)
    elif isinstance(value, list):
        for each in value:
            _demand_plain(each)
    elif isinstance(value, int):
        _demand(abs(value) < _SAFE)
    else:
        _demand(value is None or isinstance(value, str))


def _demand(is_plain: bool) -> None:
    if not is_plain:
        raise BadReceipt(Fault.NOT_A_RECEIPT)
