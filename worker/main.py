"""What `dramatiq worker.main` runs: the house without its doors, and all actors."""

import importlib
import os
import pkgutil

from kezek.settings import Settings
from kezek.wiring import create_wiring
from worker import actors
from worker.broker import broker
from worker.context import InTheHouse, refuse_careless
from worker.watch import Watch


def load_actors() -> None:
    """Imports every module of `worker.actors`; an actor makes itself known by being imported.

    Raises TypeError for one that does not say that running it twice does no harm.
    """
    for module in pkgutil.iter_modules(actors.__path__):
        importlib.import_module(f"{actors.__name__}.{module.name}")
    refuse_careless(broker)


app = create_wiring(Settings.from_env(os.environ))
broker.add_middleware(InTheHouse(app))
broker.add_middleware(Watch(app))
load_actors()
