"""How one fact is shown to stand in a seal without the others: the hashes beside its way up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kezek.core.seals import Seal, leaf_of, level_above, node_of, seal_hash


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedPlace:
    """Where a fact stands: its position, the seal that covers it, and the path to the seal's root.

    With the fact's hash it gives the hash of the seal, which is compared with one that was
    published or noted (N3): the rest of the journal need not be seen.
    """

    seal: int
    first: int
    last: int
    previous: bytes
    sealed_at: datetime
    position: int
    path: tuple[bytes, ...]


class PathBroken(ValueError):
    """A path that leads nowhere: of another tree, too short or too long."""


def place_in(seal: Seal, position: int, hashes: Sequence[bytes]) -> SealedPlace:
    """Where the fact at `position` stands; `hashes` are all that the seal covers, in order."""
    return SealedPlace(
        seal=seal.number,
        first=seal.first,
        last=seal.last,
        previous=seal.previous,
        sealed_at=seal.sealed_at,
        position=position,
        path=merkle_path(hashes, position - seal.first),
    )


def merkle_path(hashes: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """The hashes beside the way from one leaf up to the root; an odd one has none beside it."""
    level = [leaf_of(each) for each in hashes]
    path = []
    while len(level) > 1:
        beside = index ^ 1
        if beside < len(level):
            path.append(level[beside])
        level, index = level_above(level), index // 2
    return tuple(path)


def sealed_hash(place: SealedPlace, digest: bytes) -> bytes:
    """The hash of the seal that covers this fact's hash at this place. Raises PathBroken."""
    root = _root(digest, place.position - place.first, place.last - place.first + 1, place.path)
    return seal_hash(
        previous=place.previous,
        first=place.first,
        last=place.last,
        root=root,
        sealed_at=place.sealed_at,
    )


def _root(digest: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    if not 0 <= index < size:
        raise PathBroken("the position is not of this seal")
    node, left = leaf_of(digest), list(path)
    while size > 1:
        if index ^ 1 < size:
            if not left:
                raise PathBroken("the path is too short")
            beside = left.pop(0)
            node = node_of(beside, node) if index % 2 else node_of(node, beside)
        index, size = index // 2, (size + 1) // 2
    if left:
        raise PathBroken("the path is too long")
    return node
