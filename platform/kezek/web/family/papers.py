"""Papers of a sent application as forms bring them: read, measured, refused beside the file."""

from datetime import date

from flask import request

from kezek.core.errors import Code, Refusal
from kezek.core.uploads import UploadFault
from kezek.usecases.documents import Upload
from kezek.web.forms import Form
from kezek.web.uploads import (
    MAX_FORM_BODY,
    MAX_UPLOAD_BODY,
    DocumentsField,
    fault_sentence,
    limit_body,
)

_FILE = "file_"
_UPLOADING = frozenset(
    {
        "family_admission.attach_paper",
        "family_benefit.attach_paper",
        "family_referrals.extend",
        "family_relocation.attach_paper",
        "family_voucher_time.extend",
    }
)
"""Routes whose forms carry files."""


def limit_bodies(_: str | None, __: dict[str, object] | None) -> None:
    """Lets only forms with files be large; called before anything of the body is read."""
    limit_body(MAX_UPLOAD_BODY if request.endpoint in _UPLOADING else MAX_FORM_BODY)


def uploads_of(files: DocumentsField, code: str, issued_on: date | None = None) -> list[Upload]:
    """The chosen files as a use case takes them."""
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
