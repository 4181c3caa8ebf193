"""A region's files and the database: opened, changed by a dated version, never over a newer one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kezek.adapters.registry_csv import read_registry
from kezek.adapters.tenants import TENANTS, read_tenant
from kezek.core.regions import Tenant, Words
from kezek.db.scope import read_scope
from kezek.db.tenant_versions import StoredVersion, stored_versions
from kezek.settings import Settings
from kezek.usecases.regions import (
    BEGINNING,
    FILES,
    DatabaseIsNewer,
    LoadRefused,
    Outcome,
    get_region,
    load_region,
    open_region,
)
from kezek.usecases.registry.importing import import_registry
from kezek.usecases.rules_change import change_settings
from tests.factories.regions import MORNING, House, open_house

NEXT_MIDNIGHT = datetime(2026, 9, 7, 19, tzinfo=UTC)


@pytest.fixture
def house(new_database: Callable[[], Settings]) -> Iterator[House]:
    with open_house(new_database(), "demo") as opened:
        yield opened


@pytest.fixture
def demo() -> Tenant:
    return read_tenant("demo")


def changed(region: Tenant, **settings: object) -> Tenant:
    return region.with_rules(region.rules.with_settings(settings))


def versions(house: House, slug: str = "demo") -> list[StoredVersion]:
    with read_scope(house[slug]) as session:
        return stored_versions(session)


def test_an_opened_region_has_its_first_version_from_the_beginning(
    house: House, demo: Tenant
) -> None:
    (only,) = versions(house)
    assert (only.version, only.effective_from, only.loaded_by) == (1, BEGINNING, FILES)
    assert get_region("demo") == (house["demo"], demo)


def test_the_same_files_change_nothing(house: House, demo: Tenant) -> None:
    load = load_region(demo, save=True)
    assert (load.outcome, load.version, load.differences) == (Outcome.UNCHANGED, 1, [])
    assert len(versions(house)) == 1


def test_a_new_region_is_opened_by_its_first_load(house: House) -> None:
    assert load_region(read_tenant("saran")).outcome is Outcome.OPENED
    assert get_region("saran")[1] == read_tenant("saran")


def test_a_change_is_proposed_with_its_difference_and_not_stored(
    house: House, demo: Tenant
) -> None:
    load = load_region(changed(demo, offer_days=3))
    assert load.outcome is Outcome.PROPOSED
    assert [str(one) for one in load.differences] == ["~ rules.offer_days: 2 → 3"]
    assert load.effective_from == NEXT_MIDNIGHT
    assert len(versions(house)) == 1


def test_a_stored_change_holds_from_the_next_midnight(house: House, demo: Tenant) -> None:
    load = load_region(changed(demo, offer_days=3), save=True)
    assert (load.outcome, load.version) == (Outcome.SAVED, 2)
    assert get_region("demo")[1].rules.offer_days == 2
    house.clock.set(NEXT_MIDNIGHT - timedelta(microseconds=1))
    assert get_region("demo")[1].rules.offer_days == 2
    house.clock.set(NEXT_MIDNIGHT)
    assert get_region("demo")[1].rules.offer_days == 3


def test_a_change_may_hold_at_once_or_from_another_day(house: House, demo: Tenant) -> None:
    load_region(changed(demo, offer_days=3), at_once=True, save=True)
    assert get_region("demo")[1].rules.offer_days == 3
    later = demo.calendar.start_of_day(demo.calendar.local_day(MORNING) + timedelta(days=30))
    load = load_region(changed(demo, offer_days=4), effective_from=later, save=True)
    assert (load.version, load.effective_from) == (3, later)
    assert get_region("demo")[1].rules.offer_days == 3


def test_a_version_cannot_begin_before_the_latest_one(house: House, demo: Tenant) -> None:
    load_region(changed(demo, offer_days=3), save=True)
    with pytest.raises(LoadRefused, match="cannot begin before it"):
        load_region(changed(demo, offer_days=4), at_once=True, save=True)


def test_a_version_made_by_hand_is_not_overwritten_unawares(house: House, demo: Tenant) -> None:
    change_settings(house["demo"], "admin", {"siblings": "off"})
    with pytest.raises(DatabaseIsNewer, match=r"version 2 was made by admin") as refused:
        load_region(demo, save=True)
    assert [str(one) for one in refused.value.differences] == ["~ rules.siblings: off → general"]
    assert len(versions(house)) == 2
    load = load_region(demo, as_new_version=True, at_once=True, save=True)
    assert (load.outcome, load.version) == (Outcome.SAVED, 3)
    assert get_region("demo")[1].rules.siblings == "general"


def test_older_files_are_not_taken_for_a_change(house: House, demo: Tenant) -> None:
    load_region(changed(demo, offer_days=3), at_once=True, save=True)
    with pytest.raises(DatabaseIsNewer, match="they are version 1, and version 2 came after it"):
        load_region(demo, save=True)
    assert load_region(demo, as_new_version=True).outcome is Outcome.PROPOSED


def test_the_prefix_of_a_region_never_changes(house: House, demo: Tenant) -> None:
    with pytest.raises(LoadRefused, match="never changes"):
        load_region(replace(demo, prefix="XYZ"), save=True)


def test_a_territory_with_kindergartens_cannot_be_left_out(house: House, demo: Tenant) -> None:
    without_village = replace(demo, territories=demo.territories[:1])
    assert load_region(without_village).outcome is Outcome.PROPOSED
    file = read_registry(TENANTS / "demo" / "demo_kindergartens.csv", demo)
    import_registry(house["demo"], "operator", file)
    with pytest.raises(LoadRefused, match="8 kindergarten"):
        load_region(without_village, save=True)


def test_two_regions_cannot_have_one_name_or_one_prefix(house: House, demo: Tenant) -> None:
    with pytest.raises(LoadRefused, match="already"):
        open_region(demo)
    with pytest.raises(LoadRefused, match="already"):
        open_region(replace(demo, slug="other"))
    assert load_region(demo).outcome is Outcome.UNCHANGED


def test_a_region_that_is_not_open_is_said_to_be_so(house: House) -> None:
    with pytest.raises(LoadRefused, match="kezek tenant load saran"):
        get_region("saran")


def test_a_changed_text_is_a_version_too(house: House, demo: Tenant) -> None:
    renamed = replace(demo, name=Words("Жаңа", "Новый"))
    load = load_region(renamed, at_once=True, save=True)
    assert load.outcome is Outcome.SAVED
    assert get_region("demo")[1] == renamed
