"""A backup comes back whole: every region's rows behind their wall, uploads, and keys apart."""

import dataclasses
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from kezek.adapters import backups
from kezek.adapters.embedded import Postgres
from kezek.settings import OperatorError, Settings

NOON = datetime(2026, 9, 7, 7, tzinfo=UTC)
TARGET = "kezek_restored"
KEY = "lock of the garden gate"
"""Words that no table of the schema has: a dump names its columns."""


def test_everything_comes_back_and_stays_behind_its_wall(
    served: Settings, target: Settings, tmp_path: Path
) -> None:
    folder = backups.write(served, tmp_path / "data", NOON, keys_to=tmp_path / "keys")

    found = backups.restore(
        target, folder, keys_from=tmp_path / "keys" / folder.name, replace=False
    )

    assert [region.slug for region in found.regions] == ["saran", "pavlodar"]
    assert settings_seen(target, 1) == ["of saran"]
    assert settings_seen(target, 2) == ["of pavlodar"]
    with pytest.raises(psycopg.errors.UndefinedObject):
        settings_seen(target, None)
    assert (target.uploads_dir / "1" / "құжат.pdf").read_bytes() == b"%PDF"
    assert (target.keys_dir / "one.key").read_text() == KEY


def test_the_keys_are_not_where_the_data_are(served: Settings, tmp_path: Path) -> None:
    folder = backups.write(served, tmp_path / "data", NOON, keys_to=tmp_path / "keys")

    kept = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert KEY.encode() not in kept
    with pytest.raises(OperatorError, match="apart"):
        backups.write(served, tmp_path / "data", NOON, keys_to=tmp_path / "data" / "keys")


def test_rows_that_come_in_while_it_is_made_are_all_in_it_or_not_at_all(
    served: Settings, target: Settings, tmp_path: Path
) -> None:
    """The list and the dumps are of one moment, or the counts would not agree at the restore."""
    with psycopg.connect(plain(served.database_url)) as open_one:
        insert_region(open_one, "late")

        folder = backups.write(served, tmp_path, NOON, keys_to=None)
        open_one.commit()

    found = backups.restore(target, folder, keys_from=None, replace=False)
    assert [region.slug for region in found.regions] == ["saran", "pavlodar"]


def test_a_changed_backup_is_refused(served: Settings, target: Settings, tmp_path: Path) -> None:
    folder = backups.write(served, tmp_path, NOON, keys_to=None)
    with (folder / "region-saran.dump").open("ab") as file:
        file.write(b"more")

    with pytest.raises(OperatorError, match="changed since"):
        backups.restore(target, folder, keys_from=None, replace=False)


def test_a_database_that_is_not_empty_is_kept_unless_told(
    served: Settings, target: Settings, tmp_path: Path
) -> None:
    folder = backups.write(served, tmp_path, NOON, keys_to=None)
    backups.restore(target, folder, keys_from=None, replace=False)
    with psycopg.connect(plain(target.database_url)) as connection:
        insert_region(connection, "newer")

    again = dataclasses.replace(target, uploads_dir=tmp_path / "fresh")
    with pytest.raises(OperatorError, match="not empty"):
        backups.restore(again, folder, keys_from=None, replace=False)
    backups.restore(target, folder, keys_from=None, replace=True)

    with psycopg.connect(plain(target.database_url)) as connection:
        slugs = connection.execute("select slug from tenants order by id").fetchall()
    assert slugs == [("saran",), ("pavlodar",)]


def test_a_database_in_use_is_left_alone(
    served: Settings, target: Settings, tmp_path: Path
) -> None:
    folder = backups.write(served, tmp_path, NOON, keys_to=None)

    with psycopg.connect(plain(target.database_url)), pytest.raises(OperatorError, match="Stop"):
        backups.restore(target, folder, keys_from=None, replace=True)


def test_a_folder_that_is_no_backup_is_refused(target: Settings, tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="no backup"):
        backups.restore(target, tmp_path, keys_from=None, replace=False)


@pytest.fixture
def served(new_database: Callable[[], Settings], tmp_path: Path) -> Settings:
    """A deployment of two regions with a row of their own each, an upload and a key."""
    settings = in_folders(new_database(), tmp_path / "served")
    with psycopg.connect(plain(settings.database_url)) as connection:
        for slug in ("saran", "pavlodar"):
            insert_region(connection, slug)
    (settings.uploads_dir / "1").mkdir(parents=True)
    (settings.uploads_dir / "1" / "құжат.pdf").write_bytes(b"%PDF")
    settings.keys_dir.mkdir()
    (settings.keys_dir / "one.key").write_text(KEY)
    return settings


@pytest.fixture
def target(postgres: Postgres, served: Settings, tmp_path: Path) -> Settings:
    """An empty database and empty folders."""
    postgres.drop_database(TARGET)
    postgres.create_database(TARGET)
    settings = dataclasses.replace(
        served,
        database_url=postgres.app_url(TARGET),
        migration_database_url=postgres.owner_url(TARGET),
    )
    return in_folders(settings, tmp_path / "target")


def in_folders(settings: Settings, folder: Path) -> Settings:
    """The same settings with uploads and keys under that folder."""
    return dataclasses.replace(
        settings, data_dir=folder, uploads_dir=folder / "uploads", keys_dir=folder / "keys"
    )


def insert_region(connection: psycopg.Connection, slug: str) -> None:
    """A region and one row behind its wall."""
    row = connection.execute(
        "insert into tenants (slug, prefix) values (%s, %s) returning id", [slug, slug[:3]]
    ).fetchone()
    assert row is not None
    connection.execute("select set_config('kezek.tenant', %s, true)", [str(row[0])])
    connection.execute(
        """
        insert into tenant_versions
          (tenant_id, version, effective_from, loaded_at, loaded_by, sha256, data)
        values (%s, 1, now(), now(), 'test', '', %s)
        """,
        [row[0], f'"of {slug}"'],
    )


def settings_seen(settings: Settings, tenant: int | None) -> list[object]:
    """What the serving role sees of the settings, as that region or as none."""
    with psycopg.connect(plain(settings.database_url)) as connection:
        if tenant is not None:
            connection.execute("select set_config('kezek.tenant', %s, true)", [str(tenant)])
        return [row[0] for row in connection.execute("select data from tenant_versions")]


def plain(url: str) -> str:
    """The address without SQLAlchemy's name of the driver."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)
