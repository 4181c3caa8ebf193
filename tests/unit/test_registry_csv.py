"""The registry's CSV files: what they give, and what is wrong in which line."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from kezek.adapters.registry_csv import RegistryFile, read_registry, registry_problems
from kezek.adapters.tenants import read_tenant
from kezek.core.regions import Tenant

Read = Callable[[str], RegistryFile]

HEADER = "external_id,name_kk,name_ru,kind,ownership,territory,lat,lon,languages,hours,capacity"
GOOD = "a-1,«А» балабақшасы,Детский сад «А»,kindergarten,state,city,52.1,72.2,kk;ru,10.5,120"


@pytest.fixture(scope="module")
def region() -> Tenant:
    return read_tenant("demo")


@pytest.fixture
def read(tmp_path: Path, region: Tenant) -> Read:
    def from_text(text: str) -> RegistryFile:
        path = tmp_path / "demo" / "kindergartens.csv"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return read_registry(path, region)

    return from_text


def test_a_kindergarten_is_read_whole(read: Read) -> None:
    file = read(f"{HEADER}\n{GOOD}\n")
    assert file.problems == ()
    (one,) = file.kindergartens
    assert (one.line, one.external_id, one.name_kk) == (2, "a-1", "«А» балабақшасы")
    assert (one.lat, one.lon, one.hours, one.capacity) == (52.1, 72.2, Decimal("10.5"), 120)
    assert one.languages == ("kk", "ru")
    assert not one.is_demo


def test_what_is_not_known_stays_open(read: Read) -> None:
    (one,) = read("external_id,name_ru,kind,territory\nb,Сад,mini_centre,village\n").kindergartens
    assert (one.name_kk, one.ownership, one.languages, one.hours) == (None, "unknown", (), None)
    assert (one.lat, one.capacity, one.address_ru, one.source) == (None, None, "", "")


def test_a_sheet_saved_by_an_office_program_is_read_as_well(read: Read) -> None:
    text = '\ufeffexternal_id;name_ru;kind;territory;languages\r\nc;Сад;special;city;"kk;ru"\r\n'
    file = read(text)
    assert file.problems == ()
    assert file.kindergartens[0].languages == ("kk", "ru")


@pytest.mark.parametrize(("cell", "hours"), [("12", "12"), ("12.0", "12"), ('"10,5"', "10.5")])
def test_hours_are_read_as_programs_write_them(read: Read, cell: str, hours: str) -> None:
    (one,) = read(f"{HEADER}\n{GOOD.replace('10.5', cell)}\n").kindergartens
    assert one.hours == Decimal(hours)


def test_groups_are_told_by_their_columns(read: Read) -> None:
    file = read("external_id,birth_year,language,capacity\na,2023,kk,25\na,2023,ru,20\n")
    assert [(one.birth_year, one.language, one.capacity) for one in file.groups] == [
        (2023, "kk", 25),
        (2023, "ru", 20),
    ]
    assert [one.is_demo for one in file.groups] == [None, None]


FAULTS = [
    ("a-1", "", 2, "external_id cannot be ''", "1 to 80"),
    ("Детский сад «А»", "", 2, "name_ru cannot be ''", "1 to 300"),
    (",kindergarten", ",school", 2, "kind cannot be 'school'", "mini_centre"),
    (",state", ",private_state_order", 2, "ownership cannot be", "private_order"),
    (",city", ",moon", 2, "territory cannot be 'moon'", "city, village"),
    ("52.1", "72.1", 2, "lat cannot be '72.1'", "40 to 56"),
    ("52.1", "nan", 2, "lat cannot be 'nan'", "40 to 56"),
    ("72.2", "east", 2, "lon cannot be 'east'", "46 to 88"),
    ("kk;ru", "kk;fr", 2, "languages cannot be 'kk;fr'", "kk, ru"),
    ("kk;ru", "kk;kk", 2, "languages cannot be", "kk, ru"),
    ("10.5", "10,5", 2, "12 cells under 11 columns", "as many as columns"),
    ("10.5", "11", 2, "hours cannot be '11'", "10.5"),
    (",120", ",0", 2, "capacity cannot be '0'", "1 to 5000"),
    ("capacity", "places", 1, "no column is called 'places'", "capacity"),
    ("kind,", "hours,", 1, "the column hours stands twice", "once only"),
]


@pytest.mark.parametrize(("old", "new", "line", "message", "allowed"), FAULTS)
def test_a_fault_is_told_with_its_line(
    read: Read, old: str, new: str, line: int, message: str, allowed: str
) -> None:
    problems = read(f"{HEADER}\n{GOOD}\n".replace(old, new, 1)).problems
    assert [problem.line for problem in problems[:1]] == [line]
    assert message in problems[0].message
    assert allowed in problems[0].allowed


def test_a_missing_column_is_named(read: Read) -> None:
    (problem,) = read("external_id,name_ru,territory\nx,Сад,city\n").problems
    assert problem.message == "the column kind is missing"


def test_every_faulty_line_is_told_and_the_good_ones_are_read(read: Read) -> None:
    file = read(f"{HEADER}\n{GOOD}\n{GOOD}\n\n{GOOD.replace('a-1', 'a-2').replace('city', 'x')}\n")
    assert [(problem.line, problem.message) for problem in file.problems] == [
        (3, "a-1 stands twice"),
        (5, "territory cannot be 'x'"),
    ]
    assert [one.external_id for one in file.kindergartens] == ["a-1"]


def test_a_cell_with_a_line_break_does_not_shift_the_lines(read: Read) -> None:
    broken = GOOD.replace("«А» балабақшасы", '"«А»\nбалабақшасы"')
    file = read(f"{HEADER}\n{broken}\n{GOOD.replace('a-1', '')}\n")
    assert [problem.line for problem in file.problems] == [4]


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"", "the file is empty"), (b"\xff\xfe\x00", "the file is no UTF-8 text")],
)
def test_a_file_that_is_no_table_is_refused(
    tmp_path: Path, region: Tenant, content: bytes, message: str
) -> None:
    path = tmp_path / "kindergartens.csv"
    path.write_bytes(content)
    (problem,) = read_registry(path, region).problems
    assert problem.message == message


def test_a_missing_file_is_a_problem_and_no_crash(tmp_path: Path, region: Tenant) -> None:
    (problem,) = read_registry(tmp_path / "none.csv", region).problems
    assert problem.message == "the file cannot be read"


def test_files_of_one_folder_fit_together(tmp_path: Path, region: Tenant) -> None:
    (tmp_path / "kindergartens.csv").write_text(f"{HEADER}\n{GOOD}\n", encoding="utf-8")
    (tmp_path / "demo_kindergartens.csv").write_text(f"{HEADER}\n{GOOD}\n", encoding="utf-8")
    (tmp_path / "groups.csv").write_text(
        "external_id,birth_year,language,capacity\na-1,2023,kk,25\nzzz,2023,kk,25\n",
        encoding="utf-8",
    )
    assert [str(problem.message) for problem in registry_problems(region, tmp_path)] == [
        "a-1 stands in another file already",
        "no kindergarten is called zzz",
    ]
