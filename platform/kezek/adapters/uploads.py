"""The folder of uploads: sealed files under random names, out of reach of every web server."""

import os
import shutil
import tempfile
from pathlib import Path
from uuid import UUID


class Uploads:
    """Puts, gives and drops files; what they hold is sealed before it comes here."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path_of(self, tenant_id: int, document_id: UUID) -> str:
        """Where a document's file lies, below the folder; folders stay small by its last signs."""
        name = document_id.hex
        return f"{tenant_id}/{name[-2:]}/{name}"

    def put(self, path: str, content: bytes) -> None:
        """Writes a file whole: whoever opens it never sees a part."""
        target = self._folder / path
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, draft = tempfile.mkstemp(prefix=".new-", dir=target.parent)
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
        """Removes every file of a region; a folder that is gone already is no matter."""
        shutil.rmtree(self._folder / str(tenant_id), ignore_errors=True)

    def files_of(self, tenant_id: int) -> tuple[int, int]:
        """How many files a region has, and how many bytes they take."""
        sizes = [
            path.stat().st_size
            for path in (self._folder / str(tenant_id)).rglob("*")
            if path.is_file()
        ]
        return len(sizes), sum(sizes)
