"""What a family that asks for places two hundred times a second costs all the others.

    bench_claims.py [--seconds 10] [--rate 200] [--json]

Servers of its own, the web server as `kezek up` runs it, a town where places are open. In the
quiet round families read pages and take places; in the loud one the same happens while one family
floods. One machine is not another: look at what the flood adds, both rounds are of one run.
"""

import argparse
import asyncio
import json
import os
import socket
import subprocess
import sys
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from claims_town import Town, open_town

from kezek.adapters.scratch import scratch

READS_A_SECOND = 10
CLAIMS_A_SECOND = 5
BEHIND = 20
"""So many connections the flood has; a family has one or two."""


@dataclass
class Times:
    """How long answers took, and with which status."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    def add(self, seconds: float, status: int) -> None:
        """One answer."""
        self.seconds.append(seconds)
        self.statuses[status] += 1

    def shown(self) -> dict[str, Any]:
        """In milliseconds, with the statuses."""
        ordered = sorted(self.seconds) or [0.0]
        at = {"p50": 0.5, "p95": 0.95, "p99": 0.99, "max": 1.0}
        found: dict[str, Any] = {
            name: round(ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1e3, 1)
            for name, share in at.items()
        }
        return found | {"answers": len(self.seconds), "statuses": dict(self.statuses)}


class Client:
    """One connection that is kept open, with answers read one after another."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self.last = b""

    async def ask(self, request: bytes) -> int:
        """The status of the answer; a connection that was closed is opened again."""
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        try:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            self.last = await reader.readexactly(_length(head))
        except (asyncio.IncompleteReadError, ConnectionError):
            self._streams = None
            return 0
        if b"connection: close" in head.lower():
            writer.close()
            self._streams = None
        return int(head.split(b" ", 2)[1])


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    return 0


async def paced(
    seconds: float, rate: float, clients: list[Client], requests: Iterator[bytes], times: Times
) -> None:
    """Asks at this rate, whether answers come or not, for so many seconds."""
    free: asyncio.Queue[Client] = asyncio.Queue()
    for client in clients:
        free.put_nowait(client)
    begin = time.perf_counter()
    tasks = []
    for at in range(int(seconds * rate)):
        await asyncio.sleep(max(0.0, begin + at / rate - time.perf_counter()))
        tasks.append(asyncio.create_task(_one(free, next(requests), times)))
    await asyncio.gather(*tasks)


async def _one(free: "asyncio.Queue[Client]", request: bytes, times: Times) -> None:
    begin = time.perf_counter()
    client = await free.get()
    try:
        status = await client.ask(request)
    finally:
        free.put_nowait(client)
    times.add(time.perf_counter() - begin, status)


async def round_of(town: Town, port: int, seconds: float, rate: float, half: int) -> dict[str, Any]:
    """Reading and taking for so many seconds; with a rate, one family floods besides."""
    reads, claims, flood = Times(), Times(), Times()
    others = [Client(port) for _ in range(10)]
    takers = [Client(port) for _ in range(10)]
    work = [
        paced(seconds, READS_A_SECOND, others, town.pages(), reads),
        paced(seconds, CLAIMS_A_SECOND, takers, town.claims(half), claims),
    ]
    floods = [Client(port) for _ in range(BEHIND)]
    if rate:
        work.append(paced(seconds, rate, floods, town.flood(), flood))
    await asyncio.gather(*work)
    found = {"reads": reads.shown(), "claims": claims.shown()}
    if rate:
        said = next((one.last.decode() for one in floods if b"<section lang" in one.last), "")
        found["flood"] = flood.shown() | {"said": said}
    return found


def measure(seconds: float, rate: float) -> dict[str, Any]:
    """Both rounds, and what is true in the end."""
    with scratch() as servers:
        name = f"claims_{uuid.uuid4().hex[:8]}"
        environ = os.environ | servers.surroundings("unused") | {"KEZEK_ENV": "demo"}
        settings = servers.new_database(name)
        environ |= servers.surroundings(name) | {"KEZEK_ENV": "demo", "KEZEK_LOG_LEVEL": "error"}
        with open_town(
            settings, int(seconds * CLAIMS_A_SECOND) + 2, datetime.now(UTC).date()
        ) as town:
            with served(environ) as (port, web):
                asyncio.run(round_of(town, port, 2, 0, 0))
                begun = busy(web)
                quiet = asyncio.run(round_of(town, port, seconds, 0, 1))
                between = busy(web)
                loud = asyncio.run(round_of(town, port, seconds, rate, 2))
                quiet["web"] = {"busy": round((between - begun) / seconds, 2)}
                loud["web"] = {"busy": round((busy(web) - between) / seconds, 2)}
            return {"quiet": quiet, "loud": loud, "in the end": town.end()}


def busy(web: int) -> float:
    """Seconds of processor that the web server and its workers have used so far."""
    ticks = os.sysconf("SC_CLK_TCK")
    children = Path(f"/proc/{web}/task/{web}/children").read_text(encoding="ascii").split()
    found = 0
    for pid in (str(web), *children):
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        found += int(fields[11]) + int(fields[12])
    return found / ticks


@contextmanager
def served(environ: dict[str, str]) -> Iterator[tuple[int, int]]:
    """The web server as a deployment runs it: its port and its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    words = ("-m", "gunicorn", "-c", "python:kezek.gunicorn_conf", "kezek.app:from_environment()")
    environ = environ | {
        "KEZEK_BIND": f"127.0.0.1:{port}",
        "KEZEK_WEB_WORKERS": "2",
        "KEZEK_PUBLIC_URL": f"http://127.0.0.1:{port}",
    }
    web = subprocess.Popen([sys.executable, *words], env=environ)
    try:
        _await(port, web)
        yield port, web.pid
    finally:
        web.terminate()
        web.wait(20)


def _await(port: int, web: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end and web.poll() is None:
        try:
            asyncio.run(Client(port).ask(b"GET /alive HTTP/1.1\r\nHost: localhost\r\n\r\n"))
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the web server did not begin")


def show(found: dict[str, Any]) -> None:
    """One line for each kind of asking, and what the flood added."""
    for name in ("quiet", "loud"):
        for kind in ("reads", "claims", "flood"):
            times = found[name].get(kind)
            if times is None:
                continue
            print(
                f"{name:<6}{kind:<8}{times['answers']:>6}  p50 {times['p50']:>7}  "
                f"p95 {times['p95']:>7}  p99 {times['p99']:>7}  max {times['max']:>7}  "
                f"{times['statuses']}"
            )
        print(f"{name:<6}web     {found[name]['web']['busy']:>6} of the processors")
    for kind in ("reads", "claims"):
        added = {
            at: round(found["loud"][kind][at] - found["quiet"][kind][at], 1)
            for at in ("p50", "p95", "max")
        }
        print(f"the flood adds to {kind}: {added} ms")
    print(f"in the end: {found['in the end']}")


if __name__ == "__main__":
    words = argparse.ArgumentParser(description="A flood of claims, and what it costs others.")
    words.add_argument("--seconds", type=float, default=10)
    words.add_argument("--rate", type=float, default=200)
    words.add_argument("--json", action="store_true")
    given = words.parse_args()
    measured = measure(given.seconds, given.rate)
    if given.json:
        print(json.dumps(measured))
    else:
        show(measured)
