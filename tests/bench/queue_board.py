"""How a page of a queue and a look-up by number grow with the length of the queue.

    python -m tests.bench.queue_board [LONG]    by default 10,000 beside 100

Brings servers of its own and takes them away again. One machine is not another, and the same one
is not the same twice: rounds alternate, and what counts are the ratios. `bare` is the page that
does nothing but ask for one row by its key, in a transaction of one tenant as all pages do.
"""

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from kezek.adapters.scratch import scratch
from kezek.adapters.tenants import read_tenant
from kezek.app import create_app
from kezek.core.ids import KindergartenId
from kezek.core.numbers import parse_number
from kezek.core.queues import QueueKey, QueueType, SeatKey
from kezek.db.kindergartens import KindergartenRow, find_kindergarten
from kezek.db.numbers import shown_order
from kezek.db.queues import find_queue
from kezek.db.scope import read_scope
from kezek.reads.application_check import find_application
from kezek.reads.queue_board import PAGE_SIZE, board_news, queue_board
from kezek.settings import Settings
from kezek.usecases.regions import open_region
from kezek.web.security import limiter
from tests.factories.crowd import BEGAN, crowd, numbers, settle
from tests.factories.kindergartens import kindergarten

SHORT = 100
COHORT = (2022, "kk")
ROUNDS = 9
SECONDS = 0.35

Work = Callable[[], object]


class Bench:
    """One region with a short and a long queue, and what is asked of them."""

    def __init__(self, app: Flask, long: int) -> None:
        self.app = app
        self.client = app.test_client()
        self.tenant = open_region(read_tenant("demo"))
        self.long = long
        self.gardens = {size: kindergarten(self.tenant, f"{size}") for size in (SHORT, long)}
        crowd(self.tenant, self.gardens[SHORT], SHORT, prefix="SHO")
        crowd(self.tenant, self.gardens[long], long)

    def bare(self) -> object:
        """One row by its key."""
        with read_scope(self.tenant) as session:
            return session.execute(
                select(KindergartenRow.id).where(KindergartenRow.id == self.gardens[SHORT])
            ).one()

    def key(self, size: int) -> QueueKey:
        garden = KindergartenId(self.gardens[size])
        return SeatKey(garden, 2022, "kk", QueueType.GENERAL)

    def page(self, size: int, page: int) -> Work:
        """One page of a queue, read."""

        def work() -> object:
            with read_scope(self.tenant) as session:
                garden = find_kindergarten(session, self.gardens[size])
                assert garden is not None
                board = queue_board(session, garden, COHORT, page, BEGAN)
                assert len(board.lines) == PAGE_SIZE
                return board

        return work

    def whole(self, size: int) -> Work:
        """What it would cost to walk the queue: the whole order, cut to a page."""

        def work() -> object:
            with read_scope(self.tenant) as session:
                row = find_queue(session, self.key(size))
                assert row is not None
                return shown_order(session, row)[:PAGE_SIZE]

        return work

    def version(self, size: int) -> Work:
        """Whether there is news."""

        def work() -> object:
            news = board_news(self.tenant, self.gardens[size], COHORT, 1, "kk", lambda _: True)
            assert news is not None
            assert news.board is None
            return news

        return work

    def number(self, size: int, prefix: str, place: int) -> Work:
        """One application by its number, with its number in the queue and why it changed."""
        wanted = parse_number(numbers(size, prefix)[place])
        assert wanted is not None

        def work() -> object:
            found = find_application(self.tenant, wanted, "kk")
            assert found is not None
            assert found.numbers[0].waiting == size
            return found

        return work

    def answer(self, size: int, target: str = "queue-board") -> Work:
        """The live part of the page, as a browser gets it."""
        path = f"/demo/kindergartens/{self.gardens[size]}/2022/kk?page=1"
        headers = {"HX-Request": "true", "HX-Target": target}

        def work() -> object:
            answer = self.client.get(path, headers=headers)
            assert answer.status_code == 200
            return answer

        return work


def main() -> int:
    """Prints one line for each question: microseconds for both queues, and the ratios."""
    long = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with scratch() as made:
        settings = made.new_database("kezek_bench")
        app = create_app(settings)
        limiter.enabled = False
        with app.app_context():
            bench = Bench(app, long)
            _settle(settings)
            _report(bench)
    return 0


def _report(bench: Bench) -> None:
    long = bench.long
    last = long // PAGE_SIZE
    questions: list[tuple[str, Work, Work]] = [
        ("first page, read", bench.page(SHORT, 1), bench.page(long, 1)),
        ("last page, read", bench.page(SHORT, 2), bench.page(long, last)),
        ("is there news", bench.version(SHORT), bench.version(long)),
        ("walking the whole queue", bench.whole(SHORT), bench.whole(long)),
        ("live part by HTTP", bench.answer(SHORT), bench.answer(long)),
        ("first by number", bench.number(SHORT, "SHO", 5), bench.number(long, "CRW", 5)),
        ("last by number", bench.number(SHORT, "SHO", 99), bench.number(long, "CRW", long - 1)),
    ]
    print(
        f"{'':<26}{SHORT:>9} us{long:>9} us{'long/short':>12}{'short/bare':>12}{'long/bare':>11}"
        f"{'cpu long/bare':>14}"
    )
    for name, short_work, long_work in questions:
        rounds = [
            (_taken(bench.bare), _taken(short_work), _taken(long_work)) for _ in range(ROUNDS)
        ]
        short, far = (statistics.median(one[at].wall for one in rounds) for at in (1, 2))
        ratios = [
            statistics.median(one[top].wall / one[below].wall for one in rounds)
            for top, below in ((2, 1), (1, 0), (2, 0))
        ]
        cpu = statistics.median(one[2].cpu / one[0].cpu for one in rounds)
        print(
            f"{name:<26}{short:>12.0f}{far:>12.0f}"
            f"{ratios[0]:>12.2f}{ratios[1]:>12.1f}{ratios[2]:>11.1f}{cpu:>14.1f}"
        )


@dataclass(frozen=True, slots=True)
class Taken:
    """Microseconds by the clock, and of this process's own work without the database's."""

    wall: float
    cpu: float


def _taken(work: Work) -> Taken:
    """The median time of one piece of work in a round."""
    found = []
    cpu = time.process_time()
    end = time.perf_counter() + SECONDS
    while time.perf_counter() < end:
        began = time.perf_counter()
        work()
        found.append(time.perf_counter() - began)
    cpu = time.process_time() - cpu
    return Taken(statistics.median(found) * 1e6, cpu / len(found) * 1e6)


def _settle(settings: Settings) -> None:
    engine = create_engine(settings.owner_url(), isolation_level="AUTOCOMMIT")
    with Session(engine) as session:
        settle(session)
    engine.dispose()


if __name__ == "__main__":
    sys.exit(main())
