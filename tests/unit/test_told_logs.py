"""A log that tells of a person fails the run: here one is made to, and one that tells of nobody."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.factories.told_logs import FOLDER, People, also_look_at, look, telling_lines

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = People(numbers={"900520400011", "77011234567"}, names={"серікова"})

HOOKS = """
from tests.factories.told_logs import (
    pytest_configure, pytest_configure_node, pytest_sessionfinish, pytest_terminal_summary,
)
"""

TELLS = """
import logging
from pathlib import Path
from kezek.adapters.keys import Keys

def test_logs(tmp_path):
    Keys(tmp_path, may_create=True).iin_hash("900520400011")
    logging.getLogger("kezek.door").warning("entered", extra={"who": "%s"})
"""


@pytest.mark.parametrize(
    "line",
    [
        "INFO kezek.door entered 900520400011",
        "GET /demo/office/families?q=%2B77011234567&after=1".replace("%2B", "+"),
        "GET /demo/office/families?q=77011234567",
        "ERROR {'name': 'Серікова'}",
        "sent to aigul@mail.kz",
    ],
)
def test_a_line_that_tells_of_a_person_is_found(line: str) -> None:
    assert list(telling_lines([line], PEOPLE))


@pytest.mark.parametrize(
    "line",
    [
        "INFO kezek.sms sent {'tenant': 3}",
        "GET /demo/family/applications/01a204ab-39a7-76d4-8bdb-900520400011/",
        "2026-09-07T09:00:00 202609070900 done",
    ],
)
def test_a_line_that_tells_of_nobody_is_none(line: str) -> None:
    assert not list(telling_lines([line], PEOPLE))


@pytest.mark.parametrize(
    ("word", "status", "processes"), [("900520400011", 1, "1"), ("somebody", 0, "0")]
)
def test_a_run_fails_by_one_such_line(
    tmp_path: Path, word: str, status: int, processes: str
) -> None:
    (tmp_path / "conftest.py").write_text(HOOKS)
    (tmp_path / "test_one.py").write_text(TELLS % word)
    environ = {**os.environ, "PYTHONPATH": f"{ROOT / 'platform'}{os.pathsep}{ROOT}"}
    for name in (FOLDER, "PYTEST_XDIST_WORKER", "PYTEST_ADDOPTS"):
        environ.pop(name, None)

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", processes, "-c", os.devnull, str(tmp_path)],
        env=environ,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == status, done.stdout
    assert ("logs tell of persons" in done.stdout) is bool(status)


def test_a_house_is_heard_behind_the_names_of_its_services(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, heard = tmp_path / "house", tmp_path / "heard"
    heard.mkdir()
    monkeypatch.setenv(FOLDER, str(heard))
    PEOPLE.kept(heard)
    log.write_text("  family, QUEUED: IIN 900520400011\nweb     | asked by 900520400011\n")

    also_look_at(log, is_of_a_house=True)

    assert look(heard) == [("900520400011", "web     | asked by 900520400011")]
