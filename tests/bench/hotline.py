"""How long a caller waits for the hotline's answer in a region of so many applications.

    python -m tests.bench.hotline [COUNT]    by default 1,000,000

Brings servers of its own, fills one region by copying rows, and takes everything away again. Timed
is the whole way of an operator: the look-up is sent, written down, and the page of the answer is
there, as HTTP through the whole application with row-level security.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import psycopg
from flask.testing import FlaskClient

from kezek.adapters.scratch import Scratch, scratch
from kezek.adapters.services import services
from kezek.core.access import Role
from tests.factories.kindergartens import kindergarten
from tests.factories.many_families import Known, ManyFamilies, sample
from tests.factories.regions import House, open_front
from tests.factories.staff import come_in, open_staff
from tests.web.browsing import send

GARDENS = 250
ROUNDS = 25
DATABASE = "kezek_hotline_bench"
LINE = "/demo/hotline/"

Way = Callable[[FlaskClient, Known], Callable[[], None]]
"""Opens the form, and gives what is timed: the look-up and the answer."""


@dataclass(frozen=True, slots=True)
class Figure:
    """How long one kind of look-up takes, in milliseconds."""

    name: str
    half: float
    most: float
    longest: float

    def __str__(self) -> str:
        return f"{self.name:<22}{self.half:>9.1f}{self.most:>9.1f}{self.longest:>9.1f}"


def main() -> None:
    """Fills, asks, prints."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with scratch() as made, open_front(made.new_database(DATABASE), "demo") as house:
        began = time.monotonic()
        known = house.within(_fill, house, made, count)
        print(f"{count:,} applications in one region, filled in {time.monotonic() - began:.0f} s")
        client = house.app.test_client()
        house.within(open_staff, house["demo"], Role.HOTLINE, "bench")
        come_in(client, "bench")
        print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        print(f"{'milliseconds':<22}{'p50':>9}{'p95':>9}{'longest':>9}")
        for figure in _measure(client, known):
            print(figure)


def _fill(house: House, made: Scratch, count: int) -> list[Known]:
    gardens = [
        kindergarten(house["demo"], f"Ясли-сад № {place}", groups=()) for place in range(GARDENS)
    ]
    filler = ManyFamilies(house["demo"], "DEM", services().keys, gardens)
    url = made.servers.postgres.superuser_url(DATABASE).replace("+psycopg", "")
    with psycopg.connect(url) as connection:
        return filler.fill(connection, count, ROUNDS * 5)


def _measure(client: FlaskClient, known: list[Known]) -> Iterator[Figure]:
    ways: dict[str, Way] = {
        "by number": _by_box(lambda who: who.number),
        "by IIN of the child": _by_box(lambda who: who.child_iin),
        "by IIN of the parent": _by_box(lambda who: who.parent_iin),
        "by telephone": _by_box(lambda who: who.phone),
        "by name and birth date": _by_name,
    }
    took: dict[str, list[float]] = {name: [] for name in ways}
    asked = sample(known, ROUNDS * len(ways))
    # Rounds alternate: a moment in which the machine was busy falls on all ways alike.
    for _ in range(ROUNDS):
        for name, way in ways.items():
            ask = way(client, next(asked))
            began = time.perf_counter()
            ask()
            took[name].append((time.perf_counter() - began) * 1000)
    for name, times in took.items():
        ninety_fifth = statistics.quantiles(times, n=20)[-1]
        yield Figure(name, statistics.median(times), ninety_fifth, max(times))


def _by_box(tells: Callable[[Known], str]) -> Way:
    """The box is open; the look-up is sent, and the answer to which it leads is read."""

    def way(client: FlaskClient, who: Known) -> Callable[[], None]:
        box = client.get(LINE)

        def ask() -> None:
            found = send(client, box, "look-up", q=tells(who))
            assert found.status_code == 303, found.text
            assert client.get(found.location).status_code == 200

        return ask

    return way


def _by_name(client: FlaskClient, who: Known) -> Callable[[], None]:
    """The same by name: the list of those who may be meant stands between."""
    form = client.get(f"{LINE}by-name")
    day = [str(part) for part in (who.born_on.day, who.born_on.month, who.born_on.year)]

    def ask() -> None:
        reason = "звонит бабушка"
        found = send(client, form, "by-name", name=who.child, born_on=day, reason=reason)
        assert who.number in found.text
        assert client.get(f"{LINE}applications/{who.application}").status_code == 200

    return ask


if __name__ == "__main__":
    main()
