"""The schema's version: what the database has, what this code wants, and the way between."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

_MIGRATIONS = Path(__file__).resolve().parent.parent / "db" / "migrations"


def migrate(owner_url: str, target: str = "head") -> None:
    """Brings the schema to that revision as its owner; Alembic's and the database's errors pass."""
    command.upgrade(_config(owner_url), target)


def downgrade(owner_url: str, target: str) -> None:
    """Takes the schema back to that revision as its owner."""
    command.downgrade(_config(owner_url), target)


def wanted_revision() -> str | None:
    """The newest revision that this code brings; None while it brings none."""
    return ScriptDirectory.from_config(_config("")).get_current_head()


def present_revision(database_url: str) -> str | None:
    """The revision that the database is at; None when nothing has been migrated."""
    engine = create_engine(_with_driver(database_url), poolclass=NullPool)
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def _config(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.set_main_option("path_separator", "os")
    # A percent sign begins a substitution in Alembic's configuration.
    config.set_main_option("sqlalchemy.url", _with_driver(url).replace("%", "%%"))
    return config


def _with_driver(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1)
