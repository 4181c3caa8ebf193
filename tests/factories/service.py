"""Worker and ticker as processes of their own, and a provider that counts what it is given."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from kezek.settings import ROOT, Settings
from tests.factories.told_logs import also_look_at

WORKER = ("-m", "dramatiq", "worker.main", "--processes", "1", "--threads", "4")
TICKER = ("-m", "worker.ticker")


@dataclass
class SmsProvider:
    """A provider over HTTP that takes its time."""

    seconds: float = 0.0
    references: list[str] = field(default_factory=list)
    messages: list[dict[str, str]] = field(default_factory=list)
    """Each as it came: to whom, under which name, the text, the key."""
    url: str = ""

    @property
    def counts(self) -> Counter[str]:
        """How often each message came, by its reference."""
        return Counter(self.references)


@dataclass
class Service:
    """What runs in service, each as its own process group."""

    settings: Settings
    provider: SmsProvider
    folder: Path
    environ: dict[str, str]
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, command: tuple[str, ...]) -> subprocess.Popen[bytes]:
        """Starts a worker or a ticker; its words go to a file."""
        log = (self.folder / f"{len(self.running)}-{command[1]}.log").open("wb")
        process = subprocess.Popen(
            (sys.executable, *command),
            env=self.environ,
            cwd=ROOT,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        log.close()
        also_look_at(Path(log.name))
        self.running.append(process)
        return process

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """kill -9, with all its children."""
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def words(self) -> str:
        """What they all said, for a test that failed."""
        return "\n".join(
            f"--- {log.name}\n{log.read_text(errors='replace')[-3000:]}"
            for log in sorted(self.folder.glob("*.log"))
        )

    def wait_for(self, happened: Callable[[], bool], within: float) -> float:
        """Waits until it has happened; gives the seconds it took."""
        began = time.monotonic()
        while not happened():
            if time.monotonic() - began > within:
                raise AssertionError(f"not within {within} s\n{self.words()}")
            time.sleep(0.1)
        return time.monotonic() - began


@contextmanager
def in_service(
    settings: Settings, redis_url: str, folder: Path, more: Mapping[str, str] | None = None
) -> Iterator[Service]:
    """A deployment on this database whose processes the test starts and kills."""
    with sms_provider() as (provider, url):
        environ = os.environ | {
            "KEZEK_ENV": "test",
            "DATABASE_URL": settings.database_url,
            "REDIS_URL": redis_url,
            "KEZEK_SECRET_KEY": settings.secret_key,
            "KEZEK_DATA_DIR": str(settings.data_dir),
            "KEZEK_SMS_URL": url,
            "PYTHONUNBUFFERED": "1",
            **(more or {}),
        }
        service = Service(settings, provider, folder, environ)
        try:
            yield service
        finally:
            for process in service.running:
                service.kill(process)


@contextmanager
def sms_provider() -> Iterator[tuple[SmsProvider, str]]:
    """The provider and its address."""
    provider = SmsProvider()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            provider.messages.append(message)
            provider.references.append(message["key"])
            time.sleep(provider.seconds)
            self.send_response(202)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Nothing: the test looks at what came."""

        def handle(self) -> None:
            try:
                super().handle()
            except ConnectionError:
                return  # a worker was killed in the middle of its call

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    provider.url = f"http://127.0.0.1:{server.server_port}/"
    yield provider, provider.url
    server.shutdown()
    server.server_close()
    thread.join()
