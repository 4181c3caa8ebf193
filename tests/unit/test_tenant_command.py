"""`kezek tenant` on a terminal: what it prints and with which status it ends."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kezek.adapters.tenants import TENANTS, FaultyTenant
from kezek.commands.tenant import command


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("_defaults.toml", "_calendar", "demo", "saran"):
        source = TENANTS / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name)
        else:
            shutil.copy(source, tmp_path / name)
    return tmp_path


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(command, [words[0], "--folder", str(folder), *words[1:]])


def spoil(folder: Path, old: str, new: str, name: str = "demo/tenant.toml") -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_nothing_wrong_is_said_with_status_0(folder: Path) -> None:
    result = run(folder, "validate")
    assert (result.exit_code, result.output) == (0, "2 region(s): nothing is wrong.\n")
    assert run(folder, "validate", "saran").output.startswith("1 region(s)")


def test_what_is_wrong_is_said_with_file_line_and_what_is_allowed(folder: Path) -> None:
    spoil(folder, 'level = "city"', 'level = "town"')
    result = run(folder, "validate")
    assert result.exit_code == 1
    assert "demo/tenant.toml:" in result.output
    assert "territory.0.level cannot be 'town' – allowed: one of 'city', 'district'" in (
        result.output
    )


def test_a_faulty_registry_is_found_too(folder: Path) -> None:
    spoil(folder, ",kindergarten,", ",school,", "demo/demo_kindergartens.csv")
    result = run(folder, "validate", "demo")
    assert result.exit_code == 1
    assert "demo/demo_kindergartens.csv:3: kind cannot be 'school'" in result.output


def test_an_unknown_region_is_a_wrong_word(folder: Path) -> None:
    assert run(folder, "validate", "nowhere").exit_code == 2


def test_the_list_shows_names_prefixes_and_modes(folder: Path) -> None:
    assert run(folder, "list").output.splitlines() == [
        "demo             DEM  Демонстрационный регион (linear 2)",
        "saran            SAR  город Сарань (indigo 1)",
    ]
    spoil(folder, "prefix", "prefox")
    assert "kezek tenant validate demo" in run(folder, "list").output


def test_a_new_region_is_written_with_the_next_steps(folder: Path) -> None:
    words = ("new", "orda", "--prefix", "ORD", "--kk", "Орда", "--ru", "Орда", "--kato", "1" * 9)
    result = run(folder, *words)
    assert result.exit_code == 0
    assert "kezek tenant load orda" in result.output
    assert run(folder, "validate", "orda").exit_code == 0
    with pytest.raises(FaultyTenant):
        CliRunner().invoke(
            command,
            ["new", "--folder", str(folder), "b", *words[2:]],
            catch_exceptions=False,
        )


def test_load_wants_names_or_all() -> None:
    assert CliRunner().invoke(command, ["load"]).exit_code == 2
    assert CliRunner().invoke(command, ["load", "demo", "--all"]).exit_code == 2
