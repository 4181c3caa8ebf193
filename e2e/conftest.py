"""One house for all journeys, a browser, windows; pictures and the server's words on failure."""

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from e2e.stack import Stack, running_stack
from e2e.windows import Windows
from tests.factories.told_logs import (
    pytest_configure,
    pytest_configure_node,
    pytest_sessionfinish,
    pytest_terminal_summary,
)

# Hooks of the whole run: what is logged is searched for persons when all is over.
__all__ = [
    "pytest_configure",
    "pytest_configure_node",
    "pytest_sessionfinish",
    "pytest_terminal_summary",
]

PICTURES = Path(__file__).resolve().parent.parent / "test-results"
_ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_PATIENCE = 15_000
_BROWSERS = ("chromium-headless-shell", "chromium")
_LONGEST = ("test_everybody_can_read_it.py", "test_vouchers_can_be_read.py", "test_indigo.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest journeys come first, so that at the end nobody waits long for another's."""
    items.sort(key=lambda item: item.path.name not in _LONGEST)


@pytest.fixture(autouse=True)
def company(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Journeys go side by side, but for those that ask to go alone."""
    how = fcntl.LOCK_EX if "alone" in request.fixturenames else fcntl.LOCK_SH
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # which all workers of a run share
    with (folder / "company").open("w") as lock:
        fcntl.flock(lock, how)
        yield


@pytest.fixture
def alone() -> None:
    """Asked for by a journey that measures time: the machine is then its own."""


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The running house."""
    with running_stack(tmp_path_factory.mktemp("e2e")) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; without one the journeys are skipped loudly, and fail where CI is set."""
    named = os.environ.get("KEZEK_CHROMIUM")
    path = named or next(filter(None, map(shutil.which, _BROWSERS)), None)
    if path is None or not Path(path).is_file():
        complaint = f"no Chromium at {path}: set KEZEK_CHROMIUM or run scripts/browser.sh"
        if os.environ.get("CI"):
            pytest.fail(complaint)
        pytest.skip(f"****  {complaint}  ****")
    expect.set_options(timeout=_PATIENCE)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=_ARGS)
        yield opened
        opened.close()


@pytest.fixture
def windows(request: pytest.FixtureRequest, browser: Browser, stack: Stack) -> Iterator[Windows]:
    """Windows of this test; at its end none of them may have met an error."""
    begun = stack.log.stat().st_size
    made = Windows(browser, stack.address)
    yield made
    if request.node.stash.get(_FAILED, False):
        PICTURES.mkdir(exist_ok=True)
        name = re.sub(r"\W+", "-", request.node.name)
        pictures = made.take_pictures(PICTURES, name)
        for path in (*pictures, _keep(stack.said_since(begun), PICTURES / f"{name}.log")):
            print(f"see {path}")
    made.close()
    assert not made.complaints(), "\n".join(made.complaints())


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """Remembers a failed journey, and shows what the server said meanwhile."""
    report: pytest.TestReport = yield
    if report.when == "call":
        item.stash[_FAILED] = report.failed
    return report


def _keep(words: str, path: Path) -> Path:
    path.write_text(words)
    print("\n".join(["the server said:", *words.splitlines()[-40:]]))
    return path


_FAILED = pytest.StashKey[bool]()
