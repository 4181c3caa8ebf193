"""The way from one fact to its seal: right for every place of every size, wrong for any other."""

import hashlib
from datetime import UTC, datetime

import pytest

from kezek.core.seal_paths import PathBroken, SealedPlace, place_in, sealed_hash
from kezek.core.seals import next_seal

NOW = datetime(2026, 9, 7, tzinfo=UTC)


def hashes(count: int) -> list[bytes]:
    return [hashlib.sha256(bytes([at])).digest() for at in range(count)]


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 7, 8, 13, 64])
def test_every_fact_of_a_seal_leads_to_its_hash_and_to_no_other_place(size: int) -> None:
    own = hashes(size)
    before = next_seal(None, 1, hashes(3), sealed_at=NOW)
    seal = next_seal(before, 1, own, sealed_at=NOW)

    for at, digest in enumerate(own):
        place = place_in(seal, seal.first + at, own)
        assert sealed_hash(place, digest) == seal.hash
        for other in own[:at]:
            assert sealed_hash(place, other) != seal.hash


@pytest.mark.parametrize("spoil", ["short", "long", "outside"])
def test_a_path_of_another_length_or_place_is_refused(spoil: str) -> None:
    seal = next_seal(None, 1, hashes(5), sealed_at=NOW)
    place = place_in(seal, 2, hashes(5))
    path = {"short": place.path[:-1], "long": (*place.path, bytes(32))}.get(spoil, place.path)
    position = 6 if spoil == "outside" else place.position

    spoiled = SealedPlace(
        seal=place.seal,
        first=place.first,
        last=place.last,
        previous=place.previous,
        sealed_at=place.sealed_at,
        position=position,
        path=path,
    )

    with pytest.raises(PathBroken):
        sealed_hash(spoiled, hashes(5)[1])
