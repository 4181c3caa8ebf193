"""What may be uploaded: told by bytes and name, counted singly and together (E-7, A-57)."""

from enum import StrEnum

from kezek.core.documents import MAX_UPLOAD_BYTES

MAX_NAME = 120
MAX_FILES = 40
"""Files of one application: far more than any family needs, far fewer than would fill a disk."""

HEAD_BYTES = 16
"""How many first bytes tell the kind of a file."""

_BEGINNINGS = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}
_ENDINGS = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
}


class UploadFault(StrEnum):
    """What is wrong with a file; the sentence is chosen by it."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_A_DOCUMENT = "not_a_document"
    WRONG_ENDING = "wrong_ending"


def media_type_of(head: bytes) -> str | None:
    """The kind of a file by its first bytes, whatever its name says; nothing for others."""
    for beginning, media_type in _BEGINNINGS.items():
        if head.startswith(beginning):
            return media_type
    return None


def media_type_by_name(filename: str) -> str | None:
    """The kind that a file's name promises by its ending; nothing for others."""
    _, dot, ending = filename.rpartition(".")
    return _ENDINGS.get(ending.lower()) if dot else None


def upload_fault(filename: str, size: int, head: bytes) -> UploadFault | None:
    """What keeps a file from being taken: size, kind by its bytes, and a name that says another.

    A file whose name promises another kind than its bytes hold opens on nobody's screen.
    """
    if size == 0:
        return UploadFault.EMPTY
    if size > MAX_UPLOAD_BYTES:
        return UploadFault.TOO_LARGE
    media_type = media_type_of(head)
    if media_type is None:
        return UploadFault.NOT_A_DOCUMENT
    if media_type_by_name(filename) != media_type:
        return UploadFault.WRONG_ENDING
    return None


def tidy_name(filename: str) -> str:
    """The name without folders and signs that no eye sees, its ending kept, not too long."""
    last = filename.replace("\\", "/").rpartition("/")[2]
    seen = "".join(sign for sign in last if sign.isprintable()).strip() or "document"
    if len(seen) <= MAX_NAME:
        return seen
    stem, dot, ending = seen.rpartition(".")
    kept = f"{dot}{ending}"
    return stem[: MAX_NAME - len(kept)] + kept if dot else seen[:MAX_NAME]
