"""A database to work on with no demo running: one that is named, or the demo's own, started."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager

from kezek.adapters.embedded import EmbeddedServers
from kezek.adapters.instance import Instance, data_dir, is_running, surroundings


@contextmanager
def at_hand(environ: Mapping[str, str], *, alone: bool) -> Iterator[Mapping[str, str]]:
    """The environment of a database: named, of the running demo, or of its servers started now.

    With `alone` a running demo is refused as by a second start: OperatorError says how to stop it.
    """
    folder = data_dir(environ)
    if environ.get("DATABASE_URL") or (is_running(folder) and not alone):
        yield surroundings(environ)
        return
    with ExitStack() as stack:
        stack.enter_context(Instance(folder))
        servers = stack.enter_context(EmbeddedServers(folder / "servers"))
        address = {"KEZEK_ENV": "demo", "KEZEK_DATA_DIR": str(folder)}
        yield {**address, **environ, **servers.surroundings()}
