"""Start-up refuses a role before which the walls between regions are none."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from kezek.adapters.embedded import Postgres
from kezek.db.base import db
from kezek.db.role import StrongRole
from kezek.settings import Settings
from kezek.wiring import create_wiring


def test_the_role_with_grants_only_is_served(settings: Settings) -> None:
    assert _first_answer(settings) == 1


def test_the_owner_of_the_tables_is_refused(settings: Settings) -> None:
    with pytest.raises(StrongRole, match="owns the tables"):
        _first_answer(replace(settings, database_url=settings.owner_url()))


def test_a_superuser_is_refused(settings: Settings, postgres: Postgres) -> None:
    with pytest.raises(StrongRole, match="is a superuser"):
        _first_answer(replace(settings, database_url=postgres.superuser_url("kezek_work")))


def _first_answer(settings: Settings) -> int:
    app = create_wiring(settings)
    with app.app_context():
        try:
            return int(db.session.execute(text("select 1")).scalar_one())
        finally:
            db.session.remove()
            db.engine.dispose()
