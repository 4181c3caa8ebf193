"""Where the servers keep their data, and the passwords that open them."""

import hashlib
import os
import secrets
import stat
from pathlib import Path

from kezek.adapters.embedded.errors import EmbeddedError
from kezek.adapters.embedded.identity import Identity

# Outlives a reboot, unlike /tmp, and every user can reach it.
_ELSEWHERE = Path("/var/tmp")  # noqa: S108 - see _checked: never a folder that somebody else made


class Home:
    """A folder that the servers' user can reach, with a secret for each door."""

    def __init__(self, folder: Path, identity: Identity) -> None:
        self.identity = identity
        self.folder = _reachable(folder, identity)
        self._secrets = self.folder / "secrets"
        self._secrets.mkdir(mode=0o700, exist_ok=True)

    def secret(self, name: str) -> str:
        """The password of that name, made up at its first use and kept."""
        path = self._secrets / name
        if not path.exists():
            text = secrets.token_urlsafe(24)
            partial = path.with_suffix(".new")
            with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
                file.write(text)
            partial.rename(path)
        return path.read_text()

    def log(self, name: str) -> Path:
        """Where the server of that name writes what happens to it."""
        folder = self.folder / "logs"
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder / f"{name}.log"


def home_of(folder: Path, identity: Identity) -> Path:
    """Where the servers of this folder live: in it, or in /var/tmp if their user cannot get in."""
    ancestor = folder
    while not ancestor.exists():
        ancestor = ancestor.parent
    if identity.reaches(ancestor):
        return folder
    mark = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    return _ELSEWHERE / f"kezek-{mark}"


def _reachable(folder: Path, identity: Identity) -> Path:
    """The folder, made; entered by the servers' user and listed by nobody else."""
    folder = home_of(folder.resolve(), identity)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _checked(folder)
        folder.chmod(0o711 if identity.lesser else 0o700)
    except PermissionError as error:
        raise EmbeddedError(
            f"{folder} belongs to another user. Start as that user, or remove the folder, or "
            "name another with KEZEK_DATA_DIR."
        ) from error
    return folder


def _checked(folder: Path) -> None:
    # In a folder that all may write to, somebody else could have made ours first.
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise EmbeddedError(f"{folder} was made by another user; remove it and start again.")
