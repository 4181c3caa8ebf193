"""A whole deployment's servers and schema for one run, gone afterwards; never a serving one."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kezek.adapters.embedded import EmbeddedServers
from kezek.adapters.schema import migrate
from kezek.settings import Settings

TEMPLATE = "kezek_template"
_SECRET = "known to everybody, because nothing in a scratch database is secret"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Scratch:
    """Servers with a migrated template, from which a database is copied in a moment."""

    servers: EmbeddedServers
    folder: Path

    def settings(self, database: str) -> Settings:
        """Settings of a process that serves that scratch database."""
        return Settings.from_env(self.surroundings(database))

    def surroundings(self, database: str) -> dict[str, str]:
        """The environment of such a process."""
        return {
            "KEZEK_ENV": "test",
            "DATABASE_URL": self.servers.postgres.app_url(database),
            "MIGRATION_DATABASE_URL": self.servers.postgres.owner_url(database),
            "REDIS_URL": self.servers.valkey.url,
            "KEZEK_SECRET_KEY": _SECRET,
            "KEZEK_DATA_DIR": str(self.folder / database),
        }

    def new_database(self, name: str) -> Settings:
        """Copies the template to a database of that name and gives the settings to serve it."""
        self.servers.postgres.create_database(name, TEMPLATE)
        return self.settings(name)

    def drop_database(self, name: str) -> None:
        """Drops the database and ends whoever is in it."""
        self.servers.postgres.drop_database(name)


@contextmanager
def scratch() -> Iterator[Scratch]:
    """Servers in a folder of their own with a migrated template; both are removed at the end."""
    with tempfile.TemporaryDirectory(prefix="kezek-scratch-") as name:
        folder = Path(name)
        # Root lends the servers to a lesser user, who has to be able to pass.
        folder.chmod(0o711)
        with EmbeddedServers(folder / "servers", durable=False) as servers:
            servers.postgres.create_database(TEMPLATE)
            migrate(servers.postgres.owner_url(TEMPLATE))
            yield Scratch(servers, folder)
