"""A backup: a folder with the database, the uploads and a list of both; the keys lie elsewhere."""

import hashlib
import json
import shutil
import zipfile
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from kezek import __version__
from kezek.adapters import dumps
from kezek.adapters.dumps import Counts, Region
from kezek.adapters.schema import present_revision
from kezek.adapters.upload_stores import uploads_for
from kezek.adapters.uploads import Uploads
from kezek.settings import OperatorError, Settings

_LIST = "backup.json"
_UPLOADS = "uploads.zip"


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds; written last, so that a folder with it is whole."""

    made_at: str
    version: str
    revision: str | None
    regions: tuple[Region, ...]
    counts: Counts
    sha256: dict[str, str]

    @property
    def rows(self) -> int:
        """How many rows it holds in all."""
        return sum(sum(tables.values()) for tables in self.counts.values())


def write(settings: Settings, parent: Path, now: datetime, *, keys_to: Path | None) -> Path:
    """Makes a backup in a new folder under `parent` and gives it; OperatorError if it cannot."""
    name = now.strftime("kezek-%Y%m%dT%H%M%SZ")
    folder = parent.resolve() / name
    if keys_to is not None:
        _keep_apart(folder, keys_to.resolve())
    folder.mkdir(parents=True)
    folder.chmod(0o700)
    owner = _plain(settings.owner_url())
    whole = dumps.dump(owner, folder)
    _pack(uploads_for(settings), folder / _UPLOADS)
    if keys_to is not None:
        _copy_keys(settings.keys_dir, keys_to.resolve() / name)
    backup = Backup(
        made_at=now.isoformat(),
        version=__version__,
        revision=present_revision(owner),
        regions=whole.regions,
        counts=whole.counts,
        sha256={path.name: _sha256(path) for path in sorted(folder.iterdir())},
    )
    (folder / _LIST).write_text(json.dumps(asdict(backup), indent=1, ensure_ascii=False))
    return folder


def read(folder: Path) -> Backup:
    """What the backup in this folder holds; OperatorError if it is none, not whole, or changed."""
    path = folder / _LIST
    if not path.exists():
        raise OperatorError(f"{folder} is no backup, or one that was not finished: no {_LIST}.")
    found = json.loads(path.read_text())
    backup = Backup(**{**found, "regions": tuple(Region(**row) for row in found["regions"])})
    for name, wanted in backup.sha256.items():
        file = folder / name
        if not file.exists() or _sha256(file) != wanted:
            raise OperatorError(f"{file} is missing or was changed since the backup was made.")
    return backup


def restore(settings: Settings, folder: Path, *, keys_from: Path | None, replace: bool) -> Backup:
    """Puts the backup in the place of nothing; with `replace` in the place of what is there.

    OperatorError if the backup is not whole, the database is in use or not empty, keys or uploads
    would be overwritten, or the rows that came back are not those that were counted.
    """
    backup = read(folder)
    owner = _plain(settings.owner_url())
    if dumps.others(owner):
        raise OperatorError("Somebody works in this database. Stop pages, worker and ticker first.")
    uploads = uploads_for(settings)
    if not replace:
        _need_room(settings, uploads, is_with_keys=keys_from is not None)
    if replace:
        dumps.empty(owner)
    dumps.restore(owner, folder, backup.regions)
    found = dumps.count(owner, backup.regions)
    if found != backup.counts:
        raise OperatorError(f"Not all rows came back: {_difference(backup.counts, found)}")
    _unpack(folder / _UPLOADS, uploads)
    if keys_from is not None:
        shutil.rmtree(settings.keys_dir, ignore_errors=True)
        _copy_keys(keys_from, settings.keys_dir)
    return backup


def _keep_apart(folder: Path, keys: Path) -> None:
    if keys.is_relative_to(folder.parent) or folder.is_relative_to(keys):
        raise OperatorError(
            "Keys and data must lie apart: whoever finds a backup must not find the keys to it. "
            f"Name another place than {folder.parent} with --keys-to."
        )


def _copy_keys(source: Path, target: Path) -> None:
    if not source.is_dir() or not any(source.iterdir()):
        raise OperatorError(f"There are no keys in {source}.")
    shutil.copytree(source, target)
    target.chmod(0o700)


def _need_room(settings: Settings, uploads: Uploads, *, is_with_keys: bool) -> None:
    place = settings.keys_dir
    if next(uploads.all_files(), None) is not None:
        store = settings.uploads_store
        place = Path(f"{store.endpoint}/{store.bucket}") if store else settings.uploads_dir
    elif not is_with_keys or not place.exists() or not any(place.iterdir()):
        return
    raise OperatorError(f"{place} is not empty. Say --replace to throw away what is there.")


def _pack(uploads: Uploads, target: Path) -> None:
    # What people upload is packed already; not to pack it again costs nothing.
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for file in uploads.all_files():
            # A family may take a paper back meanwhile.
            with suppress(FileNotFoundError):
                archive.writestr(file.path, uploads.get(file.path))


def _unpack(source: Path, uploads: Uploads) -> None:
    for file in list(uploads.all_files()):
        uploads.drop(file.path)
    with zipfile.ZipFile(source) as archive:
        for name in archive.namelist():
            if ".." in PurePosixPath(name).parts or name.startswith("/"):
                raise OperatorError(f"{source} names a file outside of the uploads: {name}")
            uploads.put(name, archive.read(name))


def _difference(wanted: Counts, found: Counts) -> str:
    return "; ".join(
        f"{region or 'common'} {table}: {found.get(region, {}).get(table, 0)} instead of {rows}"
        for region, tables in wanted.items()
        for table, rows in tables.items()
        if found.get(region, {}).get(table) != rows
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _plain(url: str) -> str:
    """The address as PostgreSQL's own programs want it."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)
