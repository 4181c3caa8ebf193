"""The journal's proof: one way to write a fact, a root that no change survives, the first break."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek.core.seals import (
    FactRecord,
    FaultKind,
    Leaf,
    NotCanonical,
    Seal,
    canonical_bytes,
    fact_hash,
    first_fault,
    genesis,
    merkle_root,
    next_seal,
)

TENANT = 3
NOW = datetime(2026, 9, 7, 10, 0, 0, 123456, tzinfo=UTC)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc"), inner, max_size=4),
    max_leaves=12,
).filter(lambda value: "\\u0000" not in json.dumps(value))


def record(number: int = 1, **changes: Any) -> FactRecord:
    values: dict[str, Any] = {
        "tenant_id": TENANT,
        "id": UUID(int=number),
        "kind": "offer:made",
        "rule": "L-15.4",
        "rules_version": 2,
        "actor": "system",
        "at": NOW + timedelta(seconds=number),
        "application_id": UUID(int=500 + number),
        "family_id": UUID(int=900),
        "payload": {"detail": {"place": "K1"}, "notices": ["N-12"]},
        "sealed": b"\x00\xffciphertext",
    }
    return FactRecord(**(values | changes))


def leaves_of(seal: Seal, records: list[FactRecord]) -> list[Leaf]:
    return [
        Leaf(seal.number, seal.first + index, each.id, fact_hash(each), each, fact_hash(each))
        for index, each in enumerate(records)
    ]


def sealed(count: int, before: Seal | None = None) -> tuple[Seal, list[Leaf]]:
    start = before.last if before else 0
    records = [record(start + index + 1) for index in range(count)]
    seal = next_seal(before, TENANT, [fact_hash(one) for one in records], sealed_at=NOW)
    return seal, leaves_of(seal, records)


def test_a_fact_is_written_with_sorted_keys_and_without_blanks() -> None:
    written = canonical_bytes(record(payload={"b": 1, "a": "Қазақша", "c": [True, None]}))
    assert written.decode() == (
        '{"actor":"system","application":"00000000-0000-0000-0000-0000000001f5",'
        '"at":"2026-09-07T10:00:01.123456+00:00","family":"00000000-0000-0000-0000-000000000384",'
        '"format":1,"id":"00000000-0000-0000-0000-000000000001","kind":"offer:made",'
        '"payload":{"a":"Қазақша","b":1,"c":[true,null]},"rule":"L-15.4","rules_version":2,'
        '"sealed":"AP9jaXBoZXJ0ZXh0","tenant":3}'
    )


@given(json_values)
def test_a_fact_read_back_from_json_has_the_same_bytes(value: object) -> None:
    written = record(payload={"value": value})
    read = replace(written, payload=json.loads(json.dumps(written.payload)))
    assert canonical_bytes(read) == canonical_bytes(written)


def test_the_zone_in_which_a_moment_is_written_does_not_matter() -> None:
    almaty = NOW.astimezone(timezone(timedelta(hours=5)))
    assert fact_hash(record(at=almaty)) == fact_hash(record(at=NOW))


@pytest.mark.parametrize(
    "payload",
    [{"share": 0.5}, {"deep": [{"at": NOW}]}, {1: "one"}, {"text": "a\x00b"}, {"raw": b"x"}],
)
def test_what_can_be_written_in_two_ways_is_refused(payload: dict[Any, Any]) -> None:
    with pytest.raises(NotCanonical):
        canonical_bytes(record(payload=payload))


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(NotCanonical):
        canonical_bytes(record(at=NOW.replace(tzinfo=None)))


@pytest.mark.parametrize(
    "change",
    [
        {"tenant_id": 4},
        {"id": UUID(int=77)},
        {"kind": "offer:lapsed"},
        {"rule": "L-15.5"},
        {"rules_version": 3},
        {"actor": "office:1"},
        {"at": NOW + timedelta(microseconds=1)},
        {"application_id": None},
        {"family_id": None},
        {"payload": {"detail": {"place": "K2"}, "notices": ["N-12"]}},
        {"sealed": None},
        {"sealed": b""},
    ],
    ids=lambda change: next(iter(change)),
)
def test_every_part_of_a_fact_is_under_its_hash(change: dict[str, Any]) -> None:
    original = record(number=1, at=NOW)
    assert fact_hash(replace(original, **change)) != fact_hash(original)


def test_a_root_is_made_as_rfc_6962_makes_it() -> None:
    a, b, c = (hashlib.sha256(text).digest() for text in (b"a", b"b", b"c"))
    leaf = [hashlib.sha256(b"\x00" + each).digest() for each in (a, b, c)]
    pair = hashlib.sha256(b"\x01" + leaf[0] + leaf[1]).digest()
    assert merkle_root([a]) == leaf[0]
    assert merkle_root([a, b]) == pair
    assert merkle_root([a, b, c]) == hashlib.sha256(b"\x01" + pair + leaf[2]).digest()


def test_an_odd_last_fact_cannot_be_doubled_unseen() -> None:
    a, b, c = (hashlib.sha256(text).digest() for text in (b"a", b"b", b"c"))
    assert merkle_root([a, b, c]) != merkle_root([a, b, c, c])


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=2, max_size=40, unique=True))
def test_two_facts_that_change_places_change_the_root(hashes: list[bytes]) -> None:
    swapped = [hashes[1], hashes[0], *hashes[2:]]
    assert merkle_root(swapped) != merkle_root(hashes)


@given(
    st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40),
    st.data(),
)
def test_one_flipped_bit_changes_the_root(hashes: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(hashes) - 1))
    bit = data.draw(st.integers(0, 255))
    flipped = int.from_bytes(hashes[index], "big") ^ (1 << bit)
    altered = [*hashes]
    altered[index] = flipped.to_bytes(32, "big")
    assert merkle_root(altered) != merkle_root(hashes)


def test_an_empty_seal_and_an_overlong_one_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        next_seal(None, TENANT, [], sealed_at=NOW)
    with pytest.raises(ValueError, match="at most 1000"):
        next_seal(None, TENANT, [b"\x00" * 32] * 1001, sealed_at=NOW)


def test_positions_go_on_from_seal_to_seal() -> None:
    first, _ = sealed(3)
    second, _ = sealed(2, first)
    assert (first.number, first.first, first.last) == (1, 1, 3)
    assert (second.number, second.first, second.last) == (2, 4, 5)
    assert second.previous == first.hash
    assert first.previous == genesis(TENANT) != genesis(TENANT + 1)


def test_an_honest_seal_has_no_fault() -> None:
    first, leaves = sealed(3)
    second, more = sealed(5, first)
    assert first_fault(None, first, leaves, tenant_id=TENANT) is None
    assert first_fault(first, second, more, tenant_id=TENANT) is None


def test_the_altered_fact_is_named_with_its_moment() -> None:
    seal, leaves = sealed(4)
    altered = record(2, actor="nobody")
    leaves[1] = replace(leaves[1], record=altered)
    fault = first_fault(None, seal, leaves, tenant_id=TENANT)
    assert fault is not None
    assert (fault.kind, fault.position, fault.fact_id) == (FaultKind.FACT_ALTERED, 2, UUID(int=2))
    assert fault.at == altered.at


def test_a_fact_with_a_value_that_no_honest_fact_has_is_altered() -> None:
    seal, leaves = sealed(1)
    leaves[0] = replace(leaves[0], record=record(1, payload={"share": 0.5}))
    fault = first_fault(None, seal, leaves, tenant_id=TENANT)
    assert fault is not None
    assert fault.kind is FaultKind.FACT_ALTERED


def test_a_fact_rewritten_with_all_its_hashes_breaks_the_root() -> None:
    seal, leaves = sealed(4)
    altered = record(2, actor="nobody")
    leaves[1] = replace(
        leaves[1], record=altered, hash=fact_hash(altered), recorded_hash=fact_hash(altered)
    )
    fault = first_fault(None, seal, leaves, tenant_id=TENANT)
    assert fault is not None
    assert (fault.kind, fault.seal) == (FaultKind.ROOT_DIFFERS, 1)


@pytest.mark.parametrize(
    ("damage", "kind", "position"),
    [
        (lambda leaves: leaves[:-1], FaultKind.POSITION_MISSING, 4),
        (lambda leaves: leaves[1:], FaultKind.POSITION_MISSING, 1),
        (lambda leaves: [*leaves[:1], *leaves[2:]], FaultKind.POSITION_MISSING, 2),
        (lambda leaves: leaves[:0], FaultKind.POSITION_MISSING, 1),
        (
            lambda leaves: [leaves[0], replace(leaves[1], seal=9), *leaves[2:]],
            FaultKind.POSITION_MISSING,
            2,
        ),
        (
            lambda leaves: [*leaves[:2], replace(leaves[2], record=None), leaves[3]],
            FaultKind.FACT_MISSING,
            3,
        ),
        (
            lambda leaves: [leaves[0], replace(leaves[1], hash=b"\x01" * 32), *leaves[2:]],
            FaultKind.FACT_ALTERED,
            2,
        ),
        (
            lambda leaves: [leaves[0], replace(leaves[1], recorded_hash=b""), *leaves[2:]],
            FaultKind.FACT_ALTERED,
            2,
        ),
    ],
)
def test_the_first_broken_position_is_named(damage: Any, kind: FaultKind, position: int) -> None:
    seal, leaves = sealed(4)
    fault = first_fault(None, seal, damage(leaves), tenant_id=TENANT)
    assert fault is not None
    assert (fault.kind, fault.position) == (kind, position)


@pytest.mark.parametrize(
    "change",
    [
        {"root": b"\x01" * 32},
        {"hash": b"\x01" * 32},
        {"previous": b"\x01" * 32},
        {"sealed_at": NOW + timedelta(days=1)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_every_part_of_a_seal_is_under_its_hash(change: dict[str, Any]) -> None:
    seal, leaves = sealed(4)
    fault = first_fault(None, replace(seal, **change), leaves, tenant_id=TENANT)
    assert fault is not None
    assert fault.kind is FaultKind.SEAL_ALTERED


def test_a_seal_taken_out_breaks_the_chain() -> None:
    first, _ = sealed(3)
    second, _ = sealed(2, first)
    third, leaves = sealed(2, second)
    fault = first_fault(first, third, leaves, tenant_id=TENANT)
    assert fault is not None
    assert (fault.kind, fault.seal, fault.position) == (FaultKind.SEAL_MISSING, 2, 4)


def test_a_seal_made_anew_breaks_the_chain_at_the_next() -> None:
    first, _ = sealed(3)
    second, leaves = sealed(2, first)
    other = next_seal(None, TENANT, [b"\x07" * 32] * 3, sealed_at=NOW)
    fault = first_fault(other, second, leaves, tenant_id=TENANT)
    assert fault is not None
    assert (fault.kind, fault.seal) == (FaultKind.CHAIN_BROKEN, 2)


def test_a_seal_of_another_region_does_not_pass() -> None:
    seal, leaves = sealed(2)
    fault = first_fault(None, seal, leaves, tenant_id=TENANT + 1)
    assert fault is not None
    assert fault.kind is FaultKind.CHAIN_BROKEN
