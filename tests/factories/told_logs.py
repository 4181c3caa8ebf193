"""Everything that the suite's processes log is searched for the people whom the tests made up.

Each process writes what it logs, and the addresses that are asked for, into one folder; each keeps
the numbers and names that it ever gave to the house. When all is over, whoever began the run
compares the two: one line that tells of a person fails the run (house, Logging; law 94-V).
"""

import logging
import os
import re
import tempfile
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import flask
import pytest

from kezek.adapters.keys import Keys
from kezek.usecases import name_tokens

FOLDER = "KEZEK_TOLD_LOGS"
"""Where processes that a test starts write their lines, too."""

_NUMBER = re.compile(r"(?<![\w-])\+?\d{10,12}(?![\w-])")
_MAILBOX = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")
_WORD = re.compile(r"[А-Яа-яӘәІіҢңҒғҮүҰұҚқӨөҺһЁё-]{3,}")
_PLAIN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}
_SHOWN = 20
_OF_A_HOUSE = ".house.log"
_BEHIND_A_NAME = re.compile(r"[a-z]+ *\| ")


@dataclass(slots=True)
class People:
    """What was made up so far, by one process or by all."""

    numbers: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)

    def kept(self, folder: Path) -> None:
        """Leaves them for whoever looks."""
        for name, found in (("numbers", self.numbers), ("names", self.names)):
            path = folder / f"{os.getpid()}.{name}"
            path.write_text("\n".join(sorted(found)), encoding="utf-8")


def people_in(folder: Path) -> People:
    """Everybody whom any process of the run has made up."""
    found = People()
    for path in folder.glob("*.numbers"):
        found.numbers |= set(path.read_text(encoding="utf-8").split("\n")) - {""}
    for path in folder.glob("*.names"):
        found.names |= set(path.read_text(encoding="utf-8").split("\n")) - {""}
    return found


def telling_lines(lines: Iterable[str], people: People) -> Iterator[tuple[str, str]]:
    """Each line that tells of a person, with the word that does."""
    for line in lines:
        told = next(_told(line, people), None)
        if told is not None:
            yield told, line.rstrip()


def _told(line: str, people: People) -> Iterator[str]:
    yield from (one for one in _NUMBER.findall(line) if one.lstrip("+") in people.numbers)
    yield from _MAILBOX.findall(line)
    yield from (one for one in _WORD.findall(line) if one.casefold() in people.names)


def look(folder: Path) -> list[tuple[str, str]]:
    """What the whole run has told, file by file."""
    people = people_in(folder)
    found: list[tuple[str, str]] = []
    for path in sorted(folder.glob("*.log")):
        with path.open(encoding="utf-8", errors="replace") as lines:
            found += telling_lines(_logged(path, lines), people)
    return found


def also_look_at(log: Path, *, is_of_a_house: bool = False) -> None:
    """Has the file of another process looked at as well, wherever it lies.

    In a whole house (`kezek up`) each service speaks behind its name. What is told to whoever
    started it is no log: the made-up families of a demonstration, as whom one may come in.
    """
    folder = os.environ.get(FOLDER)
    if folder:
        ending = _OF_A_HOUSE if is_of_a_house else ".log"
        (Path(folder) / f"{os.getpid()}-{uuid.uuid4()}{ending}").symlink_to(log)


def _logged(path: Path, lines: Iterable[str]) -> Iterable[str]:
    if not path.name.endswith(_OF_A_HOUSE):
        return lines
    return (line for line in lines if _BEHIND_A_NAME.match(line))


class _Lines(logging.FileHandler):
    """A log file that shows what a line carries beside its words."""

    def format(self, record: logging.LogRecord) -> str:
        """The line as the most talkative formatter would write it."""
        more = {name: value for name, value in vars(record).items() if name not in _PLAIN}
        return f"{super().format(record)} {more or ''}"


def pytest_configure(config: pytest.Config) -> None:
    """Begins to listen, in the run's own folder."""
    given = getattr(config, "workerinput", {}).get(FOLDER)
    folder = Path(given) if given else Path(tempfile.mkdtemp(prefix="kezek-told-"))
    os.environ[FOLDER] = str(folder)
    config.stash[_KEY] = folder
    handler = _Lines(folder / f"{os.getpid()}.log", encoding="utf-8", delay=True)
    logging.getLogger().addHandler(handler)
    for name in ("kezek", "worker"):
        logging.getLogger(name).setLevel(logging.INFO)
    flask.request_started.connect(_address, weak=False)
    config.stash[_PEOPLE] = _listen()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tells a worker of the run where the folder is."""
    node.workerinput[FOLDER] = str(node.config.stash[_KEY])


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Whoever began the run looks, once everybody else is through."""
    config = session.config
    config.stash[_PEOPLE].kept(config.stash[_KEY])
    if hasattr(config, "workerinput"):
        return
    found = look(config.stash[_KEY])
    config.stash[_FOUND] = found
    if found:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says which lines tell of whom."""
    found = terminalreporter.config.stash.get(_FOUND, [])
    if found:
        terminalreporter.section("logs tell of persons", red=True)
        for told, line in found[:_SHOWN]:
            terminalreporter.line(f"{told}: {line}")


_KEY = pytest.StashKey[Path]()
_PEOPLE = pytest.StashKey[People]()
_FOUND = pytest.StashKey[list[tuple[str, str]]]()


def _address(sender: flask.Flask) -> None:
    # As a proxy's access log would have it.
    logging.getLogger("kezek.asked").info("%s", flask.request.full_path)


def _listen() -> People:
    """Hears every number that is hashed, and every name that is made findable."""
    people = People()
    iin_hash, phone_hash = Keys.iin_hash, Keys.phone_hash
    tokens_of = name_tokens.tokens_of

    def heard_iin(self: Keys, iin: str) -> bytes:
        people.numbers.add(iin)
        return iin_hash(self, iin)

    def heard_phone(self: Keys, tenant_id: int, phone: str) -> bytes:
        people.numbers.add(phone.lstrip("+"))
        return phone_hash(self, tenant_id, phone)

    def heard_name(tenant_id: int, full_name: str, born_on: date) -> list[bytes]:
        people.names.update(word.casefold() for word in _WORD.findall(full_name))
        return tokens_of(tenant_id, full_name, born_on)

    Keys.iin_hash, Keys.phone_hash = heard_iin, heard_phone  # type: ignore[method-assign]
    name_tokens.tokens_of = heard_name
    return people
