"""The whole house for the journeys: servers, regions, and what `kezek up` starts and keeps running.

Nothing is pretended: gunicorn serves the pages, a worker does the work, the ticker looks after
time, PostgreSQL and Valkey are of this run alone and gone after it.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ParamSpec, TypeVar

from flask import Flask

from kezek.adapters.embedded.processes import tied_to_us
from kezek.adapters.scratch import scratch
from kezek.adapters.tenants import read_tenant
from kezek.app import create_app
from kezek.clock import host_now
from kezek.db.base import db
from kezek.demonstration import days
from kezek.demonstration.certification import NOBODY, Centre
from kezek.demonstration.counterparts import registers
from kezek.demonstration.counterparts.service import State as Systems
from kezek.demonstration.counterparts.service import serving
from kezek.demonstration.families import Names
from kezek.demonstration.ncalayer import StandIn, running
from kezek.demonstration.town import Town, import_demo_registry, settle
from kezek.settings import Party, Settings
from kezek.usecases.regions import get_region, open_region
from tests.factories.partners import SECRET
from tests.factories.told_logs import also_look_at

P = ParamSpec("P")
T = TypeVar("T")

REGIONS = ("demo", "karaganda", "kostanay", "pavlodar", "saran")
FAMILIES = 60
READY = "ready:"
_PATIENCE = 120.0
_FAREWELL = 20.0


@dataclass(frozen=True, slots=True)
class Stack:
    """The running house: its address, its words, and a way behind its pages."""

    app: Flask
    address: str
    log: Path
    tenants: dict[str, int]
    signer: StandIn
    """What answers as NCALayer on everybody's computer here."""
    systems: Systems
    """The state registers, which can be made slow, silent or wrong."""

    def within(self, doing: Callable[P, T], *given: P.args, **more: P.kwargs) -> T:
        """Does by a use case what a journey needs to have happened before it begins."""
        with self.app.app_context():
            return doing(*given, **more)

    def said_since(self, offset: int) -> str:
        """What the processes have logged since then."""
        return self.log.read_bytes()[offset:].decode(errors="replace")


@contextmanager
def running_stack(
    folder: Path,
    regions: Sequence[str] = REGIONS,
    prepare: Callable[[Settings], None] = lambda _: None,
    more: Mapping[str, str] | None = None,
) -> Iterator[Stack]:
    """Regions with a few invented families, and all processes; ends when nobody needs them.

    `prepare` is given the database before anything has looked at its clock, `more` is what the
    processes find in their surroundings besides.
    """
    systems = Systems((registers.desk(registers.FAMILIES),), SECRET)
    with scratch() as made, serving(systems) as registers_url:
        settings = made.new_database("kezek_e2e")
        prepare(settings)
        settings = replace(settings, registers=Party(registers_url, SECRET))
        app = create_app(settings)
        with app.app_context():
            tenants = {slug: open_region(read_tenant(slug)) for slug in regions}
            if "demo" in tenants:
                _settle_demo(settings)
        port = _free_port()
        signer = StandIn(Centre.opened("ҰКО TEST", host_now()), host_now, NOBODY)
        address, log = f"http://127.0.0.1:{port}", folder / "server.log"
        stack = Stack(app, address, log, tenants, signer, systems)
        (folder / "roots").mkdir()
        (folder / "roots" / "root.pem").write_bytes(signer.centre.roots_pem())
        try:
            with running(signer) as signer_url:
                signing = {
                    "KEZEK_EDS_TRUST_DIR": str(folder / "roots"),
                    "KEZEK_EDS_SIGNER_URL": signer_url,
                }
                surroundings = _surroundings(settings) | signing | dict(more or {})
                with _processes(stack, surroundings, port):
                    yield stack
        finally:
            stack.within(lambda: db.engine.dispose())


def _settle_demo(settings: Settings) -> None:
    tenant_id, region = get_region("demo")
    town = Town(tenant_id, region, FAMILIES, 1)
    import_demo_registry(town, settings.tenants_dir)
    settle(town, Names(settings.tenants_dir / "_names.csv"))
    days.work(town)


def _surroundings(settings: Settings) -> dict[str, str]:
    return {
        **os.environ,
        "KEZEK_ENV": settings.env,
        "DATABASE_URL": settings.database_url,
        "MIGRATION_DATABASE_URL": settings.owner_url(),
        "REDIS_URL": settings.redis_url,
        "KEZEK_SECRET_KEY": settings.secret_key,
        "KEZEK_DATA_DIR": str(settings.data_dir),
        "KEZEK_REGISTERS_URL": settings.registers.url,
        "KEZEK_REGISTERS_SECRET": settings.registers.secret,
    }


@contextmanager
def _processes(stack: Stack, environ: dict[str, str], port: int) -> Iterator[None]:
    words = [sys.executable, "-m", "kezek.cli", "up", "--port", str(port)]
    with stack.log.open("wb") as log:
        process = subprocess.Popen(
            words,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            preexec_fn=tied_to_us(signal.SIGTERM),
        )
        try:
            _wait_until_ready(process, stack)
            also_look_at(stack.log, is_of_a_house=True)
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(_FAREWELL)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until_ready(process: subprocess.Popen[bytes], stack: Stack) -> None:
    end = time.monotonic() + _PATIENCE
    while READY not in stack.said_since(0):
        if process.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"the house did not begin to serve:\n{stack.said_since(0)}")
        time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        port: int = asking.getsockname()[1]
        return port
