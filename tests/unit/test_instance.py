"""One demo for a data folder, found by commands in another terminal and forgotten at its end."""

from pathlib import Path

import pytest

from kezek.adapters.instance import Instance, surroundings
from kezek.settings import OperatorError

GIVEN = {"DATABASE_URL": "postgresql://app@127.0.0.1/kezek"}


def test_a_second_start_from_the_same_folder_is_refused_with_the_way_out(tmp_path: Path) -> None:
    with Instance(tmp_path), pytest.raises(OperatorError, match="already running"):
        Instance(tmp_path).__enter__()


def test_the_folder_is_free_again_after_the_end(tmp_path: Path) -> None:
    with Instance(tmp_path):
        pass
    with Instance(tmp_path):
        pass


def test_a_command_in_another_terminal_finds_the_running_demo(tmp_path: Path) -> None:
    here = {"KEZEK_DATA_DIR": str(tmp_path)}
    with Instance(tmp_path) as instance:
        instance.publish(GIVEN)

        assert surroundings(here)["DATABASE_URL"] == GIVEN["DATABASE_URL"]
        assert (tmp_path / "running.json").stat().st_mode & 0o077 == 0

    with pytest.raises(OperatorError, match="make demo"):
        surroundings(here)


def test_what_a_killed_demo_left_behind_is_not_believed(tmp_path: Path) -> None:
    with Instance(tmp_path) as instance:
        instance.publish(GIVEN)
        left = (tmp_path / "running.json").read_text()
    (tmp_path / "running.json").write_text(left)

    with pytest.raises(OperatorError, match="No database"):
        surroundings({"KEZEK_DATA_DIR": str(tmp_path)})


def test_an_address_given_by_hand_comes_first(tmp_path: Path) -> None:
    environ = {"KEZEK_DATA_DIR": str(tmp_path), "DATABASE_URL": "postgresql://mine/db"}

    assert surroundings(environ) == environ
