"""Where uploads lie: a folder of sealed files, out of reach of every web server.

What a file is called is a keyed hash of what it holds (`Keys.file_address`): the same paper sent
twice by one family is one file, and two families never meet in one, for each has a key of its
own. Files of earlier releases are called by their row, and are read where they lie.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol
from uuid import UUID

_ROW_NAME = 32
_DRAFT = ".new-"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file of a region as the store knows it."""

    path: str
    size: int
    changed_at: datetime


class Uploads(Protocol):
    """Puts, gives and drops files; what they hold is sealed before it comes here."""

    def put(self, path: str, content: bytes) -> None:
        """Keeps a file whole: whoever opens it never sees a part."""

    def get(self, path: str) -> bytes:
        """What a file holds. Raises FileNotFoundError."""

    def drop(self, path: str) -> None:
        """Removes a file; one that is gone already is no matter."""

    def drop_region(self, tenant_id: int) -> None:
        """Removes every file of a region; none there is no matter."""

    def files_of(self, tenant_id: int) -> Iterator[StoredFile]:
        """Every file of a region, in the order of their paths."""

    def all_files(self) -> Iterator[StoredFile]:
        """Every file of every region, in the order of their paths."""


def path_of(tenant_id: int, address: str) -> str:
    """Where what has this address lies, below the store; folders stay small by its first signs."""
    return f"{tenant_id}/{address[:2]}/{address}"


def bound_name(path: str) -> str:
    """What a file is sealed to: its address; of an earlier release, the id of its row."""
    name = path.rpartition("/")[2]
    return str(UUID(name)) if len(name) == _ROW_NAME else name


class FolderUploads:
    """Uploads in a folder of this machine."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, path: str, content: bytes) -> None:
        """Writes a file under another name first, and moves it into its place."""
        target = self._folder / path
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, draft = tempfile.mkstemp(prefix=_DRAFT, dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(draft).replace(target)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise

    def get(self, path: str) -> bytes:
        """What a file holds. Raises FileNotFoundError."""
        return (self._folder / path).read_bytes()

    def drop(self, path: str) -> None:
        """Removes a file; one that is gone already is no matter."""
        (self._folder / path).unlink(missing_ok=True)

    def drop_region(self, tenant_id: int) -> None:
        """Removes a region's folder; one that is gone already is no matter."""
        shutil.rmtree(self._folder / str(tenant_id), ignore_errors=True)

    def files_of(self, tenant_id: int) -> Iterator[StoredFile]:
        """Every file of a region, drafts of a writing that was cut among them."""
        return self._below(self._folder / str(tenant_id))

    def all_files(self) -> Iterator[StoredFile]:
        """Every file of every region."""
        return self._below(self._folder)

    def _below(self, folder: Path) -> Iterator[StoredFile]:
        for path in sorted(folder.rglob("*")):
            # A file may go between being listed and being looked at.
            with suppress(FileNotFoundError):
                if path.is_file():
                    told = path.stat()
                    moment = datetime.fromtimestamp(told.st_mtime, UTC)
                    name = path.relative_to(self._folder).as_posix()
                    yield StoredFile(name, told.st_size, moment)
