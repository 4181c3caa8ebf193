"""Documents that families send: their kind is read from the bytes, their size counted first."""

from typing import Any

from flask_babel import gettext
from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage

from kezek.adapters.wording import say_number
from kezek.web.i18n import current_language

MAX_BYTES = 5 * 1024 * 1024
"""Of one document (E-7)."""

ACCEPT = ".pdf,.jpg,.jpeg,.png"
"""What the file dialog offers; what is sent all the same is checked by its bytes."""

_BEGINNINGS = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}
_KILOBYTE = 1024


def kind_of(head: bytes) -> str | None:
    """The kind of a document by its first bytes, whatever its name says; nothing for others."""
    for beginning, kind in _BEGINNINGS.items():
        if head.startswith(beginning):
            return kind
    return None


class DocumentsField(MultipleFileField):  # type: ignore[misc]
    """One or several documents; a wrong kind or size is refused before anything is stored (E-7)."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """The files that were chosen; each refusal names its file."""
        self.data = [file for file in valuelist if isinstance(file, FileStorage) and file.filename]
        for file in self.data:
            fault = _fault(file)
            if fault:
                self.data = []
                raise ValueError(fault)


def _fault(file: FileStorage) -> str:
    """What is wrong with the file, as a sentence; empty for a good one."""
    size = _size(file)
    if size == 0:
        return str(gettext("The file “%(name)s” is empty. Choose another one.", name=file.filename))
    if size > MAX_BYTES:
        return str(
            gettext(
                "The file “%(name)s” is larger than %(most)s MB. Make a smaller copy of it.",
                name=file.filename,
                most=say_number(MAX_BYTES // _KILOBYTE**2, current_language()),
            )
        )
    head = file.stream.read(16)
    file.stream.seek(0)
    if kind_of(head) is None:
        return str(
            gettext(
                "The file “%(name)s” is not a PDF, JPG or PNG document. "
                "Take a photo of the paper and attach that.",
                name=file.filename,
            )
        )
    return ""


def _size(file: FileStorage) -> int:
    file.stream.seek(0, 2)
    size = file.stream.tell()
    file.stream.seek(0)
    return size
