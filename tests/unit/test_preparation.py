"""A step is done once, and again when what it reads has changed or it had failed."""

import os
from pathlib import Path

import pytest

from kezek.adapters.preparation import Step, prepare
from kezek.settings import OperatorError

VERSION = Step("asking for the version", ("--version",), ())


def test_a_step_is_done_once_for_the_same_inputs(tmp_path: Path) -> None:
    said = doing([VERSION], tmp_path)

    assert said == ["asking for the version"]
    assert doing([VERSION], tmp_path) == []


def test_a_changed_input_makes_it_necessary_again(tmp_path: Path) -> None:
    inputs = tmp_path / "tenants"
    inputs.mkdir()
    step = Step("loading", ("--version",), (inputs,))
    doing([step], tmp_path)

    (inputs / "tenant.toml").write_text("name = 'Saran'")

    assert doing([step], tmp_path) == ["loading"]


def test_a_failed_step_is_named_and_tried_again(tmp_path: Path) -> None:
    wrong = Step("failing", ("no-such-word",), ())

    for _ in range(2):
        with pytest.raises(OperatorError, match="kezek no-such-word"):
            doing([wrong], tmp_path)


def doing(steps: list[Step], folder: Path) -> list[str]:
    """Prepares and gives what was said to be done."""
    said: list[str] = []
    prepare(steps, os.environ, folder, say=said.append)
    return said
