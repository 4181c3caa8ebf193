"""As whom the servers run: PostgreSQL refuses root, so root lends it a lesser name."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kezek.adapters.embedded.errors import EmbeddedError

# `initdb` wants a name for its user id, so any id will not do.
_LESSER_NAMES = ("postgres", "nobody")


@dataclass(frozen=True, slots=True)
class Identity:
    """The user that the servers run as; `lesser` when it is not the one we are."""

    uid: int
    gid: int
    lesser: bool

    @classmethod
    def current(cls) -> "Identity":
        """Ourselves, or for root a lesser user; EmbeddedError where the machine has none."""
        if os.geteuid() != 0:
            return cls(os.geteuid(), os.getegid(), lesser=False)
        for name in _LESSER_NAMES:
            try:
                entry = pwd.getpwnam(name)
            except KeyError:
                continue
            return cls(entry.pw_uid, entry.pw_gid, lesser=True)
        raise EmbeddedError(
            "PostgreSQL refuses to run as root, and there is no user 'postgres' or 'nobody' to run "
            "it as. Start as an ordinary user, or give DATABASE_URL of a server."
        )

    def popen_arguments(self) -> dict[str, Any]:
        """What `subprocess` needs to start a program as this user."""
        if not self.lesser:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def reaches(self, path: Path) -> bool:
        """Whether this user can read and enter the path through all folders above it."""
        if not self.lesser:
            return os.access(path, os.R_OK | os.X_OK)
        # Asked of the system itself: modes alone do not tell of access lists and mounts.
        command = ["/bin/sh", "-c", 'test -x "$1"', "sh", str(path)]
        answer = subprocess.run(  # noqa: S603 - our own words and a path
            command, cwd="/", check=False, **self.popen_arguments()
        )
        return answer.returncode == 0

    def own_folder(self, path: Path) -> None:
        """Makes the folder if need be, closed to others and belonging to this user."""
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.lesser:
            os.chown(path, self.uid, self.gid)
        path.chmod(0o700)

    def own_file(self, path: Path, text: str) -> None:
        """Writes a file that only this user reads."""
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
        if self.lesser:
            os.chown(path, self.uid, self.gid)
