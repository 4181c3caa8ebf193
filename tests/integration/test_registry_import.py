"""The registry comes in from a file: whole or not at all, and again without harm."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kezek.adapters.registry_csv import RegistryFile, read_registry
from kezek.adapters.tenants import TENANTS, read_tenant
from kezek.core.queues import QueueType
from kezek.db.base import uuid7
from kezek.db.kindergartens import chosen_kindergartens
from kezek.db.queues import QueueRow
from kezek.db.registry import groups_by_cohort, kindergartens_by_external_id
from kezek.db.scope import read_scope, tenant_scope
from kezek.settings import Settings
from kezek.usecases.registry.differences import Change
from kezek.usecases.registry.importing import ImportReport, import_registry
from tests.factories.regions import House, open_house

Import = Callable[..., ImportReport]

HEADER = "external_id,name_kk,name_ru,kind,territory,languages,capacity,is_demo\n"
TWO = (
    HEADER
    + "a,«А» балабақшасы,Детский сад «А»,kindergarten,city,kk;ru,100,false\n"
    + "b,,Детский сад «Б»,nursery_kindergarten,village,,,true\n"
)
GROUPS = "external_id,birth_year,language,capacity\na,2023,kk,25\nb,2023,ru,20\n"


@pytest.fixture
def house(new_database: Callable[[], Settings]) -> Iterator[House]:
    with open_house(new_database(), "demo", "saran") as opened:
        yield opened


@pytest.fixture
def bring(house: House, tmp_path: Path) -> Import:
    region = read_tenant("demo")

    def from_text(text: str, *, dry_run: bool = False) -> ImportReport:
        path = tmp_path / "file.csv"
        path.write_text(text, encoding="utf-8")
        file = read_registry(path, region)
        return import_registry(house["demo"], "operator", file, dry_run=dry_run)

    return from_text


def changes(report: ImportReport) -> list[tuple[int, str, Change]]:
    return [(line.line, line.subject, line.change) for line in report.lines]


def names(house: House, slug: str = "demo") -> dict[str, str | None]:
    with read_scope(house[slug]) as session:
        rows = kindergartens_by_external_id(session)
        return {key: row.name_kk for key, row in rows.items()}


def test_a_file_comes_in_and_says_what_the_registry_lacks(house: House, bring: Import) -> None:
    report = bring(TWO)
    assert report.is_saved
    assert changes(report) == [(2, "a", Change.NEW), (3, "b", Change.NEW)]
    assert report.without_kazakh_name == ("b",)
    assert report.without_groups == ("a", "b")
    assert names(house) == {"a": "«А» балабақшасы", "b": None}
    assert names(house, "saran") == {}


def test_the_same_file_again_changes_nothing(house: House, bring: Import) -> None:
    bring(TWO)
    bring(GROUPS)
    assert {line.change for line in bring(TWO).lines} == {Change.SAME}
    assert {line.change for line in bring(GROUPS).lines} == {Change.SAME}
    with read_scope(house["demo"]) as session:
        assert len(kindergartens_by_external_id(session)) == 2
        assert len(groups_by_cohort(session)) == 2


def test_a_changed_line_changes_its_kindergarten_and_says_what(house: House, bring: Import) -> None:
    bring(TWO)
    report = bring(TWO.replace("b,,", "b,«Б» бөбекжайы,").replace(",100,", ",120,"))
    assert [line.detail for line in report.lines] == ["capacity", "name_kk"]
    assert report.without_kazakh_name == ()
    assert names(house)["b"] == "«Б» бөбекжайы"


def test_a_dry_run_says_the_same_and_keeps_nothing(house: House, bring: Import) -> None:
    report = bring(TWO, dry_run=True)
    assert changes(report) == [(2, "a", Change.NEW), (3, "b", Change.NEW)]
    assert not report.is_saved
    assert names(house) == {}


def test_what_a_file_leaves_out_stays_and_is_named(house: House, bring: Import) -> None:
    bring(TWO)
    assert bring("\n".join(TWO.splitlines()[:2]) + "\n").not_in_file == ()  # b is invented
    bring(TWO.replace(",true", ",false"))
    report = bring("\n".join(TWO.splitlines()[:2]) + "\n")
    assert report.not_in_file == ("b",)
    assert set(names(house)) == {"a", "b"}
    assert bring(GROUPS).not_in_file == ()


def test_only_a_kindergarten_with_groups_can_be_chosen(house: House, bring: Import) -> None:
    bring(TWO)
    assert bring(GROUPS.replace("b,2023,ru,20\n", "")).without_groups == ("b",)
    with read_scope(house["demo"]) as session:
        rows = kindergartens_by_external_id(session)
        chosen = chosen_kindergartens(session, [rows["a"].id, rows["b"].id])
    assert chosen is not None
    assert [one.has_groups for one in chosen] == [True, False]


def test_groups_are_marked_as_their_kindergarten_is(house: House, bring: Import) -> None:
    bring(TWO)
    bring(GROUPS)
    with read_scope(house["demo"]) as session:
        marks = {year_and: row.is_demo for year_and, row in groups_by_cohort(session).items()}
    assert sorted(marks.values()) == [False, True]
    report = bring("external_id,birth_year,language,capacity,is_demo\na,2023,kk,30,true\n")
    assert report.lines[0].detail == "capacity 25 → 30, is_demo False → True"
    with read_scope(house["demo"]) as session:
        assert all(row.is_demo for row in groups_by_cohort(session).values())


def test_a_group_of_nobody_refuses_the_whole_file(house: House, bring: Import) -> None:
    bring(TWO)
    report = bring(GROUPS + "zzz,2023,kk,25\n")
    assert report.is_refused
    assert changes(report)[-1] == (4, "zzz 2023 kk", Change.REFUSED)
    with read_scope(house["demo"]) as session:
        assert groups_by_cohort(session) == {}


@pytest.mark.parametrize(
    ("old", "new", "detail"),
    [
        ("kindergarten,city", "kindergarten,village", "in the territory city"),
        ("kindergarten,city", "special,city", "as kindergarten"),
    ],
)
def test_a_kindergarten_with_queues_is_not_moved_away_from_its_families(
    house: House, bring: Import, old: str, new: str, detail: str
) -> None:
    bring(TWO)
    assert old in TWO
    assert not bring(TWO.replace(old, new, 1), dry_run=True).is_refused
    with tenant_scope(house["demo"]) as session:
        home = kindergartens_by_external_id(session)["a"].id
        session.add(
            QueueRow(
                tenant_id=house["demo"],
                id=uuid7(),
                kindergarten_id=home,
                birth_year=2023,
                language="kk",
                queue_type=str(QueueType.GENERAL),
                count=3,
                ratio=3,
                version=0,
                moves=0,
            )
        )
    report = bring(TWO.replace(old, new, 1))
    assert report.is_refused
    assert detail in report.lines[0].detail
    assert not bring(TWO.replace("kindergarten,city", "mini_centre,city", 1)).is_refused


def test_a_file_with_problems_is_not_even_tried(house: House) -> None:
    file = read_registry(TENANTS / "demo" / "tenant.toml", read_tenant("demo"))
    assert isinstance(file, RegistryFile)
    assert file.problems
    with pytest.raises(ValueError, match="problems"):
        import_registry(house["demo"], "operator", file)


def test_the_shipped_files_of_the_demonstration_come_in(house: House) -> None:
    region = read_tenant("demo")
    folder = TENANTS / "demo"
    for name in ("demo_kindergartens.csv", "demo_groups.csv"):
        report = import_registry(house["demo"], "operator", read_registry(folder / name, region))
        assert report.is_saved
    assert report.without_groups == ()
    assert report.without_kazakh_name == ()
