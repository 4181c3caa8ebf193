"""Every word of `kezek` has its module, every module of commands its word, and help is quick."""

import importlib
import pkgutil
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from kezek import commands
from kezek.cli import WORDS, kezek

NOT_WORDS = {"regions_named", "tenant_export", "tenant_load"}
"""Parts of a word that grew too long for one module."""


@pytest.mark.parametrize("word", WORDS)
def test_a_word_has_its_command_and_says_what_it_does(word: str) -> None:
    module = importlib.import_module(f"kezek.commands.{WORDS[word][0]}")

    assert isinstance(module.command, click.Command)
    answer = CliRunner().invoke(kezek, [word, "--help"])
    assert answer.exit_code == 0
    assert "Usage: kezek" in answer.output


def test_a_module_of_commands_is_a_word_or_a_part_of_one() -> None:
    modules = {module.name for module in pkgutil.iter_modules(commands.__path__)}

    assert modules == {module for module, _ in WORDS.values()} | NOT_WORDS


def test_help_imports_no_word() -> None:
    """`kezek --help` is what a stranger types first; it must not load the whole house."""
    told = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "kezek.cli", "--help"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert "Commands:" in told.stdout
    for heavy in ("sqlalchemy", "flask", "psycopg", "redis"):
        assert f"| {heavy}\n" not in told.stderr


def test_an_unknown_word_is_refused_with_help() -> None:
    answer = CliRunner().invoke(kezek, ["fly"])

    assert answer.exit_code == 2
    assert "No such command 'fly'" in answer.output
