"""A wheel carries whatever the process reads at its default places."""

import importlib.util
import tomllib
from pathlib import Path
from typing import Any

from kezek.settings import ROOT, Settings

BUILD = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]
WHEEL = BUILD["targets"]["wheel"]
ENVIRONMENT = {
    "KEZEK_ENV": "test",
    "DATABASE_URL": "postgresql://kezek_app@127.0.0.1/kezek",
    "REDIS_URL": "redis://127.0.0.1/0",
    "KEZEK_SECRET_KEY": "x" * 32,
}


def test_every_folder_that_is_read_is_shipped() -> None:
    settings = Settings.from_env(ENVIRONMENT)
    read = {settings.templates_dir, settings.tenants_dir, settings.translations_dir}

    shipped = {Path(source): target for source, target in built("standard").items()}

    assert shipped == {folder: f"kezek/shipped/{folder.name}" for folder in read}
    for folder in read:
        assert folder.is_dir()


def test_translations_are_shipped_as_they_are_read() -> None:
    built("standard")

    sources = list((ROOT / "translations").glob("*/LC_MESSAGES/messages.po"))
    compiled = [source.with_suffix(".mo") for source in sources]
    assert len(sources) == 2
    for source, catalogue in zip(sources, compiled, strict=True):
        assert catalogue.stat().st_mtime >= source.stat().st_mtime


def test_an_editable_install_reads_the_checkout() -> None:
    assert built("editable") == {}


def test_modules_of_both_programs_are_shipped() -> None:
    assert WHEEL["packages"] == ["platform/kezek", "worker"]
    assert all((ROOT / package / "__init__.py").is_file() for package in WHEEL["packages"])


def built(version: str) -> dict[str, str]:
    """What the build adds, and where it puts that."""
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    added: dict[str, Any] = {"force_include": {}}
    hook = module.Data(str(ROOT), WHEEL["hooks"]["custom"], None, None, "", "wheel")
    hook.initialize(version, added)
    return dict(added["force_include"])
