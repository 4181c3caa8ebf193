"""Papers of an application as forms bring them: named, read, measured, refused beside the file."""

from datetime import date
from typing import Any

from flask_babel import gettext
from wtforms.validators import ValidationError

from kezek.core.documents import document
from kezek.core.errors import Code, Refusal
from kezek.core.uploads import UploadFault
from kezek.core.wishes import needs_issue_date, takes_issue_date
from kezek.usecases.documents import Upload
from kezek.web.forms import DayField, Form, Needed
from kezek.web.i18n import current_language
from kezek.web.uploads import DocumentsField, fault_sentence
from kezek.web.words import mark

_FILE = "file_"


class PaperForm(Form):
    """The files of one document, and its day of issue where a term counts from it."""

    files = DocumentsField(mark("Files"), [Needed(mark("Choose a file."))])
    issued = DayField(mark("Day of issue"))

    def __init__(self, code: str, **more: Any) -> None:
        super().__init__(prefix=f"{code.lower()}-", **more)
        self.code = code
        if needs_issue_date(code):
            self.issued.flags.required = True
        if not takes_issue_date(code):
            del self.issued

    def validate_issued(self, field: DayField) -> None:
        """The day is told where it must be."""
        if field.data is None and not field.process_errors and needs_issue_date(self.code):
            raise ValidationError(gettext("Enter the day of issue: it stands on the certificate."))

    @property
    def uploads(self) -> list[Upload]:
        """The chosen files as a use case takes them; each is read once."""
        return uploads_of(self.files, self.code, self.issued.data if "issued" in self else None)


def uploads_of(files: DocumentsField, code: str, issued_on: date | None = None) -> list[Upload]:
    """The files of a field as copies of one document."""
    return [
        Upload(
            kind=code,
            filename=file.filename or "",
            content=file.stream.read(),
            issued_on=issued_on,
        )
        for file in files.data
    ]


def refuse_paper(form: Form, refusal: Refusal) -> None:
    """Puts a refusal beside the file or the day of issue that it is about."""
    if refusal.detail.startswith(_FILE):
        fault = UploadFault(refusal.detail.removeprefix(_FILE))
        form.add_error(fault_sentence(fault, str(refusal.values["name"])), "files")
        return
    is_about_day = "issued" in form and (
        refusal.code in (Code.TOO_EARLY, Code.TOO_LATE) or refusal.detail == "issue_date"
    )
    form.refuse(refusal, "issued" if is_about_day else "files")


def paper_name(code: str) -> str:
    """A document of an application (DOC-…) by its name in the reader's language."""
    found = document(code)
    return found.ru if current_language() == "ru" else found.kk
