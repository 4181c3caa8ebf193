"""`kezek operator add`: the first operator comes in by a link made on the machine itself."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from kezek.adapters.scratch import Scratch
from kezek.settings import Settings
from kezek.usecases.deployment.accounts import Browser, sign_in, take_up
from tests.factories.regions import open_house

PASSWORD = "a long enough one"


def test_the_link_lets_somebody_in_and_a_new_one_replaces_it(database: Settings) -> None:
    first = _add(database, "Chief", "--name", "Айгүл Омарова")
    again = _add(database, "chief")

    assert first.returncode == again.returncode == 0, again.stderr
    token = _token(again)
    assert token != _token(first)
    with open_house(database):
        take_up(token, PASSWORD)
        assert sign_in("chief", PASSWORD, "", Browser("", ""))


def test_a_role_of_a_region_is_not_given_here(database: Settings) -> None:
    refused = _add(database, "admin", "--role", "admin")

    assert refused.returncode == 2
    assert "shared_hotline" in refused.stderr


def _add(settings: Settings, *words: str) -> "subprocess.CompletedProcess[str]":
    environ = os.environ | {
        "KEZEK_ENV": "test",
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url,
        "KEZEK_SECRET_KEY": settings.secret_key,
        "KEZEK_DATA_DIR": str(settings.data_dir),
    }
    command = [sys.executable, "-m", "kezek.cli", "operator", "add", *words]
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=False)


def _token(said: "subprocess.CompletedProcess[str]") -> str:
    return said.stdout.splitlines()[0].rpartition("/")[2]


@pytest.fixture(scope="module")
def database(shared_scratch: Scratch) -> Iterator[Settings]:
    yield shared_scratch.new_database("kezek_operator_command")
    shared_scratch.drop_database("kezek_operator_command")
