"""`kezek up`: servers, schema, regions, then web, worker and ticker, until Ctrl-C."""

import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import click

from kezek.adapters.catalogues import compile_stale
from kezek.adapters.embedded import EmbeddedServers
from kezek.adapters.embedded.processes import is_free
from kezek.adapters.instance import Instance, data_dir
from kezek.adapters.local_state import local_state
from kezek.adapters.preparation import Step, prepare
from kezek.adapters.serving import READY
from kezek.adapters.stand_in import TRUSTED, stand_in
from kezek.adapters.supervisor import Program, Supervisor
from kezek.settings import OperatorError, Settings

_LEAST_DISK = 500 * 1024 * 1024
_STREAMS = 8192


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, envvar="PORT", show_default=True, help="Port of the pages.")
@click.option("--reload", is_flag=True, help="Load pages anew when code changes.")
@click.option("--workers", default=2, show_default=True, help="Processes that serve pages.")
def command(host: str, port: int, workers: int, reload: bool) -> None:
    """Start everything on this machine; Ctrl-C stops it.

    Without DATABASE_URL and REDIS_URL it brings servers of its own and keeps their data.
    """
    folder = data_dir(os.environ)
    _demand_port(host, port)
    _demand_disk(folder)
    _allow_many_streams()
    chosen = _chosen(host, port, workers, reload)
    with Instance(folder) as instance:
        if os.environ.get("DATABASE_URL"):
            environ = {**chosen, **os.environ}
            _serve(instance, environ, kept_in=folder, tend=lambda: None)
            return
        servers = EmbeddedServers(folder / "servers")
        _say("starting PostgreSQL and Valkey")
        with servers:
            environ = {**chosen, **os.environ, **servers.surroundings()}
            _serve(instance, environ, kept_in=servers.home.folder, tend=servers.restart_fallen)


def _serve(
    instance: Instance, environ: dict[str, str], *, kept_in: Path, tend: Callable[[], None]
) -> None:
    signing = stand_in(environ, data_dir(environ) / "eds", _say)
    state = local_state(environ, data_dir(environ))
    environ = {**environ, **signing, **state}
    settings = Settings.from_env(environ)
    settings.owner_url()
    instance.publish({name: environ[name] for name in sorted(environ) if _is_ours(name)})
    compile_stale(settings.translations_dir)
    steps, programs = _steps(settings), _programs(environ)
    if signing:
        kept = (Path(signing[TRUSTED]),)
        steps.append(Step("opening a certification centre", ("signer", "centre"), kept))
        programs.append(Program("signer", _module("kezek.cli", "signer", "run"), environ))
    if state:
        programs.append(Program("state", _module("kezek.cli", "register", "run"), environ))
    prepare(steps, environ, kept_in, say=_say)
    address = settings.public_url
    supervisor = Supervisor(
        programs,
        say=_say,
        when_ready=lambda: _welcome(address, environ),
        tend=tend,
    )
    supervisor.run()
    _say("stopped; the data is kept. Begin anew with: make demo-reset")


def _chosen(host: str, port: int, workers: int, reload: bool) -> dict[str, str]:
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104 - compared, not bound
    return {
        "KEZEK_ENV": "demo",
        "KEZEK_PUBLIC_URL": f"http://{shown}:{port}",
        "KEZEK_BIND": f"{host}:{port}",
        "KEZEK_WEB_WORKERS": str(workers),
        "KEZEK_RELOAD": "1" if reload else "",
        "PYTHONUNBUFFERED": "1",
    }


def _programs(environ: Mapping[str, str]) -> list[Program]:
    gunicorn = ("gunicorn", "-c", "python:kezek.gunicorn_conf", "kezek.app:from_environment()")
    dramatiq = ("dramatiq", "worker.main", "--processes", "1", "--threads", "4")
    return [
        Program("web", _module(*gunicorn), environ, ready_word=READY),
        Program("worker", _module(*dramatiq), environ),
        Program("ticker", _module("worker.ticker"), environ),
    ]


def _module(*words: str) -> tuple[str, ...]:
    return (sys.executable, "-m", *words)


def _steps(settings: Settings) -> list[Step]:
    migrations = Path(__file__).resolve().parent.parent / "db" / "migrations"
    steps = [Step("migrating", ("migrate",), (migrations,))]
    if settings.env != "demo":
        return steps
    tenants = settings.tenants_dir
    steps.append(
        Step("opening the regions", ("tenant", "load", "--all"), (tenants,), is_quiet=True)
    )
    steps.append(Step("making keys", ("keys", "create", "--all"), (tenants,), is_quiet=True))
    words = ("registry", "load")
    steps.append(Step("loading the kindergartens", words, (tenants,), is_quiet=True))
    return [*steps, Step("loading invented families", ("demo", "seed"), ())]


def _welcome(address: str, environ: Mapping[str, str]) -> None:
    _say(f"ready: {address}")
    who = _module("kezek.cli", "demo", "who")
    subprocess.run(who, env=dict(environ), check=False)  # noqa: S603 - our own words
    _say("Ctrl-C stops everything.")


def _demand_port(host: str, port: int) -> None:
    # After a hard stop the last one's pages may need a moment to go.
    end = time.monotonic() + 3
    while not is_free(port, host):
        if time.monotonic() > end:
            raise OperatorError(
                f"Port {port} of {host} is in use by another program. "
                f"Stop it, or take another port: make demo PORT={port + 1}"
            )
        time.sleep(0.1)


def _demand_disk(folder: Path) -> None:
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    if free < _LEAST_DISK:
        raise OperatorError(
            f"Only {free // 1024**2} MB are free where {folder} lies; {_LEAST_DISK // 1024**2} MB "
            "are needed. Make room, or name a folder on another disk with KEZEK_DATA_DIR."
        )


def _allow_many_streams() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < _STREAMS:
        most = _STREAMS if hard == resource.RLIM_INFINITY else min(_STREAMS, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def _is_ours(name: str) -> bool:
    return name.startswith("KEZEK_") or name.endswith(("DATABASE_URL", "REDIS_URL"))


def _say(text: str) -> None:
    click.echo(f"kezek   | {text}")
