"""What may be uploaded: told by what a file holds, counted singly and together (E-7, A-57)."""

from enum import StrEnum

from kezek.core.documents import MAX_UPLOAD_BYTES

MAX_NAME = 120
MAX_FILES = 40
"""Files of one application: far more than any family needs, far fewer than would fill a disk."""

HEAD_BYTES = 32
"""How many first bytes tell the kind of a file."""

PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"

_BEGINNINGS = {b"%PDF-": PDF, b"\xff\xd8\xff": JPEG, b"\x89PNG\r\n\x1a\n": PNG}
_ENDINGS = {PDF: ("pdf",), JPEG: ("jpg", "jpeg"), PNG: ("png",)}

_BRAND_AT = 4
_APPLE_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")


class UploadFault(StrEnum):
    """What is wrong with a file; the sentence is chosen by it."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_A_DOCUMENT = "not_a_document"
    HEIC = "heic"
    """A photo as iPhones keep it, which few computers of an office open."""
    LOCKED = "locked"
    """A PDF that asks for a password."""
    BROKEN = "broken"
    """It begins as a document and does not open."""
    TOO_MANY_PIXELS = "too_many_pixels"


def media_type_of(head: bytes) -> str | None:
    """The kind of a file by its first bytes, whatever its name says; nothing for others."""
    for beginning, media_type in _BEGINNINGS.items():
        if head.startswith(beginning):
            return media_type
    return None


def is_heic(head: bytes) -> bool:
    """Whether this is a photo of the kind that iPhones take by themselves (HEIC, HEIF)."""
    brand = head[_BRAND_AT : _BRAND_AT + 4]
    return brand == b"ftyp" and head[_BRAND_AT + 4 : _BRAND_AT + 8] in _APPLE_BRANDS


def upload_fault(size: int, head: bytes) -> UploadFault | None:
    """What the size and the first bytes of a file say against taking it; the name says nothing."""
    if size == 0:
        return UploadFault.EMPTY
    if size > MAX_UPLOAD_BYTES:
        return UploadFault.TOO_LARGE
    if is_heic(head):
        return UploadFault.HEIC
    return None if media_type_of(head) else UploadFault.NOT_A_DOCUMENT


def tidy_name(filename: str) -> str:
    """The name without folders and signs that no eye sees, its ending kept, not too long."""
    last = filename.replace("\\", "/").rpartition("/")[2]
    seen = "".join(sign for sign in last if sign.isprintable()).strip() or "document"
    if len(seen) <= MAX_NAME:
        return seen
    stem, dot, ending = seen.rpartition(".")
    kept = f"{dot}{ending}"
    return stem[: MAX_NAME - len(kept)] + kept if dot else seen[:MAX_NAME]


def name_as(filename: str, media_type: str) -> str:
    """The name with an ending that suits what the file holds, so that it opens on a double click.

    A photo that a phone named "scan", or a PDF named "a.exe", is taken for what it is.
    """
    tidy = tidy_name(filename)
    stem, dot, ending = tidy.rpartition(".")
    if dot and stem and ending.lower() in _ENDINGS[media_type]:
        return tidy
    own = _ENDINGS[media_type][0]
    plain = stem if dot and stem and ending.isascii() and ending.isalnum() else tidy.strip(".")
    return tidy_name(f"{plain or 'document'}.{own}")
