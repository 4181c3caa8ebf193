"""What is imported is declared, what is declared is locked, and a lock names no address."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCKS = {
    "runtime": [
        *PROJECT["project"]["dependencies"],
        *PROJECT["project"]["optional-dependencies"]["s3"],
    ],
    "demo": [
        *PROJECT["project"]["dependencies"],
        *PROJECT["project"]["optional-dependencies"]["embedded"],
        *PROJECT["dependency-groups"]["build"],
    ],
}
LOCKS["dev"] = [*LOCKS["demo"], *LOCKS["runtime"], *PROJECT["dependency-groups"]["dev"]]
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;]+)")


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_every_declared_package_in_an_allowed_version(name: str) -> None:
    pins = locked(name)

    for words in LOCKS[name]:
        wanted = Requirement(words)
        found = pins.get(canonicalize_name(wanted.name))
        assert found, f"{wanted.name} is not in requirements/{name}.lock; run: make lock"
        assert all(wanted.specifier.contains(version) for version in found), words


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_hashes_and_no_lock_says_where_from(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.lock").read_text()
    blocks = re.split(r"\n(?=\S)", text.strip())

    assert all("--hash=sha256:" in block for block in blocks)
    assert not re.search(r"(?m)^\s*--(?!hash)|://", text)


@pytest.mark.parametrize("kept_out", ["django", "asgiref"])
def test_django_stays_out_though_its_htmx_files_are_used(kept_out: str) -> None:
    assert all(kept_out not in locked(name) for name in LOCKS)
    assert "django-htmx" in locked("runtime")


def test_the_smaller_locks_choose_as_the_tested_one() -> None:
    tested = locked("dev")

    for name in ("runtime", "demo"):
        assert {package: tested[package] for package in locked(name)} == locked(name)


def test_everything_that_is_imported_is_declared() -> None:
    always = PROJECT["project"]["dependencies"]
    # What the demonstration alone plays is asked for with it.
    with_demo = [*always, *PROJECT["project"]["optional-dependencies"]["embedded"]]
    # And what a store other than a folder needs, with that store.
    with_s3 = [*always, *PROJECT["project"]["optional-dependencies"]["s3"]]
    owners = packages_distributions()

    for path, package in third_party_imports():
        distributions = {canonicalize_name(name) for name in owners.get(package, [package])}
        # Werkzeug, Jinja and their like come with Flask and move with it.
        allowed = with_demo if "demonstration" in path.parts else always
        allowed = with_s3 if path.name == "s3_files.py" else allowed
        declared = {canonicalize_name(Requirement(words).name) for words in allowed}
        assert distributions & (declared | COME_WITH), f"{path} imports {package}: declare it"


COME_WITH = {
    "werkzeug",
    "jinja2",
    "markupsafe",
    "itsdangerous",
    "wtforms",
    "blinker",
    "limits",
    "botocore",
}


def third_party_imports() -> Iterator[tuple[Path, str]]:
    """(module, top-level package) for each package that is neither ours nor Python's."""
    ours = {"kezek", "worker", "_typeshed", *sys.stdlib_module_names}
    for path in [*(ROOT / "platform").rglob("*.py"), *(ROOT / "worker").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module]
            for name in names:
                if name.split(".")[0] not in ours:
                    yield path.relative_to(ROOT), name.split(".")[0]


def locked(name: str) -> dict[str, set[str]]:
    """Package → versions in a lock; more than one where they differ by Python or system."""
    found: dict[str, set[str]] = {}
    for line in (ROOT / "requirements" / f"{name}.lock").read_text().splitlines():
        match = _PINNED.match(line)
        if match:
            found.setdefault(canonicalize_name(match[1]), set()).add(match[2])
    return found
