"""How long a changed ratio is rehearsed on a live queue, and what it takes of the memory (N6).

    python -m tests.bench.rehearsal [COUNT]    by default 30,000

Brings servers of its own, fills one region by copying rows, and takes everything away again. So
long was the queue of Karaganda region in 2023; the longest of a city were of 45,000 to 50,000.
"""

import os
import resource
import sys
import time
from dataclasses import dataclass

import psycopg

from kezek.adapters.scratch import Scratch, scratch
from kezek.adapters.services import services
from kezek.core.regions import Tenant
from kezek.core.rehearsing.found import Rehearsal, sums_of
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.usecases.rehearsing_changes import rehearse_change
from tests.factories.kindergartens import kindergarten
from tests.factories.many_families import ManyFamilies
from tests.factories.regions import House, open_front

GARDENS = 250
OPENING = 300
ROUNDS = 3
DATABASE = "kezek_rehearsal_bench"
_KILOBYTES_IN_MEGABYTE = 1024


@dataclass(frozen=True, slots=True)
class Figure:
    """One rehearsal: its seconds, and how many children it moves."""

    name: str
    seconds: float
    found: Rehearsal

    def __str__(self) -> str:
        effects = sums_of(self.found.children).effects
        moved = ", ".join(f"{effect.value} {count:,}" for effect, count in effects.items())
        return f"{self.name:<28}{self.seconds:>8.1f} s   {moved}"


def main() -> None:
    """Fills, rehearses, prints."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 30_000
    with scratch() as made, open_front(made.new_database(DATABASE), "demo") as house:
        house.within(_fill, house, made, count)
        tenant_id = house["demo"]
        changed = house.within(_changed, tenant_id)
        print(f"{count:,} children in one region, {GARDENS} kindergartens")
        print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        for _ in range(ROUNDS):
            print(house.within(_timed, "the ratio", tenant_id, changed, 0))
        print(house.within(_timed, f"and {OPENING} places open", tenant_id, changed, OPENING))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // _KILOBYTES_IN_MEGABYTE
    print(f"memory at its highest: {peak} MB")


def _fill(house: House, made: Scratch, count: int) -> None:
    gardens = [
        kindergarten(house["demo"], f"Ясли-сад № {place}", groups=()) for place in range(GARDENS)
    ]
    url = made.servers.postgres.superuser_url(DATABASE).replace("+psycopg", "")
    with psycopg.connect(url) as connection:
        ManyFamilies(house["demo"], "DEM", services().keys, gardens).fill(connection, count, 1)


def _changed(tenant_id: int) -> Tenant:
    with read_scope(tenant_id) as session:
        _, region = region_at(session, tenant_id, services().clock.now(session))
    return region.with_rules(region.rules.with_settings({"ratio_g": 5}))


def _timed(name: str, tenant_id: int, changed: Tenant, opening: int) -> Figure:
    began = time.perf_counter()
    found = rehearse_change(tenant_id, changed, opening=opening)
    return Figure(name, time.perf_counter() - began, found)


if __name__ == "__main__":
    main()
