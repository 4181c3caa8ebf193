"""The app as it is served, asked for its routes and never for a page."""

from pathlib import Path

import pytest
from flask import Flask

from kezek.app import create_app
from kezek.settings import Settings


@pytest.fixture
def production(settings: dict[str, str]) -> Flask:
    return create_app(Settings.from_env(settings))


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    """Of a process that is never asked for anything: it needs no servers."""
    return {
        "KEZEK_ENV": "production",
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "KEZEK_SECRET_KEY": "x" * 32,
        "KEZEK_PUBLIC_URL": "https://kezek.example",
        "KEZEK_DATA_DIR": str(tmp_path),
        "KEZEK_KEYS_DIR": str(tmp_path / "keys"),
    }
