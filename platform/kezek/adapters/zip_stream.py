"""A ZIP that is given away while it is made: nothing of it is ever kept on this machine."""

import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime

_ENOUGH = 64 * 1024


class ZipStream:
    """Takes files one after another and gives the archive's bytes as they come."""

    def __init__(self, made_at: datetime) -> None:
        self._out = _Outflow()
        self._zip = zipfile.ZipFile(self._out, "w", zipfile.ZIP_DEFLATED)
        self._moment = made_at.timetuple()[:6]
        self.sha256: dict[str, str] = {}
        """What was put in so far, with the digest of each file."""

    def add(self, name: str, parts: Iterable[bytes], *, is_packed: bool = False) -> Iterator[bytes]:
        """Puts a file in; what is packed already is not packed again."""
        info = zipfile.ZipInfo(name, self._moment)
        info.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
        digest = hashlib.sha256()
        with self._zip.open(info, "w", force_zip64=True) as entry:
            for part in parts:
                digest.update(part)
                entry.write(part)
                if self._out.size >= _ENOUGH:
                    yield self._out.take()
        self.sha256[name] = digest.hexdigest()
        yield self._out.take()

    def end(self) -> Iterator[bytes]:
        """Writes the list of contents; nothing can be put in afterwards."""
        self._zip.close()
        yield self._out.take()


class _Outflow(io.RawIOBase):
    """What a ZIP is written to: it only goes forward."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self.size = 0
        self._given = 0

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, part: bytes) -> int:  # type: ignore[override]
        """Keeps a part until it is taken."""
        self._parts.append(bytes(part))
        self.size += len(part)
        return len(part)

    def tell(self) -> int:
        """How much was written in all."""
        return self._given + self.size

    def take(self) -> bytes:
        """What was written since the last time."""
        taken = b"".join(self._parts)
        self._parts.clear()
        self._given += len(taken)
        self.size = 0
        return taken
