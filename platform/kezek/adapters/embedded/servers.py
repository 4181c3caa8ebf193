"""Both servers together, in one folder, for as long as somebody needs them."""

from pathlib import Path
from types import TracebackType
from typing import Self

from kezek.adapters.embedded.home import Home
from kezek.adapters.embedded.identity import Identity
from kezek.adapters.embedded.postgres import Postgres
from kezek.adapters.embedded.valkey import Valkey


class EmbeddedServers:
    """PostgreSQL and Valkey whose data live under `folder`, or near by where it is out of reach."""

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.home = Home(folder, Identity.current())
        self.postgres = Postgres(self.home, durable=durable)
        self.valkey = Valkey(self.home, durable=durable)

    def start(self) -> Self:
        """Starts both; EmbeddedError says what is wrong and what to do, and leaves none running."""
        try:
            self.postgres.start()
            self.valkey.start()
        except BaseException:
            self.stop()
            raise
        return self

    def surroundings(self) -> dict[str, str]:
        """The environment in which Kezek finds these servers and signs what it sends."""
        return {
            "DATABASE_URL": self.postgres.app_url(),
            "MIGRATION_DATABASE_URL": self.postgres.owner_url(),
            "REDIS_URL": self.valkey.url,
            "KEZEK_SECRET_KEY": self.home.secret("secret_key"),
        }

    def restart_fallen(self) -> None:
        """Starts again what has ended without being told to; it recovers its data by itself."""
        for server in (self.postgres, self.valkey):
            if not server.is_running:
                server.start()

    def stop(self) -> None:
        """Stops both in good order."""
        self.valkey.stop()
        self.postgres.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
