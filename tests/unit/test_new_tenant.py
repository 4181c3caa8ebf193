"""A new region's folder: the least it must say, valid at once, and nothing left when it is not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kezek.adapters.new_tenant import FolderExists, write_new
from kezek.adapters.tenants import TENANTS, FaultyTenant, read_tenant


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("_defaults.toml", "demo/tenant.toml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(TENANTS / name, tmp_path / name)
    return tmp_path


def new(folder: Path, slug: str = "orda", prefix: str = "ORD", kato: str = "123456789") -> Path:
    return write_new(folder, slug, prefix=prefix, kk="Орда", ru="Орда", kato=kato)


def test_a_new_region_is_valid_at_once(folder: Path) -> None:
    assert new(folder) == folder / "orda" / "tenant.toml"
    region = read_tenant("orda", folder)
    assert (region.prefix, region.name.kk, region.is_demo) == ("ORD", "Орда", False)
    assert [one.kk for one in region.territories] == ["Орда"]


@pytest.mark.parametrize(
    ("slug", "prefix", "kato", "message"),
    [
        ("orda", "DEM", "123456789", "DEM belongs to the region demo already"),
        ("orda", "ord", "123456789", "prefix cannot be 'ord'"),
        ("orda", "ORD", "12", "kato cannot be '12'"),
        ("Orda", "ORD", "123456789", "cannot be the name of a region's folder"),
    ],
)
def test_what_cannot_be_a_region_leaves_nothing_behind(
    folder: Path, slug: str, prefix: str, kato: str, message: str
) -> None:
    with pytest.raises(FaultyTenant, match=message):
        new(folder, slug, prefix, kato)
    assert not (folder / slug).exists()


def test_a_region_that_is_there_is_not_overwritten(folder: Path) -> None:
    before = (folder / "demo" / "tenant.toml").read_text(encoding="utf-8")
    with pytest.raises(FolderExists):
        new(folder, "demo")
    assert (folder / "demo" / "tenant.toml").read_text(encoding="utf-8") == before
