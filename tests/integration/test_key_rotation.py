"""A region's key is changed under way: stopped in the middle, everything is still read."""

import uuid
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select, update

from kezek.adapters.services import services
from kezek.db.family_keys import FamilyKeyRow
from kezek.db.people import GuardianRow
from kezek.db.scope import read_scope, tenant_scope
from kezek.settings import Settings
from kezek.usecases import key_rotation
from kezek.usecases.journal import seal_tenant, verify
from kezek.usecases.key_rotation import count_outdated, rotate, seal_all_people
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import open_house
from tests.factories.waiting import child_of, waiting


class Killed(BaseException):
    """The process goes, as by a signal, between two commits."""


def test_a_rotation_that_is_killed_goes_on_where_it_was(
    region: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    garden = kindergarten(region, "Балапан")
    for serial in range(5):
        waiting(region, 900 + 20 * serial, garden)
    seal_tenant(region)
    before = phones(region)
    assert len(before) == 5
    version = services().keys.newest_version(region)
    monkeypatch.setattr(key_rotation, "AT_ONCE", 2)

    with pytest.raises(Killed):
        rotate(region, "operator:test", told=killed_after(2))

    assert count_outdated(region) == 3
    assert phones(region) == before
    child_of(region, 990)
    done = rotate(region, "operator:test")
    assert (done.version, done.wrapped, done.is_resumed) == (version + 1, 3, True)
    assert set(phones(region).values()) == set(before.values())
    assert verify(region).is_intact


def test_the_key_before_opens_nothing_any_more(region: int) -> None:
    child_of(region, 1)
    rotate(region, "operator:test")
    keys = services().keys
    first = keys._path(f"tenant-{region}")
    kept = first.read_bytes()
    first.unlink()
    keys._known.clear()
    try:
        assert list(phones(region).values()) == ["+77010000002"]
        assert f"tenant-{region}" not in keys.missing([region])
    finally:
        first.write_bytes(kept)


def test_rows_from_before_are_sealed_once(region: int) -> None:
    child_of(region, 1)
    with tenant_scope(region) as session:
        session.execute(
            update(GuardianRow).values(private_sealed=None, phone_hash=None, open_phone="+77015")
        )

    assert [seal_all_people(region), seal_all_people(region)] == [1, 0]

    with read_scope(region) as session:
        row = session.scalars(select(GuardianRow)).one()
    assert (row.phone, row.open_phone) == ("+77015", "")
    assert row.phone_hash == services().keys.phone_hash(region, "+77015")


def phones(tenant_id: int) -> dict[uuid.UUID, str]:
    with read_scope(tenant_id) as session:
        rows = session.scalars(
            select(GuardianRow).join(FamilyKeyRow, FamilyKeyRow.family_id == GuardianRow.id)
        ).all()
        return {row.id: row.phone for row in rows}


def killed_after(families: int) -> Callable[[int], None]:
    def told(count: int) -> None:
        if count >= families:
            raise Killed

    return told


@pytest.fixture
def region(new_database: Callable[[], Settings]) -> Iterator[int]:
    with open_house(new_database(), "demo") as house:
        yield house["demo"]
