"""A lock that was never tried is a picture of a lock: each contract is broken once on purpose."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

PLANTINGS = {
    "core knows tables": ("platform/kezek/core/turns.py", "import kezek.db.base", "storeys"),
    "core reads the clock": ("platform/kezek/core/turns.py", "import time", "pure-core"),
    "core throws dice": ("platform/kezek/core/places.py", "import random", "pure-core"),
    "core knows the courier": ("platform/kezek/core/terms.py", "import dramatiq", "pure-core"),
    "core knows our clock": ("platform/kezek/core/terms.py", "import kezek.clock", "pure-core"),
    "a use case knows pages": (
        "platform/kezek/usecases/unit_of_work.py",
        "import kezek.web.htmx",
        "storeys",
    ),
    "a page knows SQL": ("platform/kezek/web/htmx.py", "import sqlalchemy", "web-holds-no-sql"),
    "a page opens a table": (
        "platform/kezek/web/htmx.py",
        "import kezek.db.base",
        "tables-are-private",
    ),
    "an adapter opens a table": (
        "platform/kezek/adapters/schema.py",
        "import kezek.db.base",
        "tables-are-private",
    ),
    "the house knows the courier": (
        "platform/kezek/wiring.py",
        "import worker.broker",
        "worker-on-top",
    ),
    "the courier speaks http": (
        "worker/broker.py",
        "import kezek.web.htmx",
        "worker-has-no-http",
    ),
    "a room without a place": ("platform/kezek/helpers.py", '"""New."""', "storeys"),
    "the hotline leans on the families' pages": (
        "platform/kezek/web/hotline/lookup.py",
        "import kezek.web.family.cards",
        "audiences-are-independent",
    ),
    "two rooms that lean on each other": (
        "platform/kezek/core/days.py",
        "import kezek.core.terms",
        "no-cycles",
    ),
}


@pytest.mark.parametrize("planting", PLANTINGS)
def test_a_planted_fault_breaks_its_contract(planting: str, tmp_path: Path) -> None:
    path, line, contract = PLANTINGS[planting]
    for folder in ("platform", "worker"):
        shutil.copytree(
            ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "static")
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    target = tmp_path / path
    target.write_text(f"{target.read_text() if target.exists() else ''}\n{line}\n")

    answer = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--contract", contract],
        cwd=tmp_path,
        env={"PYTHONPATH": f"{tmp_path / 'platform'}:{tmp_path}", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert "BROKEN" in answer.stdout, answer.stdout + answer.stderr
