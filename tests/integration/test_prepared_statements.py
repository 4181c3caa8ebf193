"""A read page leaves its statements prepared for the next one."""

from collections.abc import Callable

from sqlalchemy import select, text

from kezek.db.places import PlaceRow
from kezek.db.scope import read_scope
from kezek.settings import Settings
from tests.factories.journal import region_with_journal

OFTEN = 8
"""More often than the driver asks before it prepares a statement."""


def test_what_is_asked_often_is_planned_once(new_database: Callable[[], Settings]) -> None:
    with region_with_journal(new_database()) as tenant_id:
        ask_often(tenant_id)

        with read_scope(tenant_id) as session:
            kept = session.scalars(text("select statement from pg_prepared_statements")).all()
    assert any("FROM places" in one for one in kept)


def ask_often(tenant_id: int) -> None:
    """Several pages, one after another, that need the same."""
    for _ in range(OFTEN):
        with read_scope(tenant_id) as session:
            session.scalars(select(PlaceRow.id).where(PlaceRow.birth_year == 2022)).all()
