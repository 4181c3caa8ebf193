"""Those who act at one moment, and which of them is refused."""

import threading
from collections.abc import Callable

from kezek.core.errors import Refusal
from tests.factories.regions import House


def at_once(house: House, *acts: Callable[[], object]) -> list[Refusal]:
    """Does these in threads, each with a connection of its own; gives who was refused."""
    refused: list[Refusal] = []
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        with house.app.app_context():
            gate.wait()
            try:
                act()
            except Refusal as refusal:
                refused.append(refusal)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused
