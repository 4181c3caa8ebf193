"""Turns translators' catalogues (.po) into what the pages read (.mo), which no commit holds."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from kezek.settings import DATA


def compile_stale(folder: Path) -> list[Path]:
    """Writes every catalogue that is missing or older than its source; gives what was written."""
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            _write(source, target)
            written.append(target)
    return written


def _write(source: Path, target: Path) -> None:
    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parent.parent.name, domain=source.stem)
    # Renamed when whole: two processes may do this at the same moment, and a third may read.
    partial = target.with_suffix(f".{os.getpid()}.new")
    with partial.open("wb") as file:
        write_mo(file, catalogue)
    partial.replace(target)


if __name__ == "__main__":
    compile_stale(DATA / "translations")
