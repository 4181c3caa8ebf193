"""Makes the folder of a new region: the least that a region must say for itself."""

from __future__ import annotations

from pathlib import Path

import tomlkit

from kezek.adapters.sources import Problem
from kezek.adapters.tenants import OWN_FILE, FaultyTenant, list_tenants, read_tenant, validate
from kezek.settings import OperatorError


class FolderExists(OperatorError):
    """A new region would overwrite one that is there."""


def write_new(folder: Path, slug: str, *, prefix: str, kk: str, ru: str, kato: str) -> Path:
    """Writes the file of a new region and gives its path. Raises FolderExists and FaultyTenant.

    It has one territory, named as the region is. What is wrong with the values is found by the
    same check as any region's; nothing is left then.
    """
    path = folder / slug / OWN_FILE
    if path.parent.exists():
        raise FolderExists(f"The region {slug} has a folder already.")
    _refuse_taken(folder, path, prefix)
    text = _text(prefix=prefix, kk=kk, ru=ru, kato=kato)
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    if problems := validate(path.parent):
        path.unlink()
        path.parent.rmdir()
        raise FaultyTenant(problems)
    return path


def _refuse_taken(folder: Path, path: Path, prefix: str) -> None:
    for slug in list_tenants(folder):
        if read_tenant(slug, folder).prefix == prefix:
            message = f"{prefix} belongs to the region {slug} already"
            raise FaultyTenant([Problem(path, 1, message, "one of its own")])


def _text(*, prefix: str, kk: str, ru: str, kato: str) -> str:
    document = tomlkit.document()
    document.update({"prefix": prefix, "kato": kato})
    document["name"] = tomlkit.item({"kk": kk, "ru": ru})
    document["provider"] = tomlkit.item(
        {"kk": f"{kk}: білім бөлімі", "ru": f"{ru}: отдел образования"}
    )
    territories = tomlkit.aot()
    territories.append(tomlkit.item({"slug": "centre", "kk": kk, "ru": ru, "level": "city"}))
    document["territory"] = territories
    return tomlkit.dumps(document)
