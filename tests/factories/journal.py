"""A region with nothing but a journal, and facts for it."""

import itertools
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from kezek.adapters.doorbell import LocalDoorbell
from kezek.db.base import db
from kezek.db.journal import JournalEntry, append
from kezek.db.scope import enter_tenant, tenant_scope
from kezek.settings import Settings
from kezek.wiring import create_wiring

NOON = datetime(2026, 9, 7, 7, 0, tzinfo=UTC)
"""A Monday, twelve o'clock in Kazakhstan."""

FAMILY = uuid.UUID(int=77)
PERSONAL = {"name": "Айша Серікқызы", "iin": "220314600206", "born_on": "2022-03-14"}

_serials = itertools.count(1)


def new_tenant() -> int:
    """A region without settings, kindergartens or people, of this test alone."""
    serial = next(_serials)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    prefix = "J" + letters[serial // 26 % 26] + letters[serial % 26]
    session = db.session()
    tenant_id: int = session.execute(
        text("insert into tenants (slug, prefix) values (:slug, :prefix) returning id"),
        {"slug": f"journal-{serial}", "prefix": prefix},
    ).scalar_one()
    session.commit()
    return tenant_id


def entry(number: int = 1, **changes: Any) -> JournalEntry:
    """A fact like those that acts write; each on the day after the one before."""
    values: dict[str, Any] = {
        "kind": "application:queued",
        "rule": "L-15.8",
        "rules_version": 1,
        "actor": "system",
        "at": NOON + timedelta(days=number - 1),
        "application_id": uuid.UUID(int=1000 + number),
        "family_id": FAMILY,
        "payload": {"detail": {"number": number}, "notices": []},
        "personal": PERSONAL,
    }
    return JournalEntry(**(values | changes))


def write(tenant_id: int, count: int) -> list[uuid.UUID]:
    """So many facts, each in an act of its own."""
    made = []
    for number in range(1, count + 1):
        with tenant_scope(tenant_id) as session:
            made.append(append(session, tenant_id, entry(number)))
    return made


@contextmanager
def region_with_journal(settings: Settings) -> Iterator[int]:
    """A region of its own with an empty journal, in a running app."""
    app = create_wiring(settings, doorbell=LocalDoorbell())
    with app.app_context():
        try:
            yield new_tenant()
        finally:
            db.session.remove()
            db.engine.dispose()


@contextmanager
def owner(settings: Settings) -> Iterator[Engine]:
    """The owner of the schema: whoever can write past the grants."""
    engine = create_engine(settings.owner_url(), poolclass=NullPool)
    yield engine
    engine.dispose()


def tamper(settings: Settings, tenant_id: int, *statements: str, **values: Any) -> None:
    """Writes past grants and append-only tables, as somebody with the owner's password could."""
    with owner(settings) as engine, Session(engine) as session:
        enter_tenant(session, tenant_id)
        for statement in statements:
            session.execute(text(statement), values)
        session.commit()
