"""The one running demo of a data folder: its lock, and what other commands find it by."""

import fcntl
import json
import os
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from kezek.settings import HOME, OperatorError

_LOCK = "running.lock"
_SURROUNDINGS = "running.json"


class Instance:
    """Holds a data folder for this process; the system lets go of it however the process ends."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir
        self._lock: TextIO | None = None

    def __enter__(self) -> Self:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._lock = (self._folder / _LOCK).open("a+")
        except PermissionError as error:
            raise OperatorError(
                f"{self._folder} belongs to another user. Start as that user, remove the folder, "
                "or name another with KEZEK_DATA_DIR."
            ) from error
        if not _locked(self._lock):
            holder = _holder(self._lock)
            self._lock.close()
            raise OperatorError(
                f"Kezek is already running from {self._folder} (process {holder}). "
                "Stop it with Ctrl-C where it runs, or start this one with another KEZEK_DATA_DIR "
                "and PORT."
            )
        self._lock.truncate(0)
        self._lock.write(str(os.getpid()))
        self._lock.flush()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        (self._folder / _SURROUNDINGS).unlink(missing_ok=True)
        if self._lock is not None:
            self._lock.close()

    def publish(self, surroundings: Mapping[str, str]) -> None:
        """Lets commands in another terminal find this instance; only our user can read it."""
        path = self._folder / _SURROUNDINGS
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(dict(surroundings), file, indent=1)


def data_dir(environ: Mapping[str, str]) -> Path:
    """The folder of a demo on this machine."""
    return Path(environ.get("KEZEK_DATA_DIR") or HOME).expanduser().resolve()


def surroundings(environ: Mapping[str, str]) -> Mapping[str, str]:
    """The environment a command is to work in: its own, or that of the running demo.

    OperatorError when neither names a database.
    """
    if environ.get("DATABASE_URL"):
        return environ
    folder = data_dir(environ)
    path = folder / _SURROUNDINGS
    if path.exists() and is_running(folder):
        found: dict[str, str] = json.loads(path.read_text())
        return {**environ, **found}
    raise OperatorError(
        "No database: DATABASE_URL is not set, and no demo runs from this folder. Start it with "
        "'make demo' in another terminal, or set DATABASE_URL, REDIS_URL and KEZEK_SECRET_KEY."
    )


def is_running(folder: Path) -> bool:
    """Whether a demo holds this data folder now."""
    path = folder / _LOCK
    if not path.exists():
        return False
    with path.open() as lock:
        return not _locked(lock)


def _locked(lock: TextIO) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(lock: TextIO) -> str:
    lock.seek(0)
    return lock.read().strip() or "unknown"
