"""What the database was asked, statement by statement: for tests that count."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from kezek.db.base import db


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every statement that is sent while it lasts; needs an application."""
    asked: list[str] = []

    def note(_1: object, _2: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
