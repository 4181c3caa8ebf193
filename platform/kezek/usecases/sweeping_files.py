"""Files that no row names are found and removed; rows whose file is gone are found and told."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kezek.adapters.services import services
from kezek.adapters.uploads import StoredFile
from kezek.db.documents import named_paths
from kezek.db.scope import read_scope
from kezek.usecases.stored_files import drop_files

_YOUNG = timedelta(days=1)
"""A file that is younger may belong to an act that has not ended."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """What a look at one region's files found."""

    kept: int
    orphans: tuple[StoredFile, ...]
    """Files that nothing names: a process ended between writing a file and its row."""
    lost: tuple[str, ...]
    """Paths that rows name and the store does not have: to be brought from a backup."""

    @property
    def bytes(self) -> int:
        """How much the orphans take."""
        return sum(file.size for file in self.orphans)


def look_for_orphans(tenant_id: int) -> Sweep:
    """What a sweep would remove; nothing is changed.

    The store is listed before the rows are read, so that a file kept in between is no orphan.
    """
    files = list(services().uploads.files_of(tenant_id))
    with read_scope(tenant_id) as session:
        named = named_paths(session)
        now: datetime = services().clock.now(session)
    there = {file.path for file in files}
    return Sweep(
        kept=len(there & named),
        orphans=tuple(
            file for file in files if file.path not in named and now - file.changed_at > _YOUNG
        ),
        lost=tuple(sorted(path for path in named - there if not _is_there(path))),
    )


def sweep(tenant_id: int) -> Sweep:
    """Removes the orphans of a region, each looked at once more, and gives what was found."""
    found = look_for_orphans(tenant_id)
    drop_files(tenant_id, (file.path for file in found.orphans))
    return found


def _is_there(path: str) -> bool:
    # Kept after the store was listed.
    try:
        services().uploads.get(path)
    except FileNotFoundError:
        return False
    return True
