"""One Valkey of our own: the transport of the demo and the tests."""

import shutil
import signal
import subprocess

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from kezek.adapters.embedded import processes
from kezek.adapters.embedded.binaries import find_valkey, program_within_reach
from kezek.adapters.embedded.errors import EmbeddedError
from kezek.adapters.embedded.home import Home

PASSWORD = "valkey"  # noqa: S105 - the name under which the password is kept


class Valkey:
    """A server in a home; `durable=False` keeps nothing between starts."""

    def __init__(self, home: Home, *, durable: bool = True) -> None:
        self._home = home
        self._durable = durable
        self._program = program_within_reach(find_valkey(), home.identity, home.folder)
        self._folder = home.folder / "valkey"
        self._log = home.log("valkey")
        self._process: subprocess.Popen[bytes] | None = None
        self.port = processes.free_port(f"{self._folder}/")

    @property
    def is_running(self) -> bool:
        """Whether the server we started is still there."""
        return self._process is not None and self._process.poll() is None

    @property
    def url(self) -> str:
        """Its address with its password."""
        return f"redis://:{self._home.secret(PASSWORD)}@127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Starts the server; with messages it cannot read any more, it starts without them."""
        self._home.identity.own_folder(self._folder)
        try:
            self._start()
        except EmbeddedError:
            kept = self._folder / "appendonlydir"
            if not kept.exists():
                raise
            # What is to be done stands in PostgreSQL; messages only say it sooner.
            shutil.rmtree(kept)
            self._start()

    def stop(self) -> None:
        """Writes down what is waiting and stops."""
        if self._process is not None:
            processes.stop(self._process, signal.SIGTERM, within=5)
            self._process = None

    def _start(self) -> None:
        configuration = self._folder / "valkey.conf"
        # In a file, because a command line can be read by everybody on the machine.
        self._home.identity.own_file(configuration, self._configuration())
        self._process = processes.start(
            [str(self._program), str(configuration)],
            identity=self._home.identity,
            log=self._log,
            at_our_death=signal.SIGTERM,
        )
        processes.until_ready(self._process, self._answers, name="Valkey", log=self._log)

    def _configuration(self) -> str:
        lines = [
            "bind 127.0.0.1",
            f"port {self.port}",
            f"requirepass {self._home.secret(PASSWORD)}",
            f'dir "{self._folder}"',
            'save ""',
            f"appendonly {'yes' if self._durable else 'no'}",
            "maxmemory-policy noeviction",
        ]
        return "\n".join(lines) + "\n"

    def _answers(self) -> bool:
        try:
            once = Retry(NoBackoff(), 0)  # by default it would try for seconds by itself
            with redis.Redis.from_url(self.url, socket_timeout=5, retry=once) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False
