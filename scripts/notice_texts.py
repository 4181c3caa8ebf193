"""Versions of the texts of notices: a text that was sent is never edited (docs/notices.md).

notice_texts.py next NOTICE   make the next version of a notice, or of _shared with all that take it
notice_texts.py seal          write down the fingerprints of versions that have none yet
notice_texts.py reseal PATH   write a fingerprint anew, of a version that has never been sent
notice_texts.py check         exit status 1 if a sealed text was edited, or one is not sealed
"""

import shutil
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

TEXTS = Path(__file__).resolve().parents[1] / "templates" / "notices"
SHARED = "_shared"
_SIGNS = 16


def main(words: list[str]) -> int:
    """Does what the first word says."""
    match words:
        case ["next", notice]:
            return _next(notice)
        case ["seal"]:
            return _write(_sealed() | {one: fingerprint(one) for one in _unsealed()})
        case ["reseal", version]:
            return _write(_sealed() | {version: fingerprint(version)})
        case ["check"]:
            found = list(problems())
            print(*found, sep="\n")
            return 1 if found else 0
    print(__doc__)
    return 2


def problems(texts: Path = TEXTS) -> Iterator[str]:
    """One sentence for each version that is not what was sealed."""
    sealed = _sealed(texts)
    for version in sealed:
        if not (texts / version).is_dir():
            yield f"{version} is gone, and notices that were sent name it"
        elif fingerprint(version, texts) != sealed[version]:
            yield f"{version} was edited: make the next version, or reseal it if it was never sent"
    for version in _unsealed(texts):
        yield f"{version} is not sealed"


def fingerprint(version: str, texts: Path = TEXTS) -> str:
    """What a version's files say, in a few signs."""
    digest = sha256()
    for path in sorted((texts / version).iterdir()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:_SIGNS]


def _next(notice: str) -> int:
    latest = _latest(notice)
    if not latest:
        print(f"there is no notice {notice}")
        return 1
    _copy(notice, latest)
    if notice == SHARED:
        old, new = f"{SHARED}/{latest}/", f"{SHARED}/{latest + 1}/"
        for taker in sorted({path.parents[1].name for path in TEXTS.glob("N-*/*/*.txt")}):
            _follow(taker, old, new)
    return 0


def _follow(notice: str, old: str, new: str) -> None:
    """The next version of a notice whose text in force takes a shared sentence."""
    latest = _latest(notice)
    files = list((TEXTS / notice / str(latest)).iterdir())
    if any(old in path.read_text(encoding="utf-8") for path in files):
        for path in _copy(notice, latest).iterdir():
            said = path.read_text(encoding="utf-8")
            path.write_text(said.replace(old, new), encoding="utf-8")


def _copy(notice: str, latest: int) -> Path:
    made = TEXTS / notice / str(latest + 1)
    shutil.copytree(TEXTS / notice / str(latest), made)
    print(made.relative_to(TEXTS))
    return made


def _latest(notice: str) -> int:
    found = (TEXTS / notice).glob("*")
    return max((int(one.name) for one in found if one.name.isdecimal()), default=0)


def _unsealed(texts: Path = TEXTS) -> list[str]:
    there = {path.parent.relative_to(texts).as_posix() for path in texts.glob("*/*/*.txt")}
    return sorted(there - _sealed(texts).keys())


def _sealed(texts: Path = TEXTS) -> dict[str, str]:
    seals = texts / "sealed.txt"
    lines = seals.read_text(encoding="utf-8").splitlines() if seals.is_file() else []
    return dict(line.split() for line in lines if line)


def _write(sealed: dict[str, str]) -> int:
    lines = "".join(f"{version} {sealed[version]}\n" for version in sorted(sealed))
    (TEXTS / "sealed.txt").write_text(lines, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
