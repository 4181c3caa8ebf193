"""One TOML file as data, with the line of each value, or one problem that says why it is none."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kezek.adapters import toml_lines


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a file of a region, where, and what is allowed there."""

    file: Path
    line: int
    message: str
    allowed: str

    def __str__(self) -> str:
        """One line for a terminal: `pavlodar/tenant.toml:12: … – allowed: …`."""
        return f"{self.place}: {self.message} – allowed: {self.allowed}"

    @property
    def place(self) -> str:
        """The file's last two parts, and the line: enough to find it, and the same anywhere."""
        return f"{'/'.join(self.file.parts[-2:])}:{self.line}"


class FaultyFile(ValueError):
    """A file that is missing or no TOML."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read."""

    file: Path
    data: dict[str, Any]
    lines: Mapping[toml_lines.Path, int]

    def line(self, path: toml_lines.Path) -> int:
        """The line of a value, or of what stands around the place where it is missing."""
        return toml_lines.line_at(self.lines, path)


def read_source(path: Path) -> Source:
    """The file's data with their lines. Raises FaultyFile."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        raise FaultyFile(Problem(path, 1, "the file cannot be read", "a TOML file")) from None
    except UnicodeDecodeError:
        raise FaultyFile(Problem(path, 1, "the file is no UTF-8 text", "UTF-8")) from None
    return source_of(path, text)


def source_of(path: Path, text: str) -> Source:
    """The same of a text that somebody gives; `path` names it in messages. Raises FaultyFile."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FaultyFile(_syntax(path, text, str(error))) from None
    return Source(path, data, toml_lines.lines_of(text))


def _syntax(path: Path, text: str, message: str) -> Problem:
    found = re.search(r"\(at line (\d+)", message)
    line = int(found.group(1)) if found else text.count("\n") + 1
    plain = re.sub(r" \(at .*\)$", "", message)
    return Problem(path, line, f"the file is no TOML: {plain}", "TOML")
