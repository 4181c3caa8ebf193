"""A house with open regions, for tests that need the database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from itertools import count
from typing import ParamSpec, TypeVar

from flask import Flask

from kezek.adapters.tenants import read_tenant
from kezek.app import create_app
from kezek.clock import SteppedClock
from kezek.db.base import db
from kezek.settings import Settings
from kezek.usecases.regions import open_region
from kezek.web.security import limiter
from kezek.wiring import create_wiring
from tests.factories.compiled import CompiledPages

P = ParamSpec("P")
T = TypeVar("T")

MORNING = datetime(2026, 9, 7, 4, 0, tzinfo=UTC)
"""A Monday, nine o'clock in Kazakhstan."""

_PAGES = CompiledPages()

_tenant = cache(read_tenant)
"""A region as its files say, which no test changes: they are read once."""


@dataclass(frozen=True, slots=True)
class House:
    """The app without doors, its clock, and the numbers of its regions by their slugs."""

    app: Flask
    clock: SteppedClock
    tenants: dict[str, int]
    serials: Iterator[int] = field(default_factory=lambda: count(20, 20))
    """For made-up numbers of people, which have room for 9,999; some have no check digit and are
    stepped over, so there is room between."""

    def __getitem__(self, slug: str) -> int:
        return self.tenants[slug]

    def within(self, doing: Callable[P, T], *given: P.args, **more: P.kwargs) -> T:
        """Does something in a context of its own, which ends with it."""
        with self.app.app_context():
            return doing(*given, **more)


@contextmanager
def open_house(
    settings: Settings, *slugs: str, clock: SteppedClock | None = None
) -> Iterator[House]:
    """Opens these regions as their files say, on a clock that the test sets."""
    clock = clock or SteppedClock(MORNING)
    house = _open(create_wiring(settings, clock=clock), clock, slugs)
    with house.app.app_context():
        yield house
        db.session.remove()
        db.engine.dispose()


@contextmanager
def open_front(settings: Settings, *slugs: str) -> Iterator[House]:
    """The same with all its pages, and nobody who counts how often an address asks.

    No context is held open: each request has its own, as in service. What a test does behind the
    pages it does `within` the house.
    """
    clock = SteppedClock(MORNING)
    app = create_app(settings, clock=clock)
    app.config["TESTING"] = True
    app.jinja_env.bytecode_cache = _PAGES
    limiter.enabled = False
    try:
        house = _open(app, clock, slugs)
        yield house
    finally:
        limiter.enabled = True
        with app.app_context():
            db.engine.dispose()


def _open(app: Flask, clock: SteppedClock, slugs: tuple[str, ...]) -> House:
    with app.app_context():
        return House(app, clock, {slug: open_region(_tenant(slug)) for slug in slugs})
