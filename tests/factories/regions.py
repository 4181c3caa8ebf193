"""A house with open regions, for tests that need the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Flask

from kezek.adapters.tenants import read_tenant
from kezek.clock import SteppedClock
from kezek.db.base import db
from kezek.settings import Settings
from kezek.usecases.regions import open_region
from kezek.wiring import create_wiring

MORNING = datetime(2026, 9, 7, 4, 0, tzinfo=UTC)
"""A Monday, nine o'clock in Kazakhstan."""


@dataclass(frozen=True, slots=True)
class House:
    """The app without doors, its clock, and the numbers of its regions by their slugs."""

    app: Flask
    clock: SteppedClock
    tenants: dict[str, int]

    def __getitem__(self, slug: str) -> int:
        return self.tenants[slug]


@contextmanager
def open_house(settings: Settings, *slugs: str) -> Iterator[House]:
    """Opens these regions as their files say, on a clock that the test sets."""
    clock = SteppedClock(MORNING)
    app = create_wiring(settings, clock=clock)
    with app.app_context():
        tenants = {slug: open_region(read_tenant(slug)) for slug in slugs}
        yield House(app, clock, tenants)
        db.session.remove()
        db.engine.dispose()
