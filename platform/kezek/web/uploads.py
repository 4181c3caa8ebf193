"""Documents that families send: kind and size are looked at before anything is stored."""

from typing import Any

from flask import request
from flask_babel import gettext
from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage

from kezek.adapters.wording import say_number
from kezek.core.documents import MAX_UPLOAD_BYTES
from kezek.core.uploads import HEAD_BYTES, UploadFault, tidy_name, upload_fault
from kezek.web.bodies import take_files_up_to
from kezek.web.i18n import current_language
from kezek.web.words import mark, say

MAX_FILES_AT_ONCE = 4
"""Pages of one document that one form may bring."""

_MEGABYTE = 1024**2
MAX_UPLOAD_BODY = MAX_FILES_AT_ONCE * MAX_UPLOAD_BYTES + _MEGABYTE
"""The files and the form around them; a larger body is refused before it is read."""
MAX_FORM_BODY = 64 * 1024
"""A form without files."""

_SENTENCES = {
    UploadFault.EMPTY: mark("The file “%(name)s” is empty. Choose another one."),
    UploadFault.TOO_LARGE: mark(
        "The file “%(name)s” is larger than %(most)s MB. Make a smaller copy of it."
    ),
    UploadFault.NOT_A_DOCUMENT: mark(
        "The file “%(name)s” is not a PDF, JPG or PNG document. "
        "Take a photo of the paper and attach that."
    ),
    UploadFault.HEIC: mark(
        "The file “%(name)s” is a photo in the HEIC format, which our computers do not open. "
        "On an iPhone: Settings → Camera → Formats → Most Compatible, then take the photo again. "
        "Or send the photo to yourself in a messenger and save it: that makes a JPG of it."
    ),
    UploadFault.LOCKED: mark(
        "The file “%(name)s” is locked with a password. Save it without a password, "
        "or take a photo of the paper and attach that."
    ),
    UploadFault.BROKEN: mark(
        "The file “%(name)s” does not open: it is damaged or was not saved to its end. "
        "Save it once more, or take a photo of the paper and attach that."
    ),
    UploadFault.TOO_MANY_PIXELS: mark(
        "The picture “%(name)s” has too many points to be opened. Take an ordinary photo of the "
        "paper and attach that."
    ),
}


def limit_body(most: int) -> None:
    """Refuses a larger body of this request with 413 before it is read; called before any form."""
    request.max_content_length = most
    if most == MAX_UPLOAD_BODY:
        take_files_up_to(request, MAX_UPLOAD_BYTES)


class DocumentsField(MultipleFileField):  # type: ignore[misc]
    """One or several documents; what is too large or no document is refused before all (E-7)."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """The files that were chosen; each refusal names its file."""
        self.data = [file for file in valuelist if isinstance(file, FileStorage) and file.filename]
        if len(self.data) > MAX_FILES_AT_ONCE:
            self.data = []
            raise ValueError(
                gettext("Attach at most %(most)s files at once.", most=MAX_FILES_AT_ONCE)
            )
        for file in self.data:
            fault = _fault(file)
            if fault:
                self.data = []
                raise ValueError(fault)


def fault_sentence(fault: UploadFault, name: str) -> str:
    """What is wrong with a file, in the reader's language."""
    most = say_number(MAX_UPLOAD_BYTES // _MEGABYTE, current_language())
    return say(_SENTENCES[fault], name=tidy_name(name), most=most)


def _fault(file: FileStorage) -> str:
    """What is wrong with the file, as a sentence; empty for a good one."""
    head = file.stream.read(HEAD_BYTES)
    fault = upload_fault(_size(file), head)
    return fault_sentence(fault, file.filename or "") if fault else ""


def _size(file: FileStorage) -> int:
    file.stream.seek(0, 2)
    size = file.stream.tell()
    file.stream.seek(0)
    return size
